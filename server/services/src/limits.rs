//! Rate limits by IP address and by account.

use crate::{Result, ServiceError, failures::Failures};
use chrono::{DateTime, Utc};
use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _, clock::DefaultClock,
};
use hireq_domain::account::Email;
use std::{
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// The rate limiters. Counts are kept in memory, so a restart clears them.
pub struct Limits {
    sign_in: Keyed,
    failures: Failures,
    uploads: Keyed,
    mails: Keyed,
    links: Keyed,
    networks: Keyed,
    strangers: Keyed,
    all_strangers: DefaultDirectRateLimiter,
    waiting: Keyed,
    guest_uploads: Keyed,
    all_guest_uploads: DefaultDirectRateLimiter,
    guest_readings: Keyed,
    all_guest_readings: DefaultDirectRateLimiter,
    all_waiting: DefaultDirectRateLimiter,
}

const fn per_minute(n: u32) -> Quota {
    match NonZeroU32::new(n) {
        Some(n) => Quota::per_minute(n),
        None => panic!("a limit is over zero"),
    }
}

const fn per_hour(n: u32) -> Quota {
    match NonZeroU32::new(n) {
        Some(n) => Quota::per_hour(n),
        None => panic!("a limit is over zero"),
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in: Keyed::new(per_minute(5)),
            failures: Failures::default(),
            uploads: Keyed::new(per_minute(120)),
            mails: Keyed::new(per_minute(3)),
            links: Keyed::new(per_minute(10)),
            networks: Keyed::new(per_minute(30)),
            strangers: Keyed::new(per_minute(20)),
            all_strangers: RateLimiter::direct(per_minute(600)),
            waiting: Keyed::new(per_minute(5)),
            guest_uploads: Keyed::new(per_hour(60)),
            all_guest_uploads: RateLimiter::direct(per_minute(120)),
            guest_readings: Keyed::new(per_minute(6)),
            all_guest_readings: RateLimiter::direct(per_minute(60)),
            all_waiting: RateLimiter::direct(per_minute(60)),
        }
    }
}

/// Keys are stored as hashes, because they contain text typed by strangers, which may be long.
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Counts by key. Expired ones are removed every [`Keyed::SWEPT_EACH`] calls.
struct Keyed {
    counts: DefaultKeyedRateLimiter<u64>,
    asked: AtomicU32,
}

impl Keyed {
    /// The number of calls between sweeps, and so the most keys added between them. Looking at each key costs a
    /// fraction of answering that many requests.
    const SWEPT_EACH: u32 = 1024;

    fn new(quota: Quota) -> Self {
        Self { counts: RateLimiter::keyed(quota), asked: AtomicU32::new(0) }
    }
}

fn check(limiter: &Keyed, key: &str) -> Result<()> {
    if limiter.asked.fetch_add(1, Ordering::Relaxed) % Keyed::SWEPT_EACH == Keyed::SWEPT_EACH - 1 {
        limiter.counts.retain_recent();
        limiter.counts.shrink_to_fit();
    }
    limiter.counts.check_key(&HASHER.hash_one(key)).map_err(|not_until| ServiceError::TooManyRequests {
        retry_after: not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1,
    })
}

/// The network that counts as one sender: an IPv4 address, or the /64 that an IPv6 connection usually has to itself.
fn network(ip: &str) -> String {
    match ip.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(ip) => ip.to_string(),
        Err(_) => ip.to_owned(),
    }
}

/// The key that counts one network's attempts at one account, however the account's address was typed.
fn attempts(ip: &str, email: &str) -> String {
    let email = email.parse::<Email>().map_or_else(|_| email.trim().to_lowercase(), |email| email.key());
    format!("{} {email}", network(ip))
}

impl Limits {
    /// Counts an attempt to sign in or sign up. An account is never counted across networks: otherwise anybody who
    /// knows its address could lock its owner out.
    ///
    /// # Errors
    /// `TooManyRequests` after five attempts in a minute for one account, or thirty in total, from one network; and for
    /// a time that grows with every wrong password in a row.
    pub fn sign_in(&self, ip: &str, email: &str, now: DateTime<Utc>) -> Result<()> {
        let attempts = attempts(ip, email);
        self.failures.check(HASHER.hash_one(&attempts), now)?;
        check(&self.networks, &network(ip))?;
        check(&self.sign_in, &attempts)
    }

    /// Counts a wrong password for an account.
    pub fn failed(&self, ip: &str, email: &str, now: DateTime<Utc>) {
        self.failures.add(HASHER.hash_one(attempts(ip, email)), now);
    }

    /// Clears the count of wrong passwords.
    pub fn succeeded(&self, ip: &str, email: &str) {
        self.failures.forget(HASHER.hash_one(attempts(ip, email)));
    }

    /// Counts a use of a mailed link.
    ///
    /// # Errors
    /// `TooManyRequests` after ten in a minute from one network.
    pub fn link(&self, ip: &str) -> Result<()> {
        check(&self.links, &network(ip))
    }

    /// Counts an uploaded file.
    ///
    /// # Errors
    /// `TooManyRequests` after 120 in a minute by one account.
    pub fn upload(&self, who: &str) -> Result<()> {
        check(&self.uploads, who)
    }

    /// Counts a mail requested by somebody who is not signed in.
    ///
    /// # Errors
    /// `TooManyRequests` after three in a minute from one address.
    pub fn mail(&self, ip: &str) -> Result<()> {
        check(&self.mails, &network(ip))
    }

    /// Counts a session stored for somebody without an account.
    ///
    /// # Errors
    /// `TooManyRequests` after twenty in a minute from one address, or 600 in total.
    pub fn stranger(&self, ip: &str) -> Result<()> {
        check(&self.strangers, &network(ip))?;
        self.all_strangers.check().map_err(|_| ServiceError::TooManyRequests { retry_after: 60 })
    }

    /// Counts a form kept until its sender has signed in.
    ///
    /// # Errors
    /// `TooManyRequests` after five in a minute from one address, or 60 in total.
    pub fn waiting(&self, ip: &str) -> Result<()> {
        check(&self.waiting, &network(ip))?;
        self.all_waiting.check().map_err(|_| ServiceError::TooManyRequests { retry_after: 60 })
    }

    /// Counts a file sent by somebody who is not signed in.
    ///
    /// # Errors
    /// `TooManyRequests` after sixty in an hour from one address, or 120 in a minute in total.
    pub fn guest_upload(&self, ip: &str) -> Result<()> {
        check(&self.guest_uploads, &network(ip))?;
        self.all_guest_uploads.check().map_err(|_| ServiceError::TooManyRequests { retry_after: 60 })
    }

    /// Counts a file read to fill in a form for somebody who is not signed in.
    ///
    /// # Errors
    /// `TooManyRequests` after six in a minute from one address, or sixty in total.
    pub fn guest_reading(&self, ip: &str) -> Result<()> {
        check(&self.guest_readings, &network(ip))?;
        self.all_guest_readings.check().map_err(|_| ServiceError::TooManyRequests { retry_after: 60 })
    }
}

#[cfg(test)]
mod tests {
    use super::{Keyed, Limits, check, network};
    use chrono::DateTime;

    #[test]
    fn counts_that_no_longer_matter_are_forgotten_without_anybodys_help() {
        // With this quota a count expires after a microsecond.
        let limiter = Keyed::new(governor::Quota::per_second(std::num::NonZeroU32::new(1_000_000).expect("over zero")));
        let mut most = 0;
        for n in 0..20 * Keyed::SWEPT_EACH {
            assert!(check(&limiter, &n.to_string()).is_ok());
            most = most.max(limiter.counts.len());
        }
        assert!(most <= 2 * Keyed::SWEPT_EACH as usize, "{most} were kept");
    }

    #[test]
    fn nobody_shuts_somebody_else_out_from_elsewhere() {
        let limits = Limits::default();
        let now = DateTime::UNIX_EPOCH;
        while limits.sign_in("192.0.2.1", "ada@example.com", now).is_ok() {
            limits.failed("192.0.2.1", "Ada@example.com", now);
        }
        assert!(limits.sign_in("198.51.100.9", "ada@example.com", now).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_and_a_mapped_address_as_the_one_it_maps() {
        assert_eq!(network("2001:db8:1:2:a::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
