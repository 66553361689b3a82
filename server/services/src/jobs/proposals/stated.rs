//! Reads pay, place of work and contract out of an advert.

use crate::pattern::regex;
use hireq_domain::{
    job::{Employment, Pay, PayPeriod, RemoteMode},
    job_form::Stated,
    number::{self, Bounds, Decimal},
};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A range of money: a currency before or after it, each amount perhaps in thousands. What is in millions is no pay.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let currency = r"€|\$|£|EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|zł";
    let amount = r"([0-9][0-9.,'’ \u{a0}]*[0-9]|[0-9])\s?(k)?";
    regex(&format!(
        r"(?i)({currency})?\s?{amount}\s?({currency})?\s?(?:-|–|—|to|and|bis|à|tot|do)\s?({currency})?\s?{amount}(?:\s?({currency}))?(m|bn|million|%)?"
    ))
});
/// One amount, which only counts beside a word for pay.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(€|\$|£|EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|zł)?\s?([0-9][0-9.,'’ \u{a0}]*[0-9])\s?(k)?(?:\s?(€|EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|zł))?(m|bn|million|%)?",
    )
});
static PAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:salary|pay|wage|compensation|remuneration|gehalt|jahresgehalt|brutto|vergütung|lohn|salaire|rémunération|salario|salaris|loon|wynagrodzenie|lön)",
    )
});
static HOURLY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)(?:\b(?:per|an|a|pro|par|la)\s|/\s?)(?:hour|hr|h|stunde|std|heure|hora|uur|ora)\b|hourly|stundenlohn")
});
static MONTHLY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)(?:\b(?:per|a|pro|im|par|al)\s|/\s?)(?:month|monat|mois|mes|maand|mese|mies)|monthly|monatlich|mensuel")
});
static HYBRID: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\bhybrid|hybride?\b|\b(?:one|two|three|four|[1-4])\s?(?:-|to|–)?\s?(?:two|three|four|[1-4])?\s?days?\s(?:a|per)\sweek\s(?:in|from|at)\s|teilweise remote|télétravail partiel",
    )
});
static REMOTE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:fully|100\s?%|full|entirely|completely)[ -]remote|\bremote[ -](?:first|only|within|from|in|position|role|job)\b|\b(?:location|place|where|work|ort|lieu)\s*:\s*remote|work from anywhere|100\s?%\s?home[ -]?office|télétravail (?:complet|total|à 100)|volledig (?:remote|thuis)",
    )
});
static NOT_REMOTE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:no|not|nicht|kein|cannot be|isn't|pas de)\b[^.\n]{0,20}(?:remote|hybrid|home[ -]?office|télétravail)",
    )
});
static CONTRACTS: LazyLock<[(Employment, Regex); 4]> = LazyLock::new(|| {
    [
        (Employment::Internship, regex(r"(?i)\b(?:internship|praktikum|werkstudent|stage de|pasantía)\b")),
        (
            Employment::PartTime,
            regex(r"(?i)\b(?:part[ -]time|teilzeit|temps partiel|media jornada|parttime|deeltijd)\b"),
        ),
        (
            Employment::Temporary,
            regex(
                r"(?i)\b(?:fixed[ -]term|temporary (?:contract|position|role)|befristet|maternity cover|\bCDD\b|tijdelijk)\b",
            ),
        ),
        (Employment::Contract, regex(r"(?i)\b(?:freelance|contractor|outside IR35|freiberuflich)\b")),
    ]
});
static FULL_TIME: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\b(?:full[ -]time|vollzeit|temps plein|jornada completa|voltijd|fulltime|\bCDI\b)"));

/// The most that a year of work pays here, in any currency; more is turnover or funding.
const MOST: i64 = 5_000_000;

/// What the text says; what it says in two ways is left open.
pub(super) fn read(text: &str) -> Stated {
    let remote = match (NOT_REMOTE.is_match(text), HYBRID.is_match(text), REMOTE.is_match(text)) {
        (true, ..) => None,
        (_, true, _) => Some(RemoteMode::Hybrid),
        (_, _, true) => Some(RemoteMode::Remote),
        _ => None,
    };
    let contracts: Vec<_> = CONTRACTS.iter().filter(|(_, words)| words.is_match(text)).map(|(kind, _)| *kind).collect();
    let employment = match contracts[..] {
        [one] if !FULL_TIME.is_match(text) => Some(one),
        _ => None,
    };
    Stated { remote, employment, pay: text.lines().find_map(pay) }
}

/// The pay that a line names.
fn pay(line: &str) -> Option<Pay> {
    let range = RANGE.captures_iter(line).find_map(|found| range(line, &found));
    range.or_else(|| {
        PAY.is_match(line).then_some(())?;
        AMOUNT.captures_iter(line).find_map(|found| {
            let currency = currency(found.get(1).or(found.get(4))?.as_str())?;
            let amount = found.get(5).is_none().then(|| amount(&found[2], found.get(3).is_some())).flatten()?;
            pay_of(line, Some(amount), None, currency)
        })
    })
}

fn range(line: &str, found: &Captures<'_>) -> Option<Pay> {
    let named = [1, 4, 5, 8].into_iter().find_map(|group| found.get(group))?;
    if found.get(9).is_some() {
        return None;
    }
    let thousands = found.get(7).is_some();
    // "65–80k" means thousands on both sides.
    let (min, max) = (amount(&found[2], found.get(3).is_some() || thousands)?, amount(&found[6], thousands)?);
    if min > max {
        return None;
    }
    pay_of(line, Some(min), Some(max), currency(named.as_str())?)
}

fn amount(digits: &str, thousands: bool) -> Option<Decimal> {
    let plain: String = digits.chars().filter(|c| !matches!(c, '\'' | '’' | ' ' | '\u{a0}')).collect();
    let read = number::read(&plain, Bounds::between(1, MOST, 2)).ok()?;
    if !thousands {
        return Some(read);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a few hundred thousands")]
    let whole = (read.to_f64() * 1_000.0).round() as i64;
    (whole <= MOST).then(|| Decimal::from(whole))
}

/// Pay for the period that the line names, or that its size means: nobody earns 60,000 an hour.
fn pay_of(line: &str, min: Option<Decimal>, max: Option<Decimal>, currency: &str) -> Option<Pay> {
    let size = max.or(min)?.to_f64();
    let period = if HOURLY.is_match(line) {
        PayPeriod::Hour
    } else if MONTHLY.is_match(line) {
        PayPeriod::Month
    } else if size >= 10_000.0 {
        PayPeriod::Year
    } else {
        return None;
    };
    Some(Pay { min, max, currency: currency.to_owned(), period })
}

fn currency(sign: &str) -> Option<&'static str> {
    Some(match sign.to_uppercase().as_str() {
        "€" | "EUR" => "EUR",
        "$" | "USD" => "USD",
        "£" | "GBP" => "GBP",
        "CHF" => "CHF",
        "PLN" | "ZŁ" => "PLN",
        "SEK" => "SEK",
        "NOK" => "NOK",
        "DKK" => "DKK",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        read(text).pay.map(|pay| pay.to_string()).unwrap_or_default()
    }

    #[test]
    fn pay_is_read_in_the_ways_it_is_written() {
        for (text, pay) in [
            ("€80,000 – €105,000 plus equity", "€80,000–105,000 a year"),
            ("• £65k-80k depending on experience", "£65,000–80,000 a year"),
            ("65-80k EUR", "€65,000–80,000 a year"),
            ("Gehalt: 60.000 bis 75.000 € brutto im Jahr", "€60,000–75,000 a year"),
            ("CHF 95'000 – 110'000", "CHF\u{a0}95,000–110,000 a year"),
            ("$24 - $30 per hour", "$24–30 an hour"),
            ("Lohn: 3.200 – 3.600 EUR pro Monat", "€3,200–3,600 a month"),
        ] {
            assert_eq!(told(text), pay, "{text}");
        }
        assert!(told("Salary: £32,000 a year").contains("32,000"));
    }

    #[test]
    fn what_is_no_pay_is_left_alone() {
        for text in [
            "We move €400 million for 400 marketplaces",
            "We raised $5-10m last year",
            "5 - 10 years of experience",
            "A budget of €50,000",
            "Founded 2015 - 2020 in Dublin",
            "£10,000",
        ] {
            assert_eq!(told(text), "", "{text}");
        }
    }

    #[test]
    fn the_place_of_work_and_the_contract_are_read() {
        assert_eq!(read("Hybrid, 2 days a week in Dublin").remote, Some(RemoteMode::Hybrid));
        assert_eq!(read("This is a fully remote role").remote, Some(RemoteMode::Remote));
        assert_eq!(read("You support remote sites").remote, None);
        assert_eq!(read("No remote work, sorry").remote, None);
        assert_eq!(read("Teilzeit, 20 Stunden").employment, Some(Employment::PartTime));
        assert_eq!(read("Full-time or part-time").employment, None);
    }
}
