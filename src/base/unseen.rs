//! Marks that nobody sees. In a name they only make two that look the same two; some scripts and emoji need
//! them. The server's: the tables weigh much.
use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, Emoji, JoiningType, Script},
};
use unicode_normalization::char::canonical_combining_class;

/// The combining class of a sign that takes a vowel away; a joiner beside it changes how letters join.
const VIRAMA: u8 = 9;

/// Does it show nothing by itself?
pub fn is_unseen(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) || c == '\u{2800}'
}

/// The text without what nobody sees, but where its script or an emoji needs it.
pub fn without_unseen(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let stays = |at: &usize| !is_unseen(chars[*at]) || is_needed(&chars[..*at], chars[*at], &chars[at + 1..]);
    (0..chars.len()).filter(stays).map(|at| chars[at]).collect()
}

/// Letters of other scripts that look like Latin ones.
const LOOK_LATIN: &str = "авеԍһіјкӏмногорԛѕтухуԝьαβγεηικμνορτυχωϲϳ";

/// May a word be taken for another: does it mix scripts (but those of Japanese), or is it written wholly in
/// letters of another script that look like Latin ones?
pub fn is_mistakable(word: &[char]) -> bool {
    let neutral = [Script::Common, Script::Inherited];
    let mut scripts: Vec<Script> = word.iter().map(|c| script(*c)).filter(|s| !neutral.contains(s)).collect();
    let is_alike = |c: &char| LOOK_LATIN.contains(*c) || neutral.contains(&script(*c));
    let looks_latin = [Script::Cyrillic, Script::Greek].iter().any(|s| scripts.contains(s));
    let japanese = [Script::Han, Script::Hiragana, Script::Katakana];
    let is_japanese = scripts.iter().all(|s| japanese.contains(s));
    scripts.dedup();
    scripts.len() > 1 && !is_japanese || looks_latin && word.iter().all(is_alike)
}

fn is_needed(before: &[char], c: char, after: &[char]) -> bool {
    let (last, next) = (before.last().copied().unwrap_or(' '), after.first().copied().unwrap_or(' '));
    match c {
        '\u{200c}' | '\u{200d}' if is_virama(last) || is_virama(next) => true,
        '\u{200c}' => joins(before, &[JoiningType::LeftJoining]) && joins_from_right(after),
        '\u{200d}' => is_emoji(without_style(before)) && is_emoji(next) || joins(before, &[]),
        '\u{fe0f}' => is_emoji(last) || next == '\u{20e3}',
        '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => script(last) == Script::Han,
        '\u{180b}'..='\u{180d}' | '\u{180f}' => script(last) == Script::Mongolian,
        // The flags of Scotland and Wales are spelt in them.
        '\u{e0020}'..='\u{e007f}' => {
            before.iter().rev().find(|c| !matches!(c, '\u{e0020}'..='\u{e007f}')) == Some(&'\u{1f3f4}')
        }
        _ => false,
    }
}

fn is_virama(c: char) -> bool {
    canonical_combining_class(c) == VIRAMA
}

fn is_emoji(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<Emoji>().contains(c)
}

fn without_style(before: &[char]) -> char {
    before.iter().rev().copied().find(|c| *c != '\u{fe0f}').unwrap_or(' ')
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

/// Does the letter before, whatever marks it wears, join the next one?
fn joins(before: &[char], also: &[JoiningType]) -> bool {
    let kind = before.iter().rev().map(|c| joining(*c)).find(|kind| *kind != JoiningType::Transparent);
    kind.is_some_and(|kind| kind == JoiningType::DualJoining || also.contains(&kind))
}

fn joins_from_right(after: &[char]) -> bool {
    let kind = after.iter().map(|c| joining(*c)).find(|kind| *kind != JoiningType::Transparent);
    matches!(kind, Some(JoiningType::DualJoining | JoiningType::RightJoining))
}

fn joining(c: char) -> JoiningType {
    CodePointMapData::<JoiningType>::new().get(c)
}

#[cfg(test)]
mod tests {
    use super::without_unseen;

    #[test]
    fn what_nobody_sees_goes() {
        for mark in [
            '\u{ad}',
            '\u{34f}',
            '\u{180e}',
            '\u{200b}',
            '\u{200c}',
            '\u{200d}',
            '\u{200e}',
            '\u{2060}',
            '\u{2062}',
            '\u{3164}',
            '\u{2800}',
            '\u{fe0f}',
            '\u{e0041}',
            '\u{115f}',
            '\u{ffa0}',
            '\u{1d173}',
        ] {
            assert_eq!(without_unseen(&format!("{mark}A{mark}da{mark}")), "Ada", "{mark:?}");
        }
    }

    #[test]
    fn what_a_script_or_an_emoji_needs_stays() {
        for needed in [
            "👩\u{200d}💻",
            "👩🏽\u{200d}💻",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "র\u{200d}্য",
            "葛\u{e0100}城",
            "ᠠ\u{180b}",
        ] {
            assert_eq!(without_unseen(needed), needed, "{needed}");
        }
    }
}
