//! E-mail addresses, telephone numbers and links, and the parts of contact lines.

mod links;

use super::{
    dates,
    lexicon::is_town,
    text::{Row, Text, trim},
};
use crate::{
    fold::fold,
    vocabulary::{is_spaceless, vocabulary},
};
use hireq_domain::resume::{Field, ParsedResume};
use regex::Regex;
use std::sync::OnceLock;

pub(super) struct Patterns {
    pub email: Regex,
    phone: Regex,
    link: Regex,
    pub postal: Regex,
}

pub(super) fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let build = |p: &str| Regex::new(p).expect("the pattern is a constant");
        Patterns {
            // Only letters of scripts that have capitals: the others may directly adjoin an address without a space.
            email: build(
                r"[\p{Latin}\p{Greek}\p{Cyrillic}0-9_][\p{Latin}\p{Greek}\p{Cyrillic}0-9._%+'’-]*@[\p{Latin}\p{Greek}\p{Cyrillic}0-9-]+(?:\.[\p{Latin}\p{Greek}\p{Cyrillic}0-9-]+)*\.[\p{Latin}\p{Greek}\p{Cyrillic}]{2,}",
            ),
            phone: build(r"(?:\+|\b00)?\(?\+?\d{1,4}\)?(?:[ \u{a0}./-]{0,3}\(?\d{1,5}\)?){1,6}"),
            link: build(r"(?i)(?:https?://|www\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|dev|me|co|de|fr|es|pt|it|uk|in|cn|pl|eu|info|ai|app|tech|page|blog|site|online|edu|gov|vn|br|nl|ch|at|be|ie|us|ca|xyz|example|design|academy|space|link|test)\b(?:\.[a-z]{2,6}\b)*(?:/[^\s,;|()<>•·\t]*)?"),
            postal: build(r"\b(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{3})?\s+(\p{Lu}[\p{L}.'’ -]{2,30})|\b\d{2}-\d{3}\s+(\p{Lu}[\p{L}.'’ -]{2,30})"),
        }
    })
}

/// Fills the contact fields. `header` holds the rows before the first section and those of contact sections.
pub(super) fn read(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    emails(text, resume);
    phones(text, header, resume);
    links::read(text, header, resume);
}

fn emails(text: &Text<'_>, resume: &mut ParsedResume) {
    let body = text.document.text.as_str();
    // Most lines contain no address and need no search.
    let lines = body.lines().filter(|line| line.contains('@'));
    for m in lines.flat_map(|line| patterns().email.find_iter(line)) {
        let found = m.as_str().trim_end_matches(['.', '-']);
        let mut field = text.field(found, 0.98);
        let after = text.offset(m.as_str()).and_then(|at| body.get(at + m.len()..)).unwrap_or_default();
        if let Some(country) = broken_country(after) {
            field.value = format!("{found}.{country}");
        }
        if resume.emails.len() < 10 && !resume.emails.iter().any(|e| e.value.eq_ignore_ascii_case(&field.value)) {
            resume.emails.push(field);
        }
    }
    if resume.emails.is_empty() {
        for link in &text.document.links {
            if let Some(address) = link.strip_prefix("mailto:") {
                let address = address.split('?').next().unwrap_or(address);
                if patterns().email.is_match(address) {
                    resume.emails.push(Field {
                        value: address.to_owned(),
                        confidence: 0.9,
                        span: None,
                        page_box: None,
                    });
                }
            }
        }
    }
    let others = referees(text);
    let own = |field: &Field<String>| field.span.is_none_or(|s| !others.iter().any(|part| part.contains(&s.start)));
    if resume.emails.iter().any(own) {
        resume.emails.retain(own);
    }
    // The address of a referee comes far below the person's own.
    if resume.emails.len() > 1 {
        let own = resume.emails[0].span.map_or(0, |s| s.start);
        resume.emails.retain(|e| e.span.is_none_or(|s| s.start < own + 600));
    }
}

/// The sections that name referees: from a heading such as “Referees” up to the next one. In characters.
fn referees(text: &Text<'_>) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut begun: Option<usize> = None;
    for row in text.rows.iter().filter(|row| row.heading.is_some()) {
        if let Some(start) = begun.take() {
            found.push(start..row.start);
        }
        let folded = fold(row.text);
        if folded.starts_with("refer") || vocabulary().headings.referees.has(&folded) {
            begun = Some(row.start);
        }
    }
    found.extend(begun.map(|start| start..text.document.text.len()));
    found.into_iter().map(|bytes| text.span(bytes)).map(|span| span.start..span.end).collect()
}

/// The country domain of an address that a narrow column wrapped: “anna@example.com.” above “br”.
fn broken_country(after: &str) -> Option<&str> {
    let below = after.strip_prefix('.')?.trim_start_matches(' ').strip_prefix('\n')?;
    let country = below.lines().next()?.trim();
    (country.len() == 2 && country.chars().all(|c| c.is_ascii_lowercase())).then_some(country)
}

/// How many bytes before a number the start of an address, or the name of a document, may be.
const NEAR: usize = 200;

fn phones(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let labels = &vocabulary().labels;
    let scan = |phones: &mut Vec<Field<String>>, rows: &mut dyn Iterator<Item = &str>, strict: bool| {
        for row in rows {
            let sentence = row.chars().filter(|c| c.is_alphabetic()).nth(SENTENCE).is_some();
            for m in patterns().phone.find_iter(row) {
                let shown = m.as_str().trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(' && c != ')');
                let shown =
                    if shown.contains('(') == shown.contains(')') { shown } else { shown.trim_matches(['(', ')']) };
                let digits = shown.chars().filter(char::is_ascii_digit).count();
                if !(8..=15).contains(&digits) {
                    continue;
                }
                let same = |p: &Field<String>| {
                    p.value.chars().filter(char::is_ascii_digit).eq(shown.chars().filter(char::is_ascii_digit))
                };
                if phones.len() >= 4 || phones.iter().any(same) {
                    continue;
                }
                let found = dates::periods(shown);
                let dialled = shown.starts_with('+')
                    || shown.starts_with('0')
                        && digits > 9
                        && !shown.contains(['/', '.', '–'])
                        && !found.iter().any(dates::Period::is_range);
                let dated = !dialled && !found.is_empty();
                let before = &row[row.floor_char_boundary(m.start().saturating_sub(NEAR))..m.start()];
                let after = &row[m.end()..];
                let glued = before
                    .chars()
                    .next_back()
                    .is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '=' | '-' | '_' | '#'));
                let inside_link = before
                    .rsplit(char::is_whitespace)
                    .next()
                    .is_some_and(|w| w.contains(".com") || w.contains("http") || w.contains('@'));
                // Within a sentence, a number is only a telephone number if it is labelled as such or cannot be
                // anything else.
                let called = || {
                    let named = before.trim_end_matches([' ', ':', '.', '\t']);
                    named.split_whitespace().next_back().is_some_and(|word| labels.contact.has(&fold(word)))
                };
                let enough = if strict && sentence && !shown.starts_with(['+', '0', '(']) {
                    called()
                } else if strict {
                    shown.starts_with('+')
                        || shown.starts_with('(')
                        || shown.matches(['-', ' ', '.']).count() >= 2
                        || shown.starts_with('0') && row.trim() == shown
                } else {
                    true
                };
                let none = is_numbered(before) || is_book(shown) || is_sum(shown, before, after);
                if !dated && !glued && !inside_link && enough && !none {
                    phones.push(text.field(shown, 0.95));
                }
            }
        }
    };
    scan(&mut resume.phones, &mut header.iter().flat_map(|r| r.text.split(" / ")), false);
    if resume.phones.is_empty() {
        scan(&mut resume.phones, &mut text.rows.iter().map(|r| r.text), true);
    }
    let others = referees(text);
    let own = |field: &Field<String>| field.span.is_none_or(|s| !others.iter().any(|part| part.contains(&s.start)));
    if resume.phones.iter().any(own) {
        resume.phones.retain(own);
    }
}

/// Whether the text before a number names a document, a PO box or an account.
fn is_numbered(before: &str) -> bool {
    let labels = &vocabulary().labels;
    let named = before.to_lowercase();
    let end = named.trim_end_matches([' ', ':', '.', '\t']);
    labels.papers.iter().any(|paper| end.ends_with(paper.trim_end_matches('.'))) || labels.papers_of.within(&named)
}

/// A label has at most this many letters.
const SENTENCE: usize = 16;

/// An ISBN: thirteen digits that start with 978 or 979 and have a valid check digit.
fn is_book(shown: &str) -> bool {
    let digits: Vec<u32> = shown.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().enumerate().map(|(i, d)| if i % 2 == 0 { *d } else { 3 * d }).sum();
    digits.len() == 13
        && digits.starts_with(&[9, 7])
        && matches!(digits[2], 8 | 9)
        && sum.is_multiple_of(10)
        && !shown.starts_with('+')
}

/// Amounts of money or counts: digits grouped in thousands, in a range or beside a currency.
fn is_sum(shown: &str, before: &str, after: &str) -> bool {
    const CODES: [&str; 22] = [
        "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "INR", "JPY", "CNY", "CAD", "AUD",
        "NZD", "ZAR", "BRL", "TRY", "euro", "euros",
    ];
    let thousands = |part: &str| {
        let mut groups = part.trim().split([' ', '.', ',', '\u{a0}', '’']);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && !rest.is_empty()
            && [first].iter().chain(&rest).all(|g| g.chars().all(|c| c.is_ascii_digit()))
            && rest.iter().all(|g| g.len() == 3)
    };
    let parts: Vec<&str> = shown.split(['-', '–', '/']).collect();
    let word = |text: Option<&str>| text.is_some_and(|w| CODES.contains(&w.trim_matches(|c: char| !c.is_alphabetic())));
    let sign = |c: char| matches!(c, '€' | '$' | '£' | '¥' | '₹' | '₽' | '₺' | '₩' | '₪' | '%');
    let money = before.trim_end().ends_with(sign)
        || after.trim_start().starts_with(sign)
        || word(before.split_whitespace().next_back())
        || word(after.split_whitespace().next());
    parts.iter().all(|p| thousands(p)) && (parts.len() == 2 || money)
}

/// Symbols before or between items: ✉, ☎, ◆, letters of icon fonts.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{25A0}'..='\u{27BF}' | '\u{E000}'..='\u{F8FF}' | '\u{1F300}'..='\u{1FAFF}')
}

/// Splits a header row at the separators between its items.
pub(super) fn items<'a>(row: &'a str) -> impl Iterator<Item = &'a str> + 'a {
    row.split(|c| matches!(c, '\t' | '|' | '｜' | '•' | '·' | '◦' | '⋄' | '∙' | '●' | '▪' | '■' | '⬥') || is_sign(c))
        .flat_map(split_at_slash)
        .flat_map(|p| p.split(" , "))
        .flat_map(|p| p.split(" – "))
        .flat_map(|p| p.split(" — "))
        .flat_map(split_at_labels)
        .flat_map(split_behind_contacts)
        .map(trim)
        .filter(|p| !p.is_empty())
}

/// In bytes. Longer items are not contact data, and splitting them repeatedly would take more than linear time.
const MAX_ITEM: usize = 300;

/// Splits at slashes, except between a district and its town, as in “Nilüfer / Bursa”.
fn split_at_slash(item: &str) -> Vec<&str> {
    let town = |part: &str| is_town(without_label(part).1);
    if item.contains(" / ") && item.split(" / ").all(town) { vec![item] } else { item.split(" / ").collect() }
}

/// Splits after an address or a number that is followed only by a space: “jo@example.com +46 70 123 45 67 Malmö,
/// Sweden”.
fn split_behind_contacts(item: &str) -> Vec<&str> {
    if item.len() > MAX_ITEM {
        return vec![item];
    }
    let p = patterns();
    let rest = |found: Option<regex::Match<'_>>| {
        found
            .map(|m| m.end())
            .filter(|end| item[*end..].starts_with(' ') && item[*end..].contains(char::is_alphanumeric))
    };
    let email = item.contains('@').then(|| rest(p.email.find(item))).flatten();
    let phone = || rest(p.phone.find(item).filter(|m| item.starts_with('+') && m.start() == 0));
    match email.or_else(phone) {
        Some(end) => std::iter::once(&item[..end]).chain(split_behind_contacts(&item[end + 1..])).collect(),
        None => vec![item],
    }
}

/// Splits before each label that is preceded only by a space: “电话:13900000528 邮箱:linzy@example.cn”.
fn split_at_labels(item: &str) -> Vec<&str> {
    if item.len() > MAX_ITEM || !item.contains(':') {
        return vec![item];
    }
    let labels = &vocabulary().labels.contact;
    let is_label = |at: &usize| item[at + 1..].split_once(':').is_some_and(|(label, _)| labels.has(&fold(label)));
    let mut cuts: Vec<usize> = item.match_indices(' ').map(|(at, _)| at).filter(is_label).collect();
    cuts.insert(0, 0);
    cuts.push(item.len());
    cuts.windows(2).map(|cut| &item[cut[0]..cut[1]]).collect()
}

/// A form's label, and the text after it.
pub(super) fn without_label(item: &str) -> (&str, &str) {
    let known = |at: &usize| vocabulary().labels.contact.has(&fold(&item[..*at]));
    // “氏名 森下 彩”: in scripts without spaces between words, a space ends a label.
    let spaced = || item.find(' ').filter(|at| item[..*at].chars().all(is_spaceless));
    match item.find([':', '\t']).filter(known).or_else(|| spaced().filter(known)) {
        Some(at) => (trim(&item[..at]), trim(&item[at..])),
        None => ("", item),
    }
}

pub(super) fn is_contact(item: &str) -> bool {
    let p = patterns();
    item.contains('@') && p.email.is_match(item)
        || p.link.is_match(item)
        || item.chars().filter(char::is_ascii_digit).count() >= 7
}
