//! The place in a text that a search found.
use super::words::{Stems, is_one_mistake, joins, stems_of, words_of};
use crate::base::text::{Excerpt, fold};

/// So many letters are shown on each side.
const AROUND: usize = 60;

/// The first word of a text that stands for one of those sought, and what is around it; with `forgiving`, one
/// mistake away as well.
pub fn excerpt(text: &str, sought: &[String], forgiving: bool) -> Option<Excerpt> {
    let stems: Vec<Stems> = sought.iter().map(|sought| stems_of(sought)).collect();
    let is_sought = |word: String| {
        let of_word = stems_of(&word);
        sought.iter().zip(&stems).any(|(sought, stems)| {
            begins_like(&word, sought)
                || same_stem(&of_word, stems)
                || (forgiving && is_one_mistake(sought, &word))
        })
    };
    let word = ranges(text, is_letter).find(|(from, to)| is_sought(fold(&text[*from..*to])));
    // A compound is found written as one as well: `hp12`.
    let belongs =
        |c: char| is_letter(c) || !c.is_whitespace() && fold(c.encode_utf8(&mut [0; 4])).chars().any(joins);
    let compound = || {
        let mut compounds = ranges(text, belongs);
        compounds.find(|(from, to)| words_of(&text[*from..*to]).into_iter().any(&is_sought))
    };
    let (from, to) = word.or_else(compound)?;
    Some(Excerpt { before: tail(&text[..from]), found: text[from..to].to_owned(), after: head(&text[to..]) })
}

fn begins_like(word: &str, sought: &str) -> bool {
    word == sought || (sought.chars().count() > 1 && word.starts_with(sought))
}

fn same_stem(one: &Stems, other: &Stems) -> bool {
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    same(&one.french, &other.french) || same(&one.english, &other.english)
}

/// A mark after a letter belongs to it.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')
}

/// Where what is made of these letters begins and ends.
fn ranges(text: &str, belongs: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let begin = from + text[from..].find(belongs)?;
        let end = text[begin..].find(|c| !belongs(c)).map_or(text.len(), |length| begin + length);
        from = end;
        Some((begin, end))
    })
}

/// The last words of what stands before, on one line.
fn tail(text: &str) -> String {
    let line = on_one_line(text);
    let skipped = line.chars().count().saturating_sub(AROUND);
    if skipped == 0 {
        return line;
    }
    let near: String = line.chars().skip(skipped).collect();
    ["…", near.split_once(' ').map_or(near.as_str(), |(_, whole)| whole)].concat()
}

/// The first words of what stands after, on one line.
fn head(text: &str) -> String {
    let line = on_one_line(text);
    if line.chars().count() <= AROUND {
        return line;
    }
    let near: String = line.chars().take(AROUND).collect();
    [near.rsplit_once(' ').map_or(near.as_str(), |(whole, _)| whole), "…"].concat()
}

fn on_one_line(text: &str) -> String {
    text.replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, sought: &str) -> Option<String> {
        let Excerpt { before, found, after } = excerpt(text, &super::super::words_sought(sought), false)?;
        Some(format!("{before}[{found}]{after}"))
    }

    #[test]
    fn the_word_found_is_shown_among_its_neighbours() {
        assert_eq!(
            shown("Le voyant de\nl’Écran clignote", "ecran").unwrap(),
            "Le voyant de l’[Écran] clignote"
        );
        assert_eq!(shown("Deux imprimantes", "imprimante").unwrap(), "Deux [imprimantes]");
        assert_eq!(shown("E\u{301}cran noir", "écr").unwrap(), "[E\u{301}cran] noir");
        assert_eq!(shown("Imprimante HP-12 en panne", "hp12").unwrap(), "Imprimante [HP-12] en panne");
        let unbroken = "Rends-moi l’HP\u{2011}12 du hall";
        assert_eq!(shown(unbroken, "hp12").unwrap(), "Rends-moi [l’HP\u{2011}12] du hall");
        assert_eq!(shown("Rien de tel", "ecran"), None);
        let long = ["mot "; 40].concat();
        let text = [&long, "panne ", &long].concat();
        let cut = shown(&text, "panne").unwrap();
        assert!(cut.starts_with("…mot") && cut.ends_with("mot…") && cut.chars().count() < 140, "{cut}");
    }

    #[test]
    fn a_mistake_is_forgiven_where_it_was_in_finding() {
        let sought = super::super::words_sought("imprimnate");
        assert_eq!(excerpt("Une imprimante", &sought, false), None);
        assert_eq!(excerpt("Une imprimante", &sought, true).unwrap().found, "imprimante");
    }
}
