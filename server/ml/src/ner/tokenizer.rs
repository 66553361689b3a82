//! Splits a text into tokens like spaCy's English tokenizer.
//!
//! A text is divided into stretches with and without white space. A stretch without it is looked up among the
//! exceptions. If it is not one, punctuation is split off its start and end as long as possible; what remains is an
//! exception, a URL, or is split inside. A single space between two words belongs to no token; further spaces, tabs and
//! line breaks are tokens.

use std::ops::Range;

use super::affixes;
use super::characters::is_space;
use super::exceptions::{self, Exceptions};
use super::url::is_url;

/// A word, a punctuation mark, or a stretch of white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The range in the text, in bytes.
    pub range: Range<usize>,
    /// The id of its normal form, if an exception specifies one.
    pub(super) norm: Option<u64>,
}

impl Token {
    fn plain(range: Range<usize>) -> Self {
        Self { range, norm: None }
    }
}

pub(super) fn tokens(text: &str, exceptions: &Exceptions) -> Vec<Token> {
    exceptions.mend(text, split(text, Some(exceptions)))
}

/// The tokens of a text, before exceptions that are adjacent to other text are corrected.
pub(super) fn split(text: &str, exceptions: Option<&Exceptions>) -> Vec<Token> {
    let mut splitter = Splitter { text, exceptions, tokens: Vec::new(), cuts: Vec::new() };
    let mut in_space = text.starts_with(is_space);
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_space(c) == in_space {
            continue;
        }
        if start < at {
            splitter.stretch(start..at);
        }
        start = if c == ' ' { at + 1 } else { at };
        in_space = !in_space;
    }
    if start < text.len() {
        splitter.stretch(start..text.len());
    }
    splitter.tokens
}

/// Whether the rules would split a word.
pub(super) fn is_cut(word: &str) -> bool {
    let mut cuts = Vec::new();
    affixes::infixes(word, &mut cuts);
    !cuts.is_empty() || affixes::prefix(word) > 0 || affixes::suffix(word) > 0 || word.contains(' ')
}

struct Splitter<'a> {
    text: &'a str,
    exceptions: Option<&'a Exceptions>,
    tokens: Vec<Token>,
    cuts: Vec<Range<usize>>,
}

impl Splitter<'_> {
    fn stretch(&mut self, stretch: Range<usize>) {
        if !self.exception(&stretch) {
            self.word(stretch);
        }
    }

    /// Appends the pieces of an exception; returns whether the word is one.
    fn exception(&mut self, word: &Range<usize>) -> bool {
        let pieces = self.exceptions.and_then(|exceptions| exceptions.of(&self.text[word.clone()]));
        if let Some(pieces) = pieces {
            exceptions::push(&mut self.tokens, word.start, pieces);
        }
        pieces.is_some()
    }

    fn is_exception(&self, word: &str) -> bool {
        self.exceptions.is_some_and(|exceptions| exceptions.of(word).is_some())
    }

    fn word(&mut self, mut core: Range<usize>) {
        let mut behind = Vec::new();
        while !core.is_empty() {
            let word = &self.text[core.clone()];
            if self.is_exception(word) {
                break;
            }
            let front = affixes::prefix(word);
            if front > 0 && self.is_exception(&word[front..]) {
                self.tokens.push(Token::plain(core.start..core.start + front));
                core.start += front;
                break;
            }
            let back = affixes::suffix(&word[front..]);
            if back > 0 && self.is_exception(&word[..word.len() - back]) {
                behind.push(Token::plain(core.end - back..core.end));
                core.end -= back;
                break;
            }
            if front == 0 && back == 0 {
                break;
            }
            if front > 0 {
                self.tokens.push(Token::plain(core.start..core.start + front));
            }
            if back > 0 {
                behind.push(Token::plain(core.end - back..core.end));
            }
            core = core.start + front..core.end - back;
        }
        if !core.is_empty() && !self.exception(&core) {
            self.inside(core);
        }
        self.tokens.extend(behind.into_iter().rev());
    }

    /// Appends a word without surrounding punctuation, in one or several pieces.
    fn inside(&mut self, core: Range<usize>) {
        let word = &self.text[core.clone()];
        if is_url(word) {
            self.tokens.push(Token::plain(core));
            return;
        }
        affixes::infixes(word, &mut self.cuts);
        let mut start = core.start;
        for cut in &self.cuts {
            // An infix at the very start stays: it would have been split off as a prefix if the prefix rules knew it.
            if cut.start == 0 {
                continue;
            }
            let cut = core.start + cut.start..core.start + cut.end;
            if start < cut.start {
                self.tokens.push(Token::plain(start..cut.start));
            }
            start = cut.end;
            self.tokens.push(Token::plain(cut));
        }
        if start < core.end {
            self.tokens.push(Token::plain(start..core.end));
        }
    }
}
