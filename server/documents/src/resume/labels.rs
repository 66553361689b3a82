//! Forms: what stands before a colon, or in the cell before, says what follows.

use super::{
    dates,
    text::{Row, trim},
};
use crate::{fold::fold, vocabulary::vocabulary};

/// What a label says a part is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    Title,
    Employer,
}

/// What a label says; of one that names several things (“Department / Position”) what one of them says.
fn role(label: &str) -> Option<Role> {
    let labels = &vocabulary().labels;
    let one = |label: &str| {
        if labels.title.has(label) { Some(Role::Title) } else { labels.employer.has(label).then_some(Role::Employer) }
    };
    one(label).or_else(|| parts_of(label).find_map(one).filter(|_| parts_of(label).all(is_known)))
}

/// The words of a label that names several things.
fn parts_of(label: &str) -> impl Iterator<Item = &str> {
    label.split(' ').filter(move |_| label.contains(' '))
}

/// Whether a folded text is a label of positions.
fn is_known(label: &str) -> bool {
    let labels = &vocabulary().labels;
    [&labels.title, &labels.employer, &labels.particulars, &labels.columns].iter().any(|known| known.has(label))
}

/// A text's label and what stands behind it: “Title: Engineer”, “Title → Engineer”, “【役職】店長”.
fn cut(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('【') {
        Some(rest) => rest.split_once('】'),
        None => text.find(['\t', ':']).map(|at| (&text[..at], &text[at..])),
    }
}

/// The segments of a head's line without their labels, each with what its label says. A label in a cell of its own speaks
/// of the next.
pub(super) fn labelled(segments: Vec<&str>) -> Vec<(Option<Role>, &str)> {
    let mut found = Vec::new();
    let mut before = None;
    for segment in segments {
        let (label, rest) = cut(segment).unwrap_or((segment, ""));
        let label = fold(label);
        let role = role(&label);
        if role.is_none() && !vocabulary().labels.particulars.has(&label) {
            found.push((before.take(), segment));
            continue;
        }
        match trim(rest) {
            "" => before = role,
            rest => found.push((role, rest)),
        }
    }
    found
}

/// What the first cell of a form's line, or what stands before its colon, says of the rest. None of a line that is none of
/// a form's.
pub(super) fn line(text: &str) -> Option<Line> {
    let label = fold(cut(text)?.0);
    if role(&label).is_some() {
        Some(Line::Names)
    } else {
        vocabulary().labels.particulars.has(&label).then_some(Line::Particular)
    }
}

/// What a form's line says is the title or the employer, whole: “Position: Corps Member – Teacher”. None where the line
/// has dates or other cells as well.
pub(super) fn form_line(text: &str) -> Option<(Role, &str)> {
    let (label, value) = cut(text)?;
    let role = role(&fold(label))?;
    let value = trim(value);
    let alone = !value.is_empty() && !value.contains(['\t', '|', ':', '·', '•']) && dates::periods(value).is_empty();
    alone.then_some((role, value))
}

/// What a form's line is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Line {
    /// The post or the employer.
    Names,
    /// Anything else about a position.
    Particular,
}

/// “Technologies: Go, Kafka”: a line below a position that lists what it was done with.
pub(super) fn lists(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(label, rest)| !rest.trim().is_empty() && vocabulary().labels.tools.has(&fold(label)))
}

/// The columns of a table of positions, as its first row names them.
pub(super) struct Columns<'a> {
    /// Where the row begins: what stands above it is none of the table's.
    start: usize,
    names: Vec<&'a str>,
}

impl<'a> Columns<'a> {
    /// A row names columns where each of its cells is a label, and one of them says what a title or an employer is.
    pub(super) fn of(row: &Row<'a>) -> Option<Self> {
        let names: Vec<&str> = row.text.split('\t').collect();
        let known = |name: &&str| {
            let folded = fold(name);
            is_known(&folded) || role(&folded).is_some()
        };
        // Two cells may as well be a form's label and what it says.
        let fits = names.len() > 2 && names.iter().all(known) && names.iter().any(|name| role(&fold(name)).is_some());
        fits.then_some(Self { start: row.start, names })
    }

    /// The title and the employer in a row of the table.
    pub(super) fn cells<'b>(&self, row: &Row<'b>) -> Option<Vec<(Role, &'b str)>> {
        let cells: Vec<&str> = row.text.split('\t').collect();
        let fits = row.start > self.start && cells.len() == self.names.len();
        let named = self.names.iter().zip(cells).filter_map(|(name, cell)| cell_of(name, cell));
        fits.then(|| named.collect())
    }
}

/// What a cell says under a column's name. Under “Department / Position” it may hold both.
fn cell_of<'a>(name: &str, cell: &'a str) -> Option<(Role, &'a str)> {
    let role = role(&fold(name))?;
    let names: Vec<&str> = name.split(['/', '・', '·']).collect();
    let at = names.iter().position(|part| self::role(&fold(part)) == Some(role)).unwrap_or(0);
    let slashed: Vec<&str> = cell.split(['/', '・']).map(trim).collect();
    let spaced: Vec<&str> = cell.split(' ').collect();
    let parts = [slashed, spaced].into_iter().find(|parts| names.len() > 1 && parts.len() == names.len());
    Some((role, parts.map_or_else(|| trim(cell), |parts| parts[at])))
}
