//! Requirements that accept one of several things: “Rust, C++ or Go”.

use hireq_documents::vocabulary::vocabulary;

/// A longer text is a sentence, not a list of names.
const LONGEST: usize = 60;

/// The alternatives, in the order of the text; empty if the requirement names only one thing.
#[must_use]
pub fn alternatives(text: &str) -> Vec<String> {
    let Some((before, last)) = split_at_or(text) else { return vec![] };
    let before = before.trim_end_matches([',', ' ']);
    let parts: Vec<&str> = before.split([',', '/']).chain([last]).map(|p| p.trim_matches([' ', ','])).collect();
    if parts.iter().any(|part| part.is_empty() || part.chars().count() > LONGEST) {
        return vec![];
    }
    parts.into_iter().map(ToOwned::to_owned).collect()
}

/// Whether the text names several alternatives.
pub(super) fn names_alternatives(text: &str) -> bool {
    split_at_or(text).is_some()
}

/// Splits at the last “or”, in any supported language.
fn split_at_or(text: &str) -> Option<(&str, &str)> {
    let words = &vocabulary().requirements.or;
    let (at, word) = text
        .match_indices(' ')
        .filter_map(|(at, _)| {
            let rest = &text[at + 1..];
            let word = rest.split(' ').next()?;
            (rest.len() > word.len() && words.has(&word.to_lowercase())).then_some((at, word))
        })
        .next_back()?;
    Some((&text[..at], &text[at + 1 + word.len()..]))
}

/// A requirement's text as a recruiter would type it, with the alternatives that it does not name itself.
#[must_use]
pub fn with_alternatives(text: &str, any_of: &[String]) -> String {
    let lower = text.to_lowercase();
    let others = any_of.iter().map(String::as_str).filter(|one| !lower.contains(&one.to_lowercase()));
    std::iter::once(text).chain(others).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_enough_by_itself_is_told_apart() {
        assert_eq!(alternatives("Rust, C++ or Go"), ["Rust", "C++", "Go"]);
        assert_eq!(alternatives("Deutsch oder Englisch"), ["Deutsch", "Englisch"]);
        assert_eq!(alternatives("Power BI / Tableau, or Looker"), ["Power BI", "Tableau", "Looker"]);
        assert!(alternatives("Rust and C++").is_empty());
        assert_eq!(with_alternatives("Rust, C++ or Go", &["Rust".into(), "Zig".into()]), "Rust, C++ or Go or Zig");
    }
}
