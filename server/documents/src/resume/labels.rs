//! Forms: what stands before a colon, or in the cell before, says what follows.

use super::{dates, text::trim};
use crate::{fold::fold, vocabulary::vocabulary};

/// What a label says a part is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    Title,
    Employer,
}

fn role(label: &str) -> Option<Role> {
    let labels = &vocabulary().labels;
    if labels.title.has(label) { Some(Role::Title) } else { labels.employer.has(label).then_some(Role::Employer) }
}

/// The segments of a head's line without their labels, each with what its label says. A label in a cell of its own speaks
/// of the next.
pub(super) fn labelled(segments: Vec<&str>) -> Vec<(Option<Role>, &str)> {
    let mut found = Vec::new();
    let mut before = None;
    for segment in segments {
        let label = fold(segment.split_once(':').map_or(segment, |(label, _)| label));
        let role = role(&label);
        if role.is_none() && !vocabulary().labels.particulars.has(&label) {
            found.push((before.take(), segment));
            continue;
        }
        match segment.split_once(':').map(|(_, rest)| trim(rest)).filter(|rest| !rest.is_empty()) {
            Some(rest) => found.push((role, rest)),
            None => before = role,
        }
    }
    found
}

/// What the first cell of a form's line, or what stands before its colon, says of the rest. None of a line that is none of
/// a form's.
pub(super) fn line(text: &str) -> Option<Line> {
    let label = fold(text.split(['\t', ':']).next().unwrap_or_default());
    if label.len() >= text.len() {
        None
    } else if role(&label).is_some() {
        Some(Line::Names)
    } else {
        vocabulary().labels.particulars.has(&label).then_some(Line::Particular)
    }
}

/// What a form's line says is the title or the employer, whole: “Position: Corps Member – Teacher”. None where the line
/// has dates or other cells as well.
pub(super) fn form_line(text: &str) -> Option<(Role, &str)> {
    let at = text.find(['\t', ':'])?;
    let role = role(&fold(&text[..at]))?;
    let value = trim(&text[at..]);
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
