//! Groups tokens into segments: the words between two times.

use super::vocabulary::Vocabulary;

/// What was said between two times, as tokens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    /// In seconds from the beginning of the chunk.
    pub(super) start: f64,
    pub(super) end: f64,
    /// The range of its tokens in the chunk.
    pub(super) tokens: std::ops::Range<usize>,
}

/// The spans of a chunk of this duration, and where to continue if the model stopped before its end: at the start of a
/// segment without words.
pub(super) fn spans(vocabulary: &Vocabulary, tokens: &[u32], seconds: f64) -> (Vec<Span>, Option<f64>) {
    spans_by(|token| vocabulary.time(token), tokens, seconds)
}

fn spans_by(time: impl Fn(u32) -> Option<f64>, tokens: &[u32], seconds: f64) -> (Vec<Span>, Option<f64>) {
    let mut spans = Vec::new();
    let (mut start, mut first) = (0.0, 0);
    let mut open = false;
    for (index, token) in tokens.iter().enumerate() {
        let Some(now) = time(*token) else { continue };
        if first < index {
            spans.push(Span { start, end: now.min(seconds).max(start), tokens: first..index });
            open = false;
        } else {
            open = index > 0;
        }
        (start, first) = (now.min(seconds), index + 1);
    }
    if first < tokens.len() {
        spans.push(Span { start, end: seconds.max(start), tokens: first..tokens.len() });
        open = false;
    }
    (spans, open.then_some(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tokens: &[u32]) -> (Vec<Span>, Option<f64>) {
        spans_by(|token| token.checked_sub(100).map(f64::from), tokens, 30.0)
    }

    fn span(start: f64, end: f64, tokens: std::ops::Range<usize>) -> Span {
        Span { start, end, tokens }
    }

    #[test]
    fn a_pair_of_times_ends_one_and_begins_the_next() {
        let (spans, rest) = of(&[100, 1, 2, 107, 107, 3, 110]);
        assert_eq!(spans, [span(0.0, 7.0, 1..3), span(7.0, 10.0, 5..6)]);
        assert_eq!(rest, None);
    }

    #[test]
    fn words_without_an_end_last_until_the_chunks() {
        assert_eq!(of(&[100, 1, 2]).0, [span(0.0, 30.0, 1..3)]);
        assert_eq!(of(&[1, 2]).0, [span(0.0, 30.0, 0..2)]);
    }

    #[test]
    fn a_segment_without_words_is_where_to_go_on() {
        assert_eq!(of(&[100, 1, 107, 108]), (vec![span(0.0, 7.0, 1..2)], Some(8.0)));
        assert_eq!(of(&[100]), (vec![], None));
    }

    #[test]
    fn times_after_the_chunk_are_its_end() {
        assert_eq!(of(&[129, 1, 150]).0, [span(29.0, 30.0, 1..2)]);
    }
}
