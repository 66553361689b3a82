//! Dates as people and programs write them into a JSON Resume: `2021-07-01`, and also “July 2021” and “07/2021”.

use crate::resume::{PartialDate, PeriodEnd};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Words for a period that lasts.
const LASTING: [&str; 6] = ["present", "current", "now", "today", "ongoing", "to date"];

/// A date, if a text is one. Of words in languages that are not known here the year is certain.
pub(super) fn start_date(text: &str) -> Option<PartialDate> {
    let plain = text.trim().splitn(3, '-').take(2).collect::<Vec<_>>().join("-").parse().ok();
    plain.or_else(|| in_words(text))
}

/// The end of a period. Nothing says that it lasts, and so do words for that; other words are never taken for it.
pub(super) fn end_date(text: &str, start: Option<PartialDate>) -> Option<PeriodEnd> {
    let words = text.trim().to_lowercase();
    let lasts = words.is_empty() && start.is_some() || LASTING.contains(&words.as_str());
    if lasts { Some(PeriodEnd::Present) } else { start_date(text).map(PeriodEnd::On) }
}

/// “July 2021”, “07/2021”, “01.07.2021”, “2021 juillet”: the year, and the month where it is an English word or stands in
/// figures right beside the year.
fn in_words(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let mut years = words.iter().enumerate().filter(|(_, word)| year(word));
    // Two years are a period, and nobody knows which of its ends is meant.
    let ((at, year), None) = (years.next()?, years.next()) else { return None };
    let named = words.iter().find_map(|word| MONTHS.iter().position(|month| word.to_lowercase().starts_with(month)));
    let in_figures = || {
        let beside = at.checked_sub(1).and_then(|before| words.get(before)).or_else(|| words.get(at + 1))?;
        beside.parse::<u32>().ok().filter(|month| (1..=12).contains(month))
    };
    let date: PartialDate = year.parse().ok()?;
    Some(PartialDate { month: named.map(|month| month as u32 + 1).or_else(in_figures), ..date })
}
