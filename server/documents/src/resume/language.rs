//! The language that a text is written in, by its commonest small words.

/// The ISO 639-1 code of a text's language, where enough of it says so.
#[must_use]
pub fn guess(text: &str) -> Option<&'static str> {
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    if han > 40 {
        return Some("zh");
    }
    const WORDS: [(&str, &[&str]); 7] = [
        ("en", &["the", "and", "of", "to", "with", "for", "in"]),
        ("de", &["und", "der", "die", "das", "mit", "von", "für", "im", "zur"]),
        ("fr", &["et", "le", "la", "les", "des", "du", "pour", "une", "avec"]),
        ("es", &["y", "el", "los", "las", "para", "con", "en", "del", "una"]),
        ("pt", &["e", "os", "das", "dos", "para", "com", "em", "uma", "não"]),
        ("it", &["e", "il", "di", "per", "con", "della", "dei", "una"]),
        ("pl", &["i", "w", "z", "na", "do", "oraz", "dla"]),
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    WORDS
        .iter()
        .map(|(code, list)| (words.iter().filter(|w| list.contains(w)).count(), *code))
        .max_by_key(|(n, _)| *n)
        .filter(|(n, _)| *n >= 3)
        .map(|(_, code)| code)
}
