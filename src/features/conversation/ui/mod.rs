//! What this room draws: messages, pictures, the box one writes in, who is writing and who has read.
mod composer;
mod message;
mod picture;
mod talk;
mod typing;
mod waiting;

pub use composer::{Composer, PictureButton, is_sending};
pub use message::{Bubble, MessageView};
pub use picture::{InstructionPicture, PictureView};
pub use talk::{Talk, use_talk};
pub use typing::{SeenBy, TypingLine};
pub use waiting::WaitingMessages;
