//! Abbreviations and their long forms: "CKA" matches "Certified Kubernetes Administrator", and the other way round.

use super::words::{self, Word};
use hireq_domain::resume::Span;

/// How many letters an abbreviation has; those of two letters have too many meanings.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=6;

/// Where the text spells out the abbreviation `name`, or abbreviates the words of `name`.
pub(super) fn spelled_out(name: &str, text: &str, words: &[Word]) -> Vec<Span> {
    let asked = words::split(name);
    let mut found = Vec::new();
    for short in asked.iter().filter_map(|word| capitals(word, name)) {
        found.extend(initialled(&short, text, words));
    }
    if let Some(long) = name_of_several_words(&asked, name) {
        let short = words.iter().filter(|word| word.stem.len() == long.len() && word.stem == long.to_lowercase());
        found.extend(short.filter(|word| capitals(word, text).as_deref() == Some(&long)).map(|word| word.span));
    }
    found
}

/// The word, if it is written entirely in capitals.
fn capitals(word: &Word, text: &str) -> Option<String> {
    let long = word.stem.chars().count();
    if !LETTERS.contains(&long) || !word.stem.chars().all(char::is_alphabetic) {
        return None;
    }
    let written = word.span.slice(text);
    written.chars().all(char::is_uppercase).then(|| written.to_owned())
}

/// Sequences of words whose initials are these capitals; small words in between are skipped.
fn initialled(short: &str, text: &str, words: &[Word]) -> Vec<Span> {
    let letters: Vec<char> = short.chars().flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    for (at, first) in words.iter().enumerate().filter(|(_, word)| word.stem.starts_with(letters[0])) {
        let mut wanted = letters.iter().peekable();
        let mut last = first.span;
        for word in words[at..].iter().take(letters.len() + 2) {
            let begins = wanted.peek().is_some_and(|letter| word.stem.starts_with(**letter));
            if begins && word.stem.chars().count() > 1 && is_capital(word, text) {
                wanted.next();
                last = word.span;
            } else if !words::is_filler(&word.stem) && word.stem.chars().count() > 3 {
                break;
            }
        }
        let span = Span { start: first.span.start, end: last.end };
        if wanted.peek().is_none() && !span.slice(text).contains('\n') {
            found.push(span);
        }
    }
    found
}

fn is_capital(word: &Word, text: &str) -> bool {
    word.span.slice(text).chars().next().is_some_and(char::is_uppercase)
}

/// The initials of three or more capitalised words in a row.
fn name_of_several_words(words: &[Word], text: &str) -> Option<String> {
    let capital: Vec<&Word> = words.iter().take_while(|w| is_capital(w, text) || words::is_filler(&w.stem)).collect();
    let initials: String =
        capital.iter().filter(|w| is_capital(w, text)).filter_map(|w| w.span.slice(text).chars().next()).collect();
    LETTERS.contains(&initials.chars().count()).then_some(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> Vec<String> {
        spelled_out(name, text, &words::split(text)).into_iter().map(|span| span.slice(text).to_owned()).collect()
    }

    #[test]
    fn an_abbreviation_is_named_by_the_words_it_stands_for() {
        assert_eq!(
            found("CKA certification", "Certificates\nCertified Kubernetes Administrator (2023)"),
            ["Certified Kubernetes Administrator"]
        );
        assert_eq!(found("ALS certificate", "I hold Advanced Life Support since 2021"), ["Advanced Life Support"]);
        assert_eq!(found("Certified Kubernetes Administrator", "AWS, CKA, Terraform"), ["CKA"]);
    }

    #[test]
    fn other_words_with_the_same_initials_are_none() {
        assert!(found("CKA certification", "cleaned kitchens and areas").is_empty());
        assert!(found("CKA certification", "Chef\nKonstanz\nAachen").is_empty());
        assert!(found("Go", "Great Outdoors").is_empty());
    }
}
