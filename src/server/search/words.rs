//! What a text is made of for searching: words, their stems, and their shapes with a letter missing.
use crate::base::text::fold;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::{collections::BTreeSet, sync::LazyLock};

/// Longer words are cut: nobody types them to the end.
const LONGEST: usize = 40;
/// So many words of a search count.
const MOST: usize = 8;
/// What French sets before an apostrophe says nothing of its own.
const ELISIONS: [&str; 14] =
    ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"];

/// The words of a text that is to be found: each part of a compound, and the compound written as one (`hp`,
/// `12`, `hp12`).
pub fn words_of(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let mut words = BTreeSet::new();
    for compound in compounds(&folded) {
        let parts = parts(compound);
        if parts.len() > 1 {
            words.insert(cut(&parts.concat()));
        }
        words.extend(parts.into_iter().map(cut));
    }
    words
}

/// The words of a search, in their order: a text has all of them.
pub fn words_sought(search: &str) -> Vec<String> {
    let mut sought = Vec::new();
    for word in compounds(&fold(beginning(search))).flat_map(parts).map(cut) {
        if sought.len() == MOST {
            break;
        }
        if !sought.contains(&word) {
            sought.push(word);
        }
    }
    sought
}

/// More than this nobody types into a search.
fn beginning(search: &str) -> &str {
    search.char_indices().nth(LONGEST * MOST * 4).map_or(search, |(end, _)| &search[..end])
}

/// A number sought by itself, however it is written: `115`, `#115`, `n°115`, `# 115`.
pub fn number_sought(search: &str) -> Option<i64> {
    let folded = fold(beginning(search));
    let digits = folded.trim().trim_start_matches(['#', 'n', '°', 'o', '.', ' ']);
    let is_plain = digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_plain { digits.parse().ok() } else { None }
}

/// What makes one compound of several words.
pub fn joins(c: char) -> bool {
    matches!(c, '\'' | '-' | '.' | '_' | '@' | '/')
}

fn compounds(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && !joins(c)).filter(|compound| !compound.is_empty())
}

fn parts(compound: &str) -> Vec<&str> {
    let bare = ELISIONS.iter().find_map(|elision| compound.strip_prefix(elision)?.strip_prefix('\''));
    let parts = bare.unwrap_or(compound).split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).collect()
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

/// The stems of a word in the languages of the house; a number or a word of two letters has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stems {
    pub french: String,
    pub english: String,
}

/// The same for `imprimante` and `imprimantes`, `printer` and `printers`.
pub fn stems_of(word: &str) -> Stems {
    static FRENCH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::French));
    static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
    if word.chars().count() < 3 || word.chars().any(|c| !c.is_alphabetic()) {
        return Stems::default();
    }
    // Folded words have lost the accents French endings are known by: « imprimée » ends in what is left of
    // it.
    let french = FRENCH.stem(word);
    let bare = french.trim_end_matches('e');
    let french = if bare.chars().count() < 3 { french.into_owned() } else { bare.to_owned() };
    Stems { french, english: ENGLISH.stem(word).into_owned() }
}

/// A word as it is and with each of its letters left out: two words one mistake apart have a shape in common.
/// Short words and numbers have none: one mistake makes another word of them.
pub fn shapes_of(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 || letters.iter().any(|c| c.is_numeric()) {
        return BTreeSet::new();
    }
    let without = |left_out: usize| {
        letters.iter().enumerate().filter(|(place, _)| *place != left_out).map(|(_, c)| c).collect()
    };
    (0..letters.len()).map(without).chain([word.to_owned()]).collect()
}

/// One letter wrong, missing, too many, or two exchanged.
pub fn is_one_mistake(typed: &str, meant: &str) -> bool {
    strsim::osa_distance(typed, meant) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_as_long_as_a_form_may_be_is_its_beginning() {
        // A quarter of a megabyte, each word another one: looked for among all before it, minutes.
        let endless: String = (0..40_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(words_sought(&endless), ["w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7"]);
        assert_eq!(words_sought(&"é".repeat(250_000)), ["e".repeat(LONGEST)]);
        assert_eq!(number_sought(&" ".repeat(250_000)), None);
    }

    #[test]
    fn a_text_is_found_by_every_part_of_it() {
        let words = words_of("L’imprimante HP‑12 de l'atelier n’imprime plus, O'Brien (ada@cordee.test) !");
        let expected = [
            "12",
            "ada",
            "adacordeetest",
            "atelier",
            "brien",
            "cordee",
            "de",
            "hp",
            "hp12",
            "imprimante",
            "imprime",
            "o",
            "obrien",
            "plus",
            "test",
        ];
        assert_eq!(words.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_search_is_its_words_whatever_stands_between() {
        assert_eq!(words_sought("  l'Écran \"HP-12\" * (écran) % \\ "), ["ecran", "hp", "12"]);
        assert!(words_sought("« l’ » *").is_empty());
        assert!(words_sought("« % » *").is_empty());
        assert_eq!(words_sought("mot1 mot2 mot3 mot4 mot5 mot6 mot7 mot8 mot9").len(), 8);
    }

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for written in ["115", "#115", "n°115", "# 115", " N° 115 ", "nº115", "no 115", "n\u{a0}° 115"] {
            assert_eq!(number_sought(written), Some(115), "{written}");
        }
        for other in ["", "#", "P-115", "115a", "1 15", "1152921504606846976999"] {
            assert_eq!(number_sought(other), None, "{other}");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("imprimante", "imprimantes"),
            ("imprimee", "imprimer"),
            ("bloquee", "bloque"),
            ("ecrans", "ecran"),
        ] {
            assert_eq!(stems_of(one).french, stems_of(other).french, "{one} {other}");
        }
        for (one, other) in [("printers", "printer"), ("printing", "prints"), ("refuses", "refused")] {
            assert_eq!(stems_of(one).english, stems_of(other).english, "{one} {other}");
        }
        assert_ne!(stems_of("portail").french, stems_of("portable").french);
        assert_eq!(stems_of("12"), Stems::default());
    }

    #[test]
    fn words_one_mistake_apart_share_a_shape() {
        for typed in ["imprimnate", "imprmante", "imprimaante", "inprimante"] {
            assert!(!shapes_of(typed).is_disjoint(&shapes_of("imprimante")), "{typed}");
            assert!(is_one_mistake(typed, "imprimante"), "{typed}");
        }
        assert!(!is_one_mistake("imrpimnate", "imprimante"));
        assert!(shapes_of("vpn").is_empty() && shapes_of("0x8007").is_empty());
    }
}
