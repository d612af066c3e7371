//! What this room draws: messages, pictures, the box one writes in, who is writing and who has read.
mod composer;
mod message;
mod picture;
mod plain_picture;
mod ticket_context;
mod typing;
mod waiting;

pub use composer::{Composer, is_sending};
pub use message::{Bubble, MessageView, Said};
pub use picture::{InstructionPicture, PictureView};
pub use ticket_context::{TicketContext, use_ticket_context};
pub use typing::{SeenBy, Typing, TypingLine};
pub use waiting::WaitingMessages;
