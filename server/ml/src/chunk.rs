//! Cuts a text into chunks that fit the embedding model, each with its position in the text.
//!
//! A chunk never crosses a section boundary. It ends at a paragraph if possible, otherwise at a line, a sentence or a
//! word. Chunks do not overlap, are in the order of the text, and together contain every character that is not white
//! space.

use std::ops::Range;

/// The maximum length of a chunk, in estimated word pieces. The model reads 256, which leaves a margin for errors in
/// the estimate.
pub const CHUNK_TOKENS: usize = 200;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The section that it belongs to; empty outside all sections.
    pub section: String,
    /// The text, without white space at either end.
    pub text: String,
    /// The start, in characters from the beginning of the whole text.
    pub start: usize,
    /// The end, in characters, exclusive.
    pub end: usize,
}

/// Cuts `text` into chunks. `sections` are names with ranges of characters, in the order of the text. Text outside them
/// is cut as well, with an empty section name. Ranges beyond the text are clipped.
pub fn chunks(text: &str, sections: &[(String, Range<usize>)]) -> Vec<Chunk> {
    let text: Vec<char> = text.chars().collect();
    let mut chunks = Vec::new();
    let mut reached = 0;
    for (name, range) in sections {
        let start = range.start.clamp(reached, text.len());
        let end = range.end.clamp(start, text.len());
        cut_section(&text, reached..start, "", &mut chunks);
        cut_section(&text, start..end, name, &mut chunks);
        reached = end;
    }
    cut_section(&text, reached..text.len(), "", &mut chunks);
    chunks
}

/// Where a text may be cut, best place first.
#[derive(Clone, Copy)]
enum Cut {
    Paragraph,
    Line,
    Sentence,
    Word,
}

impl Cut {
    fn finer(self) -> Option<Self> {
        match self {
            Self::Paragraph => Some(Self::Line),
            Self::Line => Some(Self::Sentence),
            Self::Sentence => Some(Self::Word),
            Self::Word => None,
        }
    }

    /// Whether a piece may begin at `at`, given what precedes it.
    fn before(self, text: &[char], at: usize) -> bool {
        let Some(previous) = at.checked_sub(1).map(|index| text[index]) else {
            return false;
        };
        match self {
            Self::Paragraph => {
                let mut breaks = text[..at].iter().rev().take_while(|c| c.is_whitespace());
                previous == '\n' && breaks.by_ref().skip(1).any(|&c| c == '\n')
            }
            Self::Line => previous == '\n',
            Self::Sentence => {
                let ends = |c: char| matches!(c, '.' | '!' | '?' | ';');
                let spaced = previous.is_whitespace() && at >= 2 && ends(text[at - 2]);
                spaced || matches!(previous, '。' | '！' | '？' | '；')
            }
            Self::Word => previous.is_whitespace() || is_wide(previous),
        }
    }
}

fn cut_section(text: &[char], range: Range<usize>, section: &str, chunks: &mut Vec<Chunk>) {
    let mut pieces = Vec::new();
    split(text, range, Cut::Paragraph, &mut pieces);

    let mut open: Option<(Range<usize>, usize)> = None;
    let mut close = |open: Option<(Range<usize>, usize)>| {
        if let Some((range, _)) = open {
            chunks.extend(chunk(text, range, section));
        }
    };
    for piece in pieces {
        let cost = tokens(&text[piece.clone()]);
        open = match open.take() {
            Some((range, held)) if held + cost <= CHUNK_TOKENS => Some((range.start..piece.end, held + cost)),
            full => {
                close(full);
                Some((piece, cost))
            }
        };
    }
    close(open);
}

/// Splits a range at the best places until every piece fits.
fn split(text: &[char], range: Range<usize>, cut: Cut, pieces: &mut Vec<Range<usize>>) {
    if tokens(&text[range.clone()]) <= CHUNK_TOKENS {
        pieces.push(range);
        return;
    }
    let mut start = range.start;
    let cuts = (range.start + 1..range.end).filter(|&at| cut.before(text, at));
    for at in cuts.chain([range.end]) {
        match cut.finer() {
            Some(finer) => split(text, start..at, finer, pieces),
            None => split_word(text, start..at, pieces),
        }
        start = at;
    }
}

/// A single "word" that is too long (base64, a line of dashes) is cut by length.
fn split_word(text: &[char], range: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    if tokens(&text[range.clone()]) <= CHUNK_TOKENS {
        pieces.push(range);
        return;
    }
    let mut start = range.start;
    while start < range.end {
        // A character is at most one word piece.
        let end = (start + CHUNK_TOKENS).min(range.end);
        pieces.push(start..end);
        start = end;
    }
}

fn chunk(text: &[char], range: Range<usize>, section: &str) -> Option<Chunk> {
    let within = &text[range.clone()];
    let lead = within.iter().position(|c| !c.is_whitespace())?;
    let tail = within.iter().rev().take_while(|c| c.is_whitespace()).count();
    let (start, end) = (range.start + lead, range.end - tail);
    Some(Chunk { section: section.to_owned(), text: text[start..end].iter().collect(), start, end })
}

/// Estimates the number of word pieces: one for a common word, several for a long one, one for a punctuation mark or
/// ideograph.
fn tokens(text: &[char]) -> usize {
    let mut total = 0;
    let mut letters = 0usize;
    for &c in text {
        if c.is_alphanumeric() && !is_wide(c) {
            letters += 1;
            continue;
        }
        total += letters.div_ceil(6) + usize::from(!c.is_whitespace());
        letters = 0;
    }
    total + letters.div_ceil(6)
}

/// Chinese, Japanese and Korean text has no spaces; each character is one word piece.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(count: usize, word: &str) -> String {
        vec![word; count].join(" ")
    }

    /// Checks the guarantees of chunking for any text.
    fn assert_sound(text: &str, chunks: &[Chunk]) {
        let characters: Vec<char> = text.chars().collect();
        let mut reached = 0;
        for chunk in chunks {
            assert!(chunk.start >= reached && chunk.start < chunk.end);
            let between = &characters[reached..chunk.start];
            assert!(between.iter().all(|c| c.is_whitespace()), "text was lost");
            assert_eq!(chunk.text, characters[chunk.start..chunk.end].iter().collect::<String>());
            let held: Vec<char> = chunk.text.chars().collect();
            assert!(tokens(&held) <= CHUNK_TOKENS, "{} is too long", tokens(&held));
            reached = chunk.end;
        }
        assert!(characters[reached..].iter().all(|c| c.is_whitespace()), "the end was lost");
    }

    #[test]
    fn a_short_text_is_one_chunk() {
        let chunks = chunks("  Grace Hopper\nCOBOL  ", &[]);
        assert_eq!(chunks.len(), 1);
        assert_eq!((chunks[0].start, chunks[0].end), (2, 20));
        assert_eq!(chunks[0].text, "Grace Hopper\nCOBOL");
    }

    #[test]
    fn blank_text_has_no_chunks() {
        assert!(chunks("", &[]).is_empty());
        assert!(chunks(" \n\n ", &[("skills".into(), 0..4)]).is_empty());
    }

    #[test]
    fn a_chunk_never_crosses_a_section() {
        let text = "Ada\nSKILLS Rust\nWORK Engine";
        let sections = [("skills".to_owned(), 4..15), ("work".to_owned(), 16..99)];
        let chunks = chunks(text, &sections);
        let found: Vec<_> = chunks.iter().map(|c| (c.section.as_str(), c.text.as_str())).collect();
        assert_eq!(found, [("", "Ada"), ("skills", "SKILLS Rust"), ("work", "WORK Engine")]);
        assert_sound(text, &chunks);
    }

    #[test]
    fn a_long_text_is_cut_between_paragraphs() {
        let paragraph = words(90, "word");
        let text = format!("{paragraph}\n\n{paragraph}\n \n{paragraph}");
        let chunks = chunks(&text, &[]);
        assert_sound(&text, &chunks);
        assert_eq!(chunks.len(), 2);
        assert_eq!(chunks[1].text, paragraph);
    }

    #[test]
    fn a_long_paragraph_is_cut_between_lines_then_sentences_then_words() {
        let line = words(150, "word");
        let by_line = format!("{line}\n{line}");
        assert_eq!(chunks(&by_line, &[])[0].text, line);
        let by_sentence = format!("{line}. {line}.");
        assert_eq!(chunks(&by_sentence, &[])[0].text, format!("{line}."));
        let by_word = words(950, "word");
        let found = chunks(&by_word, &[]);
        assert_eq!(found.len(), 5);
        for text in [by_line, by_sentence, by_word] {
            assert_sound(&text, &chunks(&text, &[]));
        }
    }

    #[test]
    fn spans_count_characters_and_not_bytes() {
        let text = "Résumé: Größe\n\nZürich";
        let chunks = chunks(text, &[("a".into(), 0..13), ("b".into(), 13..21)]);
        assert_sound(text, &chunks);
        assert_eq!((chunks[1].start, chunks[1].end), (15, 21));
    }

    #[test]
    fn text_without_spaces_is_cut_too() {
        for text in ["经验丰富的工程师。".repeat(80), "-".repeat(900), "x".repeat(9000)] {
            assert_sound(&text, &chunks(&text, &[]));
        }
    }

    #[test]
    fn overlapping_and_inverted_sections_lose_and_repeat_nothing() {
        let text = words(40, "abc");
        let inverted = Range { start: 90, end: 70 };
        let sections = [("a".into(), 10..60), ("b".into(), 30..80), ("c".into(), inverted)];
        assert_sound(&text, &chunks(&text, &sections));
    }
}
