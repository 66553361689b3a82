//! Forms, in which a label before a colon or in the previous cell says what follows.

use super::{
    dates,
    text::{Row, trim},
};
use crate::{fold::fold, vocabulary::vocabulary};

/// What a labelled part is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    Title,
    Employer,
}

/// The role that a label announces. If it names several things (“Department / Position”), the first known one.
fn role(label: &str) -> Option<Role> {
    let labels = &vocabulary().labels;
    let known = |label: &str| {
        if labels.title.has(label) { Some(Role::Title) } else { labels.employer.has(label).then_some(Role::Employer) }
    };
    known(label).or_else(|| parts_of(label).find_map(known).filter(|_| parts_of(label).all(is_known)))
}

/// The words of a label that names several things.
fn parts_of(label: &str) -> impl Iterator<Item = &str> {
    label.split(' ').filter(move |_| label.contains(' '))
}

/// Whether this is a known label in positions; `label` must be folded.
fn is_known(label: &str) -> bool {
    let labels = &vocabulary().labels;
    [&labels.title, &labels.employer, &labels.particulars, &labels.columns].iter().any(|known| known.has(label))
}

/// Splits a text into its label and its value: “Title: Engineer”, “Title → Engineer”, “【役職】店長”.
fn cut(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('【') {
        Some(rest) => rest.split_once('】'),
        None => text.find(['\t', ':']).map(|at| (&text[..at], &text[at..])),
    }
}

/// The segments of a head line without their labels, each with the role that its label announces. A label in a cell of
/// its own applies to the next cell.
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

/// What a form's line is about, judged by its first cell or the words before its colon; `None` if it is not a line of a
/// form.
pub(super) fn line(text: &str) -> Option<Line> {
    let label = fold(cut(text)?.0);
    if role(&label).is_some() {
        Some(Line::Names)
    } else {
        vocabulary().labels.particulars.has(&label).then_some(Line::Particular)
    }
}

/// The title or the employer, if that is all a form's line gives: “Position: Corps Member – Teacher”. `None` if the
/// line also has dates or other cells.
pub(super) fn form_line(text: &str) -> Option<(Role, &str)> {
    let (label, value) = cut(text)?;
    let role = role(&fold(label))?;
    let value = trim(value);
    let alone = !value.is_empty() && !value.contains(['\t', '|', ':', '·', '•']) && dates::periods(value).is_empty();
    alone.then_some((role, value))
}

/// What a line of a form is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Line {
    /// The post or the employer.
    Names,
    /// Any other detail of a position.
    Particular,
}

/// “Technologies: Go, Kafka”: a line below a position that lists the tools used.
pub(super) fn lists(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(label, rest)| !rest.trim().is_empty() && vocabulary().labels.tools.has(&fold(label)))
}

/// The columns of a table of positions, as named in its first row.
pub(super) struct Columns<'a> {
    /// Where that row begins; anything above it is not part of the table.
    start: usize,
    names: Vec<&'a str>,
}

impl<'a> Columns<'a> {
    /// A row names columns if each of its cells is a label and at least one of them stands for a title or an employer.
    pub(super) fn of(row: &Row<'a>) -> Option<Self> {
        let names: Vec<&str> = row.text.split('\t').collect();
        let known = |name: &&str| {
            let folded = fold(name);
            is_known(&folded) || role(&folded).is_some()
        };
        // Just two cells may equally be a form's label and its value.
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

/// The role and value of a cell under a column's name. Under “Department / Position” it may contain both.
fn cell_of<'a>(name: &str, cell: &'a str) -> Option<(Role, &'a str)> {
    let role = role(&fold(name))?;
    let names: Vec<&str> = name.split(['/', '・', '·']).collect();
    let at = names.iter().position(|part| self::role(&fold(part)) == Some(role)).unwrap_or(0);
    let slashed: Vec<&str> = cell.split(['/', '・']).map(trim).collect();
    let spaced: Vec<&str> = cell.split(' ').collect();
    let parts = [slashed, spaced].into_iter().find(|parts| names.len() > 1 && parts.len() == names.len());
    Some((role, parts.map_or_else(|| trim(cell), |parts| parts[at])))
}
