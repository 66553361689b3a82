//! Splits an entry's head line into parts: title, employer, school, degree, place.

use super::{
    dates,
    labels::labelled,
    lexicon::{employer_score, is_degree, is_place, is_school, title_margin, title_score},
    text::{commas, trim},
};
use crate::{
    fold::fold,
    vocabulary::{is_spaceless, vocabulary},
};
use std::ops::Range;

/// How many parts a row adds to a head.
pub(super) fn part_count(text: &str) -> usize {
    let parts = labelled(segments(text)).into_iter().map(|(_, part)| part);
    parts.filter(|p| !is_place(p)).map(|p| if title_and_employer(p) { 2 } else { 1 }).sum()
}

/// “Engineer, Acme”: a comma between a title and something that is not one.
fn title_and_employer(segment: &str) -> bool {
    let parts: Vec<&str> = commas(segment).into_iter().filter(|p| !is_place(p)).collect();
    parts.len() > 1 && parts.iter().any(|p| title_margin(p) > 0) && parts.iter().any(|p| title_margin(p) <= 0)
}

/// The parts of a head line between its separators, without dates.
pub(super) fn segments(line: &str) -> Vec<&str> {
    let line = super::headings::unnumbered(line);
    let mut cuts: Vec<Range<usize>> = dates::periods(line).into_iter().map(|p| p.range).collect();
    cuts.push(line.len()..line.len());
    let mut parts = Vec::new();
    let mut from = 0;
    for cut in cuts {
        if cut.start >= from {
            parts.push(&line[from..cut.start]);
        }
        from = cut.end.max(from);
    }
    // “Tester / Acme / 2019”: if slashes separate the dates, they separate the other parts as well.
    let slashed = parts.iter().any(|p| p.trim_end().ends_with(" /") || p.trim_start().starts_with("/ "));
    parts
        .into_iter()
        .flat_map(|p| p.split(if slashed { " / " } else { "\t" }))
        .flat_map(|p| p.split(['\t', '|', '•', '·', '●', '∙', '⋄', '▪', '■', '◦', '；', ';']))
        .flat_map(|p| {
            p.split(" — ")
                .flat_map(|p| split_at_dash(p, " – "))
                .flat_map(|p| split_at_dash(p, " - "))
                .flat_map(|p| p.split(" @ "))
                .flat_map(|p| p.split(" // "))
        })
        .flat_map(split_sentence)
        .flat_map(split_at_word)
        .flat_map(split_at_from)
        .flat_map(split_at_stop)
        .flat_map(split_after_name)
        .map(before_sentence)
        .map(|segment| without_connector(trim(segment)))
        .map(|p| p.trim_matches(['[', ']']).trim())
        // Left over when a date in brackets is removed: “), Universidade de Évora”.
        .map(|p| trim(p.strip_prefix(')').unwrap_or(p)))
        .map(without_stop)
        .map(|p| trim(p.strip_suffix("(This is a federal job)").unwrap_or(p)))
        .filter(|p| p.chars().any(char::is_alphanumeric) && !is_length(p) && !particular(p) && !is_connective(p))
        .collect()
}

/// Removes the full stop at the end of a line: “Deutsche Marine, Eckernförde.”, but not “Acme Corp.”
fn without_stop(segment: &str) -> &str {
    let Some(bare) = segment.strip_suffix('.') else { return segment };
    let word = bare.rsplit([' ', '-']).next().unwrap_or_default();
    let abbreviated = vocabulary().words.abbreviations.has(&word.to_lowercase());
    if word.chars().count() > 3 && !word.contains('.') && !abbreviated { bare } else { segment }
}

/// Splits at dashes, except as in “Stagiaire – service du cadastre”, where the title continues in lower case.
fn split_at_dash<'a>(part: &'a str, dash: &str) -> Vec<&'a str> {
    if let Some((title, rest)) = part.split_once(dash)
        && title_score(title) > 0
        && rest.starts_with(char::is_lowercase)
        && !rest.contains(dash)
        && rest.contains(' ')
    {
        return vec![part];
    }
    part.split(dash).collect()
}

/// “Working as Engineer in Acme, Pune from”: a sentence that names a post, up to its date.
fn split_sentence(part: &str) -> Vec<&str> {
    let Some(text) = post_in_sentence(part) else { return vec![part] };
    let positions = &vocabulary().positions;
    let last = text.rsplit_once(' ').filter(|(_, last)| positions.until.has(last));
    let text = last.map_or(text, |(before, _)| before);
    let spaced = positions.employed.iter().map(|word| format!(" {word} "));
    let cut = spaced.filter_map(|word| Some((text.find(&word)?, word.len()))).min();
    match cut.filter(|(at, _)| title_score(&text[..*at]) > 0) {
        Some((at, length)) => vec![&text[..at], &text[at + length..]],
        None => vec![text],
    }
}

/// Whether a line is a sentence that names a post: “Working as Engineer in Acme since 2022.”
pub(super) fn is_post_sentence(line: &str) -> bool {
    post_in_sentence(line).is_some()
}

/// What such a sentence says after its verb.
fn post_in_sentence(part: &str) -> Option<&str> {
    let positions = &vocabulary().positions;
    let text = part.trim();
    let lower = text.to_ascii_lowercase();
    let begun =
        positions.sentences.iter().find(|begun| lower.strip_prefix(begun).is_some_and(|rest| rest.starts_with(' ')))?;
    let text = &text[begun.len() + 1..];
    let article = text.split_once(' ').filter(|(first, _)| positions.articles.has(first));
    Some(article.map_or(text, |(_, rest)| rest))
}

/// “Engineer at Acme”: split only if the left side is a title.
fn split_at_word(part: &str) -> Vec<&str> {
    let positions = &vocabulary().positions;
    for word in positions.at.iter().chain(positions.at_or_in.iter()) {
        if let Some((left, right)) = part.split_once(&format!(" {word} "))
            && title_score(left) > 0
            // In Spanish and French this word introduces a subject as often as an employer.
            && (positions.at.has(word) || employer_score(right) > 0)
            && right.trim().chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        {
            return vec![left, right];
        }
    }
    vec![part]
}

/// “Master of Computer Applications from Sri Venkateswara University, Tirupati in”: a course, its school, and the word
/// before its year.
fn split_at_from(part: &str) -> Vec<&str> {
    match vocabulary().courses.from.iter().find_map(|word| part.split_once(&format!(" {word} "))) {
        Some((course, school)) if is_degree(course) && is_school(school) => {
            vec![course, school.trim_end().strip_suffix(" in").unwrap_or(school)]
        }
        _ => vec![part],
    }
}

/// “Máster en Historia. Universidad de Sevilla”: a full stop between a course and its school.
fn split_at_stop(part: &str) -> Vec<&str> {
    match part.split_once(". ").filter(|(left, _)| {
        let last = left.rsplit([' ', ',']).next().unwrap_or_default();
        let town = vocabulary().places.town_marks.has(&format!("{last}."));
        !town && !matches!(last, "St" | "Mt" | "Ft" | "dott" | "Dott" | "Dr" | "Prof")
    }) {
        Some((left, right))
            if left.chars().count() > 3 && is_school(right) && !is_school(left) && !right.contains(". ") =>
        {
            vec![left, right]
        }
        // “Ayudante de cocina. Restaurante El Rincón, Getafe.”
        Some((left, right)) if title_score(left) > 0 && !right.contains(". ") && like_a_name(right) => {
            vec![left, right]
        }
        _ => vec![part],
    }
}

/// “西都大学 法学部 法律学科”, “上海云帆有限公司 产品经理”: in scripts without spaces between words, a space ends the name of a school or an
/// employer.
fn split_after_name(part: &str) -> Vec<&str> {
    let part = part.trim();
    // “주식회사 달빛소프트”: a separate legal form belongs to the name.
    let form = part.split(' ').next().is_some_and(|first| vocabulary().employers.parts.has(first));
    let Some((at, _)) = part.match_indices(' ').nth(usize::from(form)) else { return vec![part] };
    let (name, rest) = (&part[..at], trim(&part[at..]));
    let named = name.contains(is_spaceless) && (is_school(name) || employer_score(name) > 0) && title_margin(name) < 1;
    let told = is_school(name) && rest.contains(char::is_alphanumeric) || title_score(rest) > 0;
    if named && told { vec![name, rest] } else { vec![part] }
}

/// A few words, most of them capitalised, unlike a sentence.
fn like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().filter(|w| w.chars().count() > 3).collect();
    let capital = words.iter().filter(|w| w.starts_with(|c: char| !c.is_lowercase())).count();
    text.starts_with(char::is_uppercase) && (1..=8).contains(&words.len()) && 4 * capital >= 3 * words.len()
}

/// Removes the word before a date that was cut out: “Acme (Mendoza), desde”.
fn without_connector(segment: &str) -> &str {
    let periods = &vocabulary().periods;
    match segment.rsplit_once(' ') {
        Some((rest, word))
            if (periods.since.has(word) || periods.from.has(word)) && rest.ends_with([',', '(', ')']) =>
        {
            trim(rest)
        }
        _ => segment,
    }
}

/// “Acme, Berlin. Led a group of nine”: only the text before the sentence.
pub(super) fn before_sentence(part: &str) -> &str {
    for (at, _) in part.match_indices(". ") {
        let word = part[..at].rsplit([' ', ',']).next().unwrap_or_default();
        if at > 12
            && word.chars().count() > 3
            && !matches!(word.to_lowercase().as_str(), "dott" | "prof" | "dipl")
            && part[at + 2..].trim_start().chars().next().is_some_and(char::is_uppercase)
            && part[at + 2..].split_whitespace().count() > 1
        {
            return &part[..at];
        }
    }
    part
}

/// Details of a post that name neither it nor the employer: “Salary: $74,584.00”.
fn particular(segment: &str) -> bool {
    segment.split_once(':').is_some_and(|(label, _)| vocabulary().labels.terms.has(&fold(label)))
}

/// What remains when two dates are removed: “and” in “kept 2024 and 2025”.
fn is_connective(segment: &str) -> bool {
    segment == "&" || vocabulary().words.and.has(segment)
}

/// “(2 yrs 3 mos)”, “3 years”, and words that remain when a date is removed.
pub(super) fn is_length(part: &str) -> bool {
    let folded = fold(part);
    // “7년 2개월”
    let unit = |word: &str| word.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
    folded.split(' ').map(unit).all(|unit| unit.is_empty() || vocabulary().periods.lengths.has(&unit))
}
