//! What all word processor formats have in common: paragraphs, and tables that are used either as rows of data or to
//! lay out columns.

use crate::{
    Limits,
    document::{Builder, Style, is_bullet, tidy},
};
use hireq_domain::resume::ReadWarning;

/// A paragraph; line breaks inside it are `\n`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    pub text: String,
    pub size: f32,
    pub bold_chars: usize,
    pub heading: bool,
    pub bullet: bool,
}

impl Paragraph {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(crate) fn push(&mut self, text: &str, bold: bool, size: f32) {
        self.text.push_str(text);
        if bold {
            self.bold_chars += text.chars().count();
        }
        self.size = self.size.max(size);
    }
}

/// Collects paragraphs, including those inside tables. Keeps no more than a document may contain.
pub(crate) struct Flow {
    rows: Vec<Vec<Vec<Paragraph>>>,
    done: Vec<Paragraph>,
    /// How many more characters are accepted; each paragraph and cell costs one extra.
    left: usize,
    truncated: bool,
}

impl Flow {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { rows: Vec::new(), done: Vec::new(), left: limits.max_chars, truncated: false }
    }

    pub(crate) fn paragraph(&mut self, mut p: Paragraph) {
        if p.is_blank() {
            // One blank paragraph is enough to mark a gap.
            let in_cell = self.rows.last().is_some_and(|row| !row.is_empty());
            if !in_cell && self.done.last().is_none_or(|last| !last.is_blank()) {
                self.done.push(Paragraph::default());
            }
            return;
        }
        if self.left == 0 {
            self.truncated = true;
            return;
        }
        if let Some((end, _)) = p.text.char_indices().nth(self.left) {
            p.text.truncate(end);
            self.truncated = true;
        }
        self.left = self.left.saturating_sub(p.text.chars().count() + 1);
        self.place(p);
    }

    fn place(&mut self, p: Paragraph) {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(p),
            None => self.done.push(p),
        }
    }

    pub(crate) fn row_start(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(crate) fn cell_start(&mut self) {
        if let Some(row) = self.rows.last_mut()
            && self.left > 0
        {
            self.left -= 1;
            row.push(Vec::new());
        }
    }

    /// If a row's first cell is a single short label, the row is read across as one line; otherwise cell by cell.
    pub(crate) fn row_end(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        let cells: Vec<Vec<Paragraph>> = row.into_iter().filter(|c| !c.is_empty()).collect();
        let label = |c: &Vec<Paragraph>| c.len() == 1 && c[0].text.chars().nth(60).is_none();
        let across = cells.len() > 1 && (label(&cells[0]) || cells.iter().skip(1).all(label));
        if !across {
            cells.into_iter().flatten().for_each(|p| self.place(p));
            return;
        }
        let mut cells: Vec<std::vec::IntoIter<Paragraph>> = cells.into_iter().map(Vec::into_iter).collect();
        let mut first = Paragraph::default();
        for cell in &mut cells {
            let Some(p) = cell.next() else { continue };
            if !first.text.is_empty() {
                first.text.push('\t');
            }
            first.text.push_str(p.text.trim());
            first.size = first.size.max(p.size);
            first.bold_chars += p.bold_chars;
            first.heading |= p.heading;
        }
        self.place(first);
        cells.into_iter().flatten().for_each(|p| self.place(p));
    }

    pub(crate) fn add_to(mut self, builder: &mut Builder) {
        while !self.rows.is_empty() {
            self.row_end();
        }
        if self.truncated {
            builder.document().warn(ReadWarning::Truncated);
        }
        let mut gap = false;
        for p in self.done {
            if p.is_blank() {
                gap = true;
                continue;
            }
            let bold = p.bold_chars * 2 > p.text.chars().count();
            for (i, line) in p.text.split('\n').enumerate() {
                let line = tidy(line);
                if line.is_empty() {
                    gap = true;
                    continue;
                }
                let bullet = is_bullet(&line) || (p.bullet && i == 0);
                builder.line([(line.as_str(), None)], Style { size: p.size, bold, heading: p.heading, bullet, gap });
                gap = false;
            }
        }
    }
}
