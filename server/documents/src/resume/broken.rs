//! Periods that span two or three lines, because a narrow column wrapped them or a form has a line for each end.

use super::dates::{self, MAX_DATED, Period, may_be_dated, month_number, patterns, read_point};
use crate::{
    fold::fold,
    vocabulary::{Folded, vocabulary},
};
use hireq_domain::resume::{PartialDate, PeriodEnd};

/// A period on two lines of a narrow column: “04/2020–” above “heute”. Returns the period and how many bytes it takes
/// of each line.
pub(super) fn broken(first: &str, second: &str) -> Option<(Period, usize, usize)> {
    if first.len() > MAX_DATED {
        return None;
    }
    let p = patterns();
    let may_precede = |before: &str| before.trim().is_empty() || dates::leads(before.trim());
    let c = p.single.captures(first).filter(|c| c.get(0).is_some_and(|m| may_precede(&first[..m.start()])))?;
    let end = c.get(0)?.end();
    let dash = first[end..].trim_start();
    let between = dash.chars().next().filter(|c| matches!(c, '-' | '–' | '—')).map(char::len_utf8);
    // “Da settembre 2016 a” above “febbraio 2020”
    let word = dash.split('\t').next().unwrap_or_default().trim_end();
    // “October 2017 to September” above “2018”
    let month = |(word, month): (&str, &str)| is_between(word) && month_number(month.trim_end_matches('.')).is_some();
    let before_month = || word.split_once(' ').filter(|pair| month(*pair)).map(|(word, _)| word.len());
    let between = between.or_else(|| is_between(word).then_some(word.len())).or_else(before_month);
    let taken = first.len() - dash.len() + between?;
    if !first[taken..].starts_with(char::is_whitespace) && taken < first.len() {
        return None;
    }
    // “2013 – 2018: a course” is complete.
    let rest = first[taken..].trim_start();
    if p.present.is_match(rest) || p.single.find(rest).is_some_and(|m| m.start() == 0) {
        return None;
    }
    let start = read_point(&c, 1)?;
    let cell = second.split('\t').next()?;
    // “Mar 2021 – Dec” above “2022”
    if let Some(month) = rest.split('\t').next().map(|m| m.trim().trim_end_matches('.'))
        && let Some(number) = month_number(month)
        && let Some(year) = cell.get(..4).filter(|_| !cell[4..].starts_with(char::is_alphanumeric))
        && let Some(year) = year.parse::<i32>().ok().filter(|year| (start.year..start.year + 60).contains(year))
    {
        let taken = taken + first[taken..].find(month)? + month.len();
        let taken = taken + usize::from(first[taken..].starts_with('.'));
        let end = PartialDate { year, month: Some(number as u32) };
        return Some((Period { range: 0..taken, start: Some(start), end: Some(PeriodEnd::On(end)) }, taken, 4));
    }
    if let Some(c2) = p.single.captures(cell)
        && let Some(m) = c2.get(0)
        && cell[..m.start()].trim().is_empty()
        && cell[m.end()..].chars().next().is_none_or(char::is_whitespace)
    {
        let date = read_point(&c2, 1)?;
        return (date.year >= start.year).then_some((
            Period { range: 0..taken, start: Some(start), end: Some(PeriodEnd::On(date)) },
            taken,
            m.end(),
        ));
    }
    let now = p.present.find(cell).filter(|m| m.start() == 0)?;
    Some((Period { range: 0..taken, start: Some(start), end: Some(PeriodEnd::Present) }, taken, now.end()))
}

/// A period on three lines of a narrow column: “Feb 2020” above “to” above “Date”. Returns how many bytes it takes of
/// each line.
pub(super) fn stacked(lines: [&str; 3]) -> Option<(Period, [usize; 3])> {
    let cell = |n: usize| lines[n].split('\t').next().unwrap_or_default().trim_end();
    let p = patterns();
    let date = |text: &str| {
        let c = p.single.captures(text)?;
        (c.get(0)?.as_str().len() == text.len()).then(|| read_point(&c, 1)).flatten()
    };
    if !is_between(cell(1)) || !may_be_dated(lines[0]) {
        return None;
    }
    let start = date(cell(0))?;
    let end = match date(cell(2)) {
        Some(end) => Some(end).filter(|end| end.year >= start.year).map(PeriodEnd::On),
        None => p.present.find(cell(2)).filter(|m| m.len() == cell(2).len()).map(|_| PeriodEnd::Present),
    };
    let taken = [cell(0).len(), cell(1).len(), cell(2).len()];
    Some((Period { range: 0..taken[0], start: Some(start), end: Some(end?) }, taken))
}

/// Whether the cell contains only a word or sign that comes between a period's two dates.
fn is_between(cell: &str) -> bool {
    matches!(cell, "-" | "–" | "—") || vocabulary().periods.between.has(&cell.to_lowercase())
}

/// A period on two lines of a form: “Fecha de ingreso: Junio de 2018” above “Fecha de retiro: Diciembre de 2020”.
pub(super) fn labelled(first: &str, second: &str) -> Option<Period> {
    let periods = &vocabulary().periods;
    let value = |line: &str, labels: &Folded| {
        let (label, value) = line.split_once([':', '\t'])?;
        labels.has(&fold(label)).then(|| value.trim_matches([':', '\t', ' ']).to_owned())
    };
    let p = patterns();
    let (start, end) = (value(first, &periods.start_labels)?, value(second, &periods.end_labels)?);
    let start = read_point(&p.single.captures(&start)?, 1)?;
    let end = match p.single.captures(&end) {
        Some(c) => PeriodEnd::On(read_point(&c, 1)?),
        None => p.present.find(&end).map(|_| PeriodEnd::Present)?,
    };
    Some(Period { range: 0..first.len(), start: Some(start), end: Some(end) })
}

/// A period in the last cells of two lines: “Manager → 04/2020 –” above “Acme → heute”.
pub(super) fn broken_beside(first: &str, second: &str) -> Option<Period> {
    let (before, cell) = first.rsplit_once('\t')?;
    let (_, below) = second.rsplit_once('\t')?;
    let (mut period, taken, spilled) = broken(cell, below)?;
    let whole = cell[taken..].trim().is_empty() && below[spilled..].trim().is_empty();
    let from = before.len() + 1;
    period.range = from..from + taken;
    whole.then_some(period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_open_line_goes_on_with_the_next() {
        assert!(broken("2013 – 2018 : Diplôme", "2013 : Baccalauréat").is_none());
        assert!(broken("2013 –", "2018").is_some());
    }
}
