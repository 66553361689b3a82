//! Spoken languages, under their names in several languages, with levels if both sides give one.

use super::{Profile, finding::Finding, words};
use crate::pattern::regex;
use hireq_documents::vocabulary::{Words, vocabulary};
use hireq_domain::resume::Span;
use regex::Regex;
use std::sync::LazyLock;

/// Words between languages that are alternatives.
static OR: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^(?:/|or|oder|ou|of|o|lub|eller)$"));
/// Any words that may stand between two languages.
static JOINTS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[;,/&+]|(?i:\b(?:and|or|und|oder|et|ou|en|of|y|o|e|i|oraz|lub|och|eller|og)\b)"));

/// Looks for one spoken language or several: "English (C1) and German (B1)" needs both, "Dutch or English" needs one.
pub(super) fn find(text: &str, profile: &Profile) -> Finding {
    let parts = parts(text);
    if parts.len() < 2 {
        return find_one(text, profile);
    }
    let either = parts.iter().any(|(joint, _)| OR.is_match(joint));
    let found = parts.into_iter().map(|(_, part)| find_one(part, profile));
    let better = |one: &Finding, other: &Finding| one.score.total_cmp(&other.score);
    let chosen = if either { found.max_by(better) } else { found.min_by(better) };
    chosen.unwrap_or_else(|| find_one(text, profile))
}

/// The parts of a text that name a language, each with what precedes it: "B1 or above" is not a choice of languages.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let (mut parts, mut joint, mut start) = (Vec::new(), "", 0);
    for next in JOINTS.find_iter(text) {
        parts.push((joint, &text[start..next.start()]));
        (joint, start) = (next.as_str(), next.end());
    }
    parts.push((joint, &text[start..]));
    parts.retain(|(_, part)| language(part).is_some());
    parts
}

fn find_one(text: &str, profile: &Profile) -> Finding {
    let Some((code, names)) = language(text) else {
        return super::skill::find(text, profile);
    };
    let wanted = level(text);
    let mut best: Option<(String, Option<u8>, Vec<Span>)> = None;
    for (listed, span) in &profile.languages {
        if language(listed).is_some_and(|(c, _)| c == code) {
            let found = level(listed);
            if best.as_ref().is_none_or(|(_, known, _)| found > *known) {
                best = Some((listed.clone(), found, span.iter().copied().collect()));
            }
        }
    }
    let mentions: Vec<Span> = names.iter().flat_map(|n| words::phrase(&profile.words, &words::split(n))).collect();
    if best.is_none() {
        // Elsewhere in the text, a language counts as spoken if a word for its level is nearby.
        let spoken = mentions.iter().find_map(|s| {
            let around = Span { start: s.start.saturating_sub(40), end: s.end + 40 };
            level(around.slice(&profile.text)).map(|l| (around.slice(&profile.text).trim().to_owned(), l, *s))
        });
        if let Some((_, found, span)) = spoken {
            best = Some((span.slice(&profile.text).to_owned(), Some(found), vec![span]));
        }
    }
    match best {
        Some((listed, found, spans)) => match (wanted, found) {
            (Some(wanted), Some(found)) if found + 1 < wanted => {
                Finding::partial(0.5, format!("Lists “{listed}”, which is below “{text}”."), spans)
            }
            (Some(_), None) => Finding::partial(0.8, format!("Lists “{listed}” without a level."), spans),
            _ => Finding::met(format!("Lists “{listed}”."), spans),
        },
        None if profile.written_in.as_deref() == Some(code) => {
            Finding::met("The résumé is written in this language.".into(), vec![])
        }
        None if !mentions.is_empty() => {
            Finding::partial(0.4, "Mentioned, but not as a language that is spoken.".into(), mentions)
        }
        None if profile.languages.is_empty() => Finding::unknown("The résumé lists no languages.".into()),
        None => Finding::missing("Not among the languages that the résumé lists.".into()),
    }
}

/// The language that a text names: its code, and all its names.
fn language(text: &str) -> Option<(&'static str, &'static Words)> {
    let stems: Vec<String> = words::split(text).into_iter().map(|w| w.stem).collect();
    let named = |name: &str| stems.contains(&words::stem(name)) || (!name.is_ascii() && text.contains(name));
    vocabulary().spoken.iter().find(|(_, names)| names.iter().any(named))
}

/// The highest level that the text names, from 1 (A1) to 7 (native).
fn level(text: &str) -> Option<u8> {
    let known = &vocabulary().proficiency;
    let levels = [&known.a1, &known.a2, &known.b1, &known.b2, &known.c1, &known.c2, &known.native];
    let rank = |word: &words::Word| levels.iter().rposition(|words| words.has(&word.stem));
    words::split(text).iter().filter_map(rank).max().and_then(|at| u8::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_names() {
        assert_eq!(language("Fluent German").map(|l| l.0), Some("de"));
        assert_eq!(language("Deutsch (C1)").map(|l| l.0), Some("de"));
        assert!(language("Rust").is_none());
    }

    #[test]
    fn a_level_is_read_from_words_and_from_cefr() {
        assert_eq!((level("German B2"), level("native English"), level("French")), (Some(4), Some(7), None));
    }

    #[test]
    fn of_two_languages_both_are_asked_for_and_of_alternatives_one() {
        use chrono::NaiveDate;
        use hireq_domain::{
            matching::Verdict,
            resume::{Field, ParsedResume},
        };
        let spoken = Field { value: "English (C2)".to_owned(), confidence: 1.0, span: None, page_box: None };
        let resume = ParsedResume { languages: vec![spoken], ..ParsedResume::default() };
        let profile = Profile::read("Languages\nEnglish (C2)", &resume, NaiveDate::MIN);
        let verdict = |text| find(text, &profile).verdict;
        assert_eq!(verdict("English C1"), Verdict::Met);
        assert_eq!(verdict("English (C1); German at B1 or above"), Verdict::Missing);
        assert_eq!(verdict("Dutch or English"), Verdict::Met);
    }
}
