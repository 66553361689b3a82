//! Words that the rules would split wrongly, and their correct pieces: "don't", "Inc.", ":-)".

use ahash::{AHashMap, AHashSet};

use super::tokenizer::{self, Token};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The length in bytes.
    pub(super) bytes: usize,
    /// The id of its normal form, if the exception specifies one.
    pub(super) norm: Option<u64>,
}

/// The pieces of an exception after the first, as the rules split it.
type Rest = Box<[Box<str>]>;

pub(super) struct Exceptions {
    words: AHashMap<Box<str>, Box<[Piece]>>,
    /// The length of the longest exception; longer words need not be looked up.
    longest: usize,
    /// The exceptions that the rules would split, in the rules' pieces, by their first piece.
    sequences: AHashMap<Box<str>, Vec<Rest>>,
}

impl Exceptions {
    pub(super) fn new(words: AHashMap<Box<str>, Box<[Piece]>>) -> Self {
        let mut sequences: AHashMap<Box<str>, Vec<Rest>> = AHashMap::new();
        for word in words.keys().filter(|word| tokenizer::is_cut(word)) {
            let pieces: Vec<Box<str>> =
                tokenizer::split(word, None).into_iter().map(|token| word[token.range].into()).collect();
            if let Some((first, rest)) = pieces.split_first() {
                sequences.entry(first.clone()).or_default().push(rest.into());
            }
        }
        let longest = words.keys().map(|word| word.len()).max().unwrap_or(0);
        Self { words, longest, sequences }
    }

    /// The pieces of a word, if it is an exception.
    pub(super) fn of(&self, word: &str) -> Option<&[Piece]> {
        if word.len() > self.longest {
            return None;
        }
        self.words.get(word).map(|pieces| &**pieces)
    }

    /// Finds exceptions that the rules have split because they are adjacent to other text ("(:-)"), and splits them
    /// correctly. If two overlap, the longer one wins, then the earlier one.
    pub(super) fn mend(&self, text: &str, tokens: Vec<Token>) -> Vec<Token> {
        let mut matches = self.matches(text, &tokens);
        if matches.is_empty() {
            return tokens;
        }
        matches.sort_by_key(|(start, length)| (std::cmp::Reverse(*length), *start));
        let mut taken = AHashSet::new();
        let mut chosen = AHashMap::new();
        for (start, length) in matches {
            if !taken.contains(&start) && !taken.contains(&(start + length - 1)) {
                chosen.insert(start, length);
            }
            taken.extend(start..start + length);
        }
        let mut mended = Vec::with_capacity(tokens.len());
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let length = chosen.get(&at).copied().unwrap_or(1);
            let span = token.range.start..tokens[at + length - 1].range.end;
            // Two tokens separated by a space do not spell the exception.
            match self.of(&text[span.clone()]).filter(|_| chosen.contains_key(&at)) {
                Some(pieces) => push(&mut mended, span.start, pieces),
                None => mended.extend_from_slice(&tokens[at..at + length]),
            }
            at += length;
        }
        mended
    }

    fn matches(&self, text: &str, tokens: &[Token]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (start, token) in tokens.iter().enumerate() {
            let Some(sequences) = self.sequences.get(&text[token.range.clone()]) else { continue };
            for rest in sequences {
                let Some(following) = tokens.get(start + 1..start + 1 + rest.len()) else { continue };
                if following.iter().zip(rest).all(|(token, piece)| text[token.range.clone()] == **piece) {
                    found.push((start, 1 + rest.len()));
                }
            }
        }
        found
    }
}

/// Appends the pieces of an exception that begins at `start`.
pub(super) fn push(tokens: &mut Vec<Token>, mut start: usize, pieces: &[Piece]) {
    for piece in pieces {
        tokens.push(Token { range: start..start + piece.bytes, norm: piece.norm });
        start += piece.bytes;
    }
}
