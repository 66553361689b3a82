//! Reduces an employer's name to the name itself, without a branch, street, town or type of contract after it.

use super::{
    lexicon::{employer_score, is_place, is_town, title_score},
    text::{comma_places, trim},
};
use crate::{fold::fold, vocabulary::vocabulary};

/// The name alone in “U.S. Navy, Norfolk, VA and at sea”, “Avon Law Centre, Bristol (one evening per week)” and “Asbl
/// Le Tremplin (CDI)”.
pub(super) fn bare(employer: &str) -> &str {
    let mut name = without_remark(employer);
    let cut = comma_places(name).find(|at| *at > 0 && is_whereabouts(&name[at + 1..]));
    if let Some(at) = cut {
        name = without_remark(trim(&name[..at]));
    }
    if name.is_empty() { employer } else { name }
}

/// Removes a remark in parentheses at the end, unless it is another name.
fn without_remark(text: &str) -> &str {
    let Some((name, remark)) = text.trim_end().strip_suffix(')').and_then(|t| t.rsplit_once('(')) else { return text };
    let remark = remark.trim();
    let said = remark.starts_with(char::is_lowercase)
        || remark.contains(|c: char| c.is_ascii_digit() || matches!(c, '/' | ':' | '%'))
        || vocabulary().employers.terms.has(&fold(remark));
    let name = trim(name);
    if said && name.chars().count() > 1 { name } else { text }
}

/// “1501 San Pedro Dr SE, Albuquerque, NM 87108”: a house number, a street, and more.
pub(super) fn is_street(text: &str) -> bool {
    let first = fold(text.split(',').next().unwrap_or_default());
    let mut words = first.split(' ');
    let number = words.next().is_some_and(|w| w.len() <= 5 && w.bytes().all(|b| b.is_ascii_digit()) && !w.is_empty());
    number && text.contains(',') && words.skip(1).any(|w| vocabulary().places.streets.has(w))
}

/// Whether what follows a name's comma is its location.
fn is_whereabouts(rest: &str) -> bool {
    let part = trim(rest.split([',', '(']).next().unwrap_or_default()).trim_end_matches('.');
    let words: Vec<&str> = part.split(' ').collect();
    let last = fold(words[words.len() - 1]);
    let vocabulary = vocabulary();
    let branch = words.len() > 1 && words.len() <= 5 && vocabulary.employers.branches.has(&last);
    let numbered = words.len() > 1
        && words.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit()))
        && vocabulary.places.leading_streets.has(&fold(words[0]));
    let town = is_town(part)
        || is_place(part)
        // “Doncaster iPort”, “Norfolk VA and at sea”
        || (2..=3).contains(&words.len())
            && is_town(words[0])
            && words[0].chars().count() > 4
            && !words.contains(&"&");
    (branch || numbered || town)
        && title_score(part) == 0
        && (branch || employer_score(part.strip_suffix(" City").unwrap_or(part)) == 0)
}
