//! Folding: two spellings that a person reads as the same word become the same letters. The server's: the
//! tables weigh 100 KB.
use super::unseen::is_unseen;
use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
    is_nfc_stream_safe,
};

/// One spelling of what looks the same: an `é` is one letter, however it was typed (NFC).
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Does a composed text begin with a letter or a sign, and bears none of them more than thirty marks (the
/// stream-safe format of Unicode's annex 15)?
pub fn is_spelt(text: &str) -> bool {
    !text.starts_with(is_combining_mark) && is_nfc_stream_safe(text)
}

/// For search and comparison: lower case, without accents, ligatures spelt out, one apostrophe and one
/// hyphen, nothing that cannot be seen. One rule for every language: a Turkish `İ`, `ı` and `I` are all `i`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_mark(*c) && !is_unseen(*c)).flat_map(char::to_lowercase) {
        match spelt_out(c) {
            Some(letters) => folded.push_str(letters),
            None if !is_mark(c) => folded.push(c),
            None => {}
        }
    }
    folded
}

/// A mark above, below, through or (in Hebrew and Arabic) around its letter. The vowel signs of Indic scripts
/// are letters.
fn is_mark(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=36 | 200..)
}

/// What Unicode does not take apart but people do.
fn spelt_out(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'þ' => "th",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ς' => "σ",
        '’' | '‘' | 'ʼ' | 'ʹ' | '`' | '′' => "'",
        '‐'..='―' | '−' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn one_word_has_one_spelling() {
        for (written, folded) in [
            ("Écran Cœur", "ecran coeur"),
            ("E\u{301}cran", "ecran"),
            ("Søren Łukasz Wałęsa", "soren lukasz walesa"),
            ("Đặng Thị", "dang thi"),
            ("Strauß STRAUSS", "strauss strauss"),
            ("Ståle Ægir Ħal", "stale aegir hal"),
            ("İnşaat inşaat INŞAAT", "insaat insaat insaat"),
            ("IŞIK ışık", "isik isik"),
            ("\u{212a}elvin", "kelvin"),
            ("l’écran l'écran", "l'ecran l'ecran"),
            ("HP\u{2011}12 HP–12 HP-12", "hp-12 hp-12 hp-12"),
            ("im\u{ad}primante\u{200b}", "imprimante"),
            ("ﬁchier ＶＰＮ", "fichier vpn"),
            ("ΟΔΟΣ ὁδός", "οδοσ οδοσ"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(fold(written), fold(folded), "{written}");
            assert!(folded == "हिन्दी" || fold(written) == folded, "{written}: {}", fold(written));
        }
    }
}
