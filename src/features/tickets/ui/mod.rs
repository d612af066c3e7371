//! What this room draws: the requester's home, one's own tickets, the form that opens one, and the small
//! pieces that tickets are shown with.
mod deleted_tickets_page;
mod fields;
mod for_whom;
mod home_page;
mod lead_changes;
mod my_tickets_page;
mod new_ticket_for_page;
mod new_ticket_more;
mod new_ticket_page;
mod photos;
mod pills;
mod problem_box;
mod standing;
mod ticket_row;
mod words;

pub use crate::features::departments::ui::kind_name;
pub use deleted_tickets_page::{AfterDeletion, DELETED_TICKETS, DeletedTicketsPage};
pub use fields::{Facts, SortingFields, TicketFields, facts_of};
pub use home_page::RequesterHome;
pub use lead_changes::LeadChanges;
pub use my_tickets_page::MyTicketsPage;
pub use new_ticket_for_page::NewTicketForPage;
pub use new_ticket_page::NewTicketPage;
pub use pills::{PriorityPill, StatusPill};
pub use standing::{Standing, first_name};
pub use ticket_row::{ExcerptLine, FoundCount, TicketRow, Unread};
pub use words::{link_name, nature_name, priority_name, status_name, status_tone};
