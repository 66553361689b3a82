//! Time zones: what they are called, and how a page writes moments in its reader's. The rules of all zones are the server's
//! alone: the browser gets its reader's offsets for the years that pages speak of.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The name of a time zone, as IANA's database has it: `Europe/Berlin`. Whether there is one, the server knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

impl Zone {
    /// The zone of places that are nowhere.
    #[must_use]
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// As the database has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people say it: `Buenos Aires time`.
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

/// A zone with its offsets from UTC over some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offsets {
    pub zone: Zone,
    /// From which second on which offset holds, in seconds east; the earliest first, and from long ago on.
    pub changes: Vec<(i64, i32)>,
}

impl Offsets {
    /// A moment as clocks in the zone show it.
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
    /// The zone of the place where it ends.
    pub zone: Zone,
    /// Its last second there.
    pub until: DateTime<FixedOffset>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_moment_is_written_by_the_offset_that_holds_then() {
        let zone = "Europe/Berlin".parse().expect("a name");
        // Summer time of 2026, from 29 March to 25 October, one in the morning UTC each.
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
