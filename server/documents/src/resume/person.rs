//! Who the person is and what they call themself, mostly from the top of the page.

use super::{
    contact, headings,
    lexicon::{is_degree, is_place, is_school, is_town, title_score},
    proposed,
    text::{Row, Text, trim},
};
use crate::vocabulary::vocabulary;
use hireq_domain::resume::{Field, ParsedResume};
use regex::Regex;
use std::sync::OnceLock;

/// A name that stands first in a text without layout scores 3; what speaks for it besides counts from here on.
const SURE: f32 = 3.2;

pub(super) fn name(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let local: Vec<String> = resume
        .emails
        .iter()
        .take(1)
        .flat_map(|e| {
            e.value
                .split('@')
                .next()
                .unwrap_or_default()
                .split(|c: char| !c.is_alphabetic())
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
        })
        .filter(|t| t.len() > 1)
        .collect();
    // A monogram may be set larger than the name.
    let monogram = |r: &Row<'_>| r.text.is_ascii() && r.text.trim().len() <= 3;
    let largest = text.rows.iter().take(80).filter(|r| !monogram(r)).map(|r| r.size).fold(0.0, f32::max);
    let mut best: Option<(f32, &str, Option<&str>)> = None;
    let top: Vec<&Row<'_>> = header
        .iter()
        .copied()
        .take(40)
        .chain(text.rows.iter().filter(|r| largest > 0.0 && r.size > 0.85 * largest).take(4))
        .collect();
    for (i, row) in top.iter().enumerate() {
        // “NAME: → ROE, JANE”
        let form = row.text.split_once('\t').filter(|(label, _)| names_person(label)).map(|(_, cell)| cell);
        for (j, item) in contact::items(row.text).enumerate() {
            let (label, value) = contact::without_label(item);
            let labelled = names_person(label) || form.is_some_and(|cell| trim(cell) == item);
            // “DATE OF BIRTH: → 27 May” says who somebody is without naming them.
            let heads = |cell: &str| cell.trim_end().ends_with(':') && trim(cell) == item;
            if !label.is_empty() && !labelled || row.text.split('\t').next().is_some_and(heads) {
                continue;
            }
            let value = value.strip_suffix(')').and_then(|v| v.rsplit_once(" (")).map_or(value, |(name, remark)| {
                if vocabulary().names.salutations.has(&headings::fold(remark)) { name } else { value }
            });
            let (value, given) = surname_first(value, labelled);
            // “Xiaoming (Sean) Li” stays whole, “Jo Doe (she/her)” does not.
            let nicknamed = nickname().is_match(value);
            let ends: &[char] = if nicknamed { &[','] } else { &['(', ','] };
            let value = value.split(ends).next().map(str::trim).unwrap_or_default();
            let value = without_caption(value);
            let folded = headings::fold(value);
            if vocabulary().names.documents.has(&folded) || folded.contains("curriculum vitae") {
                continue;
            }
            if !name_like(value) && given.is_none() && !(nicknamed && name_like(&value.replace(['(', ')'], ""))) {
                continue;
            }
            let matched =
                folded.split(' ').filter(|t| local.iter().any(|l| l.contains(*t) && t.len() > 2 || l == t)).count()
                    as f32;
            let mut score = 3.0 - 0.25 * i.min(12) as f32 - 0.2 * j as f32;
            score += 2.5 * matched;
            if largest > 0.0 {
                score += 4.0 * (row.size / largest).powi(2);
            }
            score += if labelled { 6.0 } else { 0.0 };
            score -= 2.5 * title_score(value).clamp(0, 2) as f32;
            score -= if is_place(value) { 3.0 } else { 0.0 };
            score -= if is_school(value) || is_degree(value) { 2.0 } else { 0.0 };
            if headings::classify(value).is_some() || row.heading.is_some() {
                score -= 6.0;
            }
            if best.is_none_or(|(b, ..)| score > b) {
                best = Some((score, value, given));
            }
        }
    }
    let best = best.filter(|(s, ..)| *s > 1.0);
    let stacked = best.is_none_or(|(score, ..)| score < STACKED).then(|| stacked(&top, largest)).flatten();
    if let Some((first, last)) = stacked {
        let mut field = text.field(text.joined(first, last).unwrap_or(first), 0.8);
        let both = format!("{first} {last}");
        field.value = in_title_case_if_loud(&both);
        resume.name = Some(field);
        return;
    }
    if best.is_none_or(|(score, ..)| score < SURE)
        && let Some(name) = proposed::name(text, header, &local, best.map(|(_, value, _)| value))
    {
        resume.name = Some(name);
        return;
    }
    let Some((score, value, given)) = best else {
        // Behind a sidebar the name stands nowhere near the top, but nothing is larger.
        resume.name = largest_name(text);
        return;
    };
    let whole = given.and_then(|given| text.joined(value, given)).unwrap_or(value);
    let mut field = text.field(whole, (score / 9.0).clamp(0.3, 0.98));
    if let Some(given) = given {
        field.value = format!("{} {}", in_title_case_if_loud(given), in_title_case(value));
        resume.name = Some(field);
        return;
    }
    if value.chars().all(|c| !c.is_lowercase()) && value.is_ascii() {
        field.value = in_title_case(value);
    }
    let (above, below) = (begun(&top, value, largest), continued(&top, value, largest));
    if above.is_some() || below.is_some() {
        let shown = [above, Some(value), below].into_iter().flatten().map(in_title_case_if_loud).collect::<Vec<_>>();
        let whole = match (above, below) {
            (Some(first), None) => text.joined(first, value),
            (_, Some(last)) => text.joined(value, last),
            (None, None) => None,
        };
        field = Field { value: shown.join(" "), ..text.field(whole.unwrap_or(value), 0.8) };
    }
    // A name may break over two lines of the same size.
    if let Some(at) = text.offset(value)
        && let Some(n) = text.rows.iter().position(|r| {
            r.start <= at
                && at + value.len() <= r.end()
                && at + value.len() == r.start + r.text.trim_end_matches('-').len()
        })
        && let (Some(row), Some(below)) = (text.rows.get(n), text.rows.get(n + 1))
        && row.text.ends_with('-')
        && row.size > 0.0
        && (row.size - below.size).abs() < 0.5
        && !below.text.contains(' ')
    {
        let rest =
            if below.text.chars().all(|c| !c.is_lowercase()) { capitalised(below.text) } else { below.text.to_owned() };
        field.value = format!("{}-{rest}", field.value);
    }
    resume.name = Some(field);
}

/// A name without what stands before it or behind: “Ms. Jane Roe”, “Jane Roe CV”.
fn without_caption(value: &str) -> &str {
    let names = &vocabulary().names;
    let before = |value: &'_ str, word: &str| value.strip_prefix(word)?.strip_prefix(' ').map(str::len);
    let value = names.before.iter().fold(value, |v, word| before(v, word).map_or(v, |left| &v[v.len() - left..]));
    let after = |v: &str, word: &str| v.strip_suffix(word)?.strip_suffix(' ').map(str::len);
    names.after.iter().fold(value, |v, word| after(v, word).map_or(v, |left| &v[..left]))
}

/// Whether a form's label announces the name.
fn names_person(label: &str) -> bool {
    vocabulary().labels.name.has(&headings::fold(label))
}

/// “GARCÍA MONTERO, Lucía” and “Martin, Paul”: the surname, and the given names behind the comma. Anything else is left
/// whole: behind a name's comma may as well stand a degree or a city. Where a label says that it is a name, all of it may
/// be in capitals.
fn surname_first(value: &str, labelled: bool) -> (&str, Option<&str>) {
    let Some((surname, given)) = value.split_once(", ").map(|(a, b)| (a.trim(), b.trim())) else {
        return (value, None);
    };
    let words = |s: &str| s.split(' ').filter(|w| !w.is_empty()).count();
    let lettered = |s: &str| s.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'));
    let fits = lettered(surname)
        && lettered(given)
        && (1..=2).contains(&words(given))
        && given.split(' ').all(|w| w.chars().next().is_some_and(char::is_uppercase))
        && (!loud(given) || labelled)
        && (words(surname) == 1 || loud(surname) && words(surname) <= 3)
        && ![surname, given].iter().any(|s| {
            is_place(s) || title_score(s) > 0 || is_school(s) || is_degree(s) || headings::classify(s).is_some()
        });
    if fits { (surname, Some(given)) } else { (value, None) }
}

fn nickname() -> &'static Regex {
    static NICKNAME: OnceLock<Regex> = OnceLock::new();
    NICKNAME.get_or_init(|| {
        Regex::new(r"^\p{Lu}[\p{L}'’-]+ \(\p{Lu}\p{Ll}+\) \p{Lu}[\p{L}'’ -]+$").expect("the pattern is a constant")
    })
}

/// Under this a name on one line does not stand for itself against one that is set in two large lines.
const STACKED: f32 = 4.5;

/// A name that a narrow column or a designer broke over two lines, a word each.
fn stacked<'a>(top: &[&Row<'a>], largest: f32) -> Option<(&'a str, &'a str)> {
    let word = |row: &Row<'a>| {
        let mut cells = row.text.split('\t').map(str::trim);
        // “RM → MAHMOOD-BLIGH”: a monogram stands beside the name.
        let initials = |cell: &str| cell.len() <= 3 && cell.chars().all(char::is_uppercase);
        let first = cells.next().unwrap_or_default();
        let word = if initials(first) { cells.next().unwrap_or(first) } else { first };
        let lettered = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
        let fits = lettered
            && (2..=20).contains(&word.chars().count())
            && word.chars().next().is_some_and(char::is_uppercase)
            && headings::classify(word).is_none()
            && title_score(word) == 0
            && !is_place(word)
            && !is_caption(word);
        fits.then_some(word)
    };
    top.windows(2).take(6).find_map(|pair| {
        // “Moussa” above a larger “TRAORÉ”
        let grown = loud(pair[1].text) && !loud(pair[0].text) && pair[0].size > 0.6 * pair[1].size;
        let large = largest <= 0.0 || pair[1].size > 0.85 * largest && (grown || pair[0].size > 0.85 * largest);
        let alike = ((pair[0].size - pair[1].size).abs() < 0.5 || grown)
            && pair[0].heading.is_none()
            && pair[1].heading.is_none();
        (large && alike && !pair[1].gap).then(|| Some((word(pair[0])?, word(pair[1])?))).flatten()
    })
}

/// What goes on with a name of two words on the next line, as large: “Matías Ignacio” above “Carrasco Leiva”.
fn continued<'a>(top: &[&Row<'a>], name: &str, largest: f32) -> Option<&'a str> {
    let pair = top.windows(2).find(|pair| pair[0].text.trim() == name)?;
    let rest = pair[1].text.trim();
    let words: Vec<&str> = rest.split(' ').collect();
    let fits = largest > 0.0
        && pair[0].size > 0.95 * largest
        && (pair[0].size - pair[1].size).abs() < 0.5
        && pair[1].heading.is_none()
        && name.split(' ').filter(|w| !w.ends_with('.')).count() == 2
        && words.len() <= 3
        && rest.chars().count() > 2
        && words.iter().all(|w| {
            w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        })
        && title_score(rest) == 0
        && !is_place(rest)
        && !is_town(rest)
        && !is_caption(rest)
        && headings::classify(rest).is_none();
    fits.then_some(rest)
}

/// What a page is called, and not its owner.
fn is_caption(text: &str) -> bool {
    vocabulary().names.captions.any_in(&headings::fold(text))
}

/// Without a small letter.
fn loud(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// The one word above a surname of two, as large: “Sandrine” above “LE GOFF”.
fn begun<'a>(top: &[&Row<'a>], name: &str, largest: f32) -> Option<&'a str> {
    let pair = top.windows(2).find(|pair| pair[1].text.trim() == name)?;
    let first = pair[0].text.trim();
    let fits = largest > 0.0
        && pair[1].size > 0.95 * largest
        && ((pair[0].size - pair[1].size).abs() < 0.5 || loud(name) && !loud(first) && pair[0].size > 0.6 * largest)
        && pair[0].heading.is_none()
        && !pair[1].gap
        && name.split(' ').count() == 2
        && first.starts_with(char::is_uppercase)
        && (2..=15).contains(&first.chars().count())
        && first.chars().all(|c| c.is_alphabetic() || c == '-')
        && title_score(first) == 0
        && headings::classify(first).is_none()
        && !is_caption(first);
    fits.then_some(first)
}

/// A name in the largest letters of the whole text, on one line or two.
fn largest_name(text: &Text<'_>) -> Option<Field<String>> {
    let largest = text.rows.iter().map(|r| r.size).fold(0.0, f32::max);
    let rows: Vec<&Row<'_>> =
        text.rows.iter().filter(|r| largest > 0.0 && r.size > 0.98 * largest && r.heading.is_none()).take(3).collect();
    let shown = |field: Field<String>| Field { value: in_title_case_if_loud(&field.value), ..field };
    match rows.as_slice() {
        [one] if name_like(one.text.trim()) && title_score(one.text) == 0 => {
            Some(shown(text.field(one.text.trim(), 0.6)))
        }
        // “Moussa” above a larger “TRAORÉ-LEMAIRE”
        [one] if !one.text.trim().contains(' ') && loud(one.text) => {
            let at = text.rows.iter().position(|row| row.start == one.start)?;
            let above = text.rows.get(at.checked_sub(1)?).filter(|row| row.size > 0.6 * largest)?;
            let first = above.text.trim();
            let both = text.joined(first, one.text.trim())?;
            let whole = format!("{first} {}", in_title_case_if_loud(one.text.trim()));
            (name_like(&whole) && title_score(&whole) == 0 && headings::classify(first).is_none())
                .then(|| Field { value: whole, ..text.field(both, 0.6) })
        }
        [_, _] => stacked(&rows, largest)
            .and_then(|(first, last)| text.joined(first, last))
            .map(|both| shown(text.field(both, 0.6))),
        _ => None,
    }
}

fn in_title_case_if_loud(text: &str) -> String {
    if loud(text) { in_title_case(text) } else { text.to_owned() }
}

/// A name in capital letters as it is usually written.
pub(super) fn in_title_case(name: &str) -> String {
    name.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

fn name_like(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    // “Permis B” and “Führerschein B” are what somebody has.
    if words.first().is_some_and(|first| vocabulary().names.licences.has(&headings::fold(first))) {
        return false;
    }
    let chinese = value.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if chinese {
        return (2..=4).contains(&value.chars().count());
    }
    (2..=5).contains(&words.len())
        && value.chars().count() <= 45
        && value.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '"' | '“' | '”'))
        && words.iter().all(|w| {
            w.trim_start_matches(['"', '“']).chars().next().is_some_and(char::is_uppercase)
                || vocabulary().names.particles.has(w)
        })
        && words.iter().filter(|w| w.chars().count() > 1).count() >= 1
}

pub(super) fn headline(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let name = resume.name.as_ref().map(|n| n.value.to_lowercase()).unwrap_or_default();
    for row in header.iter().take(8).filter(|r| r.heading.is_none()) {
        for item in row.text.split('\t').map(trim) {
            let count = item.chars().count();
            if (4..=90).contains(&count)
                && item.to_lowercase() != name
                && title_score(item) > 0
                && !contact::is_contact(item)
                && !item.ends_with('.')
            {
                resume.headline = Some(text.field(item, 0.8));
                return;
            }
        }
    }
}
