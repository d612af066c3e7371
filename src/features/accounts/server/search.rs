//! People in the search index: found by name, address, user name and phone.
use super::store;
use crate::{
    base::{AccountId, AppResult},
    features::accounts::Account,
    server::{
        House,
        db::Tx,
        search::{self, Change, Field, Query, Sees, document_of, words_sought},
    },
};

/// The kind of document a person is in the index.
const KIND: &str = "person";
/// So many people are written into the index in one unit of work.
const PER_UNIT: i64 = 200;

/// What a person is called and reached by from now on; `before` says what no longer.
pub async fn index(tx: &mut Tx<'_>, before: Option<&Account>, now: &Account) -> sqlx::Result<()> {
    let mut change = Change::of(document_of(tx, KIND, now.id.0).await?);
    for (field, text) in before.map(texts_of).into_iter().flatten() {
        change.remove(field, &text);
    }
    for (field, text) in texts_of(now) {
        change.add(field, &text);
    }
    search::write(tx, KIND, vec![change]).await
}

/// A phone number is found with its spaces and without, and by any of its parts of three digits and more.
fn texts_of(account: &Account) -> [(Field, String); 5] {
    let phone = account.phone.clone().unwrap_or_default();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let ends: Vec<&str> = (0..digits.len().saturating_sub(2)).map(|from| &digits[from..]).collect();
    [
        (Field::Title, account.name.clone()),
        (Field::Text, account.email.clone()),
        (Field::Text, account.username.clone().unwrap_or_default()),
        (Field::Text, phone),
        (Field::Text, ends.join(" ")),
    ]
}

/// Those who have all the words, best first; none where there is no word to search for.
pub async fn find(tx: &mut Tx<'_>, search: &str, limit: i64) -> sqlx::Result<Option<Vec<AccountId>>> {
    let words = words_sought(search);
    if words.is_empty() {
        return Ok(None);
    }
    let query = Query {
        kind: KIND,
        words: &words,
        // Every end of a phone number is a word of its own.
        senses: limit,
        labels: Vec::new(),
        sees: Sees::Everything,
        hidden: Vec::new(),
        among: search::ANY,
        below: None,
        limit,
    };
    let hits = search::find(tx, &query).await?.hits;
    let documents: Vec<i64> = hits.iter().map(|hit| hit.document).collect();
    let about = search::find_about(tx, KIND, &documents).await?;
    let found = documents.iter().filter_map(|document| about.iter().find(|(known, _)| known == document));
    Ok(Some(found.map(|(_, id)| AccountId(*id)).collect()))
}

/// Writes everybody into the index.
pub async fn index_all(house: &House) -> AppResult<()> {
    let mut last = AccountId(uuid::Uuid::nil());
    loop {
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                let people = store::list_after(tx, last, PER_UNIT).await?;
                for person in &people {
                    index(tx, None, person).await?;
                }
                Ok(people.last().map(|person| person.id))
            })
        });
        match unit.await? {
            Some(id) => last = id,
            None => return Ok(()),
        }
    }
}
