//! Search: an inverted index in two tables, the same on both databases. What is written and what is sought is
//! folded, split and stemmed here, in Rust, so that both answer alike.
//!
//! A document is a kind and a number, a larger number being newer. Its words stand in [`Field`]s, of which
//! one is for staff only; beside them it has labels (whose it is, which state it is in), so that who may see
//! it narrows a search like a word. A search walks the rarest of its words from the newest document down and
//! asks for the others: what it costs follows from the hits, not from how much there is.
mod change;
mod excerpt;
mod store;
mod words;

pub use change::{Change, Field, label};
pub use excerpt::excerpt;
pub use store::{count_postings, document_of, find_about, with_label};
pub use words::{number_sought, words_of, words_sought};

use crate::{base::pagination::COUNTED, server::db::Tx};
use std::ops::RangeInclusive;

/// In texts the commonest words that begin alike stand for most of what is meant.
pub const SENSES: i64 = 8;

/// What is sought, and by whom.
pub struct Query<'a> {
    pub kind: &'static str,
    /// A document has all of these words, or what stands for them.
    pub words: &'a [String],
    /// So many words of the index stand for one that is sought, in each way of standing for it: [`SENSES`],
    /// or more where words are nearly as many as documents.
    pub senses: i64,
    /// And of each of these the one label or the other.
    pub labels: Vec<Vec<String>>,
    pub sees: Sees,
    /// Documents that are not there for this reader: neither found nor counted.
    pub hidden: Vec<Hidden>,
    /// Only documents with these numbers.
    pub among: RangeInclusive<i64>,
    /// Only hits below this rank: the next page.
    pub below: Option<i64>,
    pub limit: i64,
}

/// Whatever its number.
pub const ANY: RangeInclusive<i64> = 0..=i64::MAX;

/// Documents with a label are not there, unless they have one of some others as well.
#[derive(Clone)]
pub struct Hidden {
    pub label: String,
    pub unless: Vec<String>,
}

/// Whether words that are for staff only count for this reader. Where they do not, they are neither found nor
/// counted.
pub enum Sees {
    Public,
    Everything,
    /// Everything, but on documents with this label (their own) only what is public.
    EverythingBut(String),
}

/// A document that was found. Ranks order hits: title before text, the word itself before what begins with
/// it, then newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub document: i64,
    pub rank: i64,
}

/// A page of hits, and how many there are: exact up to [`COUNTED`], then one more.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub count: i64,
    /// Nothing was found as it was written, so a mistake in each word was forgiven.
    pub is_forgiven: bool,
}

/// Best first. Where nothing is found as it is written, one mistake in each word is forgiven.
pub async fn find(tx: &mut Tx<'_>, query: &Query<'_>) -> sqlx::Result<Found> {
    let narrow = store::Narrow::of(tx, query).await?;
    let Some(narrow) = narrow else { return Ok(Found::default()) };
    let mut senses = store::senses(tx, query.kind, query.words, query.senses).await?;
    let found = store::find(tx, &senses, &narrow, query).await?;
    if found.count > 0 || query.words.is_empty() {
        return Ok(found);
    }
    store::forgive(tx, query.kind, query.words, &mut senses).await?;
    Ok(Found { is_forgiven: true, ..store::find(tx, &senses, &narrow, query).await? })
}

/// Empties the index; whoever writes it begins anew.
pub async fn clear(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    store::clear(tx).await
}

/// Writes what has changed in documents of a kind.
pub async fn write(tx: &mut Tx<'_>, kind: &'static str, changes: Vec<Change>) -> sqlx::Result<()> {
    store::write(tx, kind, changes).await
}
