//! How a person describes their work: their headline, and the titles of their positions, latest first.

use super::words::{self, Word};
use hireq_documents::vocabulary::vocabulary;
use hireq_domain::resume::{ParsedResume, Span};

/// How many of the latest positions count; earlier ones say less.
const POSITIONS: usize = 3;

/// The most words of a headline.
const HEADLINE_WORDS: usize = 8;

/// If no position could be read, this many words from the start of the text are used instead of titles.
const OPENING_WORDS: usize = 40;

/// The words of the headline: as parsed, or else what precedes the first section's heading.
pub(super) fn headline(text: &str, all: &[Word], resume: &ParsedResume) -> Vec<Word> {
    if let Some(headline) = &resume.headline {
        // Taken from the text, in which the person is blanked out; or from the field, if it was corrected.
        return match headline.span {
            Some(span) => words::split(span.slice(text)),
            None => words::split(&headline.value),
        };
    }
    let Some(first) = all.first() else { return vec![] };
    let line = text.chars().skip(first.span.start).position(|c| c == '\n');
    let end = line.map_or(usize::MAX, |n| first.span.start + n);
    let (ends, before) = (&vocabulary().matching.headline_ends, &vocabulary().matching.before_headline_end);
    let mut words: Vec<Word> =
        all.iter().take_while(|w| w.span.start < end && !ends.has(&w.stem)).take(HEADLINE_WORDS).cloned().collect();
    while words.last().is_some_and(|w| before.has(&w.stem)) {
        words.pop();
    }
    // “Technical and other skills”, “Work sample details”: a longer heading rather than a headline.
    if let (Some(first), Some(last)) = (words.first(), words.last())
        && before.has(&first.stem)
    {
        let span = Span { start: first.span.start, end: last.span.end };
        if !hireq_documents::names_a_title(span.slice(text)) {
            words.clear();
        }
    }
    words
}

/// The words of the latest positions' titles, or of the start of the text if there are none.
pub(super) fn held(text: &str, all: &[Word], resume: &ParsedResume) -> Vec<Word> {
    let titles: Vec<Word> = resume
        .experience
        .iter()
        .filter_map(|e| e.title.as_ref())
        .take(POSITIONS)
        .flat_map(|t| t.span.map_or_else(|| words::split(&t.value), |s| words::split(s.slice(text))))
        .collect();
    if titles.is_empty() { all.iter().take(OPENING_WORDS).cloned().collect() } else { titles }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(words: Vec<Word>) -> Vec<String> {
        words.into_iter().map(|w| w.stem).collect()
    }

    #[test]
    fn what_stands_before_the_first_heading_is_a_headline() {
        let of = |text: &str| stems(headline(text, &words::split(text), &ParsedResume::default()));
        assert_eq!(of("  SOUS CHEF Summary Twelve years in kitchens"), ["sous", "chef"]);
        assert_eq!(of("TEACHER Professional Summary Eight years"), ["teacher"]);
        assert_eq!(of("Technical writer Summary"), ["technical", "writer"]);
        assert_eq!(of("Pastry cook\nBaked bread"), ["pastry", "cook"]);
        assert!(of("Technical Skills Python, SQL").is_empty());
        assert!(of("Technical umbrella Skills Python, SQL").is_empty());
        assert_eq!(of("IT Manager Experience"), ["it", "manager"]);
        assert!(of("").is_empty());
    }
}
