//! Languages, sentences from `locales/`, and the parser every text from a person goes through.
use super::Problem;
pub use super::characters::{capitalised, characters_left, count_characters, first_characters, has_at_most};
#[cfg(feature = "ssr")]
pub use super::fold::{composed, fold};
#[cfg(feature = "ssr")]
use super::{fold::is_spelt, unseen::without_unseen};
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};

crate::word_set!(
    /// The languages of the house; French first.
    Lang { Fr = "fr", En = "en" }
);

impl Lang {
    /// The language of the page being drawn.
    pub fn current() -> Lang {
        use_context::<Lang>().unwrap_or(Lang::Fr)
    }
    /// The sentence in this language.
    pub fn say(self, text: Text) -> &'static str {
        text.0[self as usize]
    }
    /// A sentence with holes, filled, in this language: `lang.fill(words::tickets::DidOpen { name: "Ada" })`.
    pub fn fill(self, sentence: impl Sentence) -> String {
        sentence.fill(self)
    }
    /// The first language of ours that the header `Accept-Language` names, else French.
    pub fn accepted(header: &str) -> Lang {
        header.split(',').find_map(|part| Lang::parse(part.trim().get(..2)?)).unwrap_or(Lang::Fr)
    }
}

/// One sentence in every language, made from `locales/` by `build.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(pub [&'static str; 2]);

/// A sentence with holes. `build.rs` makes a type of each, with a field for every `{hole}`: a number for
/// `{n}`, a text for any other. One that is missing or misspelt does not compile.
pub trait Sentence {
    fn fill(&self, lang: Lang) -> String;
}

/// What may stand in `{n}`.
pub trait Count: ToString {}
impl Count for i64 {}
impl Count for u16 {}
impl Count for u64 {}
impl Count for usize {}

/// The one place where values enter a sentence. In one pass, so that a name that looks like a hole stays a
/// name; isolated where it is written from right to left, so that it keeps what follows it in its place.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut said = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, opened)) = rest.split_once('{')
        && let Some((hole, after)) = opened.split_once('}')
    {
        said.push_str(before);
        for (_, value) in values.iter().filter(|(name, _)| *name == hole) {
            let [opening, closing] = if value.contains(runs_leftwards) { ISOLATE } else { ["", ""] };
            said.extend([opening, *value, closing]);
        }
        rest = after;
    }
    said + rest
}

/// Begin and end of what has a direction of its own (Unicode's bidirectional algorithm).
const ISOLATE: [&str; 2] = ["\u{2068}", "\u{2069}"];

/// A letter of a script that is written from right to left: Hebrew, Arabic and their relatives.
fn runs_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        || matches!(c, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A number of ours in an address: one number, one spelling. `007`, `+7` and `-1` are none.
pub fn parse_number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number: &i64| *number >= 0 && number.to_string() == text)
}

/// A text from a person: outer white space removed, line ends made `\n`, at least one letter or sign that can
/// be seen and at most `max` characters, no control characters but line feed and tab, and none that turn the
/// reading direction around unseen.
pub fn clean(text: &str, max: usize) -> Result<String, Problem> {
    let text = text.trim().replace("\r\n", "\n").replace(['\u{2028}', '\u{2029}'], "\n");
    // What is kept is the server's business; the tables weigh too much for the browser.
    #[cfg(feature = "ssr")]
    let text = composed(&text);
    if text.chars().all(is_blank) {
        Err(Problem::Empty)
    } else if !has_at_most(&text, max) {
        Err(Problem::TooLong { max })
    } else if text.chars().any(is_unreadable) || !is_spelt(&text) {
        Err(Problem::Unreadable)
    } else {
        Ok(text)
    }
}

/// The server's word holds.
#[cfg(not(feature = "ssr"))]
fn is_spelt(_: &str) -> bool {
    true
}

/// Like [`clean`], on one line, without line feeds, and without marks that cannot be seen: two names that
/// look the same are the same.
pub fn clean_line(text: &str, max: usize) -> Result<String, Problem> {
    #[cfg(feature = "ssr")]
    let text = &without_unseen(text);
    let text = clean(text, max)?;
    if text.contains(['\n', '\t']) { Err(Problem::Unreadable) } else { Ok(text) }
}

/// An optional text: empty is none, anything else must be [`clean`].
pub fn clean_optional(text: &str, max: usize) -> Result<Option<String>, Problem> {
    match clean(text, max) {
        Err(Problem::Empty) => Ok(None),
        cleaned => cleaned.map(Some),
    }
}

/// Takes no ink. The joiners stand inside words and emoji, but alone they show nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
                ..='\u{180f}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

/// What of a text can be read at all: for a file's name, which nobody is asked to mend.
pub fn readable(text: &str) -> String {
    text.chars().filter(|c| !is_unreadable(*c)).collect()
}

fn is_unreadable(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        // No characters, by definition.
        || u32::from(c) & 0xfffe == 0xfffe
}

/// A place in a text that was searched for: what was found, and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    pub before: String,
    pub found: String,
    pub after: String,
}

/// A text as it is shown: the space that French sets before `:` `;` `!` `?` and inside « » never ends a line.
/// Browsers copy it as an ordinary one.
pub fn held(text: &str) -> String {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    let mut shown = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let sticks = c == ' ' && (before == '«' || matches!(chars.peek(), Some(':' | ';' | '!' | '?' | '»')));
        shown.push(if sticks { '\u{a0}' } else { c });
        before = c;
    }
    shown
}

/// A text as part of an address: letters, digits and a few signs stay, the rest is escaped byte by byte.
pub fn escape(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            safe.push(char::from(byte));
        } else {
            let digits = [b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
            safe.extend(digits.map(char::from));
        }
    }
    safe
}

/// A text as part of a document: a text, whatever stands in it.
pub fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A choice in a form: empty is none.
pub fn parse_choice<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Problem> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Problem::Unknown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_bounded() {
        assert_eq!(clean("  bonjour\r\nAda ", 20), Ok("bonjour\nAda".into()));
        assert_eq!(clean(" \n ", 20), Err(Problem::Empty));
        assert_eq!(clean("été", 2), Err(Problem::TooLong { max: 2 }));
        assert_eq!(clean("e\u{301}te\u{301}", 3), Ok("été".into()));
        assert_eq!(clean_line("a\nb", 20), Err(Problem::Unreadable));
    }

    #[test]
    fn french_punctuation_stays_with_its_word() {
        assert_eq!(held("Le capot : « oui » ?"), "Le capot\u{a0}: «\u{a0}oui\u{a0}»\u{a0}?");
        assert_eq!(held("Press Ctrl+K: done."), "Press Ctrl+K: done.");
    }

    #[test]
    fn emoji_and_arabic_are_welcome_but_hidden_direction_marks_are_not() {
        assert!(clean("👩‍💻 مرحبا", 20).is_ok());
        assert_eq!(clean("gpj.\u{202e}exe", 20), Err(Problem::Unreadable));
        assert_eq!(clean("a\u{0}b", 20), Err(Problem::Unreadable));
        assert_eq!(clean("a\u{fffe}b", 20), Err(Problem::Unreadable));
    }

    #[test]
    fn a_mark_needs_a_letter_and_a_letter_bears_so_many() {
        for lone in ["\u{301}", " \u{301}a", "\u{20e3}"] {
            assert_eq!(clean(lone, 20), Err(Problem::Unreadable), "{lone:?}");
            assert_eq!(clean_line(lone, 20), Err(Problem::Unreadable), "{lone:?}");
        }
        let tower = |marks| ["a", &"\u{302}\u{323}".repeat(marks)].concat();
        assert!(clean(&tower(10), 20).is_ok());
        assert_eq!(clean(&tower(40), 20), Err(Problem::Unreadable));
    }

    #[test]
    fn nobody_has_an_invisible_name_nor_one_that_only_looks_like_anothers() {
        for nothing in [
            "\u{200b}",
            "\u{200d}\u{200c}",
            "\u{3164}",
            " \u{2800} ",
            "\u{2028}",
            "\u{200f}\u{61c}",
            "\u{e0020}",
        ] {
            assert_eq!(clean_line(nothing, 20), Err(Problem::Empty), "{nothing:?}");
            assert_eq!(clean(nothing, 20), Err(Problem::Empty), "{nothing:?}");
            assert_eq!(clean_optional(nothing, 20), Ok(None), "{nothing:?}");
        }
        for marked in ["A\u{200b}da\u{200e}", "A\u{34f}da", "\u{200d}Ada", "A\u{ad}da", "Ada\u{fe0f}"] {
            assert_eq!(clean_line(marked, 20), Ok("Ada".into()), "{marked:?}");
        }
        assert_eq!(clean_line("Ada\u{2028}Grace", 20), Err(Problem::Unreadable));
        assert_eq!(clean("un\u{2028}deux", 20), Ok("un\ndeux".into()));
        assert_eq!(clean_line("👩‍💻 می‌خواهم", 20), Ok("👩‍💻 می‌خواهم".into()));
    }

    #[test]
    fn what_fills_a_hole_is_not_read_for_holes_itself() {
        use crate::words::{desk::OpenedBy, tickets::DidAssign};
        assert_eq!(Lang::Fr.fill(OpenedBy { n: 12_i64, name: "Ada" }), "12 · ouvert par Ada");
        let assigned = DidAssign { name: "{to}", to: "}{name}" };
        assert_eq!(Lang::En.fill(assigned), "{to} gave the ticket to }{name}");
        assert_eq!(fill("{a}{b} {", &[("b", "1")]), "1 {");
    }

    #[test]
    fn a_name_written_leftwards_keeps_the_sentence_in_its_order() {
        use crate::words::desk::OpenedBy;
        let said = Lang::Fr.fill(OpenedBy { n: 12_i64, name: "עדה" });
        assert_eq!(said, "12 · ouvert par \u{2068}עדה\u{2069}");
        let said = Lang::Fr.fill(OpenedBy { n: 12_i64, name: "Zoé 😀" });
        assert_eq!(said, "12 · ouvert par Zoé 😀", "one that runs with the sentence needs nothing");
    }

    #[test]
    fn the_header_chooses_the_language_and_french_is_the_default() {
        assert_eq!(Lang::accepted("de-DE, en-GB;q=0.8, fr;q=0.5"), Lang::En);
        assert_eq!(Lang::accepted("de"), Lang::Fr);
        assert_eq!(Lang::accepted("é"), Lang::Fr);
    }
}
