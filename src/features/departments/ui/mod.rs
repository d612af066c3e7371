//! What this room draws: the admin's page of teams and kinds of trouble.
mod departments_page;
mod name_list;

pub use departments_page::DepartmentsPage;
