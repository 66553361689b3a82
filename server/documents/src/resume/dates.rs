//! Dates and periods in the notations used in résumés, in several languages.

mod search;

use crate::{
    fold::fold,
    vocabulary::{Words, is_spaceless, vocabulary, words},
};
use hireq_domain::resume::{PartialDate, PeriodEnd};
use regex::{Captures, Regex};
use std::{cell::RefCell, collections::HashMap, ops::Range, sync::LazyLock};

/// A period or a single date in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Period {
    /// In bytes.
    pub range: Range<usize>,
    pub start: Option<PartialDate>,
    pub end: Option<PeriodEnd>,
}

impl Period {
    /// Whether it has two ends, or is ongoing.
    pub(crate) fn is_range(&self) -> bool {
        self.start.is_some() && self.end.is_some()
    }
}

fn month_words() -> &'static str {
    static WORDS: LazyLock<String> = LazyLock::new(|| {
        let mut words: Vec<&str> = vocabulary().months.in_order().into_iter().flat_map(Words::iter).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        words.join("|")
    });
    &WORDS
}

/// A pattern for any of these words, followed by a word boundary. Scripts without spaces have no such boundary, and
/// neither do signs: “2019 – …”.
fn ended(words: &Words) -> String {
    let ended =
        |word: &str| if is_open_ended(word) { words::pattern(word) } else { format!(r"{}\b", words::pattern(word)) };
    words.iter().map(ended).collect::<Vec<_>>().join("|")
}

fn is_open_ended(word: &str) -> bool {
    word.ends_with(|c: char| !c.is_alphanumeric() || is_spaceless(c))
}

fn point(n: usize) -> String {
    let months = month_words();
    // After a year, only month names that are not also other words: “2019 Set designer”, “2020 Mars, Slough”.
    let ambiguous = &vocabulary().months.ambiguous;
    let sure: Vec<&str> = months.split('|').filter(|month| !ambiguous.has(month)).collect();
    let sure = sure.join("|");
    let seasons = vocabulary().periods.seasons.pattern();
    // “2018 г.”
    let after = format!(r"(?:\s?(?:{}))?", ended(&vocabulary().periods.after_year));
    format!(
        r"(?:(?P<era{n}>昭和|平成|令和)\s?(?P<ey{n}>\d{{1,2}}|元)年(?:\s?(?P<em{n}>1[0-2]|0?[1-9])月)?|(?:\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[ \u{{a0}}](?:de\s|of\s)?)?(?P<mn{n}>\b(?:{months}))\b[./-]?,?\s*(?:\d{{1,2}},\s*)?(?:de\s+|of\s+|del\s+)?(?P<my{n}>(?:19|20)\d{{2}}\b|['’]\d{{2}}\b)|(?P<da{n}>\b\d{{1,2}})(?P<ds{n}>[./-])(?P<db{n}>\d{{1,2}})[./-](?P<dy{n}>(?:19|20)\d{{2}})\b|(?P<nm{n}>\b\d{{1,2}})\s?[./-]\s?(?P<ny{n}>(?:19|20)\d{{2}})\b|\b(?P<ky{n}>(?:19|20)\d{{2}}) (?P<km{n}>{sure})\b\.?|\b(?P<ly{n}>(?:19|20)\d{{2}}) \((?P<lm{n}>{months})\.?\)|\b(?P<iy{n}>(?:19|20)\d{{2}})\s?(?:[./-]|年|년)\s?(?P<im{n}>1[0-2]|0?[1-9])(?:\b|月|월)(?:[./-]\d{{1,2}}\b)?|\b(?:{seasons}|q(?P<qq{n}>[1-4]))\s+(?P<sy{n}>(?:19|20)\d{{2}})\b|\b(?P<yy{n}>(?:19|20)\d{{2}})(?:\b|年|년)){after}"
    )
}

pub(super) fn read_point(c: &Captures<'_>, n: usize) -> Option<PartialDate> {
    let get = |name: &str| c.name(&format!("{name}{n}")).map(|m| m.as_str());
    let num = |name: &str| get(name).and_then(|s| s.parse::<i32>().ok());
    if get("era").is_some() {
        return era_date(get("era"), get("ey")?, num("em"));
    }
    if let Some(name) = get("mn") {
        let year = get("my")?;
        let year = match year.parse::<i32>() {
            Ok(y) => y,
            Err(_) => {
                let short: i32 = year.trim_start_matches(['\'', '’']).parse().ok()?;
                full_year(short)
            }
        };
        return checked(year, month_number(name));
    }
    if let (Some(y), Some(name)) = (num("ky"), get("km")) {
        return checked(y, month_number(name));
    }
    if let (Some(y), Some(name)) = (num("ly"), get("lm")) {
        return checked(y, month_number(name));
    }
    if let (Some(a), Some(b), Some(y)) = (num("da"), num("db"), num("dy")) {
        // In 13.04.2020 and 13/04/2020 the day comes first; 4/13/2020 can only start with the month. The other end of
        // the period may show which one applies.
        let is_day = |part: &str| {
            [1, 2].iter().any(|n| {
                c.name(&format!("{part}{n}")).and_then(|m| m.as_str().parse::<i32>().ok()).is_some_and(|day| day > 12)
            })
        };
        let month_first = is_day("db") || (get("ds") == Some("/") && a <= 12 && b == 1 && !is_day("da"));
        let month = if month_first { a } else { b };
        return checked(y, Some(month));
    }
    if let (Some(m), Some(y)) = (num("nm"), num("ny")) {
        return checked(y, Some(m));
    }
    if let (Some(y), Some(m)) = (num("iy"), num("im")) {
        return checked(y, Some(m));
    }
    // A quarter starts with its first month and ends with its last.
    let quarter = num("qq").map(|q| if n == 2 { 3 * q } else { 3 * q - 2 });
    checked(num("sy").or_else(|| num("yy"))?, quarter)
}

/// Accepts dates at which somebody may have worked or studied.
fn checked(year: i32, month: Option<i32>) -> Option<PartialDate> {
    let month = month.filter(|m| (1..=12).contains(m)).map(|m| m as u32);
    (1940..=2049).contains(&year).then_some(PartialDate { year, month })
}

/// A date in a Japanese era, whose first year may be written 元; without an era, an ordinary date.
pub(super) fn era_date(era: Option<&str>, year: &str, month: Option<i32>) -> Option<PartialDate> {
    let before = match era {
        Some("昭和") => 1925,
        Some("平成") => 1988,
        Some(_) => 2018,
        None => 0,
    };
    checked(before + year.parse().unwrap_or(1), month)
}

/// Completes a two-digit year; no applicant worked before 1951.
const fn full_year(short: i32) -> i32 {
    if short > 50 { 1900 + short } else { 2000 + short }
}

pub(super) fn month_number(name: &str) -> Option<i32> {
    let name = name.to_lowercase();
    vocabulary().months.in_order().iter().position(|names| names.has(&name)).map(|i| i as i32 + 1)
}

pub(super) struct Patterns {
    range: Regex,
    columns: Regex,
    months_then_year: Regex,
    open: Regex,
    short: Regex,
    short_months: Regex,
    short_names: Regex,
    month_behind: Regex,
    pub(super) single: Regex,
    pub(super) present: Regex,
}

pub(super) fn patterns() -> &'static Patterns {
    static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
        let build = |p: String| Regex::new(&format!("(?i){p}")).expect("the pattern is a constant");
        let present = ended(&vocabulary().periods.present);
        let between = |word: &str| if is_open_ended(word) { word.to_owned() } else { format!(r"\b{word}\b") };
        let between: Vec<String> = vocabulary().periods.between.iter().map(between).collect();
        let sep = format!(r"\s*(?:[-–—−~〜～→>至]+|{})\s*", between.join("|"));
        let since = vocabulary().periods.since.pattern();
        let months = month_words();
        Patterns {
            range: build(format!(r"{}{sep}(?:{}|(?P<now>(?:{present})))", point(1), point(2))),
            columns: build(format!(r"{} ?\t ?(?:{}|(?P<now>(?:{present})))", point(1), point(2))),
            months_then_year: build(format!(
                r"\b(?P<m1>{months})\.?{sep}(?P<m2>{months})\.?,?\s*(?P<y>(?:19|20)\d{{2}})\b"
            )),
            open: build(format!(r"(?:\b(?:{since})\s+(?:le\s+|el\s+)?){}", point(1))),
            short: build(r"\b(?P<a>(?:19|20)\d{2})\s?(?P<s>[-–/])\s?(?P<b>\d{2})\b".to_owned()),
            short_months: build(format!(
                r"\b(?P<m1>0?[1-9]|1[0-2])[/’'](?P<y1>\d{{2}})\s*(?:[-–—]|\bto\b|\bbis\b)\s*(?:(?P<m2>0?[1-9]|1[0-2])[/’'](?P<y2>\d{{2}})\b|(?P<now>{present}))"
            )),
            short_names: build(format!(
                r"\b(?P<m1>{months})\b\.?[ -](?P<y1>\d{{2}}){sep}(?:(?P<m2>{months})\b\.?[ -](?P<y2>\d{{2}})\b|(?P<now>{present}))"
            )),
            month_behind: build(format!(r"^ (?P<m>{months})\b\.?")),
            single: build(point(1)),
            present: build(format!(r"^(?:{present})")),
        }
    });
    &PATTERNS
}

/// The longest line, in bytes, in which two-digit years without an apostrophe count; longer ones are sentences.
const MAX_SHORT: usize = 100;

/// Whether a text has a four-digit year, or a two-digit one after a mark: most lines have none and need no further
/// search.
pub(super) fn may_be_dated(text: &str) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    // “Sep 15” and “Sept.-15”.
    let month_like = |w: &[u8]| {
        (w[0].is_ascii_alphabetic() || w[0] == b'.' || !w[0].is_ascii())
            && matches!(w[1], b' ' | b'-')
            && digits(&w[2..])
    };
    let short = || text.len() <= MAX_SHORT && text.as_bytes().windows(4).any(month_like);
    text.as_bytes().windows(4).any(|w| (w.starts_with(b"19") || w.starts_with(b"20")) && digits(w))
        || text.contains('年')
        || short()
        || text.contains(['/', '\'', '’']) && text.bytes().any(|b| b.is_ascii_digit())
}

thread_local! {
    static KNOWN: RefCell<Option<HashMap<Box<str>, Vec<Period>>>> = const { RefCell::new(None) };
}

/// While this exists, the dates of each line are cached: the parser asks for the same line many times. Dropping it
/// clears the cache.
pub(super) struct Remembering(());

impl Remembering {
    pub(super) fn new() -> Self {
        KNOWN.set(Some(HashMap::new()));
        Self(())
    }
}

impl Drop for Remembering {
    fn drop(&mut self) {
        KNOWN.set(None);
    }
}

/// The most lines cached; more than a résumé has.
const MAX_KNOWN: usize = 2_000;

/// Periods in reading order; a single date counts as an end without a start.
pub(crate) fn periods(text: &str) -> Vec<Period> {
    if !may_be_dated(text) {
        return Vec::new();
    }
    if let Some(found) = KNOWN.with_borrow(|known| known.as_ref()?.get(text).cloned()) {
        return found;
    }
    let found = search::search(text);
    KNOWN.with_borrow_mut(|known| {
        if let Some(known) = known.as_mut().filter(|known| known.len() < MAX_KNOWN && text.len() <= MAX_DATED) {
            known.insert(text.into(), found.clone());
        }
    });
    found
}

/// In bytes. A longer line contains more than dates, or was not written by a person.
pub(super) const MAX_DATED: usize = 300;

/// A word such as “Von” or “From” that precedes a period at the start of its line, with a capital.
pub(super) fn leads(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && vocabulary().periods.from.has(&word.to_lowercase())
}

/// Whether little is left of a line without its dates.
pub(crate) fn is_mostly_date(text: &str) -> bool {
    if text.len() > MAX_DATED {
        return false;
    }
    let found = periods(text);
    if found.is_empty() {
        return false;
    }
    let mut rest = text.to_owned();
    for p in found.iter().rev() {
        rest.replace_range(p.range.clone(), " ");
    }
    fold(&rest).chars().filter(|c| c.is_alphanumeric()).count() <= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        let p = periods(text).into_iter().next().unwrap_or_else(|| panic!("{text}"));
        (p.start.map(|s| s.to_string()).unwrap_or_default(), p.end.map(|e| e.to_string()).unwrap_or_default())
    }

    #[test]
    fn periods_read_in_many_notations() {
        for (text, start, end) in [
            ("Jul 2021 – Present", "2021-07", "present"),
            ("04/2020 – heute", "2020-04", "present"),
            ("Oktober 2017 bis März 2020", "2017-10", "2020-03"),
            ("01.10.2017 - 31.03.2020", "2017-10", "2020-03"),
            ("2011-08 - 2015-05", "2011-08", "2015-05"),
            ("2018 to 2020", "2018", "2020"),
            ("May – Aug 2019", "2019-05", "2019-08"),
            ("seit 03/2019", "2019-03", "present"),
            ("2018/19", "2018", "2019"),
            ("2022 FEB — PRESENT", "2022-02", "present"),
            ("01 February 2020 to date", "2020-02", "present"),
            ("05/2022 – até o momento", "2022-05", "present"),
            ("ago/2020 até o momento", "2020-08", "present"),
            ("2018 Jul – 2021 Nov.", "2018-07", "2021-11"),
            ("2014 - May 2017", "2014", "2017-05"),
            ("2017 – 2019 Set Designer, BBC", "2017", "2019"),
            ("Sept. 2016 à aujourd'hui", "2016-09", "present"),
            ("2021年3月 - 至今", "2021-03", "present"),
            ("janvier 2015 – déc. 2018", "2015-01", "2018-12"),
            ("May 2019", "", "2019-05"),
            ("septembre 2020 – à ce jour", "2020-09", "present"),
            ("01/2018–presente", "2018-01", "present"),
            ("desde agosto de 2020 hasta la actualidad", "2020-08", "present"),
            ("06/17-09/25", "2017-06", "2025-09"),
            ("06/17 – present", "2017-06", "present"),
            ("01/2021–\tAssociate Professor", "2021-01", "present"),
            ("ago. 2020 – A la fecha", "2020-08", "present"),
            ("Dès 05.2018", "2018-05", "present"),
            ("Engineer\tDec 2018\tJun 2022", "2018-12", "2022-06"),
            ("Engineer\tDec 2018\tTill date", "2018-12", "present"),
            ("Oct 14 – now", "2014-10", "present"),
            ("Oct-14 to Feb-17", "2014-10", "2017-02"),
            ("Q2 2014 – Q4 2016", "2014-04", "2016-12"),
            ("2014 October – 2017 March", "2014-10", "2017-03"),
            ("02/06/2014 – 11/30/2017", "2014-02", "2017-11"),
            ("06/02/2014 – 30/11/2017", "2014-02", "2017-11"),
            ("平成26年10月〜令和元年5月", "2014-10", "2019-05"),
            ("2014년 10월 – 현재", "2014-10", "present"),
            ("октябрь 2014 — по настоящее время", "2014-10", "present"),
            ("с мая 2014 по июнь 2017", "2014-05", "2017-06"),
            ("Ekim 2014 – Şubat 2017", "2014-10", "2017-02"),
            ("říjen 2014 – dosud", "2014-10", "present"),
            ("أكتوبر 2014 - حتى الآن", "2014-10", "present"),
            ("אוקטובר 2014 – היום", "2014-10", "present"),
            ("Οκτώβριος 2014 – σήμερα", "2014-10", "present"),
            ("tháng 10/2014 - hiện tại", "2014-10", "present"),
        ] {
            assert_eq!(read(text), (start.to_owned(), end.to_owned()), "{text}");
        }
        let whole = |text: &str| periods(text)[0].range.clone() == (0..text.len());
        assert!(whole("01/2018–presente") && whole("septembre 2020 – à ce jour"));
        assert!(periods("+49 151 00099881").is_empty());
        assert!(periods("Workshop, May 10 - May 12, 2019")[0].start.is_none());
        assert!(periods("Scored 09/10-08/10, 1/02/12-14").is_empty());
        assert!(is_mostly_date("Jul 2021 – Present"));
        assert!(!is_mostly_date("Grew sales by 20 % in 2019"));
    }
}
