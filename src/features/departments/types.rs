//! Teams of the company and the kinds of trouble people report.
use crate::base::{AppResult, Drawn, Problem, text::clean_line};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

impl Directory {
    /// What one of them is to be called, unless its form changes nothing; refused where somebody else has
    /// renamed it since the form was drawn.
    pub fn renamed(&self, id: Uuid, name: String, drawn: &Drawn) -> AppResult<Option<String>> {
        let departments = self.departments.iter().map(|department| (department.id.0, &department.name));
        let mut all =
            departments.chain(self.categories.iter().map(|category| (category.id.0, &category.name)));
        let now = all.find(|(known, _)| *known == id).map(|(_, name)| Drawn::of(&[("name", name)]));
        let mut name = Some(name);
        drawn.settle(&now.unwrap_or_default(), &mut [("name", &mut name)])?;
        Ok(name)
    }
}

/// The name of a department or category may be this many characters long.
pub const MAX_NAME: usize = 80;

/// The name of a department or category: one line, at most [`MAX_NAME`] characters.
pub fn parse_name(text: &str) -> Result<String, Problem> {
    clean_line(text, MAX_NAME)
}
