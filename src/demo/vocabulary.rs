//! Words for an archive of any size: a few common ones, very many rare ones, as in any language; and some of
//! which it is known how many tickets have them, so that searching can be measured.

/// So many different words there are besides those of the stories.
const WORDS: u64 = 60_000;
/// So many of them stand in one ticket.
const IN_ONE: u64 = 12;
const SYLLABLES: [&str; 24] = [
    "ba", "co", "di", "fe", "ga", "hu", "jo", "ke", "li", "mo", "na", "pi", "qu", "ro", "sa", "ti", "ul",
    "va", "xe", "yo", "za", "bi", "cu", "tu",
];

/// Words that stand in so many tickets of the archive, spread evenly, if it has as many.
pub const COUNTED: [(&str, usize); 3] = [("quetzalcoatl", 1_000), ("ornithorynque", 100), ("axolotl", 10)];

/// What the ticket at this place of `count` says besides: always the same.
pub fn words_at(place: usize, count: usize) -> String {
    let mut words: Vec<String> = (0..IN_ONE).map(|n| word(rank(place as u64 * IN_ONE + n))).collect();
    let counted = COUNTED.iter().filter(|(_, of)| place * of / count != (place + 1) * of / count);
    words.extend(counted.map(|(word, _)| (*word).to_owned()));
    words.join(" ")
}

/// A name for each.
pub fn surname(place: usize) -> String {
    let mut letters = word(place as u64 + 1).chars().collect::<Vec<_>>();
    letters[0] = letters[0].to_ascii_uppercase();
    letters.into_iter().collect()
}

/// The n-th commonest word is n times rarer than the first.
fn rank(n: u64) -> u64 {
    // A mixed number of 53 bits as a fraction, and the inverse of the sum of 1/n.
    let mixed = (n ^ (n >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let fraction = ((mixed ^ (mixed >> 32)) >> 11) as f64 / (1_u64 << 53) as f64;
    (WORDS as f64).powf(fraction) as u64
}

/// Three or four syllables, another word for each number.
fn word(rank: u64) -> String {
    let many = SYLLABLES.len() as u64;
    let mut rest = rank + many * many;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[(rest % many) as usize]);
        rest /= many;
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_are_common_and_rare_and_some_are_counted() {
        let all: Vec<String> = (0..5_000).map(|place| words_at(place, 5_000)).collect();
        for (word, of) in COUNTED {
            assert_eq!(all.iter().filter(|words| words.contains(word)).count(), of, "{word}");
        }
        let first = all.iter().filter(|words| words.split(' ').any(|w| w == word(1))).count();
        let different: BTreeSet<&str> = all.iter().flat_map(|words| words.split(' ')).collect();
        assert!(first > 1_000 && different.len() > 10_000, "{first} {}", different.len());
        let numbers: BTreeSet<String> = (0..WORDS).map(word).collect();
        assert_eq!(numbers.len() as u64, WORDS, "another word for each");
    }
}
