//! Wrong passwords in a row, counted per network and account; each one makes the next attempt wait longer. The counts
//! are kept in memory, so a restart clears them.

use crate::{Result, ServiceError};
use chrono::{DateTime, TimeDelta, Utc};
use moka::sync::Cache;
use std::time::Duration;

/// This many mistakes have no consequence, because people mistype.
const FREE_ATTEMPTS: u32 = 5;
/// How long the next attempt has to wait; doubled after each further mistake.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);
/// After this long without another mistake, the count is dropped.
const REMEMBERED: Duration = Duration::from_hours(24);
/// The most counts kept; past that, the least recently used are dropped.
const MOST: u64 = 100_000;

#[derive(Clone, Copy)]
struct Row {
    count: u32,
    until: DateTime<Utc>,
}

/// The counts, by a hash of what is counted, because that includes text typed by strangers.
pub(crate) struct Failures(Cache<u64, Row>);

impl Default for Failures {
    fn default() -> Self {
        Self(Cache::builder().time_to_idle(REMEMBERED).max_capacity(MOST).build())
    }
}

impl Failures {
    /// Checks whether another attempt may be made now.
    ///
    /// # Errors
    /// `TooManyRequests`.
    pub fn check(&self, key: u64, now: DateTime<Utc>) -> Result<()> {
        match self.0.get(&key) {
            Some(row) if row.until > now => {
                let seconds = (row.until - now).num_seconds().unsigned_abs() + 1;
                Err(ServiceError::TooManyRequests { retry_after: seconds })
            }
            _ => Ok(()),
        }
    }

    /// Counts a wrong password.
    pub fn add(&self, key: u64, now: DateTime<Utc>) {
        self.0.entry(key).and_upsert_with(|before| {
            let count = before.map_or(0, |entry| entry.into_value().count).saturating_add(1);
            Row { count, until: now + wait(count) }
        });
    }

    /// Clears the count after the right password: the mistakes were the owner's own.
    pub fn forget(&self, key: u64) {
        self.0.invalidate(&key);
    }
}

fn wait(count: u32) -> TimeDelta {
    match count.checked_sub(FREE_ATTEMPTS) {
        None => TimeDelta::zero(),
        Some(over) => (FIRST_WAIT * (1 << over.min(10))).min(LONGEST_WAIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_an_hour_and_the_right_password_ends_them() {
        let (failures, mut now) = (Failures::default(), DateTime::UNIX_EPOCH);
        let mut waits = Vec::new();
        for _ in 0..14 {
            failures.add(1, now);
            let seconds = match failures.check(1, now) {
                Err(ServiceError::TooManyRequests { retry_after }) => retry_after - 1,
                _ => 0,
            };
            waits.push(seconds);
            now += TimeDelta::seconds(i64::try_from(seconds).expect("small"));
        }
        assert_eq!(waits, [0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
        failures.add(1, now);
        assert!(failures.check(2, now).is_ok());
        failures.forget(1);
        assert!(failures.check(1, now).is_ok());
    }
}
