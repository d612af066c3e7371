//! Over HTTP: what a ticket has to do with others, what it is called elsewhere, and merging.
use super::{
    super::{service, shapes::word, work::Delivery},
    listing::Report,
    now,
};
use crate::{
    base::{AppResult, Scope},
    features::tickets::{
        LinkKind, Linked, MergeInto, Reference, ReferenceForm, Status, server::shapes::TicketShown,
    },
    server::{
        Signed, Staff,
        endpoints::Endpoints,
        request::{IfMatch, JsonBody, PathId},
        response::{ApiResult, DONE, Listed, Tagged, named},
    },
};
use axum::{Json, http::StatusCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(Scope::Read, routes!(links))
        .with(Scope::Write, routes!(link))
        .with(Scope::Write, routes!(unlink))
        .with(Scope::Write, routes!(finish_children))
        .with(Scope::Read, routes!(references))
        .with(Scope::Write, routes!(refer))
        .with(Scope::Write, routes!(unrefer))
        .with(Scope::Write, routes!(merge))
        .with(Scope::Write, routes!(unmerge))
}

/// What another ticket is to this one.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"type": "bloque_par", "ticket": 1030, "titre": "Certificats à renouveler",
    "statut": "en cours", "annulable_jusqu_a": null}))]
struct LinkShown {
    #[serde(rename = "type")]
    kind: LinkKind,
    /// Its public number.
    ticket: i64,
    titre: String,
    statut: Status,
    /// Of a ticket that was merged into this one: until when the caller may undo that.
    annulable_jusqu_a: Option<DateTime<Utc>>,
}

impl From<Linked> for LinkShown {
    fn from(Linked { kind, number, title, status, undo_until }: Linked) -> Self {
        LinkShown { kind, ticket: number, titre: title, statut: status, annulable_jusqu_a: undo_until }
    }
}

async fn shown(ctx: &Signed, id: i64) -> ApiResult<Json<Listed<LinkShown>>> {
    let items = service::list_links(ctx, id).await?.into_iter().map(LinkShown::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// What a ticket has to do with others (technicians)
///
/// Those that the caller may see. For whoever reads a ticket as its requester there are none.
#[utoipa::path(get, path = "/api/v1/tickets/{id}/links",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "By type, then by number", body = Listed<LinkShown>)))]
async fn links(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Json<Listed<LinkShown>>> {
    shown(&ctx, id).await
}

/// Another ticket, and what it is to this one.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"type": "bloque_par", "ticket": 1030}))]
struct NewLink {
    /// `lie`, `doublon`, `parent`, `enfant`, `bloque_par`, `bloque`.
    #[serde(rename = "type")]
    #[schema(value_type = LinkKind)]
    kind: String,
    ticket: i64,
}

/// The names of the fields outside.
const NAMES: [(&str, &str); 2] = [("other", "ticket"), ("kind", "type")];

/// Link a ticket to another (technicians)
///
/// While a ticket is blocked by one that is open or in progress, it is neither resolved nor closed.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/links", request_body = NewLink,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Linked: all links", body = Listed<LinkShown>)))]
async fn link(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(new): JsonBody<NewLink>,
) -> ApiResult<Json<Listed<LinkShown>>> {
    let linked = service::link(&ctx, id, word("type", &new.kind)?, new.ticket, Delivery::default()).await;
    linked.map_err(|error| named(error, &NAMES))?;
    shown(&ctx, id).await
}

/// A link, as a path names it.
#[derive(Deserialize)]
struct OneLink {
    id: i64,
    kind: String,
    other: i64,
}

/// Take a link away (technicians)
#[utoipa::path(delete, path = "/api/v1/tickets/{id}/links/{kind}/{other}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042),
        ("kind" = LinkKind, Path, description = "What the other is to it", example = "bloque_par"),
        ("other" = i64, Path, description = "The other's number", example = 1030)),
    responses((status = 204, description = "Gone, on both")))]
async fn unlink(PathId(OneLink { id, kind, other }): PathId<OneLink>, ctx: Signed) -> ApiResult<StatusCode> {
    let unlinked = service::unlink(&ctx, id, word("kind", &kind)?, other, Delivery::default()).await;
    unlinked.map_err(|error| named(error, &NAMES))?;
    Ok(DONE)
}

/// Children of a ticket.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"tickets": [1043, 1044]}))]
struct Children {
    #[schema(min_items = 1, max_items = 100)]
    tickets: Vec<i64>,
}

/// Bring children to the end their parent has come to (technicians)
///
/// Where the parent is `resolu` or `ferme`, with its solution: taken where they are nobody's. Each passes its
/// own rules: what is refused is told with its reason.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/children/finish", request_body = Children,
    params(("id" = i64, Path, description = "The parent's number", example = 1042)),
    responses((status = 200, description = "What became of each", body = Report)))]
async fn finish_children(
    PathId(id): PathId<i64>,
    ctx: Staff,
    JsonBody(children): JsonBody<Children>,
) -> ApiResult<Json<Report>> {
    let lang = ctx.lang();
    let report = service::finish_children(&ctx, id, children.tickets).await;
    Ok(Json(Report::of(report.map_err(|error| named(error, &[("children", "tickets")]))?, lang)))
}

/// What a ticket is called in another system.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-0000000000e1", "systeme": "Jira",
    "numero": "IT-77", "adresse": "https://jira.example/browse/IT-77"}))]
struct ReferenceShown {
    id: Uuid,
    systeme: String,
    numero: String,
    adresse: Option<String>,
}

impl From<Reference> for ReferenceShown {
    fn from(Reference { id, system, number, address }: Reference) -> Self {
        ReferenceShown { id, systeme: system, numero: number, adresse: address }
    }
}

async fn references_of(ctx: &Signed, id: i64) -> ApiResult<Json<Listed<ReferenceShown>>> {
    let items = service::list_references(ctx, id).await?.into_iter().map(ReferenceShown::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// What a ticket is called in other systems (technicians)
#[utoipa::path(get, path = "/api/v1/tickets/{id}/references",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "The first added first", body = Listed<ReferenceShown>)))]
async fn references(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Json<Listed<ReferenceShown>>> {
    references_of(&ctx, id).await
}

/// What a ticket is called in another system.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"systeme": "Jira", "numero": "IT-77",
    "adresse": "https://jira.example/browse/IT-77"}))]
struct NewReference {
    #[schema(min_length = 1, max_length = 60)]
    systeme: String,
    #[schema(min_length = 1, max_length = 80)]
    numero: String,
    /// Where it is read: `http` or `https`.
    adresse: Option<String>,
}

/// Say what a ticket is called in another system (technicians)
#[utoipa::path(post, path = "/api/v1/tickets/{id}/references", request_body = NewReference,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042)),
    responses((status = 200, description = "Added: all of them", body = Listed<ReferenceShown>)))]
async fn refer(
    PathId(id): PathId<i64>,
    ctx: Signed,
    JsonBody(new): JsonBody<NewReference>,
) -> ApiResult<Json<Listed<ReferenceShown>>> {
    let form =
        ReferenceForm { system: new.systeme, number: new.numero, address: new.adresse.unwrap_or_default() };
    let names = [("system", "systeme"), ("number", "numero"), ("address", "adresse")];
    service::refer(&ctx, id, form, Delivery::default()).await.map_err(|error| named(error, &names))?;
    references_of(&ctx, id).await
}

/// A reference, as a path names it.
#[derive(Deserialize)]
struct OneReference {
    id: i64,
    reference: Uuid,
}

/// Take away what a ticket is called in another system (technicians)
#[utoipa::path(delete, path = "/api/v1/tickets/{id}/references/{reference}",
    params(("id" = i64, Path, description = "The ticket's number", example = 1042),
        ("reference" = Uuid, Path, description = "The reference")),
    responses((status = 204, description = "Gone")))]
async fn unrefer(
    PathId(OneReference { id, reference }): PathId<OneReference>,
    ctx: Signed,
) -> ApiResult<StatusCode> {
    let unreferred = service::unrefer(&ctx, id, reference, Delivery::default()).await;
    unreferred.map_err(|error| named(error, &[("id", "reference")]))?;
    Ok(DONE)
}

/// Into which ticket.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"dans": 1030, "avec_demandeur": false}))]
struct Into {
    dans: i64,
    /// Its requester becomes a participant of the other, where everybody who reads that reads what was said
    /// here; else it is for technicians only, unless both are one person's.
    #[serde(default)]
    avec_demandeur: bool,
}

/// Merge a ticket into another (technicians)
///
/// It is `annule` from then on, and the other tells what was said on it. Whoever did it, or an admin, may
/// undo it for ten minutes. A ticket is merged five times at most.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/merge", request_body = Into,
    params(("id" = i64, Path, description = "The ticket's number", example = 1042), IfMatch),
    responses((status = 200, description = "The ticket it was merged into", body = TicketShown)))]
async fn merge(
    PathId(id): PathId<i64>,
    ctx: Signed,
    IfMatch(at): IfMatch,
    JsonBody(into): JsonBody<Into>,
) -> ApiResult<Tagged<TicketShown>> {
    let form = MergeInto { other: into.dans, with_requester: into.avec_demandeur };
    let merged = service::merge(&ctx, id, form, Delivery::keyed(None, &[], at)).await;
    merged.map_err(|error| named(error, &[("other", "dans")]))?;
    let into = goes_on_in(&ctx, id).await?;
    now(&ctx, into.unwrap_or(id)).await
}

async fn goes_on_in(ctx: &Signed, id: i64) -> AppResult<Option<i64>> {
    let mut tx = ctx.db.read().await?;
    let seen = service::find_visible(ctx, &mut tx, id).await?;
    service::leads_to(ctx, &mut tx, &seen).await
}

/// Undo the merging of a ticket, within ten minutes (technicians)
///
/// One of the two that was deleted is restored first.
#[utoipa::path(delete, path = "/api/v1/tickets/{id}/merge",
    params(("id" = i64, Path, description = "The number of the ticket that was merged", example = 1042)),
    responses((status = 200, description = "The ticket, as it was before", body = TicketShown)))]
async fn unmerge(PathId(id): PathId<i64>, ctx: Signed) -> ApiResult<Tagged<TicketShown>> {
    service::unmerge(&ctx, id, Delivery::default()).await?;
    now(&ctx, id).await
}
