//! The title that is proposed for a problem.
use crate::base::text::{capitalised, count_characters, first_characters};

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
