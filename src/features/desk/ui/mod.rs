//! The pages several rooms share: a ticket for its requester, the technician's desk, a ticket on paper.
mod acts;
mod assign;
mod delete;
mod desk_page;
mod desk_ticket;
mod edit;
mod entries;
mod head;
mod marks;
mod nothing_chosen;
mod open;
mod people;
mod print_page;
mod queue_filter;
mod queue_hold;
mod queue_pane;
mod queue_row;
mod requester_screen;
mod resolved;
mod side;
mod stream;
mod ticket_page;
mod told;

pub use desk_page::DeskPage;
pub use print_page::PrintPage;
pub use ticket_page::{AtDesk, TicketPage};
