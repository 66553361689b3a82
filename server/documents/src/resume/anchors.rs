//! Where a section's entries have their dates.

use super::{
    broken,
    dates::{self, Period},
    entries::head_like,
    lexicon::{is_town, title_margin},
    segments::{is_post_sentence, part_count},
    text::{Row, trim},
};
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
    let mut found: Vec<Anchor> = Vec::new();
    for pair in rows.windows(2).enumerate() {
        if let (row, [first, second]) = pair
            && let Some((period, taken, spilled)) = broken::broken(first.text, second.text)
        {
            found.push(Anchor { row, period, spill: Some((taken, spilled)), tail: 0 });
        } else if let (row, [first, second]) = pair
            && let Some(period) = broken::broken_beside(first.text, second.text)
        {
            found.push(Anchor { row, period, spill: Some((0, 0)), tail: 0 });
        } else if let (row, [first, second]) = pair
            && let Some(period) = broken::labelled(first.text, second.text)
        {
            found.push(Anchor { row, period, spill: Some((first.text.len(), second.text.len())), tail: 0 });
        }
    }
    for (row, three) in rows.windows(3).enumerate() {
        if let Some((period, [taken, spilled, tail])) = broken::stacked([three[0].text, three[1].text, three[2].text])
            && !found.iter().any(|a| (row.saturating_sub(2)..row + 3).contains(&a.row))
        {
            found.push(Anchor { row, period, spill: Some((taken, spilled)), tail });
        }
    }
    let free = |found: &[Anchor], i: usize| !found.iter().any(|a| (a.row..a.row + a.rows()).contains(&i));
    // A list item can carry the dates only in a cell of its own: they stand beside it, not in it.
    let beside = |r: &Row<'_>, p: &Period| !r.bullet || r.text[..p.range.start].ends_with('\t');
    let add = |ranges_only: bool, in_bullets: bool, found: &mut Vec<Anchor>| {
        for (i, r) in rows.iter().enumerate() {
            let dated = || dates::periods(r.text).first().is_some_and(|p| p.range.start == 0);
            // moderncv ends its entries with a full stop as well, and some begin with the date and go on in sentences.
            let sentence = r.text.trim().ends_with('.')
                && (91..=160).contains(&r.chars())
                && !r.text.contains('\t')
                && !dated()
                && !is_post_sentence(r.text);
            if sentence || !free(found, i) {
                continue;
            }
            let Some(period) = anchor(r, ranges_only) else { continue };
            if !in_bullets && !beside(r, &period) {
                continue;
            }
            if !ranges_only {
                // Single dates count beside ranges only where they stand in a cell of their own.
                let own = r.text.contains('\t')
                    || r.text[..period.range.start].trim().is_empty()
                        && r.text[period.range.end..].trim_start().starts_with([':', '–', '—'])
                    || dates::is_mostly_date(r.text)
                    || ends_in(r.text, &period.range) && r.chars() < 110;
                let item = in_bullets && r.bullet && head_like(&Row { bullet: false, ..r.clone() });
                // moderncv's lines end with a full stop.
                let stopped = r.text.contains('\t') && dated() && r.chars() < 90 && !r.bullet;
                if !(head_like(r) || item || stopped) || !own {
                    continue;
                }
            }
            found.push(Anchor { row: i, period, spill: None, tail: 0 });
        }
    };
    add(true, false, &mut found);
    if found.is_empty() {
        add(true, true, &mut found);
    }
    let whole = found.iter().filter(|a| !in_parenthesis(rows, a)).count();
    // A list of nothing but dated items has single dates there as well.
    let only_items = !found.is_empty() && found.iter().all(|a| rows[a.row].bullet);
    add(false, only_items, &mut found);
    // What was done tells its year in a parenthesis, where the posts' own times stand in none.
    if whole > 1 {
        found.retain(|a| {
            !in_parenthesis(rows, a) || title_margin(rows[a.row].text) != 0 || rows[a.row].bold || a.spill.is_some()
        });
    }
    // Where dates stand on lines or in cells of their own, or in brackets, one within a line of one part tells when
    // something was done.
    let apart = |a: &Anchor| {
        let text = rows[a.row].text;
        a.spill.is_some()
            || dates::is_mostly_date(text)
            || text.contains('\t')
            || text[..a.period.range.start].trim_end().ends_with(['[', '('])
            // “setembro de 2019 a atualidade, Setúbal”
            || text[..a.period.range.start].trim().is_empty() && is_town(&text[a.period.range.end..])
    };
    // “Deputy manager (Main Street) Mar 2016 – Jul 2019”: two months behind a title are its time.
    let of_title = |a: &Anchor| {
        let text = rows[a.row].text;
        let months = a.period.start.is_some_and(|start| start.month.is_some());
        months
            && text[a.period.range.clone()].contains(['–', '-', '—'])
            && ends_in(text, &a.period.range)
            && title_margin(text) > 0
    };
    let own = found.iter().filter(|a| apart(a)).count();
    if own > 1 && 2 * own > found.len() {
        found.retain(|a| apart(a) || rows[a.row].bold || part_count(rows[a.row].text) > 1 || of_title(a));
    }
    found.sort_by_key(|a| a.row);
    found
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
