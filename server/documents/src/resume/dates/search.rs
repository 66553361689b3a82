//! Searches a line for periods, one notation after another. Where two notations match the same letters, the first one
//! wins.

use super::{PartialDate, Period, PeriodEnd, full_year, month_number, patterns, read_point};
use regex::{Captures, Regex};
use std::{collections::BTreeMap, ops::Range};

/// The notations of periods, most reliable first.
const NOTATIONS: [fn(&str) -> Vec<Period>; 9] = [
    two_ends,
    two_columns,
    months_of_one_year,
    since,
    cell_without_end,
    short_years,
    numbered_months,
    named_months,
    single_dates,
];

/// The longest span, in years, of academic or financial years: “2018/19” and “2015-21”, but hardly “2001-24”.
const LONGEST_SHORT: i32 = 12;

pub(super) fn search(text: &str) -> Vec<Period> {
    let mut found: BTreeMap<usize, Period> = BTreeMap::new();
    for period in NOTATIONS.iter().flat_map(|notation| notation(text)) {
        // The periods found so far do not overlap, so only the last one that starts before this one's end can overlap
        // with it.
        let last = found.range(..period.range.end).next_back();
        if last.is_none_or(|(_, f)| f.range.end <= period.range.start) {
            found.insert(period.range.start, period);
        }
    }
    found.into_values().collect()
}

/// Applies one notation to a text. `read` receives each match and its range.
fn each(pattern: &Regex, text: &str, read: impl Fn(&Captures<'_>, Range<usize>) -> Option<Period>) -> Vec<Period> {
    pattern.captures_iter(text).filter_map(|c| read(&c, c.get(0)?.range())).collect()
}

fn end_of(c: &Captures<'_>) -> Option<PeriodEnd> {
    if c.name("now").is_some() { Some(PeriodEnd::Present) } else { read_point(c, 2).map(PeriodEnd::On) }
}

/// Whether the end is not before the start.
fn in_order(start: PartialDate, end: PartialDate) -> bool {
    (start.year, start.month) <= (end.year, end.month)
}

/// “Jul 2021 – Present”.
fn two_ends(text: &str) -> Vec<Period> {
    let p = patterns();
    each(&p.range, text, |c, mut range| {
        let start = read_point(c, 1)?;
        let mut end = end_of(c)?;
        // “2015 September – 2018 March”: the start shows that here months follow their years.
        if let (Some(_), Some(year), PeriodEnd::On(date)) = (c.name("ky1"), c.name("yy2"), &mut end)
            && year.end() == range.end
            && let Some(month) = p.month_behind.captures(&text[range.end..])
        {
            date.month = month_number(&month["m"]).map(|m| m as u32);
            range.end += month[0].len();
        }
        Some(Period { range, start: Some(start), end: Some(end) })
    })
}

/// A table's columns “from” and “to”.
fn two_columns(text: &str) -> Vec<Period> {
    each(&patterns().columns, text, |c, range| {
        let start = read_point(c, 1)?;
        let end = end_of(c)?;
        let cells = (range.start == 0 || text[..range.start].ends_with('\t'))
            && (range.end == text.len() || text[range.end..].starts_with('\t'));
        let ordered = match end {
            PeriodEnd::On(end) => in_order(start, end),
            PeriodEnd::Present => true,
        };
        (cells && ordered).then_some(Period { range, start: Some(start), end: Some(end) })
    })
}

/// “May – Aug 2019”.
fn months_of_one_year(text: &str) -> Vec<Period> {
    each(&patterns().months_then_year, text, |c, range| {
        let year = c["y"].parse().ok()?;
        let date = |name: &str| PartialDate { year, month: month_number(&c[name]).map(|m| m as u32) };
        Some(Period { range, start: Some(date("m1")), end: Some(PeriodEnd::On(date("m2"))) })
    })
}

/// “Since 03/2019”.
fn since(text: &str) -> Vec<Period> {
    each(&patterns().open, text, |c, range| {
        Some(Period { range, start: read_point(c, 1), end: Some(PeriodEnd::Present) })
    })
}

/// “01/2021 –” in a cell of its own: the end was left empty.
fn cell_without_end(text: &str) -> Vec<Period> {
    each(&patterns().single, text, |c, range| {
        let start = read_point(c, 1)?;
        let after = text[range.end..].trim_start_matches(' ').strip_prefix(['–', '-', '—'])?;
        let range = range.start..text.len() - after.len();
        after.trim_start_matches(' ').starts_with('\t').then_some(Period {
            range,
            start: Some(start),
            end: Some(PeriodEnd::Present),
        })
    })
}

/// “2018/19”. But 2019-04 is a month.
fn short_years(text: &str) -> Vec<Period> {
    each(&patterns().short, text, |c, range| {
        let (first, last): (i32, i32) = (c["a"].parse().ok()?, c["b"].parse().ok()?);
        let end = first / 100 * 100 + last;
        let years = end > first && end - first < LONGEST_SHORT && (last > 12 || &c["s"] == "–");
        let date = |year| PartialDate { year, month: None };
        years.then(|| Period { range, start: Some(date(first)), end: Some(PeriodEnd::On(date(end))) })
    })
}

/// “06/17-09/25”.
fn numbered_months(text: &str) -> Vec<Period> {
    each(&patterns().short_months, text, |c, range| {
        // It is part of a fraction, a date or a longer number.
        if text[..range.start].ends_with(['/', '.', '-', '’', '\'']) || text[range.end..].starts_with(['/', '.', '-'])
        {
            return None;
        }
        let date = |month: &str, year: &str| {
            let (month, year) = (c.name(month)?.as_str().parse().ok()?, c.name(year)?.as_str().parse().ok()?);
            Some(PartialDate { year: full_year(year), month: Some(month) })
        };
        short_period(range, date("m1", "y1")?, date("m2", "y2"))
    })
}

/// “Oct 14 – now”.
fn named_months(text: &str) -> Vec<Period> {
    each(&patterns().short_names, text, |c, range| {
        // The number was a day, and the year follows it.
        if text[range.end..].trim_start_matches([',', ' ']).starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let date = |month: &str, year: &str| {
            let year = full_year(c.name(year)?.as_str().parse().ok()?);
            Some(PartialDate { year, month: month_number(c.name(month)?.as_str()).map(|m| m as u32) })
        };
        short_period(range, date("m1", "y1")?, date("m2", "y2"))
    })
}

/// Two-digit years may be something else, so the two ends must be in order. A period without an end is ongoing.
fn short_period(range: Range<usize>, start: PartialDate, end: Option<PartialDate>) -> Option<Period> {
    end.is_none_or(|end| in_order(start, end)).then(|| Period {
        range,
        start: Some(start),
        end: Some(end.map_or(PeriodEnd::Present, PeriodEnd::On)),
    })
}

fn single_dates(text: &str) -> Vec<Period> {
    each(&patterns().single, text, |c, range| {
        Some(Period { range, start: None, end: Some(PeriodEnd::On(read_point(c, 1)?)) })
    })
}
