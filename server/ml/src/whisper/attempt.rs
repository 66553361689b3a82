//! Decodes a chunk token by token, and retries with sampling if the first attempt fails.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::decoder::{Decoder, Past};
use super::memory::Memory;
use super::rules;
use super::vocabulary::Vocabulary;
use crate::arithmetic;

/// The sampling temperatures, tried in order until an attempt passes; 0 takes the most likely token.
const TEMPERATURES: [f32; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
/// If a text compresses by more than this ratio, it repeats itself.
const MOST_COMPRESSED: f32 = 2.4;
/// A mean log probability below this means that the model guessed.
const LEAST_LIKELY: f32 = -1.0;
/// Nobody spoke if the probability of no speech is above this and the mean log probability is below [`DOUBTED`].
const NO_SPEECH: f32 = 0.6;
/// See [`NO_SPEECH`]. Whisper's authors use [`LEAST_LIKELY`] here, but noise that is mistaken for a phrase common in
/// films has a higher mean log probability than that.
const DOUBTED: f32 = -0.5;
/// The most tokens of one chunk.
const MOST_TOKENS: usize = 224;
/// The longest loop that is detected, in tokens.
const LOOP: usize = 12;
/// Decoding stops after this many rounds of a loop.
const REPEATS: usize = 6;
/// A sequence of this many tokens is rarely said twice within half a minute.
const STUTTER: usize = 6;
/// A chunk below this mean log probability is decoded again with full-length audio.
const SURE: f32 = -0.7;

/// The result of one attempt.
pub(super) struct Attempt {
    /// Words and times, without the end token.
    pub(super) tokens: Vec<u32>,
    /// The log probability of each token.
    pub(super) logarithms: Vec<f32>,
    /// The mean log probability of the tokens, including the end token.
    pub(super) likelihood: f32,
    /// The ratio by which the text can be compressed.
    pub(super) compression: f32,
    /// The temperature at which the tokens were chosen.
    pub(super) temperature: f32,
    /// Whether the end token was reached.
    complete: bool,
    /// Whether it was stopped because it ran in a loop.
    looped: bool,
    /// The cross-attention of each token and of the end; see [`Past::cross_attention`].
    pub(super) cross_attention: Vec<Vec<f32>>,
}

impl Attempt {
    /// Whether the text repeats itself more than people do.
    pub(super) fn repeats(&self) -> bool {
        self.looped || self.compression > MOST_COMPRESSED
    }

    /// Whether it ended before everything was said.
    pub(super) fn broken_off(&self) -> bool {
        !self.complete && !self.looped
    }

    /// Whether a sequence was repeated, which compression may not reveal.
    fn stutters(&self, vocabulary: &Vocabulary) -> bool {
        let said: Vec<u32> = self.tokens.iter().copied().filter(|token| vocabulary.is_text(*token)).collect();
        repeats_sequence(&said)
    }
}

/// An encoded chunk, ready to be decoded into words.
pub(super) struct EncodedChunk<'a> {
    pub(super) decoder: &'a Decoder,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) memory: &'a [Memory],
    /// The length of the chunk in time steps.
    pub(super) steps: usize,
    /// The probability that nobody speaks.
    pub(super) no_speech: f32,
    /// Whether to keep the cross-attention of each token.
    pub(super) looks: bool,
}

impl EncodedChunk<'_> {
    /// Whether an attempt with this mean log probability means that nobody spoke.
    fn is_silence(&self, likelihood: f32) -> bool {
        self.no_speech > NO_SPEECH && likelihood < DOUBTED
    }

    /// Decodes the chunk with the most likely tokens, and returns the result only if nothing about it is suspicious.
    pub(super) fn say_if_sure(&self, past: &mut Past, scores: &[f32]) -> Result<Option<Attempt>, String> {
        let attempt = self.attempt(past, scores, 0.0)?;
        let sure = attempt.complete && attempt.likelihood >= SURE && self.no_speech <= NO_SPEECH;
        Ok((sure && !attempt.repeats() && !attempt.stutters(self.vocabulary)).then_some(attempt))
    }

    /// Decodes the chunk; `None` if nobody speaks. `past` holds the prompt, and `scores` those of the token after it.
    pub(super) fn say(&self, past: &mut Past, scores: &[f32]) -> Result<Option<Attempt>, String> {
        let prompt = past.len();
        let mut best: Option<Attempt> = None;
        for temperature in TEMPERATURES {
            self.decoder.rewind(past, prompt);
            let attempt = self.attempt(past, scores, temperature)?;
            if self.is_silence(attempt.likelihood) {
                return Ok(None);
            }
            let repeats = attempt.repeats();
            if !repeats && attempt.likelihood >= LEAST_LIKELY {
                return Ok(Some(attempt));
            }
            // If all attempts failed, one that does not repeat itself is better than any that does.
            let better = best.as_ref().is_none_or(|best| {
                (best.repeats() && !repeats) || (best.repeats() == repeats && attempt.likelihood > best.likelihood)
            });
            if better {
                best = Some(attempt);
            }
        }
        Ok(best)
    }

    fn attempt(&self, past: &mut Past, scores: &[f32], temperature: f32) -> Result<Attempt, String> {
        let prompt = past.len();
        let end = self.vocabulary.end;
        // A fixed seed, so that the same chunk always gives the same words.
        let mut chance = StdRng::seed_from_u64(0x4869_7265);
        let mut scores = scores.to_vec();
        let mut tokens = Vec::new();
        let mut logarithms = Vec::new();
        let mut likelihood = 0.0;
        let (mut complete, mut looped, mut choices) = (false, false, 0);
        while tokens.len() < MOST_TOKENS.min(self.decoder.most_tokens() - prompt) {
            if let Some(once) = loop_start(&tokens) {
                // Keep one round of the loop.
                tokens.truncate(once);
                logarithms.truncate(once);
                looped = true;
                break;
            }
            rules::apply(self.vocabulary, &tokens, self.steps, &mut scores);
            let (token, logarithm) = choose(&scores, temperature, &mut chance);
            likelihood += logarithm;
            choices += 1;
            if token == end {
                complete = true;
                break;
            }
            tokens.push(token);
            logarithms.push(logarithm);
            scores = self.decoder.read(self.memory, past, &[token]);
        }
        let text = self.vocabulary.text(&tokens)?;
        Ok(Attempt {
            likelihood: likelihood / (choices + usize::from(!complete)) as f32,
            compression: compression(&text),
            logarithms,
            temperature,
            complete,
            looped,
            // The next token was decided by the attention of the token before it, hence the shift by one.
            cross_attention: if self.looks {
                past.cross_attention()[prompt - 1..][..=tokens.len()].to_vec()
            } else {
                Vec::new()
            },
            tokens,
        })
    }
}

/// The probability of one token.
pub(super) fn probability(scores: &[f32], token: u32) -> f32 {
    let highest = arithmetic::highest(scores);
    let all = arithmetic::exponentials(scores, highest);
    (scores[token as usize] - highest).exp() / all
}

/// A token and its log probability.
fn choose(scores: &[f32], temperature: f32, chance: &mut StdRng) -> (u32, f32) {
    let highest = arithmetic::highest(scores);
    let all = arithmetic::exponentials(scores, highest);
    let mut chosen = scores.iter().position(|score| *score == highest).unwrap_or(0);
    if temperature > 0.0 {
        let weight = |score: &f32| ((score - highest) / temperature).exp();
        let mut left = chance.random::<f32>() * scores.iter().map(weight).sum::<f32>();
        for (token, score) in scores.iter().enumerate().filter(|(_, score)| **score > f32::NEG_INFINITY) {
            left -= weight(score);
            if left <= 0.0 {
                chosen = token;
                break;
            }
        }
    }
    (chosen as u32, scores[chosen] - highest - all.ln())
}

/// Whether a sequence of tokens is repeated.
fn repeats_sequence(tokens: &[u32]) -> bool {
    let mut rows = tokens.windows(STUTTER).enumerate();
    rows.any(|(index, row)| tokens[index + 1..].windows(STUTTER).any(|later| later == row))
}

/// If the tokens end in a loop, where its second round begins.
fn loop_start(tokens: &[u32]) -> Option<usize> {
    (1..=LOOP).find_map(|length| {
        let long = (length * REPEATS).max(20);
        let start = tokens.len().checked_sub(long)?;
        let tail = &tokens[start..];
        (tail[length..] == tail[..long - length]).then_some(start + length)
    })
}

/// The compression ratio with zlib, which Whisper's authors use to measure repetition.
fn compression(text: &str) -> f32 {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let size = packed.write_all(text.as_bytes()).and_then(|()| packed.finish()).map_or(1, |packed| packed.len());
    text.len() as f32 / size as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_repeats_itself_is_told_by_its_size() {
        assert!(compression("And so my fellow Americans ask not what your country can do for you.") < 1.5);
        assert!(compression(&"thank you for watching ".repeat(20)) > MOST_COMPRESSED);
        assert_eq!(compression(""), 0.0);
    }

    #[test]
    fn a_loop_is_seen_early() {
        let mut tokens: Vec<u32> = (0..50).collect();
        assert_eq!(loop_start(&tokens), None);
        tokens.extend([7, 8, 9].repeat(7));
        assert_eq!(loop_start(&tokens), Some(50 + 1 + 3), "twenty tokens are looked at");
        assert_eq!(loop_start(&[5; 20]), Some(1));
        assert_eq!(loop_start(&[5; 19]), None);
    }

    #[test]
    fn what_is_said_twice_is_seen() {
        let mut tokens: Vec<u32> = (0..40).collect();
        tokens.extend(10..15);
        assert!(!repeats_sequence(&tokens));
        tokens.push(15);
        assert!(repeats_sequence(&tokens));
        assert!(!repeats_sequence(&[1, 2]));
    }

    #[test]
    fn the_likeliest_is_chosen_without_temperature_and_most_often_with_it() {
        let scores = [0.0, 2.0, f32::NEG_INFINITY, 1.0];
        let mut chance = StdRng::seed_from_u64(1);
        let (token, logarithm) = choose(&scores, 0.0, &mut chance);
        assert_eq!(token, 1);
        assert!((logarithm - probability(&scores, 1).ln()).abs() < 1e-6);
        let mut counts = [0; 4];
        for _ in 0..1000 {
            counts[choose(&scores, 1.0, &mut chance).0 as usize] += 1;
        }
        assert!(counts[1] > counts[3] && counts[3] > counts[0] && counts[2] == 0, "{counts:?}");
    }
}
