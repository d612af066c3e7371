//! Teams of the company and the kinds of trouble people report.
use crate::base::{AppResult, Drawn, Problem, text::clean_line};
use serde::{Deserialize, Serialize};

crate::id!(
    /// A department of the company.
    DepartmentId
);
crate::id!(
    /// A kind of trouble.
    CategoryId
);

crate::word_set!(
    /// What trouble is about.
    #[derive(Default)]
    TroubleKind {
        Hardware = "materiel",
        Software = "logiciel",
        #[default]
        Other = "autre",
    }
);

/// A department people belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
    /// All tickets it treats are confidential.
    #[serde(default)]
    pub confidential: bool,
}

/// A kind of trouble a ticket is filed under; exactly one is the default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub is_default: bool,
    /// Proposed for its tickets.
    #[serde(default)]
    pub kind: TroubleKind,
}

/// Both lists, for forms and for the admin's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    pub departments: Vec<Department>,
    pub categories: Vec<Category>,
}

/// What a department or category is to be called, and how the form showed it that says so.
pub struct Renaming {
    pub name: String,
    pub drawn: Drawn,
}

/// A program has no form.
impl From<String> for Renaming {
    fn from(name: String) -> Self {
        Renaming { name, drawn: Drawn::default() }
    }
}

impl Renaming {
    /// The new name, unless its form changes nothing; refused where somebody else has renamed it since the
    /// form was drawn.
    pub fn since(self, now: &str) -> AppResult<Option<String>> {
        let mut name = Some(self.name);
        self.drawn.settle(&Drawn::of(&[("name", now)]), &mut [("name", &mut name)])?;
        Ok(name)
    }
}

/// The name of a department or category may be this many characters long.
pub const MAX_NAME: usize = 80;

/// The name of a department or category: one line, at most [`MAX_NAME`] characters.
pub fn parse_name(text: &str) -> Result<String, Problem> {
    clean_line(text, MAX_NAME)
}
