//! The workflow and who may do what to a ticket. The page hides by these, the server enforces them.
use super::{Relation, Status, Ticket};
use crate::base::{
    AppResult, Conflict, Error, Time,
    text::{capitalised, count_characters, first_characters},
};
use chrono::Duration;

/// A resolved ticket can be reopened for this long; after it a job closes it.
pub const REOPEN_DAYS: i64 = 7;

/// May a person with this relation move a ticket to this state, at this moment? `en cours` is reached from
/// `ouvert` by [`may_take`] or [`may_assign`] only. Who may not is told before what the state forbids.
pub fn may_change_status(ticket: &Ticket, to: Status, who: Relation, now: Time) -> AppResult<()> {
    use Relation::*;
    use Status::*;
    let works = who.works() || who == AdminRequester;
    let allowed = match (ticket.status, to) {
        _ if who == Stranger => return Err(Error::NotFound),
        (Closed | Cancelled, _) => return Err(Error::Conflict(Conflict::Final)),
        (InProgress, Open | Resolved) => works,
        (Resolved, InProgress | Closed) => works || who == Requester,
        (Open, Cancelled) => matches!(who, Requester | Admin | AdminRequester),
        (_, Cancelled) => matches!(who, Admin | AdminRequester),
        _ => return Err(Error::Conflict(Conflict::StatusChanged)),
    };
    if !allowed {
        return Err(Error::Forbidden);
    }
    if ticket.guided {
        return Err(Error::Conflict(Conflict::GuidanceActive));
    }
    let is_late = ticket.resolved_at.is_none_or(|at| now > at + Duration::days(REOPEN_DAYS));
    if to == InProgress && is_late { Err(Error::Conflict(Conflict::Late)) } else { Ok(()) }
}

/// What was done holds as long as the ticket is not taken up again.
pub fn solution_after(to: Status, before: Option<String>, note: Option<&String>) -> Option<String> {
    match to {
        Status::Resolved => note.cloned(),
        Status::Closed | Status::Cancelled => before,
        Status::Open | Status::InProgress => None,
    }
}

/// When it was resolved, once a ticket that was resolved then (if it was) has moved to this state: closed, it
/// keeps the moment.
pub fn resolved_at_after(to: Status, before: Option<Time>, now: Time) -> Option<Time> {
    match to {
        Status::Resolved => Some(now),
        Status::Closed => before,
        Status::Open | Status::InProgress | Status::Cancelled => None,
    }
}

/// Is the time for reopening it over? Then the house closes it.
pub fn is_close_due(ticket: &Ticket, now: Time) -> bool {
    let over = |at: Time| at + Duration::days(REOPEN_DAYS) <= now;
    ticket.status == Status::Resolved && ticket.resolved_at.is_some_and(over)
}

/// A technician or admin takes a ticket that is open, or whose lead can no longer work here, unless it is
/// their own request.
pub fn may_take(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::Requester | Relation::AdminRequester, _) => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (_, Status::Open) => Ok(()),
        _ if ticket.lead_gone => Ok(()),
        (_, Status::InProgress | Status::Resolved) => Err(already_taken(ticket)),
    }
}

/// Who has it is told to whoever wanted it.
pub fn already_taken(ticket: &Ticket) -> Error {
    let why = Conflict::AlreadyTaken;
    match &ticket.lead {
        Some(lead) => Error::Beaten { why, by: lead.name.clone() },
        None => Error::Conflict(why),
    }
}

/// Every technician and admin gives a ticket to a technician until it is final, and takes it over so. A
/// running session is handed over by lead and admin only; a lead who is silent in it is another rule
/// (`guidance::may_take_over`).
pub fn may_assign(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (Relation::Requester, _) => Err(Error::Forbidden),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::OtherTechnician | Relation::AdminRequester, _) if ticket.guided => {
            Err(Error::Conflict(Conflict::GuidanceActive))
        }
        _ => Ok(()),
    }
}

/// Technicians and admins edit title, priority and category until it is final; the requester until it is
/// taken.
pub fn may_edit(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::Requester, Status::InProgress | Status::Resolved) => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// Requester, technicians and admins write until it is final; while a session is active only its lead, an
/// admin and the requester do. While it pauses typing, the requester answers its steps and the lead's words
/// are its steps: plain ones of either are refused.
pub fn may_write(ticket: &Ticket, who: Relation) -> AppResult<()> {
    match (who, ticket.status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::OtherTechnician, _) if ticket.guided => Err(Error::Conflict(Conflict::GuidanceActive)),
        (Relation::Requester | Relation::AdminRequester, _) if ticket.typing_paused => {
            Err(Error::Conflict(Conflict::TypingPaused))
        }
        (Relation::Lead | Relation::Admin, _) if ticket.typing_paused => {
            Err(Error::Conflict(Conflict::GuidanceActive))
        }
        _ => Ok(()),
    }
}

/// Lead and admin prepare instructions until it is final.
pub fn may_prepare(status: Status, who: Relation) -> AppResult<()> {
    match (who, status) {
        (Relation::Stranger, _) => Err(Error::NotFound),
        (_, Status::Closed | Status::Cancelled) => Err(Error::Conflict(Conflict::Final)),
        (Relation::Lead | Relation::Admin, _) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

/// A title has at most so many characters, before `…`.
const LONGEST_PROPOSED: usize = 70;
const GREETINGS: [&str; 6] = ["bonjour", "bonsoir", "salut", "hello", "hi", "good morning"];
/// Sentences that say nothing of the problem.
const THANKS: [&str; 6] = ["merci", "merci d'avance", "merci d’avance", "thanks", "thank you", "svp"];

/// A title drawn from the problem: greetings and thanks skipped, the first sentence, cut at a word before 70
/// characters.
pub fn propose_title(problem: &str) -> String {
    let sentences = sentences(problem);
    let mut said = sentences.iter().map(|sentence| without_greeting(sentence));
    let thanks = |said: &str| THANKS.iter().any(|thanks| said.eq_ignore_ascii_case(thanks));
    let tells = |said: &&str| said.chars().count() > 2 && !thanks(said);
    let first = said.find(tells).unwrap_or(problem.trim());
    let mut title = String::new();
    for word in first.split_whitespace() {
        if !title.is_empty() && count_characters(&title) + 1 + count_characters(word) > LONGEST_PROPOSED {
            title.push('…');
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(first_characters(word, LONGEST_PROPOSED));
    }
    capitalised(&title)
}

/// The sentences of a text. A mark ends one only where white space follows: `rapport.pdf`, `20.04` and
/// addresses are one word. Neither does the point of `M. Dupont`.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let (mut from, mut before) = (0, ' ');
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let follows = text[end..].chars().next().is_none_or(char::is_whitespace);
        let is_initial = c == '.'
            && before.is_uppercase()
            && text[..at].chars().rev().nth(1).is_none_or(|c| !c.is_alphanumeric());
        if c == '\n' || (matches!(c, '.' | '!' | '?' | ';') && follows && !is_initial) {
            sentences.push(text[from..at].trim());
            from = end;
        }
        before = c;
    }
    sentences.push(text[from..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// A greeting is followed by white space, a comma or nothing: `Hi-fi` is none.
fn without_greeting(sentence: &str) -> &str {
    let rest = |greeting: &&str| {
        let (said, rest) = sentence.split_at_checked(greeting.len())?;
        let ends =
            rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '!' | ':' | '—'));
        (said.eq_ignore_ascii_case(greeting) && ends).then_some(rest)
    };
    let rest = GREETINGS.iter().find_map(rest).unwrap_or(sentence);
    rest.trim_start_matches([',', ' ', '!', '—', '-', ':', '\u{a0}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_proposed_from_the_problem() {
        for (problem, title) in [
            (
                "Bonjour, mon imprimante P-12 n'imprime plus. Un voyant clignote.",
                "Mon imprimante P-12 n'imprime plus",
            ),
            ("bonjour\nécran noir", "Écran noir"),
            ("Hi! the VPN refuses me", "The VPN refuses me"),
            ("historique vide", "Historique vide"),
            ("?!", "?!"),
            ("İ", "İ"),
        ] {
            assert_eq!(propose_title(problem), title);
        }
        assert!(propose_title(&"mot ".repeat(50)).chars().count() <= 71);
        assert!(propose_title(&"x".repeat(500)).chars().count() <= 71);
    }

    #[test]
    fn a_point_within_a_word_ends_no_sentence() {
        for (problem, title) in [
            ("Le fichier rapport.pdf ne s'ouvre pas", "Le fichier rapport.pdf ne s'ouvre pas"),
            ("Ubuntu 20.04 refuse. Depuis hier.", "Ubuntu 20.04 refuse"),
            ("Impossible de joindre 192.168.1.10", "Impossible de joindre 192.168.1.10"),
            ("M. Dupont ne peut plus imprimer", "M. Dupont ne peut plus imprimer"),
            ("Le document de J. F. Martin manque. Merci", "Le document de J. F. Martin manque"),
            ("Hi-fi du hall muette", "Hi-fi du hall muette"),
            ("Bonjour. Merci. Voilà, rien ne va", "Voilà, rien ne va"),
            ("Bonjour ! Écran noir", "Écran noir"),
        ] {
            assert_eq!(propose_title(problem), title, "{problem}");
        }
    }

    #[test]
    fn a_title_takes_no_character_apart() {
        let family = "👨\u{200d}👩\u{200d}👧";
        for whole in ["🇫🇷", family, "e\u{301}"] {
            let title = propose_title(&["x".repeat(68), whole.repeat(9)].concat());
            assert_eq!(title, ["X", &"x".repeat(67), whole, whole].concat());
        }
    }
}
