//! Dates in the notations that occur in JSON Resumes: `2021-07-01`, but also “July 2021” and “07/2021”.

use crate::resume::{PartialDate, PeriodEnd};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Words for an ongoing period.
const LASTING: [&str; 6] = ["present", "current", "now", "today", "ongoing", "to date"];

/// A date, if the text is one. With words of unknown languages, only the year is taken.
pub(super) fn start_date(text: &str) -> Option<PartialDate> {
    let plain = text.trim().splitn(3, '-').take(2).collect::<Vec<_>>().join("-").parse().ok();
    plain.or_else(|| in_words(text))
}

/// The end of a period. An empty text means ongoing, as do the words for that; other words are never interpreted that
/// way.
pub(super) fn end_date(text: &str, start: Option<PartialDate>) -> Option<PeriodEnd> {
    let words = text.trim().to_lowercase();
    let lasts = words.is_empty() && start.is_some() || LASTING.contains(&words.as_str());
    if lasts { Some(PeriodEnd::Present) } else { start_date(text).map(PeriodEnd::On) }
}

/// “July 2021”, “07/2021”, “01.07.2021”, “2021 juillet”: the year, and the month if it is an English word or a number
/// right beside the year.
fn in_words(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let mut years = words.iter().enumerate().filter(|(_, word)| year(word));
    // Two years are a period, of which either end could be meant.
    let ((at, year), None) = (years.next()?, years.next()) else { return None };
    let named = words.iter().find_map(|word| MONTHS.iter().position(|month| word.to_lowercase().starts_with(month)));
    let in_figures = || {
        let beside = at.checked_sub(1).and_then(|before| words.get(before)).or_else(|| words.get(at + 1))?;
        beside.parse::<u32>().ok().filter(|month| (1..=12).contains(month))
    };
    let date: PartialDate = year.parse().ok()?;
    Some(PartialDate { month: named.map(|month| month as u32 + 1).or_else(in_figures), ..date })
}
