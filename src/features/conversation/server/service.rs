//! The verbs of the conversation.
use super::{
    settings::{ADDED_BY_ALL, PICTURES, UPLOAD},
    store::{self, Kept},
};
use crate::{
    base::{
        AccountId, AppResult, Conflict, Error, Problem,
        live::Event,
        text::{clean_line, first_characters, readable},
    },
    features::{
        conversation::*,
        tickets::{
            Relation, Ticket, TicketId, may_prepare, may_write,
            server::{Delivery, Done, Work, perform, service as tickets, service::Seen},
        },
    },
    server::{
        Admin, Caller, House, Signed, act_of,
        db::Tx,
        digest,
        files::{Place, Stored},
        live::{LiveAct, Verb},
    },
};
use bytes::Bytes;
use chrono::Duration;
use std::sync::Arc;
use uuid::Uuid;

/// The name of a picture has at most so many characters.
const MAX_NAME: usize = 120;

/// The verb the socket knows.
pub const SAY: Verb = Verb {
    name: SayBody::VERB,
    endpoint: "POST /api/v1/tickets/{id}/messages",
    run: |ctx, act| Box::pin(say_live(ctx, act)),
};

async fn say_live(ctx: Signed, act: LiveAct) -> AppResult<serde_json::Value> {
    let body: SayBody = serde_json::from_value(act.body.clone()).map_err(|_| Error::Invalid(Vec::new()))?;
    let done = say(&ctx, act.stream, body, Delivery::of(SayBody::VERB, &act)).await?;
    Ok(serde_json::json!(done))
}

/// Adds a message, and marks with it that the ticket waits for its requester. A pause of typing is decided by
/// the state when it arrives; a lead's plain words are for when typing is free.
pub async fn say(ctx: &Signed, number: i64, body: SayBody, delivery: Delivery) -> AppResult<Done> {
    let SayBody { text, waits } = body;
    let text = parse_message(&text).map_err(|problem| Error::field("text", problem))?;
    let said = perform(ctx, number, delivery, move |tx, work| {
        Box::pin(async move {
            write(work, text)?;
            if waits { ask(tx, work).await } else { Ok(()) }
        })
    });
    said.await
}

/// It waits for its requester, and may do so already.
async fn ask(tx: &mut Tx<'_>, work: &mut Work) -> AppResult<()> {
    match tickets::wait(tx, work, true).await {
        Err(Error::Forbidden | Error::Conflict(Conflict::StatusChanged)) => {
            Err(Error::field("waits", Problem::NotPossible))
        }
        Err(Error::Conflict(Conflict::AsItWas)) => Ok(()),
        waits => waits,
    }
}

/// Adds a message by a form, which carries its key: sent twice, it is said once.
pub async fn say_by_form(
    ctx: &Signed,
    number: i64,
    text: String,
    waits: bool,
    key: Option<Uuid>,
) -> AppResult<Done> {
    let asks = if waits { "asks" } else { "" };
    let id = key.map(|key| act_of(&[b"say", key.as_bytes(), text.as_bytes(), asks.as_bytes()]));
    let delivery = Delivery::keyed(id, &["say", &number.to_string(), &text, asks], None);
    say(ctx, number, SayBody { text, waits }, delivery).await
}

/// Adds a message to the ticket in hand, if this person may write there now.
pub fn write(work: &mut Work, text: String) -> AppResult<()> {
    may_write(&work.ticket, work.who)?;
    let said_at = work.said_at(work.ticket.created_at);
    work.record_said(&ConversationEvent::Comment { text }, said_at)
}

/// Up to 100 entries before a number, oldest first.
pub async fn list_earlier(ctx: &Signed, number: i64, before: i64) -> AppResult<Vec<Event>> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::find_visible(ctx, &mut tx, number).await?;
    let earlier = tickets::latest_events(&mut tx, &seen, before).await?.0;
    drop(tx);
    tickets::tell_reading(ctx, &seen).await?;
    Ok(earlier)
}

/// A picture on its way in.
pub struct Upload {
    pub name: String,
    pub bytes: Bytes,
    /// Made by the client: the same upload again has the effect of once.
    pub act: Uuid,
    /// The act of the answer to a step that it belongs to.
    pub answers: Option<Uuid>,
    /// It illustrates an instruction: no entry of its own.
    pub for_instruction: bool,
}

/// Who may send a picture here, as often as that, gets a place for it: asked before a byte of it is read.
pub async fn expect_picture(ctx: &Signed, number: i64) -> AppResult<Place> {
    ctx.limits.check(&UPLOAD, ctx.actor.id.to_string())?;
    tickets::find_visible(ctx, &mut ctx.db.glance().await?, number).await?;
    ctx.files.make_room(ctx.actor.id).await
}

/// Adds a picture to a ticket: recognised, re-encoded, kept, and announced. In a pause of typing a
/// requester's picture needs a step it answers.
pub async fn add_picture(ctx: &Signed, number: i64, upload: Upload) -> AppResult<Attachment> {
    let account = ctx.actor.id;
    let Seen { ticket, who, .. } = tickets::find_visible(ctx, &mut ctx.db.read().await?, number).await?;
    let what_for = format!("{:?} {}", upload.answers, upload.for_instruction);
    let digest = digest(&[&number.to_be_bytes(), what_for.as_bytes(), &upload.bytes]);
    if let Some(attachment) = added_before(ctx, account, upload.act, digest).await? {
        return Ok(attachment);
    }
    let (house, staff_only) = (ctx.house.clone(), upload.for_instruction);
    let wish = Wish { house, account, answers: upload.answers, for_instruction: staff_only };
    wish.may_come_true(&mut ctx.db.read().await?, &ticket, who).await?;
    check_day(ctx, account).await?;
    let attachment = keep(ctx, &upload).await?;
    let (act, ticket) = (Some(upload.act), ticket.id);
    let kept = Kept { attachment, ticket, account, act, digest, staff_only };
    let Err(refusal) = record_picture(ctx, number, kept.clone(), wish).await else {
        return Ok(kept.attachment);
    };
    ctx.files.discard(kept.attachment.id.0).await;
    // Two tabs may have sent what waited in both at the same moment.
    added_before(ctx, account, upload.act, digest).await?.ok_or(refusal)
}

/// What this upload made when it came first.
async fn added_before(
    ctx: &Signed,
    account: AccountId,
    act: Uuid,
    digest: i64,
) -> AppResult<Option<Attachment>> {
    match store::find_act(&mut ctx.db.glance().await?, account, act).await? {
        Some(kept) if kept.digest != digest => Err(Error::Conflict(Conflict::IdReused)),
        kept => Ok(kept.map(|kept| kept.attachment)),
    }
}

async fn check_day(ctx: &Signed, account: AccountId) -> AppResult<()> {
    let since = ctx.clock.now() - Duration::days(1);
    let today = store::bytes_since(&mut ctx.db.glance().await?, account, since).await?;
    let most = ctx.config.number(&PICTURES) * 1024 * 1024;
    if today > most { Err(Error::TooMany { seconds: 3600 }) } else { Ok(()) }
}

/// What a file is called, as far as it can be read.
fn named(name: &str) -> String {
    let readable = readable(&name.replace(['\n', '\t'], " "));
    let name = clean_line(first_characters(&readable, MAX_NAME), MAX_NAME);
    name.unwrap_or_else(|_| "photo".into()).replace(['/', '\\'], "-")
}

/// The picture under an address nobody guesses.
async fn keep(ctx: &Signed, upload: &Upload) -> AppResult<Attachment> {
    let picture = ctx.files.recognise(upload.bytes.clone()).await?;
    ctx.limits.check_many(&ADDED_BY_ALL, String::new(), picture.bytes.len() + picture.thumbnail.len())?;
    let id = AttachmentId(Uuid::from_bytes(rand::random()));
    ctx.files.keep(id.0, &picture).await?;
    let name = named(&upload.name);
    Ok(Attachment {
        id,
        name,
        media_type: picture.media_type.into(),
        size: picture.bytes.len() as i64,
        width: picture.width.into(),
        height: picture.height.into(),
    })
}

/// That a picture be added: by whom, and what for.
struct Wish {
    house: Arc<House>,
    account: AccountId,
    /// The act of the answer it belongs to.
    answers: Option<Uuid>,
    for_instruction: bool,
}

impl Wish {
    /// Lead and admin add pictures to instructions. What hangs on an answer hangs on one of one's own, which
    /// a pause of typing lets through; one that comes before its answer is sent again by the browser.
    async fn may_come_true(&self, tx: &mut Tx<'_>, ticket: &Ticket, who: Relation) -> AppResult<()> {
        if self.for_instruction {
            return may_prepare(ticket.status, who);
        }
        match (may_write(ticket, who), self.answers) {
            (Ok(()) | Err(Error::Conflict(Conflict::TypingPaused)), Some(act)) => {
                let kind = store::find_kind(tx, ticket.id, self.account, act).await?;
                let kind = kind.and_then(|word| self.house.rooms.kind(&word));
                kind.is_some_and(|kind| kind.takes_pictures)
                    .then_some(())
                    .ok_or(Error::Conflict(Conflict::AnswerMissing))
            }
            (decided, _) => decided,
        }
    }
}

/// Asks again inside the unit: much may have happened while the picture was on its way.
async fn record_picture(ctx: &Signed, number: i64, kept: Kept, wish: Wish) -> AppResult<()> {
    let now = ctx.clock.now();
    if kept.staff_only {
        let (house, ctx) = (ctx.house.clone(), ctx.clone());
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                let Seen { ticket, who, .. } = tickets::find_visible(&ctx, tx, number).await?;
                wish.may_come_true(tx, &ticket, who).await?;
                Ok(store::insert(tx, &kept, now).await?)
            })
        });
        return unit.await;
    }
    let recorded = perform(ctx, number, Delivery::default(), move |tx, work| {
        Box::pin(async move {
            wish.may_come_true(tx, &work.ticket, work.who).await?;
            store::insert(tx, &kept, now).await?;
            work.record(&ConversationEvent::Picture { attachment: kept.attachment, answers: wish.answers })
        })
    });
    recorded.await.map(drop)
}

/// A picture and its file, for whoever may see the ticket it is on, or reads it in another.
pub async fn picture(ctx: &Signed, id: AttachmentId, thumbnail: bool) -> AppResult<(Attachment, Stored)> {
    let mut tx = ctx.db.read().await?;
    let store::Found { kept, number } = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let seen = tickets::find_readable(ctx, &mut tx, number).await?;
    drop(tx);
    tickets::tell_reading(ctx, &seen).await?;
    show(ctx, &seen, kept, thumbnail).await
}

/// A picture of a deleted ticket and its file. For others than admins there is none.
pub async fn deleted_picture(
    ctx: &Signed,
    id: AttachmentId,
    thumbnail: bool,
) -> AppResult<(Attachment, Stored)> {
    let admin = Admin::of(ctx).map_err(|_| Error::NotFound)?;
    let mut tx = ctx.db.read().await?;
    let store::Found { kept, number } = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    // A deleted ticket may tell what was said on one that is there, and was merged into it.
    let seen = match tickets::find_deleted_visible(&admin, &mut tx, number).await {
        Err(Error::NotFound) if tickets::is_merged(&mut tx, number).await? => {
            tickets::find_visible(ctx, &mut tx, number).await?
        }
        seen => seen?,
    };
    drop(tx);
    if seen.ticket.deleted_at.is_none() {
        tickets::tell_reading(ctx, &seen).await?;
    }
    show(ctx, &seen, kept, thumbnail).await
}

/// What waits for its instruction is for staff.
async fn show(ctx: &Signed, seen: &Seen, kept: Kept, thumbnail: bool) -> AppResult<(Attachment, Stored)> {
    if kept.staff_only && !seen.sees_staff {
        return Err(Error::NotFound);
    }
    let file = ctx.files.find(kept.attachment.id.0, thumbnail).await?.ok_or(Error::NotFound)?;
    Ok((kept.attachment, file))
}

/// An instruction's picture belongs to this ticket; with `released`, its requester sees it from now on.
pub async fn use_picture(
    tx: &mut Tx<'_>,
    ticket: TicketId,
    id: AttachmentId,
    released: bool,
) -> AppResult<()> {
    match store::use_in_instruction(tx, ticket, id, released).await? {
        0 => Err(Error::field("picture", Problem::Unknown)),
        _ => Ok(()),
    }
}

/// Which of these files are pictures of a ticket.
pub async fn pictures_in_use(tx: &mut Tx<'_>, ids: &[Uuid]) -> AppResult<Vec<Uuid>> {
    Ok(store::list_known(tx, ids).await?)
}

/// The pictures of a ticket.
pub async fn pictures_of(tx: &mut Tx<'_>, stream: Uuid) -> AppResult<Vec<Uuid>> {
    Ok(store::list_of(tx, TicketId(stream)).await?)
}

/// The pictures of a ticket hang on another from now on; not shared, for staff.
pub async fn move_pictures(tx: &mut Tx<'_>, from: Uuid, to: Uuid, shared: bool) -> AppResult<()> {
    Ok(store::move_all(tx, TicketId(from), TicketId(to), shared).await?)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_picture_keeps_the_name_it_came_with_as_far_as_it_can_be_read() {
        for (given, kept) in [
            ("voyant.jpg", "voyant.jpg"),
            ("\"guillemets\".png", "\"guillemets\".png"),
            ("ligne\nretour\t.png", "ligne retour .png"),
            ("nom \u{202e}gpj.exe", "nom gpj.exe"),
            ("../../etc/passwd", "..-..-etc-passwd"),
            (" \u{200b} ", "photo"),
            ("", "photo"),
        ] {
            assert_eq!(named(given), kept, "{given:?}");
        }
        let long = ["👨\u{200d}👩\u{200d}👧".repeat(200), ".png".into()].concat();
        assert_eq!(named(&long), "👨\u{200d}👩\u{200d}👧".repeat(120));
    }
}
