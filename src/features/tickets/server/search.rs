//! Finding tickets: by number and among one's own newest at once, everything else by the index.
pub mod filter;

use super::{
    followers::{
        CONFIDENTIAL, DELETED, DESK, INVITED, KIND, LEAD, MARK, PRIORITY, REQUESTER, STATUS, TREATS,
    },
    store::{self, Selection},
};
use crate::{
    base::{Actor, AppResult, Page, events::written, text::Excerpt},
    features::{accounts::server::service as accounts, tickets::*},
    server::{
        db::Tx,
        search::{
            self, Hidden, Query, SENSES, Sees, excerpt, label, number_sought, with_label, words_of,
            words_sought,
        },
    },
};
use std::{collections::HashMap, ops::ControlFlow};

/// So many bytes of texts are looked through for a page of excerpts: who has written more than that waits for
/// nobody, and holds nobody up.
const LOOKED_AT: usize = 256 * 1024;

/// So many of one's own newest tickets are looked at themselves, since the index may not know them yet.
const NEWEST: i64 = 20;

/// A page of the tickets of a list that have all the words sought, best first, and how many there are. The
/// key of the next page is the rank of the last ticket of this one.
pub async fn page(tx: &mut Tx<'_>, s: &Selection<'_>, size: usize) -> AppResult<Page<TicketSummary>> {
    let numbered = number_sought(&s.filter.search);
    let words = numbered.map_or_else(|| words_sought(&s.filter.search), |number| vec![number.to_string()]);
    let tab = in_tab(tx, s).await?;
    let hidden = hidden_from(tx, s.reader).await?;
    let query = Query { hidden, ..query_of(s, &words, tab, size as i64 + 1) };
    let mut found = search::find(tx, &query).await?;
    let unknown = unknown_newest(tx, s, &words).await?;
    found.hits.retain(|hit| Some(hit.document) != numbered);
    let first: Vec<i64> = numbered.iter().chain(&unknown).filter(|_| s.below.is_none()).copied().collect();
    let left = size.saturating_sub(first.len());
    let more = found.hits.len() > left;
    found.hits.truncate(left);
    let numbers: Vec<i64> = first.into_iter().chain(found.hits.iter().map(|hit| hit.document)).collect();
    let chosen = Selection { numbers: Some(&numbers), below: None, limit: numbers.len() as i64, ..*s };
    let mut items = if numbers.is_empty() { Vec::new() } else { store::list(tx, &chosen).await? };
    items.sort_by_key(|line| numbers.iter().position(|number| *number == line.number));
    let found_beside = items.iter().filter(|line| unknown.contains(&line.number)).count();
    add_excerpts(tx, s, &words, found.is_forgiven, &mut items).await?;
    let next = found.hits.last().filter(|_| more).map(|hit| hit.rank.to_string());
    let count = found.count + found_beside as i64;
    Ok(Page { next, found: Some(count), forgiven: found.is_forgiven && found.count > 0, items })
}

/// The labels of a tab's tickets. To be taken is what is open, and what is in progress on the desk of
/// somebody who can no longer work here.
async fn in_tab(tx: &mut Tx<'_>, s: &Selection<'_>) -> AppResult<Vec<Vec<String>>> {
    let open = label(STATUS, Status::Open.word());
    Ok(match s.filter.tab {
        QueueTab::All => Vec::new(),
        QueueTab::Mine => vec![vec![label(DESK, &s.reader.id.to_string())]],
        QueueTab::Untaken => {
            let gone = store::list_gone(tx).await?;
            let desks = gone.iter().map(|lead| label(DESK, &lead.to_string()));
            let in_progress = label(STATUS, Status::InProgress.word());
            let free = desks.chain([open.clone()]).collect();
            if gone.is_empty() { vec![free] } else { vec![vec![open, in_progress], free] }
        }
    })
}

/// What is deleted is there for nobody; what is confidential, for those whom it concerns.
pub(super) async fn hidden_from(tx: &mut Tx<'_>, reader: &Actor) -> AppResult<Vec<Hidden>> {
    let deleted = Hidden { label: label(MARK, DELETED), unless: Vec::new() };
    // Who is no member of staff is shown their own only, whatever they are.
    if reader.is_admin() || !reader.is_staff() {
        return Ok(vec![deleted]);
    }
    let me = reader.id.to_string();
    let mut unless: Vec<String> = [REQUESTER, LEAD, INVITED].map(|name| label(name, &me)).into();
    let served = accounts::served_by(tx, reader.id).await?;
    unless.extend(served.iter().map(|department| label(TREATS, &department.to_string())));
    Ok(vec![deleted, Hidden { label: label(MARK, CONFIDENTIAL), unless }])
}

fn query_of<'a>(s: &Selection<'_>, words: &'a [String], tab: Vec<Vec<String>>, limit: i64) -> Query<'a> {
    let me = s.reader.id.to_string();
    let own = || [REQUESTER, INVITED].map(|name| label(name, &me)).to_vec();
    let mut labels = tab;
    labels.extend(s.own.then(own));
    let status = s.filter.status.map(|status| label(STATUS, status.word()));
    let priority = s.filter.priority.map(|priority| label(PRIORITY, priority.word()));
    labels.extend([status, priority].into_iter().flatten().map(|one| vec![one]));
    let sees = if s.own { Sees::Public } else { Sees::EverythingBut(label(REQUESTER, &me)) };
    Query {
        kind: KIND,
        words,
        senses: SENSES,
        labels,
        sees,
        hidden: Vec::new(),
        among: search::ANY,
        below: s.below,
        limit,
    }
}

/// The requester's newest tickets that have the words and are not in the index yet.
async fn unknown_newest(tx: &mut Tx<'_>, s: &Selection<'_>, words: &[String]) -> AppResult<Vec<i64>> {
    if !s.own {
        return Ok(Vec::new());
    }
    let requester = s.reader.id;
    let newest = store::list_newest(tx, requester, NEWEST).await?;
    let numbers: Vec<i64> = newest.iter().map(|ticket| ticket.number).collect();
    let known = with_label(tx, KIND, &label(REQUESTER, &requester.to_string()), &numbers).await?;
    let has_all = |ticket: &store::Newest| {
        let has = words_of(&[&ticket.title, " ", &ticket.description].concat());
        words.iter().all(|sought| has.iter().any(|word| word.starts_with(sought.as_str())))
    };
    let unknown = newest.into_iter().filter(|ticket| !known.contains(&ticket.number) && has_all(ticket));
    Ok(unknown.map(|ticket| ticket.number).collect())
}

/// Shows where the words stand, for tickets whose title does not say it.
pub(super) async fn add_excerpts(
    tx: &mut Tx<'_>,
    s: &Selection<'_>,
    words: &[String],
    forgiving: bool,
    lines: &mut [TicketSummary],
) -> AppResult<()> {
    let in_title = |line: &TicketSummary| {
        words.iter().all(|word| excerpt(&line.title, std::slice::from_ref(word), forgiving).is_some())
    };
    let silent: Vec<TicketId> = lines.iter().filter(|line| !in_title(line)).map(|line| line.id).collect();
    let mut excerpts = Excerpts { words, forgiving, left: LOOKED_AT, found: HashMap::new() };
    for (id, description) in store::list_descriptions(tx, &silent).await? {
        excerpts.look(id, &description);
        tokio::task::yield_now().await;
    }
    let silent: Vec<TicketId> = silent.into_iter().filter(|id| !excerpts.found.contains_key(id)).collect();
    store::look_through_said(tx, &silent, s.reader.id, !s.own, &mut |said| {
        written(&said.payload).into_iter().for_each(|text| excerpts.look(said.ticket, text));
        if excerpts.left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .await?;
    for line in lines {
        line.excerpt = excerpts.found.remove(&line.id);
    }
    Ok(())
}

/// Where the words stand, as far as it was looked for.
struct Excerpts<'a> {
    words: &'a [String],
    forgiving: bool,
    /// So many bytes may still be looked at.
    left: usize,
    found: HashMap<TicketId, Excerpt>,
}

impl Excerpts<'_> {
    fn look(&mut self, ticket: TicketId, text: &str) {
        if self.found.contains_key(&ticket) || self.left == 0 {
            return;
        }
        self.left = self.left.saturating_sub(text.len());
        self.found.extend(excerpt(text, self.words, self.forgiving).map(|shown| (ticket, shown)));
    }
}
