//! Normalises text for comparison, so that different spellings of the same thing become equal.

use unicode_normalization::UnicodeNormalization;

/// Lower case, without accents or punctuation, with single spaces; letter-spaced words are joined.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).nfc().collect();
    let plain = plain
        .to_lowercase()
        .replace('ß', "ss")
        .replace('&', " and ")
        .replace('ł', "l")
        .replace('ø', "o")
        .replace('đ', "d");
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.len() >= 4 && words.iter().filter(|w| w.chars().count() == 1).count() * 4 >= words.len() * 3 {
        return words.concat();
    }
    words.join(" ")
}
