//! Computes years of work from dates: overlapping positions count once.

use crate::resume::{Experience, PeriodEnd};
use chrono::{Datelike, NaiveDate};

/// Years of work in merged intervals, rounded to a tenth; `None` if no position has a start.
#[must_use]
pub fn total_years(experience: &[Experience], today: NaiveDate) -> Option<f32> {
    let now = today.year() * 12 + i32::try_from(today.month0()).unwrap_or(0) + 1;
    let mut intervals: Vec<(i32, i32)> = experience
        .iter()
        .filter_map(|e| {
            let start = e.start?;
            let month = |m: Option<u32>| m.and_then(|m| i32::try_from(m).ok());
            // If only years are given, "2018 to 2020" means two years, not three.
            let from = start.year * 12 + month(start.month).map_or(0, |m| m - 1);
            let to = match e.end {
                Some(PeriodEnd::Present) => now,
                Some(PeriodEnd::On(end)) => end.year * 12 + month(end.month).unwrap_or(0),
                None => from + 1,
            };
            let to = if to <= from { from + if start.month.is_none() { 12 } else { 1 } } else { to };
            Some((from, to.min(now.max(from + 1))))
        })
        .collect();
    if intervals.is_empty() {
        return None;
    }
    intervals.sort_unstable();
    let (mut months, mut reached) = (0, i32::MIN);
    for (from, to) in intervals {
        months += (to - from.max(reached)).max(0);
        reached = reached.max(to);
    }
    #[expect(clippy::cast_precision_loss, reason = "a lifetime's months are exact in f32")]
    let years = (months as f32 / 1.2).round() / 10.0;
    Some(years)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(start: &str, end: &str) -> Experience {
        Experience { start: start.parse().ok(), end: end.parse().ok(), ..Experience::default() }
    }

    #[test]
    fn overlapping_positions_count_once() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let work = [position("2020-01", "2021-12"), position("2021-07", "2022-12"), position("2018", "2019")];
        assert_eq!(total_years(&work, today), Some(4.0));
        assert_eq!(total_years(&[position("2025-12", "present")], today), Some(1.0));
        assert_eq!(total_years(&[], today), None);
    }
}
