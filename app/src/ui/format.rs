//! Formats numbers and sizes, identically on the server and in the browser.

use hireq_domain::number::{self, Bounds, Decimal};

/// A whole number with thousands separated: `12345` is `12,345`.
pub fn format_number(number: i64) -> String {
    Decimal::from(number).grouped(0)
}

/// The error for a number in a filter's field; empty if the field is empty or valid.
pub fn number_error(text: &str, bounds: Bounds) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    number::read(text, bounds).err().map(|why| why.to_string()).unwrap_or_default()
}

/// A file size in readable form: `812 KB`, `2.4 MB`.
pub fn format_bytes(bytes: u64) -> String {
    const KB: f64 = 1000.0;
    let size = bytes as f64;
    if bytes < 1000 {
        format!("{bytes} bytes")
    } else if size < KB * KB {
        format!("{:.0} KB", size / KB)
    } else if size < KB * KB * KB {
        format!("{:.1} MB", size / (KB * KB))
    } else {
        format!("{:.1} GB", size / (KB * KB * KB))
    }
}

/// A count with its noun: `1 applicant`, `1,204 applicants`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", format_number(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// Years of experience, in whole years: `1 year`, `12 years`.
pub fn years(years: f32) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a lifetime at most, and never below 0"
    )]
    match years.round() as usize {
        0 => "under a year".to_owned(),
        whole => plural(whole, "year", "years"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(format_number(0), "0");
        assert_eq!(format_number(999), "999");
        assert_eq!(format_number(1_234_567), "1,234,567");
        assert_eq!(format_number(-1000), "−1,000");
    }

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!(format_bytes(512), "512 bytes");
        assert_eq!(format_bytes(2_400_000), "2.4 MB");
    }

    #[test]
    fn experience_is_told_in_whole_years() {
        assert_eq!([0.3, 1.2, 7.6].map(years), ["under a year", "1 year", "8 years"]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(plural(1, "applicant", "applicants"), "1 applicant");
        assert_eq!(plural(0, "applicant", "applicants"), "0 applicants");
    }
}
