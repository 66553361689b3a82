//! The rules for timestamps in Whisper's output, as the model was trained.
//!
//! Times come in pairs, at the end of a segment and the beginning of the next, and never go backwards. The first token
//! is a time. And if all times together are more likely than any word, the next token is a time.

use super::vocabulary::Vocabulary;
use crate::arithmetic;

/// The latest start of a transcript, in time steps: one second.
const LATEST_START: usize = 50;
/// Excludes a token.
const NEVER: f32 = f32::NEG_INFINITY;

/// Excludes from `scores` the tokens that may not follow the tokens `said` so far, in a chunk of `steps` time steps.
pub(super) fn apply(vocabulary: &Vocabulary, said: &[u32], steps: usize, scores: &mut [f32]) {
    for token in vocabulary.never(said.is_empty()) {
        scores[token as usize] = NEVER;
    }
    apply_times(vocabulary.end as usize, vocabulary.times().start, said, steps, scores);
}

fn apply_times(end: usize, first_time: usize, said: &[u32], steps: usize, scores: &mut [f32]) {
    let is_time = |token: &u32| *token as usize >= first_time;
    let last_is_time = said.last().is_some_and(is_time);
    // The token before the first is counted as a time, so that the first time is a single one rather than half a pair.
    let before_is_time = said.len() < 2 || is_time(&said[said.len() - 2]);
    // Nothing is said after the end of the recording.
    if let Some(late) = scores.get_mut(first_time + steps + 1..) {
        late.fill(NEVER);
    }
    if last_is_time {
        if before_is_time {
            scores[first_time..].fill(NEVER);
        } else {
            scores[..end].fill(NEVER);
        }
    }
    if let Some(last) = said.iter().rev().find(|token| is_time(token)) {
        // A segment must not be empty, but the next one may begin where it ends.
        let past = *last as usize + usize::from(!last_is_time || before_is_time);
        scores[first_time..past].fill(NEVER);
    }
    if said.is_empty() {
        scores[..first_time].fill(NEVER);
        scores[(first_time + LATEST_START + 1).min(first_time + steps + 1)..].fill(NEVER);
    } else {
        let (words, times) = scores.split_at(first_time);
        let highest = arithmetic::highest(times);
        if highest > NEVER {
            let together = highest + arithmetic::exponentials(times, highest).ln();
            if together > arithmetic::highest(words) {
                scores[..first_time].fill(NEVER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: usize = 10;
    const TIME: usize = 12;
    const STEPS: usize = 20;

    /// The tokens that may follow, with scores low enough for times that they are not forced by their sum.
    fn allowed(said: &[u32]) -> Vec<usize> {
        let mut scores = vec![0.0; TIME + STEPS + 1];
        scores[TIME..].fill(-10.0);
        apply_times(END, TIME, said, STEPS, &mut scores);
        scores.iter().enumerate().filter(|(_, score)| **score > NEVER).map(|(token, _)| token).collect()
    }

    #[test]
    fn a_time_comes_first() {
        assert_eq!(allowed(&[]), (TIME..=TIME + STEPS).collect::<Vec<_>>());
    }

    #[test]
    fn words_follow_a_beginning() {
        assert_eq!(allowed(&[12]), (0..TIME).collect::<Vec<_>>());
    }

    #[test]
    fn a_later_time_or_a_word_follows_a_word() {
        let expected: Vec<_> = (0..TIME).chain(TIME + 4..=TIME + STEPS).collect();
        assert_eq!(allowed(&[15, 3]), expected);
    }

    #[test]
    fn an_end_is_followed_by_a_beginning_or_the_end_of_all() {
        let expected: Vec<_> = (END..TIME).chain(18..=TIME + STEPS).collect();
        assert_eq!(allowed(&[12, 3, 18]), expected);
    }

    #[test]
    fn a_pair_is_followed_by_words() {
        assert_eq!(allowed(&[12, 3, 18, 18]), (0..TIME).collect::<Vec<_>>());
    }

    #[test]
    fn times_that_are_likelier_together_win() {
        let mut scores = vec![0.0; TIME + STEPS + 1];
        apply_times(END, TIME, &[12, 3], STEPS, &mut scores);
        assert!(scores[..TIME].iter().all(|score| *score == NEVER));
        assert!(scores[TIME + 1..].iter().all(|score| *score == 0.0));
    }

    #[test]
    fn no_time_lies_after_the_recording() {
        let mut scores = vec![0.0; TIME + STEPS + 1];
        apply_times(END, TIME, &[12, 3], 5, &mut scores);
        assert!(scores[TIME + 6..].iter().all(|score| *score == NEVER));
    }
}
