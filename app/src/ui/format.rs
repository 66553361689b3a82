//! How numbers, money and sizes read. Pure functions, the same on the server and in the browser.

/// A whole number with thousands separated: `12345` is `12,345`.
pub fn format_number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount in whole units of a currency (ISO 4217 code): `format_money(65000, "EUR")` is `€65,000`.
pub fn format_money(amount: i64, currency: &str) -> String {
    format!("{}{}", currency_prefix(currency), format_number(amount))
}

/// A pay range such as `€65,000–80,000 a year`; empty where neither end is known.
///
/// `period` is the noun (`year`, `month`, `hour`); amounts are whole units of the currency.
pub fn format_pay(min: Option<i64>, max: Option<i64>, currency: &str, period: &str) -> String {
    let prefix = currency_prefix(currency);
    let amount = match (min, max) {
        (Some(min), Some(max)) if min == max => format!("{prefix}{}", format_number(min)),
        (Some(min), Some(max)) => format!("{prefix}{}–{}", format_number(min), format_number(max)),
        (Some(min), None) => format!("From {prefix}{}", format_number(min)),
        (None, Some(max)) => format!("Up to {prefix}{}", format_number(max)),
        (None, None) => return String::new(),
    };
    match period {
        "" => amount,
        "hour" => format!("{amount} an hour"),
        other => format!("{amount} a {other}"),
    }
}

/// A file's size as people say it: `812 KB`, `2.4 MB`.
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

/// A position or length in a recording: `4:07`, `1:02:09`.
pub fn format_clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A count with its noun: `1 applicant`, `1,204 applicants`.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", format_number(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn currency_prefix(currency: &str) -> String {
    match currency {
        "EUR" => "€".to_owned(),
        "USD" => "$".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        "INR" => "₹".to_owned(),
        "" => String::new(),
        // A no-break space, so that the code and the amount never part at a line's end.
        code => format!("{code}\u{a0}"),
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
    fn a_pay_range_says_what_is_known() {
        assert_eq!(format_pay(Some(65_000), Some(80_000), "EUR", "year"), "€65,000–80,000 a year");
        assert_eq!(format_pay(Some(20), None, "USD", "hour"), "From $20 an hour");
        assert_eq!(format_pay(None, Some(9000), "CHF", "month"), "Up to CHF\u{a0}9,000 a month");
        assert_eq!(format_pay(None, None, "EUR", "year"), "");
    }

    #[test]
    fn sizes_and_clocks_read_as_people_say_them() {
        assert_eq!(format_bytes(512), "512 bytes");
        assert_eq!(format_bytes(2_400_000), "2.4 MB");
        assert_eq!(format_clock(247), "4:07");
        assert_eq!(format_clock(3729), "1:02:09");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(plural(1, "applicant", "applicants"), "1 applicant");
        assert_eq!(plural(0, "applicant", "applicants"), "0 applicants");
    }
}
