//! A list as a table for a spreadsheet: page by page, so that its length costs no memory.
use super::listing::listed;
use crate::{
    base::{AppResult, Error, Lang, Time},
    features::tickets::{
        ui::{kind_name, nature_name, priority_name, status_name},
        *,
    },
    server::{Caller, Signed, Staff, telemetry},
    words::tickets as said,
};
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt, stream};

/// So many lines are read at once.
const AT_ONCE: usize = 500;
/// Tells spreadsheets that this is UTF-8.
const MARK: &str = "\u{feff}";

/// Where an export is.
struct Export {
    ctx: Signed,
    query: ListQuery,
    /// None once the last page is told.
    after: Option<String>,
    begun: bool,
}

/// The tickets that fit, as CSV: between semicolons for French spreadsheets, between commas for others. A
/// list that cannot be is refused before anything is told (staff).
pub async fn export(
    ctx: &Signed,
    query: ListQuery,
) -> AppResult<impl Stream<Item = AppResult<Bytes>> + Send + use<>> {
    Staff::of(ctx)?;
    listed(ctx, &query, false, 1).await?;
    let after = Some(query.after.clone());
    let export = Export { ctx: ctx.clone(), query, after, begun: false };
    Ok(stream::try_unfold(export, |export| async move { next(export).await }).into_stream())
}

/// The next page as text, and where the export is then.
async fn next(mut export: Export) -> AppResult<Option<(Bytes, Export)>> {
    let Some(after) = export.after.take() else { return Ok(None) };
    // A slow reader chooses how long this takes: who they are is asked again before each page.
    let ctx = &export.ctx;
    let actor = (ctx.rooms.identity.refreshed)(&ctx.house, &ctx.actor).await?;
    if actor.is_none_or(|actor| actor.role != ctx.actor.role) {
        return Err(Error::Unauthenticated);
    }
    let query = ListQuery { after, ..export.query.clone() };
    let page = listed(&export.ctx, &query, false, AT_ONCE).await?;
    let lang = export.ctx.lang();
    let mut text = table(lang);
    if !export.begun {
        write(&mut text, &heads(lang))?;
    }
    for line in &page.items {
        write(&mut text, &cells(lang, line))?;
    }
    let text = text.into_inner().map_err(|error| telemetry::internal("a table cannot be written", &error))?;
    let text = if export.begun { text } else { [MARK.as_bytes(), &text].concat() };
    export.after = page.next;
    export.begun = true;
    Ok(Some((text.into(), export)))
}

fn table(lang: Lang) -> csv::Writer<Vec<u8>> {
    let between = if lang == Lang::Fr { b';' } else { b',' };
    // Each cell in quotes: none begins anew where a spreadsheet splits at another sign.
    let mut writer = csv::WriterBuilder::new();
    writer.quote_style(csv::QuoteStyle::Always).delimiter(between).terminator(csv::Terminator::CRLF);
    writer.from_writer(Vec::new())
}

fn write(table: &mut csv::Writer<Vec<u8>>, cells: &[String]) -> AppResult<()> {
    let row = cells.iter().map(|cell| defused(cell));
    table.write_record(row).map_err(|error| telemetry::internal("a table cannot be written", &error))
}

/// A cell that a spreadsheet would take for a formula begins with an apostrophe.
fn defused(cell: &str) -> String {
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula { ["'", cell].concat() } else { cell.to_owned() }
}

fn heads(lang: Lang) -> [String; 14] {
    [
        said::NUMBER,
        said::TITLE,
        said::STATUS,
        said::PRIORITY,
        said::KIND,
        said::NATURE,
        said::CATEGORY,
        said::DEPARTMENT,
        said::REQUESTER,
        said::THEIR_DEPARTMENT,
        said::LEAD,
        said::TAGS,
        said::OPENED,
        said::CHANGED,
    ]
    .map(|head| lang.say(head).to_owned())
}

fn cells(lang: Lang, line: &ListLine) -> [String; 14] {
    let ticket = &line.ticket;
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let moment = |at: Time| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    [
        ticket.number.to_string(),
        ticket.title.clone(),
        status_name(lang, ticket.status).to_owned(),
        priority_name(lang, ticket.priority).to_owned(),
        kind_name(lang, line.kind).to_owned(),
        nature_name(lang, line.nature).to_owned(),
        line.category.clone(),
        or_empty(&ticket.department),
        ticket.requester.clone(),
        or_empty(&ticket.requester_department),
        or_empty(&ticket.lead),
        line.tags.join(", "),
        moment(ticket.created_at),
        moment(ticket.updated_at),
    ]
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+33 1 44", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1"] {
            assert!(defused(formula).starts_with('\''), "{formula}");
        }
        for plain in ["Écran noir", "1042", "a=b", ""] {
            assert_eq!(defused(plain), plain);
        }
    }
}
