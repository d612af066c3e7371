//! Opening a ticket, for oneself or for somebody who called.
use super::super::{settings::OPEN, store, work::check_written};
use crate::{
    base::{AccountId, AppResult, Conflict, Error, Lang, Problem, Time, live::Author},
    features::{
        accounts::{Account, server::service as accounts},
        departments::{CategoryId, TroubleKind, server::service as departments},
        tickets::*,
    },
    server::{
        Caller, House, Signed, Staff, act_of,
        db::Tx,
        digest,
        events::{self, Stamp},
        response::named,
        tasks,
    },
};
use uuid::Uuid;

/// A ticket that was just opened, and for whom.
pub struct Opened {
    pub number: i64,
    pub requester: AccountId,
}

/// Opens a ticket for the caller, or by staff for somebody else; returns its number.
pub async fn open(ctx: &Signed, form: NewTicketForm) -> AppResult<i64> {
    let new = form.parse()?;
    // A form that came back by the browser's *Back* and says something else is another ticket.
    let said = serde_json::json!(new).to_string();
    let key = form.key.map(|key| act_of(&[b"open", key.as_bytes(), said.as_bytes()]));
    open_new(ctx, new, key).await
}

/// Opens a ticket of which every field holds. The same under the same key again opens nothing and gives the
/// first number.
pub async fn open_new(ctx: &Signed, new: NewTicket, key: Option<Uuid>) -> AppResult<i64> {
    let opener = Author::from(&ctx.actor);
    ctx.limits.check(&OPEN, opener.id.to_string())?;
    check_written(&ctx.limits, opener.id, new.title.len() + new.description.len())?;
    if new.for_whom != ForWhom::Oneself {
        Staff::of(ctx)?;
    }
    let (house, now) = (ctx.house.clone(), ctx.clock.now());
    let account = opener.id;
    let stamp =
        key.map(|id| Stamp { id, digest: digest(&[b"open", serde_json::json!(new).to_string().as_bytes()]) });
    let opened = tasks::finish("a new ticket", async move {
        match house
            .db
            .write(move |tx| Box::pin(async move { insert(tx, new, opener, stamp, now).await }))
            .await
        {
            Ok(Opened { number, requester }) => {
                house.bus.lists_changed(&[requester]);
                Ok(number)
            }
            Err(refusal) => opened_before(&house, account, stamp).await?.ok_or(refusal),
        }
    });
    opened.await
}

/// The ticket this act opened when it came first.
async fn opened_before(house: &House, account: AccountId, stamp: Option<Stamp>) -> AppResult<Option<i64>> {
    let Some(stamp) = stamp else { return Ok(None) };
    let mut tx = house.db.read().await?;
    match events::find_act(&mut tx, account, stamp.id).await? {
        Some((stream, 1, digest)) if digest == stamp.digest => {
            Ok(store::find_number(&mut tx, TicketId(stream)).await?)
        }
        Some(_) => Err(Error::Conflict(Conflict::IdReused)),
        None => Ok(None),
    }
}

/// The row and its first event.
pub async fn insert(
    tx: &mut Tx<'_>,
    new: NewTicket,
    opener: Author,
    stamp: Option<Stamp>,
    now: Time,
) -> AppResult<Opened> {
    let department = departments::check_department(tx, new.department).await?;
    let asks = who_asks(tx, &new.for_whom, &opener, now).await?;
    let lang = asks.as_ref().map_or(Lang::Fr, |account| account.lang);
    let category = departments::category_or_default(tx, new.category, lang).await?;
    let requester = asks.as_ref().map_or_else(|| opener.clone(), author);
    let ticket = Ticket {
        number: store::next_number(tx).await?,
        kind: new.kind.unwrap_or(category.kind),
        category: category.id,
        category_name: category.name,
        requester_department: asks.and_then(|account| account.department),
        taken_by: (requester.id != opener.id).then_some(opener),
        confidential: new.confidential || department.is_some_and(|department| department.confidential),
        ..untouched(new, requester, now)
    };
    let channel = if ticket.taken_by.is_some() { Channel::Telephone } else { Channel::Web };
    let ticket = Ticket { channel, ..ticket };
    store::insert(tx, &ticket).await?;
    record_opening(tx, &ticket, stamp).await?;
    Ok(Opened { number: ticket.number, requester: ticket.requester.id })
}

/// As somebody asks for it, before anything is known of it.
fn untouched(new: NewTicket, requester: Author, now: Time) -> Ticket {
    Ticket {
        id: TicketId::new(),
        number: 0,
        title: new.title,
        description: new.description,
        status: Status::Open,
        priority: new.priority,
        category: CategoryId(Uuid::nil()),
        category_name: String::new(),
        department: new.department,
        department_name: None,
        requester_department: None,
        requester_department_name: None,
        requester,
        lead: None,
        lead_gone: false,
        kind: TroubleKind::default(),
        nature: new.nature,
        channel: Channel::Web,
        taken_by: None,
        waiting_since: None,
        confidential: new.confidential,
        deleted_at: None,
        invited: false,
        served: false,
        shared: false,
        guided: false,
        typing_paused: false,
        created_at: now,
        updated_at: now,
        resolved_at: None,
        solution: None,
        rev: 1,
    }
}

/// The account of who asks; one that is written down now, for who is new.
async fn who_asks(
    tx: &mut Tx<'_>,
    for_whom: &ForWhom,
    opener: &Author,
    now: Time,
) -> AppResult<Option<Account>> {
    match for_whom {
        ForWhom::Oneself => accounts::find_account(tx, opener.id).await,
        ForWhom::Known(id) => {
            let known = accounts::find_account(tx, *id).await?.filter(|account| account.active);
            known.map(Some).ok_or(Error::field("requester", Problem::Unknown))
        }
        ForWhom::New(caller) => {
            let lang = accounts::find_account(tx, opener.id).await?.map_or(Lang::Fr, |opener| opener.lang);
            let added = accounts::add_caller(tx, caller.clone(), lang, now).await;
            added.map(Some).map_err(|error| named(error, &[("email", "caller_contact")]))
        }
    }
}

pub(super) fn author(account: &Account) -> Author {
    Author { id: account.id, name: account.name.clone(), role: account.role }
}

/// Its first event carries the id of the act that opened it.
async fn record_opening(tx: &mut Tx<'_>, ticket: &Ticket, stamp: Option<Stamp>) -> AppResult<()> {
    let requester = ticket.taken_by.as_ref().map(|_| ticket.requester.clone());
    let opened = TicketEvent::Opened { title: ticket.title.clone(), requester };
    let by = ticket.taken_by.as_ref().unwrap_or(&ticket.requester).clone();
    let mut event = events::event(&opened, 1, Some(by), ticket.created_at)?;
    event.act = stamp.map(|s| s.id);
    events::record(tx, ticket.id.0, &[event], stamp.map(|s| s.digest)).await
}
