//! What this room draws: the admin's page of teams and kinds of trouble.
mod departments_page;
mod name_list;
mod words;

pub use departments_page::{DepartmentAct, DepartmentsPage};
pub use words::kind_name;
