//! Pay: an exact amount in a currency, with the number of decimals that the currency has.

use crate::{number::Decimal, words::words};
use serde::{Deserialize, Serialize};

words! {
    /// The period that a pay figure refers to.
    PayPeriod {
        Year = "year", "a year";
        Month = "month", "a month";
        Day = "day", "a day";
        Hour = "hour", "an hour";
    }
}

/// A pay range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pay {
    /// The minimum.
    pub min: Option<Decimal>,
    /// The maximum.
    pub max: Option<Decimal>,
    /// The ISO 4217 code.
    pub currency: String,
    pub period: PayPeriod,
}

/// The number of decimals of a currency. Exceptions from two are taken from list one of ISO 4217, as published by its
/// maintenance agency (SIX) on 2026-01-01.
#[must_use]
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

/// The text before an amount: the currency's symbol, or its code and a non-breaking space.
fn prefix(currency: &str) -> String {
    match currency {
        "EUR" => "€".to_owned(),
        "USD" => "$".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        "INR" => "₹".to_owned(),
        code => format!("{code}\u{a0}"),
    }
}

/// For people: `€65,000–80,000 a year`, `From $18.50 an hour`. Decimals are shown if either end has any.
impl std::fmt::Display for Pay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (prefix, period) = (prefix(&self.currency), self.period.label());
        let cents = [self.min, self.max].into_iter().flatten().any(|n| n.places() > 0);
        let places = if cents { minor_digits(&self.currency) } else { 0 };
        match (self.min.map(|n| n.grouped(places)), self.max.map(|n| n.grouped(places))) {
            (Some(a), Some(b)) if a == b => write!(f, "{prefix}{a} {period}"),
            (Some(a), Some(b)) => write!(f, "{prefix}{a}–{b} {period}"),
            (Some(a), None) => write!(f, "From {prefix}{a} {period}"),
            (None, Some(b)) => write!(f, "Up to {prefix}{b} {period}"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pay_range_says_what_is_known() {
        let says = |min: Option<(i64, u32)>, max: Option<(i64, u32)>, currency: &str, period| {
            let [min, max] = [min, max].map(|n| n.map(|(digits, places)| Decimal::new(digits, places)));
            Pay { min, max, currency: currency.into(), period }.to_string()
        };
        assert_eq!(says(Some((65_000, 0)), Some((80_000, 0)), "EUR", PayPeriod::Year), "€65,000–80,000 a year");
        assert_eq!(says(Some((1850, 2)), None, "EUR", PayPeriod::Hour), "From €18.50 an hour");
        assert_eq!(says(Some((18, 0)), Some((1950, 2)), "USD", PayPeriod::Hour), "$18.00–19.50 an hour");
        assert_eq!(says(None, Some((9000, 0)), "CHF", PayPeriod::Month), "Up to CHF\u{a0}9,000 a month");
        assert_eq!(says(Some((1500, 3)), Some((1500, 3)), "KWD", PayPeriod::Hour), "KWD\u{a0}1.500 an hour");
        assert_eq!(says(None, None, "EUR", PayPeriod::Year), "");
    }
}
