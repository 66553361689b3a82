//! Finds the dates that mark a section's entries.

use super::{
    broken,
    dates::{self, Period},
    heads::head_like,
    lexicon::{employer_score, is_town, title_margin},
    segments::{is_post_sentence, part_count},
    text::{Row, trim},
};
use crate::vocabulary::is_spaceless;
use std::ops::Range;

/// The date that may mark a row as the start of an entry: at an edge of the line or of a cell, with periods preferred
/// over single dates.
fn anchor(row: &Row<'_>, ranges_only: bool) -> Option<Period> {
    if row.chars() > 160 {
        return None;
    }
    let found = dates::periods(row.text);
    let rest_short = |p: &Period| {
        let before = row.text[..p.range.start].trim();
        let after = row.text[p.range.end..].trim();
        // Such dates are at an edge of the line or of one of its cells.
        let edge = before.is_empty()
            || dates::leads(before)
            || matches!(after, "" | ".")
            || row.text[..p.range.start].ends_with(['\t', '(', '[', '|', ',', '–'])
            || row.text[p.range.end..].starts_with(['\t', ')', ']', '|', ',', ':'])
            || row.text[..p.range.start].trim_end().ends_with(['(', '[', '|', '•', '·', ',', '/', '—', '–', ':'])
            || row.text[p.range.end..].trim_start().starts_with([')', ']', '|', '•', '·', ',', '—', '–', ':']);
        edge && !before.ends_with(" in") && !before.ends_with(" since")
    };
    if let Some(p) = found.iter().find(|p| p.is_range() && rest_short(p)) {
        return Some(p.clone());
    }
    if ranges_only {
        return None;
    }
    found.into_iter().find(|p| rest_short(p))
}

/// A row with an entry's period.
pub(super) struct Anchor {
    /// The row's index in the section.
    pub row: usize,
    pub period: Period,
    /// If the period continues at the start of the next row: how many bytes it takes of this row, and of the next one.
    pub spill: Option<(usize, usize)>,
    /// How many bytes it takes of a third row if it ends only there, otherwise 0.
    pub tail: usize,
}

impl Anchor {
    /// How many rows the period spans.
    pub(super) fn rows(&self) -> usize {
        1 + usize::from(self.spill.is_some()) + usize::from(self.tail > 0)
    }
}

/// The rows with the periods of entries, in order.
pub(super) fn anchors(rows: &[Row<'_>]) -> Vec<Anchor> {
    let mut found = broken_periods(rows);
    add_dated(rows, Wanted { ranges_only: true, in_items: false }, &mut found);
    if found.is_empty() {
        add_dated(rows, Wanted { ranges_only: true, in_items: true }, &mut found);
    }
    let whole = found.iter().filter(|a| !in_parenthesis(rows, a)).count();
    // If all entries are dated list items, single dates in list items count too.
    let only_items = !found.is_empty() && found.iter().all(|a| rows[a.row].bullet);
    add_dated(rows, Wanted { ranges_only: false, in_items: only_items }, &mut found);
    // A year in parentheses is the date of an achievement, if the positions' own dates are not in parentheses.
    if whole > 1 {
        let post = |a: &Anchor| title_margin(rows[a.row].text) != 0 || rows[a.row].bold || a.spill.is_some();
        found.retain(|a| !in_parenthesis(rows, a) || post(a));
    }
    // If dates usually are on lines or in cells of their own, or in brackets, a date inside a one-part line is the date
    // of an achievement.
    let own = found.iter().filter(|a| stands_apart(rows, a)).count();
    if own > 1 && 2 * own > found.len() {
        let several = |a: &Anchor| part_count(rows[a.row].text) > 1;
        found.retain(|a| {
            stands_apart(rows, a)
                || rows[a.row].bold
                || several(a)
                || is_time_of_title(rows, a)
                || is_time_of_employer(&rows[a.row])
        });
    }
    found.sort_by_key(|a| a.row);
    found
}

/// Periods that span two or three rows.
fn broken_periods(rows: &[Row<'_>]) -> Vec<Anchor> {
    let mut found: Vec<Anchor> = Vec::new();
    for (row, two) in rows.windows(2).enumerate() {
        let (first, second) = (two[0].text, two[1].text);
        let shared = broken::broken(first, second)
            .map(|(period, taken, spilled)| (period, (taken, spilled)))
            .or_else(|| broken::broken_beside(first, second).map(|period| (period, (0, 0))))
            .or_else(|| broken::labelled(first, second).map(|period| (period, (first.len(), second.len()))));
        found.extend(shared.map(|(period, spill)| Anchor { row, period, spill: Some(spill), tail: 0 }));
    }
    for (row, three) in rows.windows(3).enumerate() {
        if let Some((period, [taken, spilled, tail])) = broken::stacked([three[0].text, three[1].text, three[2].text])
            && !found.iter().any(|a| (row.saturating_sub(2)..row + 3).contains(&a.row))
        {
            found.push(Anchor { row, period, spill: Some((taken, spilled)), tail });
        }
    }
    found
}

/// Which dates may mark an entry.
#[derive(Clone, Copy)]
struct Wanted {
    /// Only periods with two ends, no single dates.
    ranges_only: bool,
    /// Also in list items.
    in_items: bool,
}

/// Adds rows with such dates that are not in the list yet.
fn add_dated(rows: &[Row<'_>], wanted: Wanted, found: &mut Vec<Anchor>) {
    for (row, r) in rows.iter().enumerate() {
        if found.iter().any(|a| (a.row..a.row + a.rows()).contains(&row)) || is_sentence(r) {
            continue;
        }
        let Some(period) = anchor(r, wanted.ranges_only) else { continue };
        // Of list items, only those with the dates in a cell of their own: the dates are then beside the item, not in
        // it.
        let beside = !r.bullet || r.text[..period.range.start].ends_with('\t');
        if (wanted.in_items || beside) && (wanted.ranges_only || single_date_fits(r, &period, wanted.in_items)) {
            found.push(Anchor { row, period, spill: None, tail: 0 });
        }
    }
}

/// Whether a row begins with its date.
fn begins_dated(row: &Row<'_>) -> bool {
    dates::periods(row.text).first().is_some_and(|p| p.range.start == 0)
}

/// A sentence describes an entry rather than starting one. But moderncv also ends entries with a full stop, and some
/// entries begin with a date and continue in sentences.
fn is_sentence(row: &Row<'_>) -> bool {
    row.text.trim().ends_with('.')
        && (91..=160).contains(&row.chars())
        && !row.text.contains('\t')
        && !begins_dated(row)
        && !is_post_sentence(row.text)
}

/// Among ranges, single dates only count in a cell of their own.
fn single_date_fits(row: &Row<'_>, period: &Period, in_items: bool) -> bool {
    let (before, after) = (&row.text[..period.range.start], &row.text[period.range.end..]);
    let own = row.text.contains('\t')
        || before.trim().is_empty() && after.trim_start().starts_with([':', '–', '—'])
        || dates::is_mostly_date(row.text)
        || ends_in(row.text, &period.range) && row.chars() < 110;
    let item = in_items && row.bullet && head_like(&Row { bullet: false, ..row.clone() });
    // In moderncv, lines end with a full stop.
    let stopped = || row.text.contains('\t') && begins_dated(row) && row.chars() < 90 && !row.bullet;
    own && (head_like(row) || item || stopped())
}

/// Whether dates are on a line or in a cell of their own, or in brackets.
fn stands_apart(rows: &[Row<'_>], anchor: &Anchor) -> bool {
    let text = rows[anchor.row].text;
    let before = &text[..anchor.period.range.start];
    anchor.spill.is_some()
        || dates::is_mostly_date(text)
        || text.contains('\t')
        || before.trim_end().ends_with(['[', '('])
        // “setembro de 2019 a atualidade, Setúbal”
        || before.trim().is_empty() && is_town(&text[anchor.period.range.end..])
}

/// “Deputy manager (Main Street) Mar 2016 – Jul 2019”: a period with two months after a title is the title's.
fn is_time_of_title(rows: &[Row<'_>], anchor: &Anchor) -> bool {
    let text = rows[anchor.row].text;
    anchor.period.start.is_some_and(|start| start.month.is_some())
        && text[anchor.period.range.clone()].contains(['–', '-', '—'])
        && ends_in(text, &anchor.period.range)
        && title_margin(text) > 0
}

/// “2019年8月~現在 株式会社ネクスト” above a table of the posts there.
fn is_time_of_employer(row: &Row<'_>) -> bool {
    begins_dated(row) && employer_score(row.text) > 1 && row.text.contains(is_spaceless)
}

/// Whether a line ends with its date, or with a remark in parentheses after it: “…, 2011 (Distinction)”.
fn ends_in(text: &str, date: &Range<usize>) -> bool {
    let after = text[date.end..].trim_start();
    let inside = text[..date.start].rfind('(') > text[..date.start].rfind(')');
    let closed = || after.strip_suffix(')').is_some_and(|rest| !rest.contains(')'));
    after.trim_matches([' ', ')', ']', '.']).is_empty() || (inside || after.starts_with('(')) && closed()
}

/// Whether a date is in parentheses after other words of its line.
fn in_parenthesis(rows: &[Row<'_>], anchor: &Anchor) -> bool {
    let (before, after) =
        (&rows[anchor.row].text[..anchor.period.range.start], &rows[anchor.row].text[anchor.period.range.end..]);
    before.rfind('(') > before.rfind(')')
        && after.contains(')')
        && !trim(before.split('(').next().unwrap_or_default()).is_empty()
}
