//! The SQL of the search index. Numbers are written into the statements, which differ with every search
//! anyway.
mod write;

use super::{
    COUNTED, Found, Hidden, Hit, Query, SENSES, Sees,
    words::{Stems, is_one_mistake, shapes_of, stems_of},
};
use crate::{all, maybe, server::db::Tx, sql};
use uuid::Uuid;
pub use write::{clear, count_postings, document_of, write};

/// A word in so many documents at most is ranked among all of them; a commoner one among the newest
/// [`COUNTED`] that match.
const RANKED: i64 = 10_000;
/// What a word as it was meant weighs more than one that only begins like it.
const SAME: i64 = 32;
/// A rank is the weight times this, plus the document.
const WEIGHT: i64 = 1_000_000_000_000;

/// A word of the index that stands for one that is sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
struct Known {
    id: i64,
    documents: i64,
    /// The word itself or another form of it, rather than one that begins like it.
    same: bool,
}

/// The id that no word has.
const NO_WORD: i64 = 0;

/// All that stands for one word of a search, or for one label.
#[derive(Clone, Debug, Default)]
pub struct Sense {
    words: Vec<Known>,
    is_label: bool,
}

impl Sense {
    fn documents(&self) -> i64 {
        self.words.iter().map(|word| word.documents).sum()
    }
    fn ids(&self) -> String {
        let ids = list(self.words.iter().map(|word| word.id));
        if ids.is_empty() { NO_WORD.to_string() } else { ids }
    }
    fn add(&mut self, words: impl IntoIterator<Item = Known>) {
        for word in words {
            if self.words.iter().all(|known| known.id != word.id) {
                self.words.push(word);
            }
        }
    }
}

fn list(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// The labels that narrow a search, and the one under which staff-only words do not count.
pub struct Narrow {
    labels: Vec<Sense>,
    own: Option<i64>,
    /// What is not there for this reader.
    hidden: Vec<HiddenBy>,
}

/// The label of hidden documents, and those that make one be there.
struct HiddenBy {
    label: i64,
    unless: Sense,
}

impl Narrow {
    /// None where no document has any label of one place.
    pub async fn of(tx: &mut Tx<'_>, query: &Query<'_>) -> sqlx::Result<Option<Narrow>> {
        let mut labels = Vec::with_capacity(query.labels.len());
        for any in &query.labels {
            let mut sense = Sense { words: Vec::with_capacity(any.len()), is_label: true };
            for label in any {
                sense.add(find_label(tx, query.kind, label).await?);
            }
            if sense.words.is_empty() {
                return Ok(None);
            }
            labels.push(sense);
        }
        let own = match &query.sees {
            Sees::EverythingBut(label) => find_label(tx, query.kind, label).await?.map(|known| known.id),
            Sees::Public | Sees::Everything => None,
        };
        let mut hidden = Vec::new();
        for Hidden { label, unless } in &query.hidden {
            let Some(Known { id, .. }) = find_label(tx, query.kind, label).await? else { continue };
            let mut but = Sense { words: Vec::new(), is_label: true };
            for label in unless {
                but.add(find_label(tx, query.kind, label).await?);
            }
            hidden.push(HiddenBy { label: id, unless: but });
        }
        Ok(Some(Narrow { labels, own, hidden }))
    }
}

async fn find_label(tx: &mut Tx<'_>, kind: &str, label: &str) -> sqlx::Result<Option<Known>> {
    maybe!(
        tx,
        Known,
        "select id, documents, true as same from search_words where kind = $1 and word = $2",
        kind,
        label,
    )
}

/// A word, its other forms, and the commonest words that begin like it.
const STANDING_FOR: &str =
    "select id, documents, true as same from search_words where kind = $1 and word = $2
     union all select * from (
         select id, documents, true as same from search_words
         where kind = $1 and french = $3 and french <> '' order by documents desc limit $6) as f
     union all select * from (
         select id, documents, true as same from search_words
         where kind = $1 and english = $4 and english <> '' order by documents desc limit $6) as e
     union all select * from (
         select id, documents, false as same from search_words
         where kind = $1 and word > $2 and word < $5 order by documents desc limit $6) as b";

/// What stands for each word.
pub async fn senses(tx: &mut Tx<'_>, kind: &str, words: &[String], most: i64) -> sqlx::Result<Vec<Sense>> {
    let mut senses = Vec::with_capacity(words.len());
    for word in words {
        let Stems { french, english } = stems_of(word);
        // One letter is the beginning of too much.
        let last = if word.chars().count() > 1 { format!("{word}\u{10ffff}") } else { word.clone() };
        let known = all!(tx, Known, STANDING_FOR, kind, word, french, english, last, most)?;
        let mut sense = Sense::default();
        sense.add(known);
        senses.push(sense);
    }
    Ok(senses)
}

#[derive(sqlx::FromRow)]
struct Alike {
    id: i64,
    documents: i64,
    word: String,
}

/// Lets each word also stand for those that are one mistake away.
pub async fn forgive(
    tx: &mut Tx<'_>,
    kind: &str,
    words: &[String],
    senses: &mut [Sense],
) -> sqlx::Result<()> {
    for (word, sense) in words.iter().zip(senses) {
        let shapes = shapes_of(word);
        if shapes.is_empty() {
            continue;
        }
        let alike: Vec<Alike> = sql!(tx, |c| {
            let mut q = sqlx::QueryBuilder::<Driver>::new(
                "select distinct w.id, w.documents, w.word from search_shapes s
                 join search_words w on w.id = s.word
                 where s.kind = ",
            );
            q.push_bind(kind).push(" and s.shape in (");
            let mut among = q.separated(", ");
            for shape in &shapes {
                among.push_bind(shape);
            }
            q.push(") order by w.documents desc").build_query_as().fetch_all(c).await
        })?;
        let meant = alike.into_iter().filter(|found| is_one_mistake(word, &found.word));
        let meant = meant.map(|found| Known { id: found.id, documents: found.documents, same: true });
        sense.add(meant.take(SENSES as usize));
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    hits: i64,
    document: Option<i64>,
    rank: Option<i64>,
}

/// A page of the documents that have every sense and label.
pub async fn find(
    tx: &mut Tx<'_>,
    senses: &[Sense],
    narrow: &Narrow,
    query: &Query<'_>,
) -> sqlx::Result<Found> {
    let mut all: Vec<&Sense> = senses.iter().chain(&narrow.labels).collect();
    all.sort_by_key(|sense| sense.documents());
    let Some((rarest, others)) = all.split_first() else { return Ok(Found::default()) };
    // Who may not see all is searched for in vain as well: the time must not tell which words there are.
    let unknown = Sense { words: vec![Known { id: NO_WORD, documents: 0, same: true }], is_label: false };
    let rarest = match (rarest.documents(), &query.sees) {
        (0, Sees::Everything) => return Ok(Found::default()),
        (0, _) => &unknown,
        _ => rarest,
    };
    let search = Search { rarest, others, narrow, query };
    let text = search.statement(query.below.unwrap_or(i64::MAX), query.limit);
    let rows: Vec<FoundRow> =
        sql!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(text)).persistent(false).fetch_all(c).await)?;
    let count = rows.first().map_or(0, |row| row.hits);
    let hit = |row: FoundRow| Some(Hit { document: row.document?, rank: row.rank? });
    Ok(Found { hits: rows.into_iter().filter_map(hit).collect(), count, is_forgiven: false })
}

/// A search whose words are known.
struct Search<'a> {
    /// Walked from the newest document down …
    rarest: &'a Sense,
    /// … while each of these is looked up.
    others: &'a [&'a Sense],
    narrow: &'a Narrow,
    query: &'a Query<'a>,
}

impl Search<'_> {
    fn statement(&self, below: i64, limit: i64) -> String {
        // Where nothing is weighed the newest are the best.
        let weighed = !self.query.words.is_empty();
        let most = if weighed && self.rarest.documents() <= RANKED { RANKED } else { COUNTED + 1 };
        let near: Vec<_> = self.rarest.words.iter().map(|word| self.walk(*word, most)).collect();
        let weights: String = self.others.iter().filter(|o| !o.is_label).map(|o| self.weight(o)).collect();
        let (near, counted) = (near.join(" union all "), COUNTED + 1);
        format!(
            "with near as materialized ({near}),
             found as materialized (select document, max(score){weights} as score from near
                 group by document order by document desc limit {most})
             select n.hits, h.document, h.rank
             from (select count(*) as hits from (select 1 as one from found limit {counted}) as c) as n
             left join (select document, score * {WEIGHT} + document as rank from found
                 where score * {WEIGHT} + document < {below}
                 order by score desc, document desc limit {limit}) as h
             on true order by h.rank desc"
        )
    }

    /// The newest documents with this word that have the others as well. Most lack one of them: that is asked
    /// before whether they are hidden.
    fn walk(&self, word: Known, most: i64) -> String {
        let others: String = self.others.iter().map(|other| self.has(other)).collect();
        let score = if self.rarest.is_label {
            "0".to_owned()
        } else {
            format!("(p.places & ~1) + {}", if word.same { SAME } else { 0 })
        };
        let (id, visible) = (word.id, self.visible("p"));
        let there: String = self.narrow.hidden.iter().map(is_there).collect();
        let range = self.range();
        format!(
            "select * from (select p.document, {score} as score from search_postings p
             where p.word = {id}{range}{visible}{others}{there}
             order by p.document desc limit {most}) as w{id}"
        )
    }

    /// Without words a page is entered at its place, instead of being counted down to.
    fn range(&self) -> String {
        let (first, last) = (*self.query.among.start(), *self.query.among.end());
        let from = if first > 0 { format!(" and p.document >= {first}") } else { String::new() };
        let to = if last < i64::MAX { format!(" and p.document <= {last}") } else { String::new() };
        [from, to].concat()
    }

    /// Is it there as well? Compared with a value, which both databases look up document by document.
    fn has(&self, other: &Sense) -> String {
        let (ids, visible) = (other.ids(), self.visible("x"));
        format!(
            " and (select 1 from search_postings x
             where x.word in ({ids}) and x.document = p.document{visible} limit 1) = 1"
        )
    }

    /// What the best place of one of the other words adds.
    fn weight(&self, other: &Sense) -> String {
        let same = list(other.words.iter().filter(|word| word.same).map(|word| word.id));
        let bonus = match same.as_str() {
            "" => "0".to_owned(),
            same => format!("case when x.word in ({same}) then {SAME} else 0 end"),
        };
        let ids = other.ids();
        let visible = self.visible("x");
        format!(
            " + (select max((x.places & ~1) + {bonus}) from search_postings x
             where x.word in ({ids}) and x.document = near.document{visible})"
        )
    }

    /// Does this posting count for this reader? Staff-only is the lowest bit.
    fn visible(&self, posting: &str) -> String {
        match (&self.query.sees, self.narrow.own) {
            (Sees::Public, _) => format!(" and {posting}.places > 1"),
            (_, Some(own)) => format!(
                " and ({posting}.places > 1 or (select 1 from search_postings o where o.word = {own}
                 and o.document = {posting}.document) is null)"
            ),
            (_, None) => String::new(),
        }
    }
}

/// Is a document not among the hidden ones?
fn is_there(HiddenBy { label, unless }: &HiddenBy) -> String {
    let ids = unless.ids();
    format!(
        " and ((select 1 from search_postings m where m.word = {label} and m.document = p.document) is null
            or (select 1 from search_postings m
                where m.word in ({ids}) and m.document = p.document limit 1) = 1)"
    )
}

/// What these documents are about, of a kind that has no numbers of its own.
pub async fn find_about(tx: &mut Tx<'_>, kind: &str, documents: &[i64]) -> sqlx::Result<Vec<(i64, Uuid)>> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    sql!(tx, |c| {
        let mut q =
            sqlx::QueryBuilder::<Driver>::new("select document, about from search_documents where kind = ");
        q.push_bind(kind).push(" and document in (").push(list(documents.iter().copied())).push(")");
        q.build_query_as().persistent(false).fetch_all(c).await
    })
}

/// Those of these documents that have a label.
pub async fn with_label(
    tx: &mut Tx<'_>,
    kind: &str,
    label: &str,
    documents: &[i64],
) -> sqlx::Result<Vec<i64>> {
    let Some(known) = find_label(tx, kind, label).await?.filter(|_| !documents.is_empty()) else {
        return Ok(Vec::new());
    };
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select document from search_postings where word = ");
        q.push(known.id).push(" and document in (").push(list(documents.iter().copied())).push(")");
        q.build_query_scalar().persistent(false).fetch_all(c).await
    })
}
