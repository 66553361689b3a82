//! Extractive answers: the sentences of the given passages that are closest to a question, quoted word for word with
//! their positions. Nothing is generated, so nothing can be made up; if no sentence is close enough, there is no
//! answer.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::embed::{Embedder, Priority, Vector};
use crate::worker::EngineError;

/// The minimum closeness of an answer. On the questions in `tests/answering.rs`, those that the passages answer reach
/// at least 0.36, and those that they do not answer stay below 0.15.
pub const NEAR: f32 = 0.3;

/// The weight of shared words in the closeness; the rest is similarity of meaning. The model captures little of the
/// meaning of names and numbers.
const WORDS_SHARE: f32 = 0.3;

/// The value of a word found elsewhere in the sentence's passage: "she" may be the person named in its heading.
const WORD_NEARBY: f32 = 0.5;

/// The factor for sentences without a number if the question asks for one.
const NO_NUMBER: f32 = 0.6;

/// Two sentences with at least this similarity say the same; only the closer one is kept.
const SAME: f32 = 0.9;

/// The most sentences considered in a passage; later ones are ignored.
const SENTENCES: usize = 64;

/// A sentence that answers the question, and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The index of the passage.
    pub passage: usize,
    /// The range in the passage's text, in bytes.
    pub range: Range<usize>,
    pub text: String,
    /// The closeness to the question, from 0 to 1.
    pub closeness: f32,
}

/// The sentences of `passages` that answer `question`, closest first, at most `limit`; empty if none is close enough.
///
/// # Errors
/// If the embedding model is busy or missing.
pub async fn answer(
    embedder: &Embedder,
    question: &str,
    passages: &[String],
    limit: usize,
) -> Result<Vec<Quote>, EngineError> {
    let sentences: Vec<(usize, Range<usize>)> = passages
        .iter()
        .enumerate()
        .flat_map(|(passage, text)| sentences(text).into_iter().take(SENTENCES).map(move |range| (passage, range)))
        .collect();
    if sentences.is_empty() || question.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut texts = vec![question.to_owned()];
    texts.extend(sentences.iter().map(|(passage, range)| passages[*passage][range.clone()].to_owned()));
    let vectors = embedder.embed(texts, Priority::Task).await?;
    let Some((asked, said)) = vectors.split_first() else { return Ok(Vec::new()) };
    let asks = Question { vector: asked, words: words(question), for_number: asks_for_number(question) };
    let nearby: Vec<HashSet<String>> = passages.iter().map(|text| words(text)).collect();
    let mut ranked: Vec<(f32, usize)> = said
        .iter()
        .enumerate()
        .map(|(index, vector)| {
            let (passage, range) = &sentences[index];
            (asks.closeness(vector, &passages[*passage][range.clone()], &nearby[*passage]), index)
        })
        .filter(|(closeness, _)| *closeness >= NEAR)
        .collect();
    ranked.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then(a.1.cmp(&b.1)));
    let mut quotes = Vec::new();
    let mut taken: Vec<&Vector> = Vec::new();
    for (closeness, index) in ranked {
        if quotes.len() == limit {
            break;
        }
        if taken.iter().any(|other| dot(other, &said[index]) >= SAME) {
            continue;
        }
        taken.push(&said[index]);
        let (passage, range) = sentences[index].clone();
        let text = passages[passage][range.clone()].to_owned();
        quotes.push(Quote { passage, range, text, closeness });
    }
    Ok(quotes)
}

/// The words and the meaning of a question.
struct Question<'a> {
    vector: &'a [f32],
    words: HashSet<String>,
    for_number: bool,
}

impl Question<'_> {
    fn closeness(&self, vector: &[f32], sentence: &str, nearby: &HashSet<String>) -> f32 {
        let shared = if self.words.is_empty() {
            0.0
        } else {
            let there = words(sentence);
            let weight = |word: &String| match (there.contains(word), nearby.contains(word)) {
                (true, _) => 1.0,
                (false, true) => WORD_NEARBY,
                (false, false) => 0.0,
            };
            // There are only a few words, so the conversion is exact.
            #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
            let share = self.words.iter().map(weight).sum::<f32>() / self.words.len() as f32;
            share
        };
        let closeness = (1.0 - WORDS_SHARE) * dot(self.vector, vector).max(0.0) + WORDS_SHARE * shared;
        if self.for_number && !has_number(sentence) { NO_NUMBER * closeness } else { closeness }
    }
}

/// Whether the answer must contain a number: how many, how long, what pay.
fn asks_for_number(question: &str) -> bool {
    let question = question.to_lowercase();
    let words: Vec<&str> = question.unicode_words().collect();
    words.windows(2).any(|pair| pair[0] == "how" && matches!(pair[1], "many" | "much" | "long" | "often" | "old"))
        || words.iter().any(|word| matches!(*word, "pay" | "pays" | "salary" | "earn" | "cost"))
}

/// Whether a sentence contains a number, as digits or as a small English number word.
fn has_number(sentence: &str) -> bool {
    sentence.chars().any(char::is_numeric)
        || sentence.unicode_words().any(|word| NUMERALS.contains(&word.to_lowercase().as_str()))
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The words of a text that carry meaning.
fn words(text: &str) -> HashSet<String> {
    text.unicode_words().map(str::to_lowercase).filter(|word| !GRAMMAR.contains(&word.as_str())).collect()
}

/// English question words and function words. In other languages such words count like any other, which makes answers
/// slightly worse.
const GRAMMAR: [&str; 52] = [
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "could", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "in", "is", "it", "many", "much", "of", "on",
    "or", "she", "that", "the", "their", "there", "they", "to", "was", "were", "what", "when", "where", "which", "who",
    "why", "will", "with", "you",
];

const NUMERALS: [&str; 19] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
    "dozen", "hundred", "thousand", "once", "twice", "daily",
];

/// The sentences of a text, as byte ranges. The end of a line also ends a sentence, as in lists, unless the next line
/// continues it.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // Whether the previous sentence ended only because its line did.
    let mut broken = false;
    for (at, part) in text.split_sentence_bound_indices() {
        let mut from = at;
        for line in part.split_inclusive('\n') {
            let trimmed = line.trim();
            let start = from + (line.len() - line.trim_start().len());
            from += line.len();
            let says = trimmed.chars().any(char::is_alphanumeric);
            match ranges.last_mut() {
                Some(last) if says && broken && is_wrapped(&text[last.clone()], trimmed) => {
                    last.end = start + trimmed.len()
                }
                _ if says => ranges.push(start..start + trimmed.len()),
                _ => {}
            }
            broken = says && line.ends_with('\n');
        }
    }
    ranges
}

/// Whether a line was wrapped: it ends in the middle of something, or the next line begins there.
fn is_wrapped(line: &str, next: &str) -> bool {
    let last = line.unicode_words().next_back().map(str::to_lowercase).unwrap_or_default();
    let open =
        line.ends_with([',', '-', '(']) || GRAMMAR.contains(&last.as_str()) || next.starts_with(char::is_lowercase);
    open && !line.ends_with(['.', '!', '?', ':', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_full_stops_end_sentences_and_nothing_empty_is_one() {
        let text = "Led a team. Cut costs by 20 %!\n\n- Rust\n- SQL\n  \n…";
        let found: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Led a team.", "Cut costs by 20 %!", "- Rust", "- SQL"]);
    }

    #[test]
    fn a_line_broken_for_want_of_room_goes_on() {
        let text =
            "Formerly I worked with\nJava and XPages.\n\nKotlin,\nRust\n- Led people\nthat paint\nPaints too.\nOr did";
        let found: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
        let wanted = [
            "Formerly I worked with\nJava and XPages.",
            "Kotlin,\nRust",
            "- Led people\nthat paint",
            "Paints too.",
            "Or did",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_question_for_a_number_is_told_from_others() {
        for (question, number) in [
            ("How many people did she lead?", true),
            ("What is the salary?", true),
            ("How does she lead?", false),
            ("Who paid?", false),
        ] {
            assert_eq!(asks_for_number(question), number, "{question}");
        }
        assert!(has_number("A team of Five.") && has_number("By 20 %") && !has_number("She led a team."));
    }

    #[test]
    fn a_question_s_grammar_is_not_among_its_words() {
        let mut found: Vec<_> = words("What has she done with Kubernetes?").into_iter().collect();
        found.sort();
        assert_eq!(found, ["done", "kubernetes"]);
    }
}
