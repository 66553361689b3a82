//! Guesses the language of a text by its most common small words.

use crate::vocabulary::common_words;

/// The ISO 639-1 code of a text's language, if there is enough evidence.
#[must_use]
pub fn guess(text: &str) -> Option<&'static str> {
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    if han > 40 {
        return Some("zh");
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    common_words()
        .iter()
        .map(|(code, common)| (words.iter().filter(|w| common.has(w)).count(), code.as_str()))
        .max_by_key(|(n, _)| *n)
        .filter(|(n, _)| *n >= 3)
        .map(|(_, code)| code)
}
