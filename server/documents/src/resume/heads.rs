//! Recognises lines that could name an entry.

use super::{labels, text::Row};
use crate::{fold::fold, vocabulary::vocabulary};

/// A line that could name an entry: short, and neither a list item nor a sentence.
pub(super) fn head_like(row: &Row<'_>) -> bool {
    let text = row.text.trim();
    let lower = text.chars().next().is_some_and(char::is_lowercase);
    let abbreviated = |w: &str| {
        w.matches('.').count() > 1
            || w.to_lowercase().strip_suffix('.').is_some_and(|w| vocabulary().words.abbreviations.has(w))
    };
    let ends = text.ends_with('.') && text.rsplit(' ').next().is_some_and(|w| !abbreviated(w));
    let sentence = ends
        && text.rsplit_once(' ').is_some_and(|(before, w)| before.contains(' ') || w.starts_with(char::is_lowercase))
        || text.ends_with(',')
        || text.ends_with(';');
    !row.bullet && row.chars() <= 110 && !lower && !sentence && !column_names(row) && !labels::lists(text)
}

/// Whether the row names the columns of a table.
fn column_names(row: &Row<'_>) -> bool {
    let cells: Vec<&str> = row.text.trim().split('\t').collect();
    labels::Columns::of(row).is_some()
        || cells.len() > 1
        // “Position: → Company Driver” is a line of a form.
        && !cells[0].trim_end().ends_with(':')
        && cells
            .iter()
            .filter(|c| {
                let folded = fold(c);
                let first = folded.split(' ').next().unwrap_or_default();
                vocabulary().labels.columns.has(first) && folded.split(' ').count() <= 4
            })
            .count()
            * 2
            > cells.len()
}
