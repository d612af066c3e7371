//! Characters as a person counts them: a flag, a family, a letter with its accents are one each. At the
//! server by the tables of Unicode, in a browser by its own.

/// A text of so many characters holds at most this many bytes more than eight for each: a few families fit,
/// a letter with a million marks does not.
const SPARE_BYTES: usize = 4_096;

/// So many characters a person counts in it.
pub fn count_characters(text: &str) -> usize {
    if is_plain(text) { text.chars().count() } else { lengths(text).len() }
}

/// Has it at most so many characters, of a size that characters have?
pub fn has_at_most(text: &str, max: usize) -> bool {
    text.len() <= max || (text.len() <= max * 8 + SPARE_BYTES && count_characters(text) <= max)
}

/// Near the end of a text of at most so many characters: how many are left. Below none, too many.
pub fn characters_left(text: &str, max: usize) -> Option<i64> {
    let near = max - max / 10;
    // No character is shorter than a byte.
    if text.len() < near {
        return None;
    }
    let count = count_characters(text);
    (count >= near).then(|| max as i64 - count as i64)
}

/// The beginning of a text, at most so many characters long; none of them is taken apart.
pub fn first_characters(text: &str, most: usize) -> &str {
    let end = if is_plain(text) {
        text.char_indices().nth(most).map_or(text.len(), |(end, _)| end)
    } else {
        lengths(text).into_iter().take(most).sum()
    };
    &text[..end]
}

/// Below the first combining mark each code point is a character.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c < '\u{300}')
}

/// How many bytes each character has.
#[cfg(not(target_arch = "wasm32"))]
fn lengths(text: &str) -> Vec<usize> {
    unicode_segmentation::UnicodeSegmentation::graphemes(text, true).map(str::len).collect()
}

/// How many bytes each character has. A browser from before 2024 may count code points: the server's word
/// holds.
#[cfg(target_arch = "wasm32")]
fn lengths(text: &str) -> Vec<usize> {
    use js_sys::{Array, Intl, Object, Reflect, global};
    let known =
        Reflect::get(&global(), &"Intl".into()).and_then(|intl| Reflect::has(&intl, &"Segmenter".into()));
    if known != Ok(true) {
        return text.chars().map(char::len_utf8).collect();
    }
    let segments = Intl::Segmenter::new(&Array::new(), &Object::new()).segment(text);
    let length = |segment| Some(Reflect::get(&segment, &"segment".into()).ok()?.as_string()?.len());
    Array::from(&segments).iter().filter_map(length).collect()
}

/// The text with its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| [&upper_case(first), letters.as_str()].concat()).unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
fn upper_case(letter: char) -> String {
    letter.to_uppercase().collect()
}

/// By the browser: the tables for it would be 25 KB of the program.
#[cfg(target_arch = "wasm32")]
fn upper_case(letter: char) -> String {
    js_sys::JsString::from(letter).to_upper_case().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: &str = "👨\u{200d}👩\u{200d}👧";

    #[test]
    fn what_is_one_to_a_person_counts_as_one() {
        for (text, count) in [
            ("", 0),
            ("été", 3),
            ("e\u{301}te\u{301}", 3),
            (FAMILY, 1),
            ("🇫🇷🇬🇧", 2),
            ("👩🏽\u{200d}💻", 1),
            ("हिन्दी", 2),
            ("각", 1),
            ("a\u{301}\u{302}\u{303}b", 2),
        ] {
            assert_eq!(count_characters(text), count, "{text}");
        }
    }

    #[test]
    fn so_many_characters_fit_whatever_they_are_made_of() {
        for one in ["x", "é", "e\u{301}", "😀", "🇫🇷", FAMILY] {
            assert!(has_at_most(&one.repeat(120), 120), "{one}");
            assert!(!has_at_most(&one.repeat(121), 120), "{one}");
        }
        let tower = ["e", &"\u{301}".repeat(1_000_000)].concat();
        assert_eq!(count_characters(&tower), 1);
        assert!(!has_at_most(&tower, 10_000));
    }

    #[test]
    fn what_is_left_is_told_near_the_end() {
        assert_eq!(characters_left(&"x".repeat(107), 120), None);
        assert_eq!(characters_left(&"x".repeat(108), 120), Some(12));
        assert_eq!(characters_left(&FAMILY.repeat(100), 120), None);
        assert_eq!(characters_left(&FAMILY.repeat(121), 120), Some(-1));
    }

    #[test]
    fn a_beginning_takes_no_character_apart() {
        for (before, whole) in [(69, "🇫🇷"), (68, "🇫🇷"), (67, FAMILY), (68, FAMILY), (69, "e\u{301}")]
        {
            let word = ["a".repeat(before), whole.repeat(3)].concat();
            let kept = first_characters(&word, 70);
            assert_eq!(count_characters(kept), 70.min(before + 3), "{kept}");
            assert_eq!(kept.trim_start_matches('a').replace(whole, ""), "", "{kept}");
        }
        assert_eq!(first_characters("été", 2), "ét");
        assert_eq!(first_characters("été", 9), "été");
    }

    #[test]
    fn a_first_letter_becomes_a_capital() {
        for (text, capital) in
            [("écran", "Écran"), ("Ada", "Ada"), ("ß", "SS"), ("ǆ", "Ǆ"), ("3 x", "3 x"), ("", "")]
        {
            assert_eq!(capitalised(text), capital);
        }
    }
}
