//! Takes the person's name from a hint if the rules found none, or only one without evidence.

use super::{
    capitals::in_title_case_if_loud,
    contact, headings,
    hints::EntityKind,
    lexicon::{employer_score, is_degree, is_place, is_school, title_score},
    text::{Row, Text, trim},
};
use crate::{fold::fold, skills::Taxonomy, vocabulary::vocabulary};
use hireq_domain::resume::Field;

/// How many rows at the top may name the person; further down, other people are named.
const TOP: usize = 12;

/// A name proposed by a hint in the header or a contact block. `mailbox` are the words before the @ of the person's
/// address. `ruled` is the rules' own guess: it is kept unless a hint calls it something else, or only the proposed
/// name matches the address.
pub(super) fn name(
    text: &Text<'_>,
    header: &[&Row<'_>],
    mailbox: &[String],
    ruled: Option<&str>,
) -> Option<Field<String>> {
    let proposed: Vec<&str> = header
        .iter()
        .take(TOP)
        .filter(|row| row.heading.is_none())
        .flat_map(|row| text.hints.within(row.start..row.end()).map(move |hint| (row, hint)))
        .filter(|(_, hint)| hint.kind == EntityKind::Person)
        .filter_map(|(row, hint)| {
            let part = without_marks(text.document.text.get(hint.range.clone())?);
            let before = text.document.text.get(row.start..text.offset(part)?)?;
            (is_name(part) && !of_someone_else(before)).then_some(part)
        })
        .collect();
    let part = *proposed.iter().find(|part| matches(part, mailbox)).or(proposed.first())?;
    if let Some(ruled) = ruled {
        let doubted = text.hinted(ruled).is_some_and(|kind| kind != EntityKind::Person);
        if matches(ruled, mailbox) || !(doubted || matches(part, mailbox)) {
            return None;
        }
    }
    // A hint alone gives a confidence of one half; a matching address is independent evidence.
    let mut field = text.field(part, if matches(part, mailbox) { 0.7 } else { 0.5 });
    field.value = in_title_case_if_loud(&field.value);
    Some(field)
}

/// Removes punctuation and titles that a hint may include with a name.
fn without_marks(part: &str) -> &str {
    trim(part.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
}

/// “Supervisor: Jane Roe”, “reporting to Jane Roe”.
fn of_someone_else(before: &str) -> bool {
    let (label, rest) = contact::without_label(before);
    let folded = fold(before);
    let labelled = before.trim_end().ends_with(':') && (label.is_empty() || !rest.is_empty());
    let names = &vocabulary().names;
    labelled && !names.labels.any_in(&folded) || names.others.has(folded.rsplit(' ').next().unwrap_or_default())
}

/// Two to four words that look like a name and are not known to be anything else.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let letters = part.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let skills = Taxonomy::get();
    (2..=4).contains(&words.len())
        && letters
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase) || word.chars().count() <= 3)
        && title_score(part) == 0
        && employer_score(part) == 0
        && !is_place(part)
        && !is_school(part)
        && !is_degree(part)
        && headings::classify(part).is_none()
        && skills.canonical(part).is_none()
        && !words.iter().all(|word| skills.canonical(word).is_some())
}

/// Whether a word of the name occurs in the mailbox.
fn matches(name: &str, mailbox: &[String]) -> bool {
    fold(name).split(' ').any(|word| word.len() > 2 && mailbox.iter().any(|part| part.contains(word)))
}
