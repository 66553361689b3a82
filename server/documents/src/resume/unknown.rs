//! Recognises headings with unknown words by their formatting, which is the same as that of the known headings.

use super::{
    dates, headings,
    lexicon::{employer_score, is_degree, is_place, is_school, title_score},
    lists,
    text::{Row, trim},
};
use crate::skills::Taxonomy;
use hireq_domain::resume::SectionKind::{self, Experience, Other, Skills};
use std::collections::{BTreeMap, BTreeSet};

/// The formatting of a row: size in tenths of a point, bold, capitals, heading style.
type Setting = (i32, bool, bool, bool);

fn setting(row: &Row<'_>) -> Setting {
    #[expect(clippy::cast_possible_truncation, reason = "sizes of letters are small")]
    let size = (row.size * 10.0).round() as i32;
    (size, row.bold, !row.text.chars().any(char::is_lowercase), row.style_heading)
}

/// No résumé has more unknown headings.
const MOST: usize = 40;

/// Rows with the same formatting as at least three known headings, if most rows with that formatting are headings.
/// `known` says whether a row's words make it a heading.
pub(super) fn headings(rows: &[Row<'_>], body_size: f32, known: impl Fn(usize, &Row<'_>) -> bool) -> BTreeSet<usize> {
    let mut set: BTreeMap<Setting, (usize, Vec<usize>)> = BTreeMap::new();
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| short(row)) {
        let (heads, others) = set.entry(setting(row)).or_default();
        if known(n, row) {
            *heads += 1;
        } else {
            others.push(n);
        }
    }
    // Formatting that the body text shares proves nothing.
    let distinct = |(size, bold, capitals, style): &Setting| {
        *bold || *capitals || *style || body_size > 0.0 && *size as f32 > 10.8 * body_size
    };
    let mut found = BTreeSet::new();
    for (setting, (heads, others)) in set {
        if heads >= 3 && 2 * heads >= 3 * others.len() && distinct(&setting) {
            let room = MOST.saturating_sub(found.len());
            found.extend(others.into_iter().filter(|n| announces(rows, *n)).take(room));
        }
    }
    found
}

/// A few words on a line of their own.
fn short(row: &Row<'_>) -> bool {
    !row.bullet
        && row.chars() <= 45
        && row.text.split_whitespace().count() <= 6
        && !row.text.contains(['@', '\t', '|', ','])
        && !row.text.contains(|c: char| c.is_ascii_digit())
        && row.text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !row.text.trim_end().ends_with('.')
}

/// Whether such a row may be a heading: it names no post, employer or school, and is not directly followed by an
/// entry's dates.
fn announces(rows: &[Row<'_>], at: usize) -> bool {
    let text = rows[at].text.trim();
    let dated = |row: &Row<'_>| !dates::periods(row.text).is_empty();
    let following = &rows[at + 1..];
    title_score(text) == 0
        && employer_score(text) == 0
        && (!text.ends_with(':') || !text.chars().any(char::is_lowercase))
        // In lower case, so that a heading in capitals such as “KIT” is not taken for a school's acronym.
        && !is_school(&text.to_lowercase())
        && !is_degree(text)
        && !is_place(text)
        && following.len() > 1
        && !following.iter().take(2).any(dated)
}

/// Whether there is a period in the rows before the next known heading.
pub(super) fn dated_before_heading(following: &[Row<'_>]) -> bool {
    let dated = |row: &Row<'_>| row.chars() < 160 && dates::periods(row.text).iter().any(dates::Period::is_range);
    following.iter().take(60).take_while(|row| headings::classify(row.text).is_none()).any(dated)
}

/// The kind of section below an unknown heading: positions, if it is a list of periods and no other heading is for
/// positions (`experienced`); skills, if many of its items are known skills, or if it follows a skills section
/// (`current`).
pub(super) fn kind(following: &[Row<'_>], current: SectionKind, experienced: bool) -> SectionKind {
    let rows: Vec<&Row<'_>> =
        following.iter().take_while(|row| headings::classify(row.text).is_none()).take(40).collect();
    let dated = |row: &&&Row<'_>| row.chars() < 60 && dates::periods(row.text).iter().any(dates::Period::is_range);
    if !experienced
        && rows.iter().filter(dated).count() > 1
        && rows.iter().filter(|row| title_score(row.text) > 0).count() > 1
    {
        return Experience;
    }
    let items: Vec<&str> = rows
        .iter()
        .take(8)
        .flat_map(|row| row.text.split(['\t', ',', ';', '•', '|']))
        .map(trim)
        .filter(|item| !item.is_empty())
        .collect();
    let brief = items.iter().filter(|item| item.split(' ').count() <= 4).count();
    let known = items.iter().filter(|item| Taxonomy::get().canonical(item).is_some()).count();
    let table = rows.iter().any(|row| row.text.contains('\t'));
    let goes_on = current == Skills && !table && brief == items.len();
    let labels: Vec<Row<'_>> = rows.iter().map(|row| (*row).clone()).collect();
    if goes_on
        || lists::labelled(&labels)
        || items.len() > 2 && 4 * brief >= 3 * items.len() && 4 * known >= items.len()
    {
        Skills
    } else {
        Other
    }
}
