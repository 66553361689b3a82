//! A file's visible text in reading order, with enough geometry to show where each word is on the page.

use crate::{SeenPage, links::Links};
use hireq_domain::{
    resume::{PageBox, ReadWarning, Span},
    sheet::Places,
};
use unicode_normalization::UnicodeNormalization;

/// A page's size in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageGeometry {
    pub width: f32,
    pub height: f32,
}

/// What the layout says about a line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The line's characters, without the line break.
    pub span: Span,
    /// Font size in points; 0 if the format does not provide it.
    pub size: f32,
    /// Whether most of it is bold.
    pub bold: bool,
    /// Whether the format's own styles mark it as a heading.
    pub heading: bool,
    /// Whether it is a list item.
    pub bullet: bool,
    /// Whether there is more space before it than between the lines of a paragraph.
    pub gap: bool,
}

/// A file that was read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The visible text in reading order. A tab marks a wide space in the layout or the start of a table cell.
    pub text: String,
    /// The media type, as detected from the content.
    pub media_type: &'static str,
    /// Pages, for formats that have them.
    pub pages: Vec<PageGeometry>,
    /// Pages that are images of text, counted from 1.
    pub pictures: Vec<u32>,
    /// What a person should know about the file.
    pub warnings: Vec<ReadWarning>,
    /// The lines of `text`, in order.
    pub lines: Vec<Line>,
    /// Web and mail addresses behind hyperlinks.
    pub links: Vec<String>,
    words: Vec<(Span, PageBox)>,
    /// The recognised pages, without their lines.
    pub(crate) recognized: Vec<SeenPage>,
    /// Whether some of the text is in form fields that rendered pages do not show.
    pub(crate) undrawn: bool,
}

impl Document {
    /// The positions of the words on the pages as they are in the file. Empty if rendered pages would not show all of the
    /// text.
    #[must_use]
    pub fn places(&self) -> Places {
        if self.undrawn {
            return Places::default();
        }
        let seen = |number: u32| self.recognized.iter().find(|page| page.page == number);
        let size = |(number, page): (u32, &PageGeometry)| {
            seen(number).map_or((page.width, page.height), SeenPage::size_in_file)
        };
        let place =
            |(span, place): &(Span, PageBox)| (*span, seen(place.page).map_or(*place, |page| page.in_file(*place)));
        Places::new((1..).zip(&self.pages).map(size).collect(), self.words.iter().map(place))
    }

    /// Where the characters are on the first page that they touch.
    #[must_use]
    pub fn page_box(&self, span: Span) -> Option<PageBox> {
        let from = self.words.partition_point(|(s, _)| s.end <= span.start);
        let mut found: Option<PageBox> = None;
        for (s, b) in &self.words[from..] {
            if s.start >= span.end {
                break;
            }
            match &mut found {
                None => found = Some(*b),
                Some(f) if f.page == b.page => {
                    f.x0 = f.x0.min(b.x0);
                    f.y0 = f.y0.min(b.y0);
                    f.x1 = f.x1.max(b.x1);
                    f.y1 = f.y1.max(b.y1);
                }
                Some(_) => break,
            }
        }
        found
    }

    /// Adds a warning, unless it is there already.
    pub(crate) fn warn(&mut self, warning: ReadWarning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// The style of a line that is about to be added.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Style {
    pub size: f32,
    pub bold: bool,
    pub heading: bool,
    pub bullet: bool,
    pub gap: bool,
}

/// Builds a document line by line, keeping the character offsets right.
pub(crate) struct Builder {
    document: Document,
    pub(crate) links: Links,
    chars: usize,
    max_chars: usize,
}

impl Builder {
    pub(crate) fn new(media_type: &'static str, max_chars: usize) -> Self {
        Self { document: Document { media_type, ..Document::default() }, links: Links::default(), chars: 0, max_chars }
    }

    pub(crate) fn document(&mut self) -> &mut Document {
        &mut self.document
    }

    /// Adds a line made of runs: text, and its position if that is known. Runs include their own spaces.
    pub(crate) fn line<'a>(&mut self, runs: impl IntoIterator<Item = (&'a str, Option<PageBox>)>, style: Style) {
        if self.chars >= self.max_chars {
            self.document.warn(ReadWarning::Truncated);
            return;
        }
        let start = self.chars;
        for (text, place) in runs {
            let from = self.chars;
            for c in text.chars() {
                if self.chars >= self.max_chars {
                    self.document.warn(ReadWarning::Truncated);
                    break;
                }
                self.document.text.push(c);
                self.chars += 1;
            }
            if let Some(place) = place {
                self.document.words.push((Span { start: from, end: self.chars }, place));
            }
        }
        let Style { size, bold, heading, bullet, gap } = style;
        let span = Span { start, end: self.chars };
        self.document.lines.push(Line { span, size, bold, heading, bullet, gap });
        self.document.text.push('\n');
        self.chars += 1;
    }

    pub(crate) fn finish(self) -> Document {
        Document { links: self.links.into_vec(), ..self.document }
    }
}

/// Normalises a character to plain text: resolves ligatures and exotic spaces, drops soft hyphens and icon-font glyphs.
pub(crate) fn plain_char(c: char, mut push: impl FnMut(char)) {
    match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fffd}'
        | '\0' => {}
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => push(' '),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => push(' '),
        '\u{fb00}' => "ff".chars().for_each(push),
        '\u{fb01}' => "fi".chars().for_each(push),
        '\u{fb02}' => "fl".chars().for_each(push),
        '\u{fb03}' => "ffi".chars().for_each(push),
        '\u{fb04}' => "ffl".chars().for_each(push),
        '\u{fb05}' | '\u{fb06}' => "st".chars().for_each(push),
        '\u{2010}' | '\u{2011}' => push('-'),
        // Hebrew and Arabic presentation forms, which some fonts use in place of the letters.
        '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => std::iter::once(c).nfkc().for_each(push),
        // Radicals, which some fonts use in place of the characters that look the same.
        '\u{2e80}'..='\u{2fdf}' => std::iter::once(c).nfkc().for_each(push),
        // Full-width letters, digits and signs.
        '\u{ff08}'..='\u{ff09}' | '\u{ff0f}'..='\u{ff1a}' | '\u{ff21}'..='\u{ff5e}' => {
            std::iter::once(c).nfkc().for_each(push);
        }
        '\u{60c}' => push(','),
        '\u{61b}' => push(';'),
        c if c.is_control() && c != '\t' && c != '\n' => push(' '),
        c => push(c),
    }
}

/// Cleans a line: plain characters, single spaces and tabs, none at either end.
pub(crate) fn tidy(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    text.nfc().for_each(|c| plain_char(c, |c| plain.push(c)));
    let mut out = String::with_capacity(plain.len());
    let mut pending: Option<char> = None;
    for c in plain.chars() {
        match c {
            '\t' => pending = Some('\t'),
            c if c.is_whitespace() => pending = pending.or(Some(' ')),
            c => {
                if let Some(space) = pending.take()
                    && !out.is_empty()
                {
                    out.push(space);
                }
                out.push(c);
            }
        }
    }
    out
}

/// Whether the first character is a list bullet.
pub(crate) fn is_bullet(text: &str) -> bool {
    let mut chars = text.trim_start().chars();
    match chars.next() {
        Some(
            '•' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '‣' | '⁃' | '∙' | '·' | '➢' | '➤' | '►' | '▸' | '✓' | '✔'
            | '❖' | '♦' | '◆' | '*',
        ) => true,
        Some('-' | '–' | '—') => chars.next().is_none_or(char::is_whitespace),
        _ => false,
    }
}
