//! Teams of the company and the kinds of trouble people report.
use crate::base::{Problem, text::clean_line};
use serde::{Deserialize, Serialize};

crate::id!(
    /// A department of the company.
    DepartmentId
);
crate::id!(
    /// A kind of trouble.
    CategoryId
);

/// A department people belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
}

/// A kind of trouble a ticket is filed under; exactly one is the default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub is_default: bool,
}

/// Both lists, for forms and for the admin's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    pub departments: Vec<Department>,
    pub categories: Vec<Category>,
}

/// The name of a department or category may be this many characters long.
pub const MAX_NAME: usize = 80;

/// The name of a department or category: one line, at most [`MAX_NAME`] characters.
pub fn parse_name(text: &str) -> Result<String, Problem> {
    clean_line(text, MAX_NAME)
}
