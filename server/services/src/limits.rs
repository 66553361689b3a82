//! Attempts counted by address and by account, each on its own.

use crate::{Result, ServiceError};
use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _, clock::DefaultClock,
};
use std::num::NonZeroU32;

/// The limiters. Counts live in memory: a restart forgives.
pub struct Limits {
    sign_in: DefaultKeyedRateLimiter<String>,
    uploads: DefaultKeyedRateLimiter<String>,
    mails: DefaultKeyedRateLimiter<String>,
    strangers: DefaultKeyedRateLimiter<String>,
    all_strangers: DefaultDirectRateLimiter,
    waiting: DefaultKeyedRateLimiter<String>,
    all_waiting: DefaultDirectRateLimiter,
}

const fn per_minute(n: u32) -> Quota {
    match NonZeroU32::new(n) {
        Some(n) => Quota::per_minute(n),
        None => panic!("a limit is over zero"),
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in: RateLimiter::keyed(per_minute(5)),
            uploads: RateLimiter::keyed(per_minute(120)),
            mails: RateLimiter::keyed(per_minute(3)),
            strangers: RateLimiter::keyed(per_minute(20)),
            all_strangers: RateLimiter::direct(per_minute(600)),
            waiting: RateLimiter::keyed(per_minute(5)),
            all_waiting: RateLimiter::direct(per_minute(60)),
        }
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: String) -> Result<()> {
    limiter.check_key(&key).map_err(|not_until| ServiceError::TooManyRequests {
        retry_after: not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1,
    })
}

impl Limits {
    /// One attempt to sign in or sign up, from an address, for an account.
    ///
    /// # Errors
    /// `TooManyRequests` after five in a minute by either.
    pub fn sign_in(&self, ip: &str, email: &str) -> Result<()> {
        check(&self.sign_in, format!("ip {ip}"))?;
        check(&self.sign_in, format!("account {}", email.to_lowercase()))
    }

    /// One uploaded file.
    ///
    /// # Errors
    /// `TooManyRequests` after 120 in a minute by one account.
    pub fn upload(&self, who: &str) -> Result<()> {
        check(&self.uploads, who.to_owned())
    }

    /// One mail asked for by somebody unknown.
    ///
    /// # Errors
    /// `TooManyRequests` after three in a minute by one address.
    pub fn mail(&self, ip: &str) -> Result<()> {
        check(&self.mails, ip.to_owned())
    }

    /// One session for somebody without an account, from an address.
    ///
    /// # Errors
    /// `TooManyRequests` after twenty in a minute by one address, or 600 by all.
    pub fn stranger(&self, ip: &str) -> Result<()> {
        check(&self.strangers, ip.to_owned())?;
        self.all_strangers.check().map_err(|_| ServiceError::TooManyRequests { retry_after: 60 })
    }

    /// One form that waits for a sign-in, from an address.
    ///
    /// # Errors
    /// `TooManyRequests` after five in a minute by one address, or 60 by all.
    pub fn waiting(&self, ip: &str) -> Result<()> {
        check(&self.waiting, ip.to_owned())?;
        self.all_waiting.check().map_err(|_| ServiceError::TooManyRequests { retry_after: 60 })
    }

    /// Drops counts that no longer matter.
    pub fn shrink(&self) {
        for limiter in [&self.sign_in, &self.uploads, &self.mails, &self.strangers, &self.waiting] {
            limiter.retain_recent();
        }
    }
}
