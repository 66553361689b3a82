//! A stretch of words on one baseline.

use crate::resume::{dates, headings};
use hireq_domain::resume::PageBox;

/// A word and its position.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub text: String,
    pub place: PageBox,
    /// Whether a space character was drawn before it.
    pub spaced: bool,
}

/// Words on one baseline without a wide gap between them.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub words: Vec<Word>,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    /// Whether it reads as a heading, or as little more than a date.
    pub heading: bool,
    pub dated: bool,
}

impl Segment {
    pub fn new(words: Vec<Word>, y: f32, size: f32, bold: bool) -> Self {
        let (x0, x1) = (words.first().map_or(0.0, |w| w.place.x0), words.last().map_or(0.0, |w| w.place.x1));
        Self { words, x0, x1, y, size, bold, heading: false, dated: false }
    }

    pub fn classify(&mut self) {
        let text = self.text();
        // Text that starts in lower case is usually the rest of a wrapped cell rather than a heading.
        self.heading = !text.starts_with(char::is_lowercase) && headings::classify(&text).is_some();
        self.dated = text.len() < 200 && dates::is_mostly_date(&text);
    }

    pub fn text(&self) -> String {
        self.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}
