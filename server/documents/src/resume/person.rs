//! Finds the person's name and headline, usually at the top of the page.

use super::{
    capitals::{in_title_case, in_title_case_if_loud, is_in_capitals},
    contact, headings,
    lexicon::{is_degree, is_place, is_school, is_town, title_score},
    proposed,
    text::{Row, Text, trim},
};
use crate::{
    fold::fold,
    vocabulary::{is_spaceless, vocabulary},
};
use hireq_domain::resume::{Field, ParsedResume};
use regex::Regex;
use std::sync::OnceLock;

/// The weights of the evidence for a name.
mod weight {
    /// For the first item on the page.
    pub(super) const FIRST: f32 = 3.0;
    /// For each row further down, up to twelve.
    pub(super) const ROW: f32 = -0.25;
    /// For each item further to the right.
    pub(super) const ITEM: f32 = -0.2;
    /// For each word that occurs in the e-mail address.
    pub(super) const IN_ADDRESS: f32 = 2.5;
    /// For the largest letters on the page; for smaller ones, multiplied by the square of the ratio of sizes.
    pub(super) const LARGEST: f32 = 4.0;
    pub(super) const LABEL: f32 = 6.0;
    /// For each title word, up to two.
    pub(super) const TITLE: f32 = -2.5;
    pub(super) const PLACE: f32 = -3.0;
    pub(super) const SCHOOL_OR_DEGREE: f32 = -2.0;
    pub(super) const HEADING: f32 = -6.0;
    /// A candidate must score more than this.
    pub(super) const LEAST: f32 = 1.0;
    /// Below this score a hint may propose another name. It is a little above [`FIRST`], which the first item of a text
    /// without layout gets for its position alone.
    pub(super) const SURE: f32 = 3.2;
    /// A single-line name below this score loses against a name set in two large lines.
    pub(super) const STACKED: f32 = 4.5;
}

pub(super) fn name(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let mailbox = mailbox_words(resume);
    // A monogram may be set in larger letters than the name.
    let monogram = |r: &Row<'_>| r.text.is_ascii() && r.text.trim().len() <= 3;
    let largest = text.rows.iter().take(80).filter(|r| !monogram(r)).map(|r| r.size).fold(0.0, f32::max);
    let large = text.rows.iter().filter(|r| largest > 0.0 && r.size > 0.85 * largest).take(4);
    let top: Vec<&Row<'_>> = header.iter().copied().take(40).chain(large).collect();
    let best = best_candidate(&top, largest, &mailbox).filter(|best| best.score > weight::LEAST);
    let score = best.as_ref().map(|best| best.score);
    let stacked = score.is_none_or(|s| s < weight::STACKED).then(|| stacked(&top, largest)).flatten();
    let proposed = || {
        let unsure = score.is_none_or(|s| s < weight::SURE);
        unsure.then(|| proposed::name(text, header, &mailbox, best.as_ref().map(|best| best.value))).flatten()
    };
    resume.name = if let Some((first, last)) = stacked {
        let field = text.field(text.joined(first, last).unwrap_or(first), 0.8);
        Some(Field { value: in_title_case_if_loud(&format!("{first} {last}")), ..field })
    } else if let Some(name) = proposed() {
        Some(name)
    } else if let Some(best) = best {
        Some(shown(text, &top, largest, &best))
    } else {
        // If there is a sidebar, the name may be far from the top of the text, but nothing is set larger.
        largest_name(text)
    };
}

/// The words before the @ of the person's first address.
fn mailbox_words(resume: &ParsedResume) -> Vec<String> {
    let mailbox = resume.emails.first().map_or("", |email| email.value.split('@').next().unwrap_or_default());
    mailbox.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).filter(|word| word.len() > 1).collect()
}

/// A possible name.
struct Candidate<'a> {
    value: &'a str,
    /// The given names, if `value` is the surname before a comma.
    given: Option<&'a str>,
    labelled: bool,
    score: f32,
}

/// The most likely name in these rows; the first one if several score the same.
fn best_candidate<'a>(top: &[&Row<'a>], largest: f32, mailbox: &[String]) -> Option<Candidate<'a>> {
    let mut best: Option<Candidate<'a>> = None;
    for (i, row) in top.iter().enumerate() {
        for (j, item) in contact::items(row.text).enumerate() {
            let Some(mut candidate) = candidate(row, item) else { continue };
            candidate.score = score(row, &candidate, (i, j), largest, mailbox);
            if best.as_ref().is_none_or(|best| candidate.score > best.score) {
                best = Some(candidate);
            }
        }
    }
    best
}

/// The candidate in an item, if it looks like a name.
fn candidate<'a>(row: &Row<'a>, item: &'a str) -> Option<Candidate<'a>> {
    // “NAME: → ROE, JANE”
    let cells: Vec<&str> = row.text.split('\t').collect();
    let form = cells.windows(2).find(|pair| names_person(pair[0])).map(|pair| pair[1]);
    let (label, value) = contact::without_label(item);
    let labelled = names_person(label) || form.is_some_and(|cell| trim(cell) == item);
    // A label such as “DATE OF BIRTH: → 27 May” identifies its value as something other than a name.
    let heads = |cell: &str| cell.trim_end().ends_with(':') && trim(cell) == item;
    let is_label = vocabulary().labels.contact.has(&fold(value));
    if !label.is_empty() && !labelled || is_label || row.text.split('\t').next().is_some_and(heads) {
        return None;
    }
    let value = value
        .strip_suffix(')')
        .and_then(|v| v.rsplit_once(" ("))
        .map_or(value, |(name, remark)| if vocabulary().names.salutations.has(&fold(remark)) { name } else { value });
    let (value, given) = surname_first(value, labelled);
    // “Xiaoming (Sean) Li” is kept whole, “Jo Doe (she/her)” is not.
    let nicknamed = nickname().is_match(value);
    let ends: &[char] = if nicknamed { &[','] } else { &['(', ','] };
    let value = without_caption(value.split(ends).next().map(str::trim).unwrap_or_default());
    let folded = fold(value);
    let caption = vocabulary().names.documents.has(&folded) || folded.contains("curriculum vitae");
    let like = name_like(value) || given.is_some() || nicknamed && name_like(&value.replace(['(', ')'], ""));
    (!caption && like).then_some(Candidate { value, given, labelled, score: 0.0 })
}

/// The score of a candidate, given the index of its row and of its item in the row.
fn score(row: &Row<'_>, found: &Candidate<'_>, (i, j): (usize, usize), largest: f32, mailbox: &[String]) -> f32 {
    let value = found.value;
    let folded = fold(value);
    let in_address = |t: &&str| mailbox.iter().any(|l| l.contains(*t) && t.len() > 2 || l == t);
    let mut score = weight::FIRST + weight::ROW * i.min(12) as f32 + weight::ITEM * j as f32;
    score += weight::IN_ADDRESS * folded.split(' ').filter(in_address).count() as f32;
    if largest > 0.0 {
        score += weight::LARGEST * (row.size / largest).powi(2);
    }
    score += if found.labelled { weight::LABEL } else { 0.0 };
    score += weight::TITLE * title_score(value).clamp(0, 2) as f32;
    score += if is_place(value) { weight::PLACE } else { 0.0 };
    score += if is_school(value) || is_degree(value) { weight::SCHOOL_OR_DEGREE } else { 0.0 };
    score + if headings::classify(value).is_some() || row.heading.is_some() { weight::HEADING } else { 0.0 }
}

/// The name for display: given names first, in normal case, including parts on the lines above and below.
fn shown<'a>(text: &Text<'a>, top: &[&Row<'a>], largest: f32, best: &Candidate<'a>) -> Field<String> {
    let value = best.value;
    let whole = best.given.and_then(|given| text.joined(value, given)).unwrap_or(value);
    let mut field = text.field(whole, (best.score / 9.0).clamp(0.3, 0.98));
    if let Some(given) = best.given {
        field.value = format!("{} {}", in_title_case_if_loud(given), in_title_case(value));
        return field;
    }
    field.value = in_title_case_if_loud(value);
    let (above, below) = (first_name_above(top, value, largest), continued(top, value, largest));
    if above.is_some() || below.is_some() {
        let shown = [above, Some(value), below].into_iter().flatten().map(in_title_case_if_loud).collect::<Vec<_>>();
        let whole = match (above, below) {
            (Some(first), None) => text.joined(first, value),
            (_, Some(last)) => text.joined(value, last),
            (None, None) => None,
        };
        field = Field { value: shown.join(" "), ..text.field(whole.unwrap_or(value), 0.8) };
    }
    if let Some(rest) = behind_hyphen(text, value) {
        let rest = in_title_case_if_loud(rest);
        field.value = format!("{}-{rest}", field.value);
    }
    field
}

/// The rest of a name wrapped at a hyphen onto a second line of the same size.
fn behind_hyphen<'a>(text: &Text<'a>, value: &str) -> Option<&'a str> {
    let at = text.offset(value)?;
    let n = text.rows.iter().position(|r| {
        r.start <= at && at + value.len() <= r.end() && at + value.len() == r.start + r.text.trim_end_matches('-').len()
    })?;
    let (row, below) = (&text.rows[n], text.rows.get(n + 1)?);
    let fits =
        row.text.ends_with('-') && row.size > 0.0 && (row.size - below.size).abs() < 0.5 && !below.text.contains(' ');
    fits.then_some(below.text)
}

/// A name without titles and captions around it: “Ms. Jane Roe”, “Jane Roe CV”.
fn without_caption(value: &str) -> &str {
    let names = &vocabulary().names;
    let before = |value: &'_ str, word: &str| value.strip_prefix(word)?.strip_prefix(' ').map(str::len);
    let value = names.before.iter().fold(value, |v, word| before(v, word).map_or(v, |left| &v[v.len() - left..]));
    let after = |v: &str, word: &str| v.strip_suffix(word)?.strip_suffix(' ').map(str::len);
    names.after.iter().fold(value, |v, word| after(v, word).map_or(v, |left| &v[..left]))
}

/// Whether a form's label announces the name.
fn names_person(label: &str) -> bool {
    vocabulary().labels.name.has(&fold(label))
}

/// “GARCÍA MONTERO, Lucía” and “Martin, Paul”: the surname, and the given names after the comma. Any other text is left
/// whole, because a degree or a city may also follow a name's comma. If a label announces a name, all of it may be in
/// capitals.
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
        && (!is_in_capitals(given) || labelled)
        && (words(surname) == 1 || is_in_capitals(surname) && words(surname) <= 3)
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

/// A name set on two lines, with one word each.
fn stacked<'a>(top: &[&Row<'a>], largest: f32) -> Option<(&'a str, &'a str)> {
    let word = |row: &Row<'a>| {
        let mut cells = row.text.split('\t').map(str::trim);
        // “RM → MAHMOOD-BLIGH”: a monogram beside the name.
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
        let grown = is_in_capitals(pair[1].text) && !is_in_capitals(pair[0].text) && pair[0].size > 0.6 * pair[1].size;
        let large = largest <= 0.0 || pair[1].size > 0.85 * largest && (grown || pair[0].size > 0.85 * largest);
        let alike = ((pair[0].size - pair[1].size).abs() < 0.5 || grown)
            && pair[0].heading.is_none()
            && pair[1].heading.is_none();
        (large && alike && !pair[1].gap).then(|| Some((word(pair[0])?, word(pair[1])?))).flatten()
    })
}

/// The continuation of a two-word name on the next line, in the same size: “Matías Ignacio” above “Carrasco Leiva”.
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

/// The title of a document, not a person's name.
fn is_caption(text: &str) -> bool {
    vocabulary().names.captions.any_in(&fold(text))
}

/// A single word above a two-word surname, in the same size: “Sandrine” above “LE GOFF”.
fn first_name_above<'a>(top: &[&Row<'a>], name: &str, largest: f32) -> Option<&'a str> {
    let pair = top.windows(2).find(|pair| pair[1].text.trim() == name)?;
    let first = pair[0].text.trim();
    let fits = largest > 0.0
        && pair[1].size > 0.95 * largest
        && ((pair[0].size - pair[1].size).abs() < 0.5
            || is_in_capitals(name) && !is_in_capitals(first) && pair[0].size > 0.6 * largest)
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

/// A name in the largest letters of the whole text, on one or two lines.
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
        [one] if !one.text.trim().contains(' ') && is_in_capitals(one.text) => {
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

fn name_like(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    // “Permis B” and “Führerschein B” are driving licences.
    if words.first().is_some_and(|first| vocabulary().names.licences.has(&fold(first))) {
        return false;
    }
    // Chinese, Japanese and Korean names, with or without a space before the given name.
    if value.chars().all(|c| c == ' ' || c.is_alphabetic() && is_spaceless(c)) {
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        return (2..=if words.len() == 2 { 6 } else { 4 }).contains(&letters) && words.len() <= 2;
    }
    (2..=5).contains(&words.len())
        && value.chars().count() <= 45
        && value.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '־' | '\'' | '’' | '"' | '“' | '”'))
        && words.iter().all(|w| {
            // Right-to-left scripts have no capitals.
            let begins = |c: char| c.is_uppercase() || matches!(c, '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{6d3}');
            w.trim_start_matches(['"', '“']).chars().next().is_some_and(begins) || vocabulary().names.particles.has(w)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_capitals_gets_those_that_its_owner_writes() {
        for (loud, written) in [
            ("INA AOKI-STRAND", "Ina Aoki-Strand"),
            ("BEATRIX \"BEA\" O'NEILL", "Beatrix \"Bea\" O'Neill"),
            ("JO D’ARCY", "Jo D’Arcy"),
            ("RENÉ (RAY) ST. CLAIR", "René (Ray) St. Clair"),
        ] {
            assert_eq!(in_title_case(loud), written);
        }
    }

    #[test]
    fn a_name_needs_no_capitals_where_its_script_has_none() {
        for name in ["מיכל בר־לב", "سلمى الخطيب", "Osmund Fairchild"] {
            assert!(name_like(name), "{name}");
        }
        assert!(!name_like("osmund fairchild"));
    }
}
