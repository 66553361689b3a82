//! The current time. All code asks this clock, so that tests can set it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// The system's clock, shifted by an offset.
#[derive(Clone, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::milliseconds(self.0.load(Ordering::Relaxed))
    }

    /// Today, in UTC.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// By how many seconds the clock is shifted. Due times are compared with the database's clock, which all workers
    /// share, plus this offset: a worker whose own clock is behind would otherwise find nothing due.
    #[must_use]
    pub fn offset_seconds(&self) -> f64 {
        TimeDelta::milliseconds(self.0.load(Ordering::Relaxed)).as_seconds_f64()
    }

    /// Returns to the system's time.
    pub fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Shifts the clock; for tests, and for the demo's history.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}
