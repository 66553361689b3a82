//! Where a section's entries have their dates.

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

/// The date by which a row may begin an entry: at an edge of the line or of a cell, periods before single dates.
fn anchor(row: &Row<'_>, ranges_only: bool) -> Option<Period> {
    if row.chars() > 160 {
        return None;
    }
    let found = dates::periods(row.text);
    let rest_short = |p: &Period| {
        let before = row.text[..p.range.start].trim();
        let after = row.text[p.range.end..].trim();
        // Dates stand at an edge of the line or of one of its cells.
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
    /// Its place in the section.
    pub row: usize,
    pub period: Period,
    /// The period goes on at the start of the next row: the bytes of this row that it takes, and those of the next.
    pub spill: Option<(usize, usize)>,
    /// The bytes of the row after the next where the period ends only there, else 0.
    pub tail: usize,
}

impl Anchor {
    /// How many rows the period stands on.
    pub(super) fn rows(&self) -> usize {
        1 + usize::from(self.spill.is_some()) + usize::from(self.tail > 0)
    }
}

/// The rows with entries' periods, in order.
pub(super) fn anchors(rows: &[Row<'_>]) -> Vec<Anchor> {
    let mut found = broken_periods(rows);
    add_dated(rows, Wanted { ranges_only: true, in_items: false }, &mut found);
    if found.is_empty() {
        add_dated(rows, Wanted { ranges_only: true, in_items: true }, &mut found);
    }
    let whole = found.iter().filter(|a| !in_parenthesis(rows, a)).count();
    // A list of nothing but dated items has single dates there as well.
    let only_items = !found.is_empty() && found.iter().all(|a| rows[a.row].bullet);
    add_dated(rows, Wanted { ranges_only: false, in_items: only_items }, &mut found);
    // What was done tells its year in a parenthesis, where the posts' own times stand in none.
    if whole > 1 {
        let post = |a: &Anchor| title_margin(rows[a.row].text) != 0 || rows[a.row].bold || a.spill.is_some();
        found.retain(|a| !in_parenthesis(rows, a) || post(a));
    }
    // Where dates stand on lines or in cells of their own, or in brackets, one within a line of one part tells when
    // something was done.
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

/// Periods that two or three rows share.
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

/// Which dates may begin an entry.
#[derive(Clone, Copy)]
struct Wanted {
    /// Periods with two ends, and no single dates.
    ranges_only: bool,
    /// In list items as well.
    in_items: bool,
}

/// Adds the rows that have such dates and none yet.
fn add_dated(rows: &[Row<'_>], wanted: Wanted, found: &mut Vec<Anchor>) {
    for (row, r) in rows.iter().enumerate() {
        if found.iter().any(|a| (a.row..a.row + a.rows()).contains(&row)) || is_sentence(r) {
            continue;
        }
        let Some(period) = anchor(r, wanted.ranges_only) else { continue };
        // A list item can carry the dates only in a cell of its own: they stand beside it, not in it.
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

/// A sentence is about an entry; but moderncv ends its entries with a full stop as well, and some begin with the date and
/// go on in sentences.
fn is_sentence(row: &Row<'_>) -> bool {
    row.text.trim().ends_with('.')
        && (91..=160).contains(&row.chars())
        && !row.text.contains('\t')
        && !begins_dated(row)
        && !is_post_sentence(row.text)
}

/// Single dates count beside ranges only where they stand in a cell of their own.
fn single_date_fits(row: &Row<'_>, period: &Period, in_items: bool) -> bool {
    let (before, after) = (&row.text[..period.range.start], &row.text[period.range.end..]);
    let own = row.text.contains('\t')
        || before.trim().is_empty() && after.trim_start().starts_with([':', '–', '—'])
        || dates::is_mostly_date(row.text)
        || ends_in(row.text, &period.range) && row.chars() < 110;
    let item = in_items && row.bullet && head_like(&Row { bullet: false, ..row.clone() });
    // moderncv's lines end with a full stop.
    let stopped = || row.text.contains('\t') && begins_dated(row) && row.chars() < 90 && !row.bullet;
    own && (head_like(row) || item || stopped())
}

/// Whether dates stand on a line or in a cell of their own, or in brackets.
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

/// “Deputy manager (Main Street) Mar 2016 – Jul 2019”: two months behind a title are its time.
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

/// Whether a line ends with its date, or with a remark in a parenthesis after it: “…, 2011 (Distinction)”.
fn ends_in(text: &str, date: &Range<usize>) -> bool {
    let after = text[date.end..].trim_start();
    let inside = text[..date.start].rfind('(') > text[..date.start].rfind(')');
    let closed = || after.strip_suffix(')').is_some_and(|rest| !rest.contains(')'));
    after.trim_matches([' ', ')', ']', '.']).is_empty() || (inside || after.starts_with('(')) && closed()
}

/// Whether a date stands in a parenthesis that follows words of its line.
fn in_parenthesis(rows: &[Row<'_>], anchor: &Anchor) -> bool {
    let (before, after) =
        (&rows[anchor.row].text[..anchor.period.range.start], &rows[anchor.row].text[anchor.period.range.end..]);
    before.rfind('(') > before.rfind(')')
        && after.contains(')')
        && !trim(before.split('(').next().unwrap_or_default()).is_empty()
}
