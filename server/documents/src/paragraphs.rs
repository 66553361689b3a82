//! What word processors have in common: paragraphs, and tables that are either rows of a list or columns
//! of a page.

use crate::document::{Builder, Style, is_bullet, tidy};

/// A paragraph. Line breaks inside it are `\n`.
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

/// Where paragraphs go while a table is open.
#[derive(Default)]
pub(crate) struct Flow {
    rows: Vec<Vec<Vec<Paragraph>>>,
    done: Vec<Paragraph>,
}

impl Flow {
    pub(crate) fn paragraph(&mut self, p: Paragraph) {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(p),
            None => self.done.push(p),
        }
    }

    pub(crate) fn row_start(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(crate) fn cell_start(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// A row whose first cell is one short label reads across; any other reads cell by cell.
    pub(crate) fn row_end(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        let cells: Vec<Vec<Paragraph>> = row
            .into_iter()
            .map(|c| c.into_iter().filter(|p| !p.is_blank()).collect::<Vec<_>>())
            .filter(|c| !c.is_empty())
            .collect();
        let label = |c: &Vec<Paragraph>| c.len() == 1 && c[0].text.chars().count() <= 60;
        let across = cells.len() > 1 && (label(&cells[0]) || cells.iter().skip(1).all(label));
        if !across {
            cells.into_iter().flatten().for_each(|p| self.paragraph(p));
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
        self.paragraph(first);
        cells.into_iter().flatten().for_each(|p| self.paragraph(p));
    }

    pub(crate) fn add_to(mut self, builder: &mut Builder) {
        while !self.rows.is_empty() {
            self.row_end();
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
