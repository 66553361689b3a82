//! Time zones: their names, and converting moments to a reader's local time. Only the server has the rules of all
//! zones; the browser gets its reader's offsets for the years that pages show.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The name of a time zone in the IANA database: `Europe/Berlin`. Only the server knows whether it exists.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

impl Zone {
    /// Used where no time zone is known.
    #[must_use]
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// The name in the IANA database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for people: `Buenos Aires time`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.0.as_str() {
            "UTC" | "Etc/UTC" => "UTC".to_owned(),
            name => format!("{} time", name.rsplit('/').next().unwrap_or(name).replace('_', " ")),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Zone {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+');
        if !text.is_empty() && text.len() <= 64 && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err("Write a time zone such as Europe/Berlin")
        }
    }
}

impl TryFrom<String> for Zone {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0
    }
}

/// A zone with its UTC offsets over some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offsets {
    pub zone: Zone,
    /// From which second on which offset applies, in seconds east of UTC; in ascending order, starting in the distant
    /// past.
    pub changes: Vec<(i64, i32)>,
}

impl Offsets {
    /// A moment in local time.
    #[must_use]
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let behind = self.changes.partition_point(|(from, _)| *from <= at.timestamp());
        let seconds = self.changes.get(behind.saturating_sub(1)).map_or(0, |(_, seconds)| *seconds);
        let offset = FixedOffset::east_opt(seconds).unwrap_or_else(|| chrono::Offset::fix(&Utc));
        at.with_timezone(&offset)
    }
}

/// A job's last day for applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub day: NaiveDate,
    /// The time zone in which it ends.
    pub zone: Zone,
    /// Its last second, in local time.
    pub until: DateTime<FixedOffset>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_moment_is_written_by_the_offset_that_holds_then() {
        let zone = "Europe/Berlin".parse().expect("a name");
        // Summer time in 2026: from 29 March to 25 October, changing at 1:00 UTC.
        let berlin = Offsets { zone, changes: vec![(i64::MIN, 3600), (1_774_746_000, 7200), (1_792_890_000, 3600)] };
        let at = |y, m, d, h| Utc.with_ymd_and_hms(y, m, d, h, 0, 0).single().expect("a moment");
        let clock = |at| berlin.local(at).format("%d %H").to_string();
        assert_eq!(clock(at(2026, 3, 29, 0)), "29 01");
        assert_eq!(clock(at(2026, 3, 29, 1)), "29 03");
        assert_eq!(clock(at(2026, 7, 31, 22)), "01 00");
        assert_eq!(clock(at(2026, 12, 31, 23)), "01 00");
        assert_eq!(clock(at(1999, 12, 31, 22)), "31 23");
    }

    #[test]
    fn a_zone_is_called_by_its_city() {
        let label = |name: &str| name.parse::<Zone>().map(|zone| zone.label());
        assert_eq!(label(" America/Argentina/Buenos_Aires ").as_deref(), Ok("Buenos Aires time"));
        assert_eq!(label("Etc/UTC").as_deref(), Ok("UTC"));
        assert!(label("").is_err() && label("<b>").is_err() && label(&"a".repeat(65)).is_err());
    }
}
