//! Parses typed numbers. Half the world writes 1.500 where the other half writes 1,500, and vice versa. If it is
//! unclear which one is meant, the user is asked; nothing is guessed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{cmp::Ordering, fmt, str::FromStr};

/// An exact decimal number: `digits` divided by ten to the power of `places`, without trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i64,
    places: u32,
}

/// The most digits in total.
const MOST_DIGITS: usize = 18;
/// The most digits after the decimal point.
const MOST_PLACES: usize = 6;

impl Decimal {
    pub const ZERO: Self = Self { digits: 0, places: 0 };

    /// A number given by its digits and how many of them are after the decimal point.
    #[must_use]
    pub const fn new(mut digits: i64, mut places: u32) -> Self {
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        Self { digits, places }
    }

    /// The number of digits after the decimal point.
    #[must_use]
    pub const fn places(self) -> u32 {
        self.places
    }

    /// The number as an integer, if it has no decimals.
    #[must_use]
    pub const fn whole(self) -> Option<i64> {
        if self.places == 0 { Some(self.digits) } else { None }
    }

    /// The nearest floating-point number.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for shares, weights and JSON, which are binary")]
    pub fn to_f64(self) -> f64 {
        self.digits as f64 / 10_f64.powi(self.places as i32)
    }

    /// For people: thousands separated by commas, and at least `least_places` decimals.
    #[must_use]
    pub fn grouped(self, least_places: u32) -> String {
        let plain = self.to_string();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("−", rest));
        let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
        let mut out = String::from(sign);
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        let places = rest.len().max(least_places as usize);
        if places > 0 {
            out.push_str(&format!(".{rest:0<places$}"));
        }
        out
    }

    /// For a field: [`read`] parses it back to the same number, whatever the bounds. Because `1.125` could be read as
    /// 1125, it gets another zero.
    #[must_use]
    pub fn typed(self) -> String {
        let plain = self.to_string();
        if settled(&plain).is_some() { plain } else { plain + "0" }
    }
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self::new(whole, 0)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scaled = |n: &Self, to: u32| i128::from(n.digits) * 10_i128.pow(to - n.places);
        let places = self.places.max(other.places);
        scaled(self, places).cmp(&scaled(other, places))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// For programs: `18.5`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let (digits, places) = (self.digits.unsigned_abs(), self.places as usize);
        if places == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, rest) = padded.split_at(padded.len() - places);
        write!(f, "{sign}{whole}.{rest}")
    }
}

/// Parses the notation of programs: digits with at most one point, as from a database.
impl FromStr for Decimal {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        decimal(negative, whole, rest)
    }
}

/// A string in JSON, because JSON numbers are usually parsed as binary floating-point numbers.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The numbers that a field accepts. They also help to resolve ambiguous texts: an amount in euros has no three
/// decimals, and a percentage is not 12500.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The minimum.
    pub least: i64,
    /// The maximum.
    pub most: i64,
    /// The most decimals.
    pub places: u32,
}

impl Bounds {
    /// Any number.
    pub const ANY: Self = Self { least: -1_000_000_000_000, most: 1_000_000_000_000, places: 6 };
    /// An amount of money with this many decimals.
    #[must_use]
    pub const fn money(places: u32) -> Self {
        Self { least: 0, most: 1_000_000_000_000, places }
    }
    /// A number from `least` to `most`.
    #[must_use]
    pub const fn between(least: i64, most: i64, places: u32) -> Self {
        Self { least, most, places }
    }

    fn hold(self, n: Decimal) -> bool {
        n >= self.least.into() && n <= self.most.into()
    }
}

/// Why a text is not accepted as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("Write a number in digits, such as 1500 or 18.50")]
    None,
    /// It is too long to be stored exactly.
    #[error("Write a shorter number")]
    Long,
    /// It could be either of two numbers.
    #[error("Do you mean {} or {}? Write it like that, without a sign between thousands", .0.typed(), .1.typed())]
    Either(Decimal, Decimal),
    /// It has too many decimals.
    #[error("{}", match .0 {
        0 => "Write a whole number".to_owned(),
        1 => "Write at most 1 digit after the decimal sign".to_owned(),
        places => format!("Write at most {places} digits after the decimal sign"),
    })]
    Places(u32),
    /// It is out of bounds.
    #[error("Write a number between {0} and {1}")]
    Outside(i64, i64),
}

/// Parses a number in any unambiguous notation: 1500, 1 500, 1'500, 1.500,50 and 1,500.50, 1,50,000 as in India, 18,50
/// and 18.50, and digits of other scripts. An ambiguous text is only accepted if the bounds allow just one of its
/// meanings.
///
/// # Errors
/// What the user can do about it.
pub fn read(text: &str, bounds: Bounds) -> Result<Decimal, NumberError> {
    let plain = normalised(text).ok_or(NumberError::None)?;
    let number = match settled(&plain) {
        Some(number) => number?,
        None => {
            let (thousands, fraction) = both_readings(&plain)?;
            match (bounds.hold(thousands), bounds.hold(fraction) && bounds.places >= 3) {
                (true, true) => return Err(NumberError::Either(thousands, fraction)),
                (false, true) => fraction,
                _ => thousands,
            }
        }
    };
    if !bounds.hold(number) {
        Err(NumberError::Outside(bounds.least, bounds.most))
    } else if number.places > bounds.places {
        Err(NumberError::Places(bounds.places))
    } else {
        Ok(number)
    }
}

/// Normalises digits to ASCII, decimal signs to `,` or `.`, and signs that only ever separate thousands to a space or
/// an apostrophe.
fn normalised(text: &str) -> Option<String> {
    // The zeros of scripts in which people type numbers: full width, Arabic, Persian, Devanagari, Bengali, Thai.
    const ZEROS: [char; 6] = ['０', '٠', '۰', '०', '০', '๐'];
    let digit = |c: char| ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|n| *n < 10));
    text.trim()
        .chars()
        .map(|c| match c {
            '0'..='9' | ',' | '.' | '-' => Some(c),
            '+' => Some('+'),
            '−' | '－' => Some('-'),
            '٫' | '，' => Some(','),
            '．' => Some('.'),
            '\'' | '’' | '_' | '٬' => Some('\''),
            c if c.is_whitespace() => Some(' '),
            c => digit(c).and_then(|n| char::from_digit(n, 10)),
        })
        .collect::<Option<String>>()
        .map(|text| text.trim_start_matches('+').to_owned())
}

fn decimal(negative: bool, whole: &str, rest: &str) -> Result<Decimal, NumberError> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && rest.is_empty() || !digits(whole) || !digits(rest) {
        return Err(NumberError::None);
    }
    let (whole, rest) = (whole.trim_start_matches('0'), rest.trim_end_matches('0'));
    if rest.len() > MOST_PLACES || whole.len() + rest.len() > MOST_DIGITS {
        return Err(NumberError::Long);
    }
    let places = u32::try_from(rest.len()).map_err(|_| NumberError::Long)?;
    let digits = format!("0{whole}{rest}").parse::<i64>().map_err(|_| NumberError::Long)?;
    Ok(Decimal::new(if negative { -digits } else { digits }, places))
}

fn signed(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |rest| (true, rest.trim_start()))
}

/// The number that a text means in every notation; `None` if there are two possible meanings.
fn settled(text: &str) -> Option<Result<Decimal, NumberError>> {
    let (negative, text) = signed(text);
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let last = marks.last().copied();
    let times = |mark: char| marks.iter().filter(|m| **m == mark).count();
    let (whole, rest) = match last {
        // The only sign of its kind, and one that may be a decimal sign.
        Some(mark @ (',' | '.')) if times(mark) == 1 => text.split_once(mark).unwrap_or((text, "")),
        _ => (text, ""),
    };
    let one = marks.len() == 1 && matches!(last, Some(',' | '.'));
    if one && rest.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') {
        return None;
    }
    if last.is_some() && text.ends_with([',', '.']) {
        return Some(Err(NumberError::None));
    }
    Some(without_separators(whole).and_then(|whole| decimal(negative, &whole, rest)))
}

/// Both possible meanings of a text such as 1,500.
fn both_readings(text: &str) -> Result<(Decimal, Decimal), NumberError> {
    let (negative, text) = signed(text);
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, ""));
    Ok((decimal(negative, &format!("{whole}{rest}"), "")?, decimal(negative, whole, rest)?))
}

/// Removes the signs that separate thousands: one kind of sign, before groups of three digits or, as in India, before a
/// last group of three and other groups of two.
fn without_separators(text: &str) -> Result<String, NumberError> {
    let Some(mark) = text.chars().find(|c| !c.is_ascii_digit()) else { return Ok(text.to_owned()) };
    let groups: Vec<&str> = text.split(mark).collect();
    let length = |i: usize| groups.get(i).map_or(0, |g| g.len());
    let (last, inner) = (groups.len() - 1, 1..groups.len() - 1);
    let threes = (1..=3).contains(&length(0)) && inner.clone().all(|i| length(i) == 3);
    let indian = mark == ',' && (1..=2).contains(&length(0)) && inner.clone().all(|i| length(i) == 2);
    if " ',.".contains(mark) && length(last) == 3 && (threes || indian) {
        Ok(groups.concat())
    } else {
        Err(NumberError::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any(text: &str) -> Result<String, NumberError> {
        read(text, Bounds::ANY).map(|n| n.to_string())
    }

    #[test]
    fn a_spelling_without_doubt_is_read_as_its_writer_means_it() {
        for (text, number) in [
            ("0", "0"),
            ("1500", "1500"),
            (" 1500 ", "1500"),
            ("+7", "7"),
            ("-3", "-3"),
            ("− 3,5", "-3.5"),
            ("1 500", "1500"),
            ("1\u{a0}500", "1500"),
            ("1\u{202f}500,5", "1500.5"),
            ("1'500", "1500"),
            ("1’500.50", "1500.5"),
            ("18,50", "18.5"),
            ("18.50", "18.5"),
            ("2,5", "2.5"),
            (",5", "0.5"),
            (".5", "0.5"),
            ("0,500", "0.5"),
            ("0.125", "0.125"),
            ("1.500,50", "1500.5"),
            ("1,500.50", "1500.5"),
            ("1.500.000", "1500000"),
            ("1,500,000", "1500000"),
            ("1,50,000", "150000"),
            ("1,50,000.25", "150000.25"),
            ("1.500,000", "1500"),
            ("1500,000", "1500"),
            ("1234.567", "1234.567"),
            ("1.5000", "1.5"),
            ("１５００", "1500"),
            ("١٬٥٠٠", "1500"),
            ("٢٫٥", "2.5"),
            ("1_000", "1000"),
        ] {
            assert_eq!(any(text).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_numbers_is_asked_about() {
        for text in ["1,500", "1.500", "15,000", "-150.000"] {
            assert!(matches!(any(text), Err(NumberError::Either(..))), "{text}");
        }
        let asked = any("1,500").expect_err("asked").to_string();
        assert_eq!(asked, "Do you mean 1500 or 1.5? Write it like that, without a sign between thousands");
        assert!(any("1.234").expect_err("asked").to_string().contains("1234 or 1.2340?"));
    }

    #[test]
    fn bounds_settle_what_a_text_means_where_they_leave_one_number() {
        let with = |text, bounds| read(text, bounds).map(|n| n.to_string());
        assert_eq!(with("1,500", Bounds::money(2)).as_deref(), Ok("1500"));
        assert_eq!(with("65.000", Bounds::money(0)).as_deref(), Ok("65000"));
        assert!(matches!(with("1,500", Bounds::money(3)), Err(NumberError::Either(..))));
        assert_eq!(with("12,500", Bounds::between(0, 100, 6)).as_deref(), Ok("12.5"));
        assert_eq!(with("1.125", Bounds::between(0, 5, 6)).as_deref(), Ok("1.125"));
        assert_eq!(with("18,505", Bounds::money(2)).as_deref(), Ok("18505"));
        assert_eq!(with("18,5055", Bounds::money(2)), Err(NumberError::Places(2)));
        assert_eq!(with("18,5", Bounds::money(0)), Err(NumberError::Places(0)));
        assert_eq!(with("-1", Bounds::money(2)), Err(NumberError::Outside(0, 1_000_000_000_000)));
    }

    #[test]
    fn what_is_no_number_is_not_taken_for_one() {
        for text in [
            "",
            " ",
            "many",
            "1-500",
            "1+500",
            "5 years",
            "1e3",
            "inf",
            "NaN",
            "12.34.56",
            "1,2,3",
            "15 00",
            "1 50",
            "1.500.00",
            "1'500,000,0",
            "1..5",
            "1,",
            "3.",
            "-",
            "--1",
            "€5",
            "2026-05-31",
            "1 500'000",
            ",",
            "0x10",
            "½",
        ] {
            assert_eq!(any(text), Err(NumberError::None), "{text}");
        }
        assert_eq!(any("1234567890123456789"), Err(NumberError::Long));
        assert!(any("9999999999999").is_err());
    }

    #[test]
    fn numbers_compare_by_their_worth() {
        let n = |text: &str| text.parse::<Decimal>().expect("a number");
        assert!(n("2.5") < n("10") && n("-1") < n("0.001") && n("1.10") == n("1.1"));
    }

    proptest! {
        #[test]
        fn a_number_in_a_field_is_read_as_it_was_written_there(digits in -999_999_999_999_i64..=999_999_999_999, places in 0..=6_u32) {
            let n = Decimal::new(digits, places);
            prop_assert_eq!(read(&n.typed(), Bounds::ANY), Ok(n));
            prop_assert_eq!(n.to_string().parse::<Decimal>(), Ok(n));
        }

        #[test]
        fn every_habit_of_writing_is_read_alike_or_asked_about(whole in 0..=999_999_999_i64, cents in 0..=99_u8) {
            let plain = Decimal::new(whole * 100 + i64::from(cents), 2);
            let english = plain.grouped(2);
            let swap = |thousands: &str, point: &str| english.replace('.', "#").replace(',', thousands).replace('#', point);
            for text in [english.clone(), swap(".", ","), swap(" ", ","), swap("'", "."), swap("\u{202f}", ","), swap("", ",")] {
                prop_assert_eq!(read(&text, Bounds::money(2)), Ok(plain), "{}", text);
            }
            for text in [Decimal::from(whole).grouped(0), Decimal::from(whole).grouped(0).replace(',', ".")] {
                prop_assert!(matches!(read(&text, Bounds::ANY), Ok(n) | Err(NumberError::Either(n, _)) if n == whole.into()), "{}", text);
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,30}") {
            let _ = read(&text, Bounds::ANY);
        }
    }
}
