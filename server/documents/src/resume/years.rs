//! Years of work: periods are merged, so that parallel jobs count once.

use chrono::Datelike;
use hireq_domain::resume::{Experience, PeriodEnd};

/// The total in years; `None` if no period was read.
pub(super) fn total(jobs: &[Experience], today: chrono::NaiveDate) -> Option<f32> {
    let mut periods: Vec<(i32, i32)> = jobs
        .iter()
        .filter_map(|job| {
            let start = job.start?;
            let first = start.year * 12 + start.month.unwrap_or(1) as i32 - 1;
            let last = match job.end {
                None => first,
                Some(PeriodEnd::Present) => today.year() * 12 + today.month0() as i32,
                Some(PeriodEnd::On(end)) => end.year * 12 + end.month.unwrap_or(12) as i32 - 1,
            };
            Some((first, last.max(first) + 1))
        })
        .collect();
    if periods.is_empty() {
        return None;
    }
    periods.sort_unstable();
    let mut months = 0;
    let mut open = periods[0];
    for (from, to) in periods.into_iter().skip(1) {
        if from <= open.1 {
            open.1 = open.1.max(to);
        } else {
            months += open.1 - open.0;
            open = (from, to);
        }
    }
    months += open.1 - open.0;
    Some((months as f32 / 12.0 * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(start: &str, end: &str) -> Experience {
        Experience { start: start.parse().ok(), end: end.parse().ok(), ..Experience::default() }
    }

    #[test]
    fn overlapping_jobs_count_once() {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let jobs = [job("2020-01", "2020-12"), job("2020-07", "2021-06"), job("2026-01", "present")];
        assert_eq!(total(&jobs, today), Some(2.42));
        assert_eq!(total(&[], today), None);
    }
}
