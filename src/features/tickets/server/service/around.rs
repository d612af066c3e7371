//! Who is on a ticket besides its requester and its lead, its tags, and whether it waits.
use super::super::{
    store,
    work::{Delivery, Done, Work, perform},
};
use super::{Seen, opening::author};
use crate::{
    base::{AccountId, AppResult, Conflict, Error, Problem, live::Author, text::fold},
    features::{
        accounts::{Login, server::service as accounts},
        tickets::*,
    },
    server::{Signed, Staff, db::Tx},
};

/// Who and what a ticket has around it, as far as its reader may know.
pub async fn around(tx: &mut Tx<'_>, seen: &Seen) -> AppResult<Around> {
    let people = store::list_people(tx, seen.ticket.id, seen.sees_staff).await?;
    let tags = if seen.sees_staff { store::list_tags_of(tx, seen.ticket.id).await? } else { Vec::new() };
    let references =
        if seen.sees_staff { store::list_references(tx, seen.ticket.id).await? } else { Vec::new() };
    let mut around = Around { people, tags, references };
    around.sort();
    Ok(around)
}

/// Invites somebody by their address or user name: they read and write beside the requester from now on.
pub async fn invite(ctx: &Signed, number: i64, login: &str, delivery: Delivery) -> AppResult<Done> {
    let login: Login = login.parse().map_err(|problem| Error::field("who", problem))?;
    let invited = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_invite(work.ticket.status, work.who)?;
            let who = accounts::find_by_login(tx, &login).await?;
            let who = who.ok_or(Error::field("who", Problem::Unknown))?;
            if who.id == work.ticket.requester.id {
                return Err(Error::field("who", Problem::Unknown));
            }
            add(tx, work, author(&who), Part::Participant).await
        })
    });
    invited.await
}

/// A technician or admin works on it beside the lead: oneself, or a colleague. They get no right by it.
pub async fn add_technician(
    ctx: &Signed,
    number: i64,
    who: AccountId,
    delivery: Delivery,
) -> AppResult<Done> {
    let added = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_sort(work.ticket.status, work.who)?;
            let able = accounts::staff(tx).await?.into_iter().find(|known| known.id == who);
            let who = able.filter(|who| who.id != work.ticket.requester.id);
            add(tx, work, who.ok_or(Error::field("who", Problem::Unknown))?, Part::Technician).await
        })
    });
    added.await
}

/// Somebody takes part from now on, unless they do already; says whether they came by this.
pub(super) async fn join(tx: &mut Tx<'_>, work: &mut Work, who: Author) -> AppResult<bool> {
    match add(tx, work, who, Part::Participant).await {
        Err(Error::Conflict(Conflict::AlreadyOnIt)) => Ok(false),
        added => added.map(|()| true),
    }
}

async fn add(tx: &mut Tx<'_>, work: &mut Work, who: Author, part: Part) -> AppResult<()> {
    let id = work.ticket.id;
    if store::has_person(tx, id, who.id, part).await? {
        return Err(Error::Conflict(Conflict::AlreadyOnIt));
    }
    if store::count_people(tx, id, part).await? >= MAX_PEOPLE as i64 {
        return Err(Error::Conflict(Conflict::TooManyOnIt));
    }
    store::add_person(tx, &work.ticket, who.id, part, work.now).await?;
    work.concerns(who.id);
    work.record(&TicketEvent::Joined { who, part })
}

/// Somebody is on it no longer: oneself, always; somebody else, by who may add them.
pub async fn remove_person(
    ctx: &Signed,
    number: i64,
    who: AccountId,
    part: Part,
    delivery: Delivery,
) -> AppResult<Done> {
    let own = ctx.actor.id == who;
    let removed = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            match part {
                _ if own => {}
                Part::Participant => may_invite(work.ticket.status, work.who)?,
                Part::Technician => may_sort(work.ticket.status, work.who)?,
                Part::Watcher => return Err(Error::Forbidden),
            }
            let people = store::list_people(tx, work.ticket.id, true).await?;
            let on = people.into_iter().find(|on| on.who.id == who && on.part == part);
            let who = on.ok_or(Error::field("who", Problem::Unknown))?.who;
            store::remove_person(tx, work.ticket.id, who.id, part).await?;
            if part == Part::Participant {
                store::forget_joined(tx, work.ticket.id, who.id).await?;
            }
            work.concerns(who.id);
            match part {
                Part::Watcher => work.record(&TicketEvent::Watched { who, watches: false }),
                part => work.record(&TicketEvent::Left { who, part }),
            }
        })
    });
    removed.await
}

/// The caller wants to be told of what happens on a ticket, or no longer. Said again it changes nothing.
pub async fn watch(ctx: &Signed, number: i64, watches: bool, delivery: Delivery) -> AppResult<()> {
    let who = Author::from(&ctx.actor);
    let watched = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_watch(work.who)?;
            let id = work.ticket.id;
            if store::has_person(tx, id, who.id, Part::Watcher).await? == watches {
                return Err(Error::Conflict(Conflict::AsItWas));
            }
            if watches {
                store::add_person(tx, &work.ticket, who.id, Part::Watcher, work.now).await?;
            } else {
                store::remove_person(tx, id, who.id, Part::Watcher).await?;
            }
            work.record(&TicketEvent::Watched { who, watches })
        })
    });
    unless_as_it_was(watched.await)
}

/// What is so already is no failure.
pub(super) fn unless_as_it_was(done: AppResult<Done>) -> AppResult<()> {
    match done {
        Err(Error::Conflict(Conflict::AsItWas)) => Ok(()),
        done => done.map(drop),
    }
}

/// A ticket has these tags from now on, and no others. One that reads like a known one is that.
pub async fn set_tags(ctx: &Signed, number: i64, tags: Vec<String>, delivery: Delivery) -> AppResult<()> {
    let tags = parse_tags(&tags)?;
    unless_as_it_was(perform(ctx, number, delivery, move |tx, work| Box::pin(tag(tx, work, tags))).await)
}

/// The same by a form ([`TagsForm::apply`]).
pub async fn change_tags(ctx: &Signed, number: i64, form: TagsForm, delivery: Delivery) -> AppResult<()> {
    form.parse()?;
    let changed = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_tag(work.ticket.status, work.who)?;
            let now = store::list_tags_of(tx, work.ticket.id).await?;
            let tags = form.apply(now.into_iter().map(|tag| tag.name).collect())?;
            tag(tx, work, tags).await
        })
    });
    unless_as_it_was(changed.await)
}

/// A ticket in hand has these tags from now on, and no others.
pub async fn tag(tx: &mut Tx<'_>, work: &mut Work, tags: Vec<String>) -> AppResult<()> {
    may_tag(work.ticket.status, work.who)?;
    let had = store::list_tags_of(tx, work.ticket.id).await?;
    let mut has = Vec::new();
    for name in tags {
        let tag = store::tag_called(tx, &name, &fold(&name)).await?;
        if !has.contains(&tag) {
            has.push(tag);
        }
    }
    let added: Vec<Label> = has.iter().filter(|tag| !had.contains(tag)).cloned().collect();
    let removed: Vec<Label> = had.into_iter().filter(|tag| !has.contains(tag)).collect();
    if added.is_empty() && removed.is_empty() {
        return Err(Error::Conflict(Conflict::AsItWas));
    }
    for tag in &added {
        store::add_tag(tx, &work.ticket, tag.id).await?;
    }
    for tag in &removed {
        store::remove_tag(tx, work.ticket.id, tag.id).await?;
    }
    work.record(&TicketEvent::Tagged { added, removed })
}

/// A ticket has this tag as well from now on.
pub(super) async fn add_tag(ctx: &Signed, number: i64, tag: String, delivery: Delivery) -> AppResult<()> {
    let name = parse_tag(&tag).map_err(|problem| Error::field("etiquette", problem))?;
    let tagged = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            may_tag(work.ticket.status, work.who)?;
            let had = store::list_tags_of(tx, work.ticket.id).await?;
            let tag = store::tag_called(tx, &name, &fold(&name)).await?;
            if had.contains(&tag) {
                return Err(Error::Conflict(Conflict::AsItWas));
            }
            if had.len() >= MAX_TAGS {
                return Err(Error::field("etiquette", Problem::TooLong { max: MAX_TAGS }));
            }
            store::add_tag(tx, &work.ticket, tag.id).await?;
            work.record(&TicketEvent::Tagged { added: vec![tag], removed: Vec::new() })
        })
    });
    unless_as_it_was(tagged.await)
}

/// The tags that tickets have.
pub async fn list_tags(ctx: &Staff) -> AppResult<Vec<Label>> {
    Ok(store::list_tags(&mut ctx.db.glance().await?, &ctx.actor, 500).await?)
}

/// A ticket waits for its requester, or no longer.
pub async fn set_waiting(ctx: &Signed, number: i64, waits: bool, delivery: Delivery) -> AppResult<()> {
    let set =
        perform(ctx, number, delivery, move |tx, work| Box::pin(async move { wait(tx, work, waits).await }));
    unless_as_it_was(set.await)
}

/// The same, of the ticket in hand: by the switch on a message that asks.
pub async fn wait(tx: &mut Tx<'_>, work: &mut Work, waits: bool) -> AppResult<()> {
    may_set_waiting(work.ticket.status, work.who)?;
    if work.ticket.waiting_since.is_some() == waits {
        return Err(Error::Conflict(Conflict::AsItWas));
    }
    store::set_waiting(tx, work.ticket.id, waits.then_some(work.now)).await?;
    work.record(&TicketEvent::Waits { waits })
}
