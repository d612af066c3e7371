//! What both sides share and every room uses. No product words: it would serve a lending library as well.
pub mod actor;
mod characters;
#[cfg(feature = "ssr")]
pub mod drawing;
pub mod drawn;
pub mod email;
pub mod error;
pub mod events;
#[cfg(feature = "ssr")]
pub mod failure;
#[cfg(feature = "ssr")]
mod fold;
pub mod id;
pub mod json;
pub mod live;
pub mod pagination;
pub mod picture;
pub mod text;
pub mod time;
#[cfg(feature = "ssr")]
mod unseen;
pub mod word_set;
pub mod words;

pub use actor::{AccountId, Actor, PAGE_OWNER, Role, Scope, SessionId};
pub use drawn::{Drawn, FormDone};
pub use error::{AppResult, Conflict, Error, FieldError, Problem};
pub use pagination::Page;
pub use text::{Lang, Text};
pub use time::Time;
