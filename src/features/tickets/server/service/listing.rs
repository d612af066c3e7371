//! The list of all tickets: narrowed by every field a ticket has, in the order asked for, page by page.
use super::super::{
    followers::{KIND, PRIORITY, REQUESTER},
    search::{
        add_excerpts,
        filter::{After, ListFilter},
        hidden_from,
    },
    store::{self, Latest, Selection},
};
use crate::{
    base::{AppResult, Error, Page, Problem, pagination::COUNTED},
    features::tickets::*,
    server::{
        Signed, Staff,
        db::Tx,
        events,
        search::{self, Found, Query, SENSES, Sees, label, number_sought, words_sought},
    },
};

/// Tickets on a page.
const PAGE: usize = 50;
/// Which tickets changed last is asked of so many of the latest events before it is asked of others.
const LATEST: i64 = 10_000;
/// So many tickets at least are not read only to be put in order.
const MANY: i64 = 20_000;
/// So many lists are counted at once: those of the house, one's own and those that are shared.
const COUNTED_AT_ONCE: usize = 80;

/// The tickets of the house that fit, as far as the caller may see them (staff).
pub async fn list_tickets(ctx: &Staff, query: &ListQuery) -> AppResult<Page<ListLine>> {
    listed(ctx, query, false, PAGE).await
}

/// The caller's own that fit, and those they were invited to.
pub async fn list_own_tickets(ctx: &Signed, query: &ListQuery) -> AppResult<Page<ListLine>> {
    listed(ctx, query, true, PAGE).await
}

/// How many fit: exact up to 1,000, then one more (staff).
pub async fn count_tickets(ctx: &Staff, query: &ListQuery) -> AppResult<i64> {
    let filter = ListFilter::parse(query, &ctx.actor, &ctx.config)?;
    let mut tx = ctx.db.read().await?;
    Ok(Listing::of(&mut tx, ctx, &filter, false).await?.find(&mut tx, 1).await?.count)
}

/// The same of several lists; a list that cannot be is 0.
pub async fn count_each(ctx: &Staff, queries: &[ListQuery]) -> AppResult<Vec<i64>> {
    if queries.len() > COUNTED_AT_ONCE {
        return Err(Error::field("queries", Problem::TooLong { max: COUNTED_AT_ONCE }));
    }
    let mut counts = Vec::with_capacity(queries.len());
    for query in queries {
        let query = ListQuery { after: String::new(), ..query.clone() };
        counts.push(match count_tickets(ctx, &query).await {
            Err(Error::Invalid(_)) => 0,
            count => count?,
        });
    }
    Ok(counts)
}

/// The numbers of those that fit, at most [`MAX_BULK`] of them, the newest first (staff).
pub async fn numbers_of(ctx: &Staff, query: &ListQuery) -> AppResult<Vec<i64>> {
    let query = ListQuery { after: String::new(), tri: String::new(), ..query.clone() };
    let filter = ListFilter::parse(&query, &ctx.actor, &ctx.config)?;
    let mut tx = ctx.db.read().await?;
    let found = Listing::of(&mut tx, ctx, &filter, false).await?.find(&mut tx, MAX_BULK as i64).await?;
    let numbers: Vec<i64> = found.hits.iter().map(|hit| hit.document).collect();
    Ok(store::list_visible(&mut tx, &ctx.actor, &numbers).await?)
}

/// A page of so many.
pub(super) async fn listed(
    ctx: &Signed,
    query: &ListQuery,
    own: bool,
    size: usize,
) -> AppResult<Page<ListLine>> {
    let filter = ListFilter::parse(query, &ctx.actor, &ctx.config)?;
    if own && !filter.tags.is_empty() {
        return Err(Error::field("etiquette", Problem::Unknown));
    }
    let mut tx = ctx.db.read().await?;
    let listing = Listing { size, ..Listing::of(&mut tx, ctx, &filter, own).await? };
    let Ordered { numbers, next, found, is_forgiven } = listing.page(&mut tx).await?;
    let items = listing.lines(&mut tx, &numbers, is_forgiven).await?;
    Ok(Page { items, next, found, forgiven: is_forgiven })
}

/// A list that is being made for a reader.
struct Listing<'a> {
    ctx: &'a Signed,
    filter: &'a ListFilter,
    own: bool,
    /// Tickets on a page.
    size: usize,
    words: Vec<String>,
    hidden: Vec<search::Hidden>,
}

/// A page of numbers in their order.
#[derive(Default)]
struct Ordered {
    numbers: Vec<i64>,
    next: Option<String>,
    /// How many there are, on the first page.
    found: Option<i64>,
    is_forgiven: bool,
}

impl<'a> Listing<'a> {
    async fn of(tx: &mut Tx<'_>, ctx: &'a Signed, filter: &'a ListFilter, own: bool) -> AppResult<Self> {
        let numbered = number_sought(&filter.search).map(|number| vec![number.to_string()]);
        let words = numbered.unwrap_or_else(|| words_sought(&filter.search));
        let mut hidden = hidden_from(tx, &ctx.actor).await?;
        if !filter.tags.is_empty() {
            // Tags are not for whoever asked.
            let label = label(REQUESTER, &ctx.actor.id.to_string());
            hidden.push(search::Hidden { label, unless: Vec::new() });
        }
        Ok(Listing { ctx, filter, own, size: PAGE, words, hidden })
    }

    /// Those that fit, best first, and where nothing is sought newest first.
    async fn find(&self, tx: &mut Tx<'_>, limit: i64) -> AppResult<Found> {
        self.find_with(tx, &[], self.filter.after.filter(|after| after.value.is_none()), limit).await
    }

    /// The same of those that have one more label, below a number.
    async fn find_with(
        &self,
        tx: &mut Tx<'_>,
        more: &[String],
        after: Option<After>,
        limit: i64,
    ) -> AppResult<Found> {
        let me = self.ctx.actor.id;
        let mut labels = self.filter.labels(self.own.then_some(me));
        labels.extend(more.iter().map(|label| vec![label.clone()]));
        let from = match self.filter.from {
            Some(from) => store::first_opened_since(tx, from).await?,
            None => 0,
        };
        let until = match self.filter.until {
            Some(until) => store::first_opened_since(tx, until).await? - 1,
            None => i64::MAX,
        };
        let plain = self.words.is_empty();
        let below = after.map(|after| after.number);
        let last = until.min(below.filter(|_| plain).map_or(i64::MAX, |below| below - 1));
        let sees =
            if self.own { Sees::Public } else { Sees::EverythingBut(label(REQUESTER, &me.to_string())) };
        let query = Query {
            kind: KIND,
            words: &self.words,
            senses: SENSES,
            labels,
            sees,
            hidden: self.hidden.clone(),
            among: from..=last,
            below: below.filter(|_| !plain),
            limit,
        };
        Ok(search::find(tx, &query).await?)
    }

    async fn page(&self, tx: &mut Tx<'_>) -> AppResult<Ordered> {
        match self.filter.order {
            ListOrder::Activity if self.words.is_empty() => self.by_activity(tx).await,
            ListOrder::Priority if self.words.is_empty() => self.by_priority(tx).await,
            _ => self.by_rank(tx).await,
        }
    }

    /// The best first; where nothing is sought, the newest.
    async fn by_rank(&self, tx: &mut Tx<'_>) -> AppResult<Ordered> {
        let mut found = self.find(tx, self.size as i64 + 1).await?;
        let more = found.hits.len() > self.size;
        found.hits.truncate(self.size);
        Ok(Ordered {
            next: found.hits.last().filter(|_| more).map(|hit| hit.rank.to_string()),
            numbers: found.hits.iter().map(|hit| hit.document).collect(),
            found: self.filter.after.is_none().then_some(found.count),
            is_forgiven: found.is_forgiven && found.count > 0,
        })
    }

    /// The latest change first, by the position of each ticket's last event. Few are put in order; of many
    /// the latest events say which they are.
    async fn by_activity(&self, tx: &mut Tx<'_>) -> AppResult<Ordered> {
        let all = self.find_with(tx, &[], None, COUNTED).await?;
        // Positions count what others do, too: a page begins below an event its reader has seen.
        let below = match self.filter.after {
            Some(After { value: Some(seq), number }) => {
                let position = store::find_position(tx, &self.ctx.actor, number, seq).await?;
                position.ok_or(Error::field("after", Problem::Unknown))?
            }
            _ => i64::MAX,
        };
        let rows = if all.count <= COUNTED {
            self.put_in_order(tx, &all, below).await?
        } else if self.own {
            // Of one's own no more than these, the newest of them.
            let own = self.find_with(tx, &[], None, MANY).await?;
            self.put_in_order(tx, &own, below).await?
        } else {
            self.latest_of_many(tx, below).await?
        };
        let page = Page::cut(rows, self.size, |latest| format!("{}-{}", latest.seq, latest.number));
        let found = self.filter.after.is_none().then_some(all.count);
        let numbers = page.items.into_iter().map(|latest| latest.number).collect();
        Ok(Ordered { numbers, next: page.next, found, is_forgiven: false })
    }

    async fn put_in_order(&self, tx: &mut Tx<'_>, found: &Found, below: i64) -> AppResult<Vec<Latest>> {
        let numbers: Vec<i64> = found.hits.iter().map(|hit| hit.document).collect();
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let limit = self.size as i64 + 1;
        Ok(store::list_by_activity(tx, &self.ctx.actor, &numbers, below, limit).await?)
    }

    /// Mostly the latest events name enough of them. Where these are about others, those that fit are put in
    /// order, unless there are so many that the events further back name them sooner.
    async fn latest_of_many(&self, tx: &mut Tx<'_>, below: i64) -> AppResult<Vec<Latest>> {
        let (actor, limit) = (&self.ctx.actor, self.size as i64 + 1);
        let end = below.min(events::last_position(tx).await? + 1);
        let start = end - LATEST;
        let rows = store::list_latest(tx, actor, self.filter, start..end, limit).await?;
        if rows.len() as i64 == limit {
            return Ok(rows);
        }
        let many = self.find_with(tx, &[], None, MANY).await?;
        if (many.hits.len() as i64) < MANY {
            return self.put_in_order(tx, &many, below).await;
        }
        let before = store::list_latest(tx, actor, self.filter, 0..start, limit - rows.len() as i64).await?;
        Ok(rows.into_iter().chain(before).collect())
    }

    /// The most pressing first, of those the newest: one priority after the other.
    async fn by_priority(&self, tx: &mut Tx<'_>) -> AppResult<Ordered> {
        let after = self.filter.after;
        let begun = after.and_then(|after| after.value).unwrap_or(0) as usize;
        let (mut rows, mut count) = (Vec::new(), 0);
        for (rank, priority) in Priority::ALL.iter().rev().enumerate() {
            let wanted = self.filter.priorities.is_empty() || self.filter.priorities.contains(priority);
            if rank < begun || !wanted || (rows.len() > self.size && after.is_some()) {
                continue;
            }
            let here = after.filter(|_| rank == begun);
            let limit = (self.size + 1 - rows.len().min(self.size)) as i64;
            let labelled = [label(PRIORITY, priority.word())];
            let found = self.find_with(tx, &labelled, here, limit).await?;
            count += found.count;
            rows.extend(found.hits.iter().map(|hit| (rank, hit.document)));
        }
        let page = Page::cut(rows, self.size, |(rank, number)| format!("{rank}-{number}"));
        let numbers = page.items.into_iter().map(|(_, number)| number).collect();
        let found = after.is_none().then_some(count.min(COUNTED + 1));
        Ok(Ordered { numbers, next: page.next, found, is_forgiven: false })
    }

    /// The rows of these numbers as they are now: what has changed since it was indexed is not shown wrongly.
    async fn lines(&self, tx: &mut Tx<'_>, numbers: &[i64], forgiving: bool) -> AppResult<Vec<ListLine>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let (reader, plain) = (&self.ctx.actor, QueueFilter { tab: QueueTab::All, ..Default::default() });
        let limit = numbers.len() as i64;
        let selection =
            Selection { reader, own: self.own, filter: &plain, below: None, numbers: Some(numbers), limit };
        let mut rows = store::list(tx, &selection).await?;
        rows.retain(|row| self.filter.fits(row));
        if !self.words.is_empty() {
            add_excerpts(tx, &selection, &self.words, forgiving, &mut rows).await?;
        }
        let details = store::list_details(tx, numbers).await?;
        let tags = if self.own { Vec::new() } else { store::list_tag_names(tx, reader, numbers).await? };
        let line = |ticket: TicketSummary| {
            let of = details.iter().find(|of| of.number == ticket.number)?;
            let tags = tags.iter().filter(|(number, _)| *number == ticket.number);
            Some(ListLine {
                category: of.category.clone(),
                kind: of.kind,
                nature: of.nature,
                tags: tags.map(|(_, name)| name.clone()).collect(),
                ticket,
            })
        };
        let mut lines: Vec<ListLine> = rows.into_iter().filter_map(line).collect();
        lines.sort_by_key(|line| numbers.iter().position(|number| *number == line.ticket.number));
        Ok(lines)
    }
}
