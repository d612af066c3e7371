//! The stream of a ticket as the references show it: comments with a kind, instructions that say whether they
//! are confirmed.
use super::talk::ENTRIES;
use crate::{
    base::{AppResult, Error, Lang, live::Event},
    features::{
        conversation::{Attachment, ConversationEvent},
        desk::sentence,
        guidance::{Draft, GuidanceEvent, Outcome, Step, server::service},
        tickets::{TicketEvent, server::service as tickets},
    },
    server::{Signed, response::Who},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The kind of an instruction: what stands here for a step, released or still waiting.
pub(super) const INSTRUCTION: &str = GuidanceEvent::word("Released");
/// The kind of a confirmation.
pub(super) const CONFIRMATION: &str = GuidanceEvent::word("Answered");

/// An entry of the conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": 1042000005i64, "ticket": 1042,
    "utilisateur_auteur": {"id": "0199c1a2-7c11-7000-8000-000000000002", "nom": "Grace",
        "role": "technicien"}, "type_action": "instruction", "message": "Éteignez l’imprimante",
    "date_creation": "2026-11-21T09:05:00Z", "numero_etape": 1, "etape": "1", "est_instruction": true,
    "est_confirmee": false, "date_confirmation": null, "resultat": null, "statut": "publiee",
    "instruction_id": null, "piece_jointe": null}))]
pub struct Entry {
    /// The ticket's number × 1,000,000 + its place.
    pub id: i64,
    pub ticket: i64,
    /// `null`: the house itself.
    pub utilisateur_auteur: Option<Who>,
    /// `ajout_commentaire`, `assignation`, `instruction`, `confirmation_etape`, `guidage_debut`,
    /// `guidage_fin`, `changement_statut`, …
    pub type_action: String,
    pub message: String,
    pub date_creation: DateTime<Utc>,
    /// Of an instruction or a confirmation.
    pub numero_etape: Option<i64>,
    /// With its wording: `3`, `3b`.
    pub etape: Option<String>,
    pub est_instruction: bool,
    /// Answered with `fait`.
    pub est_confirmee: bool,
    pub date_confirmation: Option<DateTime<Utc>>,
    pub resultat: Option<Outcome>,
    /// Of an instruction: `en_attente` (for technicians only), `publiee`, `repondue`.
    pub statut: Option<String>,
    /// Of a confirmation: the instruction it answers.
    pub instruction_id: Option<i64>,
    /// Where its picture is.
    pub piece_jointe: Option<String>,
}

/// What a kind of event shows.
#[derive(Default)]
struct Shown {
    message: String,
    step: Option<Step>,
    outcome: Option<Outcome>,
    statut: Option<&'static str>,
    picture: Option<String>,
}

fn said(message: impl Into<String>) -> Option<Shown> {
    Some(Shown { message: message.into(), ..Default::default() })
}

/// None for what the references know nothing of: edits of the queue.
fn shown(event: &Event) -> Option<Shown> {
    if let Some(change) = GuidanceEvent::from_event(event) {
        return shown_change(change);
    }
    match ConversationEvent::from_event(event) {
        Some(ConversationEvent::Comment { text }) => return said(text),
        Some(ConversationEvent::Picture { attachment, .. }) => {
            let picture = Some(Attachment::href(attachment.id));
            return Some(Shown { picture, message: attachment.name, ..Default::default() });
        }
        None => {}
    }
    match TicketEvent::from_event(event) {
        Some(TicketEvent::Opened { title, .. } | TicketEvent::Edited { title, .. }) => said(title),
        Some(TicketEvent::Assigned { to, .. }) => said(to.name),
        Some(TicketEvent::StatusChanged { to, .. }) => said(to.word()),
        // What was said on another ticket is told there.
        Some(
            TicketEvent::Watched { .. }
            | TicketEvent::Copied { .. }
            | TicketEvent::CopiedForStaff { .. }
            | TicketEvent::Erased { .. }
            | TicketEvent::Withdrawn { .. },
        ) => None,
        // What the references do not know is told in the house's words.
        _ => said(sentence(Lang::Fr, event).unwrap_or_default()),
    }
}

fn shown_change(change: GuidanceEvent) -> Option<Shown> {
    let picture = |id: Option<_>| id.map(Attachment::href);
    match change {
        GuidanceEvent::Released { step, text: message, picture: id, .. } => Some(Shown {
            message,
            step: Some(step),
            statut: Some("publiee"),
            picture: picture(id),
            outcome: None,
        }),
        GuidanceEvent::Answered { step, outcome, note } | GuidanceEvent::Late { step, outcome, note, .. } => {
            Some(Shown {
                message: note.unwrap_or_default(),
                step: Some(step),
                outcome: Some(outcome),
                ..Default::default()
            })
        }
        GuidanceEvent::Drafted { draft: Draft { text: message, picture: id, .. } } => {
            Some(Shown { message, statut: Some("en_attente"), picture: picture(id), ..Default::default() })
        }
        GuidanceEvent::DraftEdited { .. }
        | GuidanceEvent::DraftMoved { .. }
        | GuidanceEvent::DraftRemoved { .. } => None,
        GuidanceEvent::Ended { message, .. } => said(message.unwrap_or_default()),
        GuidanceEvent::Explained { step, note } => {
            Some(Shown { message: note, step: Some(step), ..Default::default() })
        }
        GuidanceEvent::Corrected { step } => Some(Shown { step: Some(step), ..Default::default() }),
        GuidanceEvent::CallEnded { outcome } => said(outcome.word()),
        GuidanceEvent::CallAsked { phone } => said(phone.unwrap_or_default()),
        GuidanceEvent::Started { .. } | GuidanceEvent::Lifted { .. } | GuidanceEvent::WentOn {} => said(""),
    }
}

/// One event as an entry.
pub fn entry(number: i64, event: &Event) -> Option<Entry> {
    let Shown { message, step, outcome, statut, picture } = shown(event)?;
    let est_instruction = statut.is_some();
    Some(Entry {
        id: number * ENTRIES + event.seq,
        ticket: number,
        utilisateur_auteur: event.by.clone().map(Who::from),
        type_action: if est_instruction { INSTRUCTION.into() } else { event.kind.clone() },
        message,
        date_creation: event.said(),
        numero_etape: step.map(|s| s.number),
        etape: step.map(|s| s.to_string()),
        est_instruction,
        est_confirmee: false,
        date_confirmation: None,
        resultat: outcome,
        statut: statut.map(str::to_owned),
        instruction_id: None,
        piece_jointe: picture,
    })
}

/// A stretch of the stream as entries: answers are noted on their instructions, and of the queue only what
/// still waits is shown.
pub fn entries(number: i64, events: &[Event], queue: &[Draft]) -> Vec<Entry> {
    let mut list: Vec<Entry> = Vec::new();
    for event in events {
        let drafted = drafted(event);
        let waiting = drafted.and_then(|id| queue.iter().find(|d| d.id == id));
        if drafted.is_some() && waiting.is_none() {
            continue;
        }
        let Some(mut entry) = entry(number, event) else { continue };
        if let Some(draft) = waiting {
            entry.message = draft.text.clone();
        }
        if entry.type_action == CONFIRMATION {
            entry.instruction_id = note_answer(&mut list, &entry);
        }
        list.push(entry);
    }
    list
}

fn drafted(event: &Event) -> Option<Uuid> {
    match GuidanceEvent::from_event(event) {
        Some(GuidanceEvent::Drafted { draft }) => Some(draft.id),
        _ => None,
    }
}

/// The latest instruction of that step is the one that was answered.
fn note_answer(list: &mut [Entry], answer: &Entry) -> Option<i64> {
    let instruction = list.iter_mut().rev().find(|e| e.est_instruction && e.etape == answer.etape)?;
    instruction.est_confirmee = answer.resultat == Some(Outcome::Done);
    instruction.date_confirmation = Some(answer.date_creation);
    instruction.resultat = answer.resultat;
    instruction.statut = Some("repondue".into());
    Some(instruction.id)
}

/// A page of the conversation of a ticket, oldest first, as the caller may see it: a hundred events before a
/// place, or the latest; and where the page before it ends.
pub async fn list(ctx: &Signed, number: i64, before: Option<i64>) -> AppResult<(Vec<Entry>, Option<i64>)> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::find_visible(ctx, &mut tx, number).await?;
    let place = before.unwrap_or(i64::MAX);
    let (page, more) = tickets::latest_events(&mut tx, &seen, place).await?;
    let (first, length) = (page.first().map_or(place, |event| event.seq), page.len());
    // A step and its answer may stand on two pages.
    let mut events = if more { tickets::latest_events(&mut tx, &seen, first).await?.0 } else { vec![] };
    let skipped = events.len();
    events.extend(page);
    if before.is_some() {
        events.extend(tickets::backlog_of(&mut tx, &seen, place.saturating_sub(1)).await?);
    }
    let shown: Vec<i64> =
        events[skipped..][..length].iter().map(|event| number * ENTRIES + event.seq).collect();
    let queue = service::state_of(&mut tx, &seen).await?.queue;
    let mut list = entries(number, &events, &queue);
    list.retain(|entry| shown.binary_search(&entry.id).is_ok());
    drop(tx);
    tickets::tell_reading(ctx, &seen).await?;
    Ok((list, more.then_some(first)))
}

/// The entry at a place, with the answer it got.
pub async fn one(ctx: &Signed, number: i64, seq: i64) -> AppResult<Entry> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::find_visible(ctx, &mut tx, number).await?;
    let queue = service::state_of(&mut tx, &seen).await?.queue;
    // What answers a step comes soon after it; the stretch that holds it is short.
    let after = tickets::backlog_of(&mut tx, &seen, seq - 1).await?;
    drop(tx);
    tickets::tell_reading(ctx, &seen).await?;
    let list = entries(number, &after, &queue);
    list.into_iter().find(|e| e.id == number * ENTRIES + seq).ok_or(Error::NotFound)
}

/// The instruction that was answered at a place.
pub async fn answered_at(ctx: &Signed, number: i64, seq: i64) -> AppResult<Option<Entry>> {
    let mut tx = ctx.db.read().await?;
    let seen = tickets::find_visible(ctx, &mut tx, number).await?;
    let (events, _) = tickets::latest_events(&mut tx, &seen, seq + 1).await?;
    let list = entries(number, &events, &[]);
    let answered = list.last().and_then(|answer| answer.instruction_id);
    Ok(list.into_iter().find(|e| Some(e.id) == answered))
}
