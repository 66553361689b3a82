//! The text with an index from bytes to characters, and its lines with their layout.

use super::hints::{EntityHint, EntityKind, Hints};
use crate::{
    Document,
    document::is_bullet,
    vocabulary::{is_spaceless, vocabulary},
};
use hireq_domain::resume::{Field, SectionKind, Span};
use std::ops::Range;

/// A document's text while it is being parsed. Ranges inside the parser are in bytes; fields use characters.
pub(super) struct Text<'a> {
    pub document: &'a Document,
    pub rows: Vec<Row<'a>>,
    pub hints: Hints,
    chars: Vec<u32>,
}

/// A line, or the part of one beside a heading in the margin.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub text: &'a str,
    /// In bytes.
    pub start: usize,
    pub size: f32,
    pub bold: bool,
    pub style_heading: bool,
    pub bullet: bool,
    pub gap: bool,
    /// If the line is a heading, the kind of section that it announces.
    pub heading: Option<SectionKind>,
}

impl Row<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn chars(&self) -> usize {
        self.text.chars().count()
    }
}

impl<'a> Text<'a> {
    pub(super) fn new(document: &'a Document, hints: &[EntityHint]) -> Self {
        let mut chars = Vec::with_capacity(document.text.len() + 1);
        let mut starts = Vec::new();
        for (n, (i, c)) in document.text.char_indices().enumerate() {
            chars.extend(std::iter::repeat_n(n as u32, c.len_utf8()));
            starts.push(i);
        }
        chars.push(starts.len() as u32);
        starts.push(document.text.len());
        let rows = document
            .lines
            .iter()
            .map(|line| {
                let whole = &document.text[starts[line.span.start]..starts[line.span.end]];
                let text = without_mark(whole);
                Row {
                    text,
                    start: starts[line.span.end] - text.len(),
                    size: line.size,
                    bold: line.bold,
                    style_heading: line.heading,
                    bullet: line.bullet && text.len() == whole.len() || is_bullet(text),
                    gap: line.gap,
                    heading: None,
                }
            })
            .collect();
        Self { document, rows, hints: Hints::new(&document.text, hints), chars }
    }

    pub(super) fn span(&self, bytes: Range<usize>) -> Span {
        let at = |i: usize| self.chars.get(i).copied().unwrap_or_default() as usize;
        Span { start: at(bytes.start), end: at(bytes.end) }
    }

    /// A field whose value is a slice of the text.
    pub(super) fn field(&self, part: &str, confidence: f32) -> Field<String> {
        let span = self.locate(part);
        Field {
            value: part.split_whitespace().collect::<Vec<_>>().join(" "),
            confidence,
            span,
            page_box: span.and_then(|s| self.document.page_box(s)),
        }
    }

    /// Joins two slices of the text, if there is only a comma and whitespace between them.
    pub(super) fn joined(&self, first: &str, last: &str) -> Option<&str> {
        let (start, next) = (self.offset(first)?, self.offset(last)?);
        let between = self.document.text.get(start + first.len()..next)?;
        between.chars().all(|c| c == ',' || c.is_whitespace()).then(|| &self.document.text[start..next + last.len()])
    }

    /// The row where a field begins, with up to `around` rows before and after it, within its section.
    pub(super) fn rows_around(&self, field: Span, around: usize) -> &[Row<'a>] {
        let after = self.rows.partition_point(|row| self.chars[row.start] as usize <= field.start);
        let (above, below) = self.rows.split_at(after.saturating_sub(1));
        let reach =
            |rows: &mut dyn Iterator<Item = &Row<'a>>| rows.take(around).take_while(|r| r.heading.is_none()).count();
        let from = above.len() - reach(&mut above.iter().rev());
        &self.rows[from..after + reach(&mut below.iter().skip(1))]
    }

    /// The position of a slice of the text.
    fn locate(&self, part: &str) -> Option<Span> {
        self.offset(part).map(|start| self.span(start..start + part.len()))
    }

    /// The kind that the hints give for a slice of the text.
    pub(super) fn hinted(&self, part: &str) -> Option<EntityKind> {
        self.offset(part).and_then(|start| self.hints.about(&(start..start + part.len())))
    }

    /// The byte offset of a slice of the text.
    pub(super) fn offset(&self, part: &str) -> Option<usize> {
        let base = self.document.text.as_ptr() as usize;
        let at = (part.as_ptr() as usize).checked_sub(base)?;
        (at + part.len() <= self.document.text.len()).then_some(at)
    }
}

/// “■ 職務経歴”: in Chinese, Japanese and Korean texts, boxes precede headings and entries rather than list items.
fn without_mark(line: &str) -> &str {
    let rest = line.trim_start_matches(['■', '□', '◆', '◇', '▼', '▶', ' ']);
    let marked = rest.len() < line.len() && rest.starts_with(|c: char| is_spaceless(c) || c.is_ascii_digit());
    if marked && rest.contains(is_spaceless) { rest } else { line }
}

/// Trims spaces, and separators that connect a line's parts.
pub(super) fn trim(text: &str) -> &str {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';'
                    | '|'
                    | '•'
                    | '·'
                    | '–'
                    | '—'
                    | '-'
                    | ':'
                    | '●'
                    | '▪'
                    | '◦'
                    | '∙'
                    | '*'
                    | '/'
                    | '、'
                    | '，'
                    | '：'
                    | '➢'
                    | '■'
                    | '♦'
                    | '~'
            )
    });
    let open = text.matches('(').count();
    let close = text.matches(')').count();
    if open > close {
        text.trim_end_matches('(')
            .trim_start_matches(if close == 0 && text.starts_with('(') { "(" } else { "\0" })
            .trim()
    } else if close > open {
        text.trim_end_matches(')').trim_start_matches(')').trim()
    } else if open == 1 && text.starts_with('(') && text.ends_with(')') {
        text[1..text.len() - 1].trim()
    } else {
        text
    }
}

/// The commas that separate items: those before a space or a line break.
pub(super) fn comma_places(text: &str) -> impl Iterator<Item = usize> + use<> {
    // “Mesabi Devices, Inc.” is one name.
    let form = |rest: &str| {
        let word = rest.trim_start().split([',', ' ']).next().unwrap_or_default().trim_end_matches('.').to_lowercase();
        vocabulary().employers.legal_forms.has(&word)
    };
    // “3 A Levels (Maths B, English C), Queen Katherine School”: commas within closed parentheses do not count.
    let (mut found, mut held, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                held.clear();
            }
            ',' if text[i + 1..].starts_with(char::is_whitespace) && !form(&text[i + 1..]) => {
                if depth > 0 {
                    held.push(i);
                } else {
                    found.push(i);
                }
            }
            _ => {}
        }
    }
    found.append(&mut held);
    found.sort_unstable();
    found.into_iter()
}

/// The items between such commas.
pub(super) fn commas(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in comma_places(text) {
        out.push(trim(&text[from..at]));
        from = at + 1;
    }
    out.push(trim(&text[from..]));
    out.retain(|p| !p.is_empty());
    out
}
