//! How a ticket stands, in a sentence for the person who asked: never a word of the workflow alone.
use crate::{
    base::Lang,
    features::tickets::{Status, Ticket, TicketSummary},
    ui::Tone,
    words::tickets as said,
};

/// What the sentence is made of.
pub struct Standing<'a> {
    pub status: Status,
    pub guided: bool,
    /// Who is in charge, if they can still work here.
    pub lead: Option<&'a str>,
    /// Others did something that this reader has not seen.
    pub has_news: bool,
    /// It waits for the answer of whoever asked.
    pub waiting: bool,
}

impl<'a> From<&'a TicketSummary> for Standing<'a> {
    fn from(line: &'a TicketSummary) -> Self {
        let lead = line.lead.as_deref().filter(|_| !line.lead_gone);
        Standing {
            status: line.status,
            guided: line.guided,
            lead,
            has_news: line.unread > 0,
            waiting: line.waiting,
        }
    }
}

impl<'a> From<&'a Ticket> for Standing<'a> {
    /// On its own page nothing of it is news.
    fn from(ticket: &'a Ticket) -> Self {
        let lead = ticket.lead.as_ref().filter(|_| !ticket.lead_gone).map(|lead| lead.name.as_str());
        Standing {
            status: ticket.status,
            guided: ticket.guided,
            lead,
            has_news: false,
            waiting: ticket.waiting_since.is_some(),
        }
    }
}

impl Standing<'_> {
    /// « Grace s’en occupe »: what is so, and what is to be done about it.
    pub fn line(&self, lang: Lang) -> String {
        if self.guided {
            return lang.say(said::GUIDED_NOW).to_owned();
        }
        let line = match (self.status, self.lead) {
            (Status::Open | Status::InProgress, Some(name)) if self.waiting => {
                return lang.fill(said::WaitsForYou { name: first_name(name) });
            }
            (Status::Open | Status::InProgress, None) if self.waiting => {
                return lang.say(said::YOUR_ANSWER_IS_AWAITED).to_owned();
            }
            (Status::Open, _) => lang.say(said::WAITS_FOR_TECHNICIAN).to_owned(),
            (Status::InProgress, Some(name)) => lang.fill(said::InHandsOf { name: first_name(name) }),
            (Status::InProgress, None) => lang.say(said::WAITS_FOR_ANOTHER).to_owned(),
            (Status::Resolved, _) => lang.say(said::IS_RESOLVED).to_owned(),
            (Status::Closed, _) => lang.say(said::IS_CLOSED).to_owned(),
            (Status::Cancelled, _) => lang.say(said::IS_CANCELLED).to_owned(),
        };
        if self.is_news() { lang.fill(said::AndNews { line: &line }) } else { line }
    }

    /// Of what is resolved or over, the sentence says itself what is to be done.
    fn is_news(&self) -> bool {
        self.has_news && matches!(self.status, Status::Open | Status::InProgress)
    }

    /// The colour of the sentence.
    pub fn tone(&self) -> Tone {
        match self.status {
            _ if self.guided => Tone::Accent,
            _ if self.is_news() || self.waiting => Tone::Info,
            Status::Resolved => Tone::Ok,
            _ => Tone::Plain,
        }
    }
}

/// How one calls a person: the first word of their name.
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_who_has_it_and_what_is_to_be_done() {
        let line = |status, lead, has_news| {
            Standing { status, guided: false, lead, has_news, waiting: false }.line(Lang::Fr)
        };
        let grace = Some("Grace Hopper");
        assert_eq!(line(Status::Open, None, false), "En attente d’un technicien");
        assert_eq!(line(Status::InProgress, grace, false), "Grace s’en occupe");
        assert_eq!(line(Status::InProgress, grace, true), "Grace s’en occupe\u{a0}: du nouveau à lire");
        assert_eq!(line(Status::InProgress, None, false), "En attente d’un autre technicien");
        assert_eq!(line(Status::Resolved, grace, true), "Résolu\u{a0}: à rouvrir si besoin");
        let guided = Standing {
            status: Status::InProgress,
            guided: true,
            lead: grace,
            has_news: true,
            waiting: false,
        };
        assert_eq!((guided.line(Lang::Fr).as_str(), guided.tone()), ("Guidage en cours", Tone::Accent));
        let asked = |lead| {
            let standing =
                Standing { status: Status::InProgress, guided: false, lead, has_news: true, waiting: true };
            standing.line(Lang::Fr)
        };
        assert_eq!(asked(grace), "Grace attend votre réponse");
        assert_eq!(asked(None), "Votre réponse est attendue");
    }
}
