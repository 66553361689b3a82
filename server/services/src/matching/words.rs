//! A text as words with their positions, so that whole words are compared and never parts: "java" is not "javascript",
//! "c" is not "c++".

use hireq_documents::vocabulary::vocabulary;
use hireq_domain::resume::Span;

/// A word, normalised for comparison, and its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, without a plural ending.
    pub stem: String,
    /// In characters of the text.
    pub span: Span,
    /// One-letter words as written, because case distinguishes "R" from "r".
    pub single: Option<char>,
}

/// Splits a text into words. A word consists of letters and digits, may end in `+` or `#`, and may start with a dot
/// (".NET").
pub(super) fn split(text: &str) -> Vec<Word> {
    let chars: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let dotted = chars[at] == '.'
            && chars.get(at + 1).is_some_and(|c| c.is_alphabetic())
            && (at == 0 || chars[at - 1].is_whitespace() || "(/,;".contains(chars[at - 1]));
        if !chars[at].is_alphanumeric() && !dotted {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < chars.len() && chars[at].is_alphanumeric() {
            at += 1;
        }
        while at < chars.len() && matches!(chars[at], '+' | '#') && !(chars[at] == '+' && chars[start].is_ascii_digit())
        {
            at += 1;
        }
        let written: String = chars[start..at].iter().collect();
        let single = (at - start == 1).then(|| chars[start]);
        words.push(Word { stem: stem(&written), span: Span { start, end: at }, single });
    }
    words
}

/// Lower case and singular: "statements" becomes "statement", "libraries" becomes "library". Short words and those
/// ending in "-ss", "-us" or "-is" are not changed.
pub(super) fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let keep = lower.chars().count() <= 3 || ["ss", "us", "is"].iter().any(|end| lower.ends_with(end));
    if keep || !lower.ends_with('s') {
        lower
    } else if let Some(stem) = lower.strip_suffix("ies") {
        format!("{stem}y")
    } else {
        lower[..lower.len() - 1].to_owned()
    }
}

/// Every place where the words of `phrase` occur in sequence in `text`.
pub(super) fn phrase(text: &[Word], phrase: &[Word]) -> Vec<Span> {
    if phrase.is_empty() || text.len() < phrase.len() {
        return vec![];
    }
    text.windows(phrase.len())
        .filter(|window| window.iter().zip(phrase).all(|(a, b)| same(a, b)))
        .filter(|window| window[0].single.is_none() || phrase.len() > 1 || stands_alone(text, window[0].span))
        .map(|window| Span { start: window[0].span.start, end: window[window.len() - 1].span.end })
        .collect()
}

/// Compares words by their stems; one-letter words also by case.
pub(super) fn same(a: &Word, b: &Word) -> bool {
    a.stem == b.stem && (a.single.is_none() || b.single.is_none() || a.single == b.single)
}

/// A single letter is a name ("R", "C") only if no other single letter is next to it ("R & D", "J. R.").
fn stands_alone(text: &[Word], span: Span) -> bool {
    let near = |w: &Word| w.span != span && w.single.is_some_and(char::is_alphabetic);
    !text.iter().any(|w| near(w) && (w.span.start.abs_diff(span.end) <= 3 || span.start.abs_diff(w.span.end) <= 3))
}

/// Words that occur in many requirements and say little by themselves.
pub(super) fn is_filler(stem: &str) -> bool {
    vocabulary().requirements.filler.has(stem)
}

/// Words that occur in most résumés and do not show a skill by themselves.
pub(super) fn is_common(stem: &str) -> bool {
    vocabulary().requirements.common.has(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, wanted: &str) -> usize {
        phrase(&split(text), &split(wanted)).len()
    }

    #[test]
    fn whole_words_are_compared_and_never_parts() {
        assert_eq!(found("JavaScript, TypeScript", "Java"), 0);
        assert_eq!(found("Java and JavaScript", "java"), 1);
        assert_eq!(found("C++ and C#", "C"), 0);
        assert_eq!(found("C, C++ and C#", "C++"), 1);
        assert_eq!(found("built in .NET", ".NET"), 1);
        assert_eq!(found("net income", ".NET"), 0);
        assert_eq!(found("Node.js", "node.js"), 1);
    }

    #[test]
    fn a_single_letter_is_a_name_only_where_it_stands_alone() {
        assert_eq!(found("Python, R, SQL", "R"), 1);
        assert_eq!(found("R & D department", "R"), 0);
        assert_eq!(found("for r in rows", "R"), 0);
    }

    #[test]
    fn plurals_are_the_same_word() {
        assert_eq!(found("financial statements", "Financial statement"), 1);
        assert_eq!(found("libraries", "library"), 1);
        assert_eq!(stem("analysis"), "analysis");
    }
}
