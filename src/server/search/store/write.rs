//! Writing into the index: many documents at once, each word looked up once.
use crate::{
    changed, maybe, one, run,
    server::{
        db::{Tx, dialect},
        search::{
            Change,
            change::LABEL,
            words::{shapes_of, stems_of},
        },
    },
    sql,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// So many rows in one statement.
const ROWS: usize = 500;

/// Where a word stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
struct Posting {
    word: i64,
    document: i64,
    places: i64,
}

/// Writes what has changed. One writer at a time, so that two never wait for each other's words.
pub async fn write(tx: &mut Tx<'_>, kind: &str, mut changes: Vec<Change>) -> sqlx::Result<()> {
    hold_index(tx).await?;
    settle_labels(tx, kind, &mut changes).await?;
    let words = changes.iter().flat_map(|change| change.gained.keys().chain(change.lost.keys()));
    let known = know(tx, kind, &words.map(String::as_str).collect()).await?;
    let gained =
        changes.iter().flat_map(|change| postings(change.document, &change.gained, &known)).collect();
    let lost = changes.iter().flat_map(|change| postings(change.document, &change.lost, &known)).collect();
    let mut more = insert(tx, gained).await?;
    for word in remove(tx, lost).await? {
        *more.entry(word).or_default() -= 1;
    }
    count(tx, more).await
}

fn postings<'a>(
    document: i64,
    words: &'a BTreeMap<String, i64>,
    known: &'a HashMap<String, i64>,
) -> impl Iterator<Item = Posting> + 'a {
    let placed = words.iter().filter(|(_, places)| **places != 0);
    placed.filter_map(move |(word, places)| {
        Some(Posting { word: *known.get(word)?, document, places: *places })
    })
}

/// The numbers of documents stay.
pub async fn clear(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    hold_index(tx).await?;
    run!(tx, "delete from search_postings")?;
    run!(tx, "delete from search_shapes")?;
    run!(tx, "delete from search_words")
}

async fn hold_index(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    let text = ["select value from counters where name = 'search document'", dialect::hold(tx)].concat();
    sql!(tx, |c| sqlx::query(sqlx::AssertSqlSafe(text)).execute(c).await.map(drop))
}

/// Labels as words: those a document has to gain, and those it has to lose.
async fn settle_labels(tx: &mut Tx<'_>, kind: &str, changes: &mut [Change]) -> sqlx::Result<()> {
    let names: BTreeSet<&'static str> =
        changes.iter().flat_map(|change| change.labels.keys().copied()).collect();
    for name in names {
        let concerned = changes.iter_mut().filter(|change| change.labels.contains_key(name));
        let mut concerned: BTreeMap<i64, &mut Change> =
            concerned.map(|change| (change.document, change)).collect();
        let documents: Vec<i64> = concerned.keys().copied().collect();
        for (word, document) in list_labels(tx, kind, name, &documents).await? {
            let Some(change) = concerned.get_mut(&document) else { continue };
            let is_kept = change.labels.get_mut(name).is_some_and(|labels| labels.remove(&word));
            if !is_kept {
                change.lost.insert(word, LABEL);
            }
        }
        for change in concerned.into_values() {
            change.gained.extend(change.labels.remove(name).into_iter().flatten().map(|word| (word, LABEL)));
        }
    }
    Ok(())
}

/// The labels of this name that these documents have. There are few labels, and each is looked up.
async fn list_labels(
    tx: &mut Tx<'_>,
    kind: &str,
    name: &str,
    documents: &[i64],
) -> sqlx::Result<Vec<(String, i64)>> {
    let (first, last) = (["=", name, ":"].concat(), ["=", name, ";"].concat());
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "select w.word, p.document from search_words w
             join search_postings p on p.word = w.id where w.kind = ",
        );
        q.push_bind(kind).push(" and w.word > ").push_bind(first).push(" and w.word < ").push_bind(last);
        let documents: Vec<String> = documents.iter().map(i64::to_string).collect();
        q.push([" and p.document in (", &documents.join(", "), ")"].concat());
        q.build_query_as().persistent(false).fetch_all(c).await
    })
}

/// The ids of these words; those that are new are added.
async fn know(tx: &mut Tx<'_>, kind: &str, words: &BTreeSet<&str>) -> sqlx::Result<HashMap<String, i64>> {
    let all: Vec<&str> = words.iter().copied().collect();
    let mut known = HashMap::with_capacity(all.len());
    for some in all.chunks(ROWS) {
        known.extend(find_words(tx, kind, some).await?);
        let new: Vec<&str> = some.iter().copied().filter(|word| !known.contains_key(*word)).collect();
        if !new.is_empty() {
            insert_words(tx, kind, &new).await?;
            let added = find_words(tx, kind, &new).await?;
            insert_shapes(tx, kind, &added).await?;
            known.extend(added);
        }
    }
    Ok(known)
}

async fn find_words(tx: &mut Tx<'_>, kind: &str, words: &[&str]) -> sqlx::Result<Vec<(String, i64)>> {
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new("select word, id from search_words where kind = ");
        q.push_bind(kind).push(" and word in (");
        let mut among = q.separated(", ");
        for word in words {
            among.push_bind(*word);
        }
        q.push(")").build_query_as().persistent(false).fetch_all(c).await
    })
}

async fn insert_words(tx: &mut Tx<'_>, kind: &str, words: &[&str]) -> sqlx::Result<()> {
    sql!(tx, |c| {
        let mut q =
            sqlx::QueryBuilder::<Driver>::new("insert into search_words (kind, word, french, english) ");
        q.push_values(words, |mut row, word| {
            let stems = stems_of(word);
            row.push_bind(kind).push_bind(*word).push_bind(stems.french).push_bind(stems.english);
        });
        q.push(" on conflict (kind, word) do nothing").build().persistent(false).execute(c).await.map(drop)
    })
}

async fn insert_shapes(tx: &mut Tx<'_>, kind: &str, words: &[(String, i64)]) -> sqlx::Result<()> {
    let of = |(word, id): &(String, i64)| {
        let id = *id;
        shapes_of(word).into_iter().map(move |shape| (shape, id)).collect::<Vec<_>>()
    };
    let shapes: Vec<(String, i64)> =
        words.iter().filter(|(word, _)| !word.starts_with('=')).flat_map(of).collect();
    for some in shapes.chunks(ROWS) {
        sql!(tx, |c| {
            let mut q = sqlx::QueryBuilder::<Driver>::new("insert into search_shapes (kind, shape, word) ");
            q.push_values(some, |mut row, (shape, id)| {
                row.push_bind(kind).push_bind(shape).push_bind(*id);
            });
            q.push(" on conflict (kind, shape, word) do nothing");
            q.build().persistent(false).execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

/// Adds postings; says in how many more documents each word stands now. Most are there already, since people
/// say the same words again: those are only looked up.
async fn insert(tx: &mut Tx<'_>, mut postings: Vec<Posting>) -> sqlx::Result<BTreeMap<i64, i64>> {
    postings.sort_unstable();
    let mut more: BTreeMap<i64, i64> = BTreeMap::new();
    for some in postings.chunks(ROWS) {
        let known: HashMap<(i64, i64), i64> =
            list_known(tx, some).await?.into_iter().map(|p| ((p.word, p.document), p.places)).collect();
        let mut added = Vec::new();
        for posting in some {
            let places = known.get(&(posting.word, posting.document));
            if places.is_none() {
                *more.entry(posting.word).or_default() += 1;
            }
            if places.is_none_or(|places| places & posting.places != posting.places) {
                added.push(*posting);
            }
        }
        add(tx, &added).await?;
    }
    Ok(more)
}

/// Those of these postings that are there, and in which places.
async fn list_known(tx: &mut Tx<'_>, postings: &[Posting]) -> sqlx::Result<Vec<Posting>> {
    let rows: Vec<String> = postings.iter().map(|p| format!("({}, {})", p.word, p.document)).collect();
    let text = [
        "select p.word, p.document, p.places from (values ",
        &rows.join(", "),
        ") as m join search_postings p on p.word = m.column1 and p.document = m.column2",
    ]
    .concat();
    sql!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(text)).persistent(false).fetch_all(c).await)
}

/// Words that stand in their document now, or in one place more.
async fn add(tx: &mut Tx<'_>, postings: &[Posting]) -> sqlx::Result<()> {
    if postings.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> =
        postings.iter().map(|p| format!("({}, {}, {})", p.word, p.document, p.places)).collect();
    let text = [
        "insert into search_postings (word, document, places) values ",
        &rows.join(", "),
        " on conflict (word, document) do update set places = search_postings.places | excluded.places",
    ]
    .concat();
    sql!(tx, |c| sqlx::query(sqlx::AssertSqlSafe(text)).persistent(false).execute(c).await.map(drop))
}

/// Takes places away; returns the words that stand nowhere in their document any more.
async fn remove(tx: &mut Tx<'_>, postings: Vec<Posting>) -> sqlx::Result<Vec<i64>> {
    let mut gone = Vec::new();
    for Posting { word, document, places } in postings {
        run!(
            tx,
            "update search_postings set places = places & ~$3 where word = $1 and document = $2",
            word,
            document,
            places,
        )?;
        let deleted = changed!(
            tx,
            "delete from search_postings where word = $1 and document = $2 and places = 0",
            word,
            document,
        )?;
        gone.extend((deleted > 0).then_some(word));
    }
    Ok(gone)
}

async fn count(tx: &mut Tx<'_>, more: BTreeMap<i64, i64>) -> sqlx::Result<()> {
    let rows: Vec<String> =
        more.iter().filter(|(_, n)| **n != 0).map(|(word, n)| format!("({word}, {n})")).collect();
    for some in rows.chunks(ROWS) {
        let text = [
            "update search_words set documents = documents + m.column2 from (values ",
            &some.join(", "),
            ") as m where search_words.id = m.column1",
        ]
        .concat();
        sql!(tx, |c| sqlx::query(sqlx::AssertSqlSafe(text)).persistent(false).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// The number of the document about something that has none of its own.
pub async fn document_of(tx: &mut Tx<'_>, kind: &str, about: Uuid) -> sqlx::Result<i64> {
    let text = "select document from search_documents where kind = $1 and about = $2";
    if let Some(document) = maybe!(tx, scalar i64, text, kind, about)? {
        return Ok(document);
    }
    let document = one!(
        tx,
        scalar i64,
        "update counters set value = value + 1 where name = 'search document' returning value",
    )?;
    run!(
        tx,
        "insert into search_documents (kind, about, document) values ($1, $2, $3)",
        kind,
        about,
        document,
    )?;
    Ok(document)
}

/// In how many places of a document something stands; for those who want to know that nothing does.
pub async fn count_postings(tx: &mut Tx<'_>, kind: &str, document: i64) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        "select count(*) from search_postings p join search_words w on w.id = p.word
         where w.kind = $1 and p.document = $2",
        kind,
        document,
    )
}
