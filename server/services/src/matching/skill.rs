//! Skills and licences: under any of their names, as whole words; partially, if only some of their words occur.

use super::{
    Profile, abbreviation,
    alternatives::names_alternatives,
    finding::Finding,
    lexicon,
    words::{self, Word},
};
use hireq_documents::vocabulary::vocabulary;
use hireq_domain::resume::Span;

/// Words of a requirement that occur this close together belong together.
const WINDOW: usize = 10;

pub(super) fn find(text: &str, profile: &Profile) -> Finding {
    let name = text.trim();
    let mut spans = named(name, profile);
    let listed = lexicon::canonical(name).is_some_and(|c| profile.skills.contains_key(&c.to_lowercase()))
        || profile.skills.contains_key(&name.to_lowercase());
    if listed || !spans.is_empty() {
        spans.sort_unstable();
        spans.dedup();
        return Finding::met(found_reason(name, &spans, profile), spans);
    }
    composite(name, profile).unwrap_or_else(|| in_part(name, profile))
}

/// Looks for a licence or certificate, including its names in some other languages.
pub(super) fn find_licence(text: &str, profile: &Profile) -> Finding {
    let stems: Vec<String> = words::split(text).into_iter().map(|w| w.stem).collect();
    let asked = &vocabulary().requirements;
    if stems.iter().any(|stem| asked.driving.has(stem)) {
        for name in asked.driving_names.iter() {
            let spans = words::phrase(&profile.words, &words::split(name));
            if !spans.is_empty() {
                return Finding::met(found_reason(text, &spans, profile), spans);
            }
        }
    }
    let finding = find(text, profile);
    if finding.verdict == hireq_domain::matching::Verdict::Met {
        return finding;
    }
    let wanted: Vec<Word> = content(text);
    for (certificate, span) in &profile.certificates {
        let there = words::split(certificate);
        if !wanted.is_empty() && wanted.iter().all(|w| there.iter().any(|t| words::same(t, w))) {
            return Finding::met(format!("“{certificate}” is among the certificates."), span.iter().copied().collect());
        }
    }
    finding
}

/// Every occurrence of the skill, under any of its names.
pub(super) fn named(name: &str, profile: &Profile) -> Vec<Span> {
    let mut spans = lexicon::canonical(name)
        .and_then(|c| profile.skills.get(&c.to_lowercase()).cloned())
        .or_else(|| profile.skills.get(&name.to_lowercase()).cloned())
        .unwrap_or_default();
    spans.extend(words::phrase(&profile.words, &words::split(name)));
    spans.extend(abbreviation::spelled_out(name, &profile.text, &profile.words));
    // Scripts without spaces have no separate words, so characters are compared.
    if spans.is_empty()
        && name.chars().any(is_wide)
        && let Some(byte) = profile.text.find(name)
    {
        let start = profile.text[..byte].chars().count();
        spans.push(Span { start, end: start + name.chars().count() });
    }
    spans
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// A requirement phrased as a sentence: "Python or R", "experience with Kafka and PostgreSQL", "Kafka in production".
fn composite(text: &str, profile: &Profile) -> Option<Finding> {
    let mentions = lexicon::mentions(text);
    let mut names: Vec<&String> = mentions.iter().map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let (there, gone): (Vec<&String>, Vec<&String>) =
        names.iter().copied().partition(|n| profile.skills.contains_key(&n.to_lowercase()));
    if there.is_empty() {
        // The named skill is missing, but single words of the requirement may still occur.
        return None;
    }
    let spans: Vec<Span> =
        there.iter().flat_map(|n| profile.skills.get(&n.to_lowercase()).cloned().unwrap_or_default()).collect();
    let either = text.contains('/') || names_alternatives(text);
    if !gone.is_empty() && !either {
        #[expect(clippy::cast_precision_loss, reason = "a handful of skills")]
        let share = there.len() as f32 / names.len() as f32;
        return Some(Finding::partial(share, format!("Mentions {}, but not {}.", list(&there), list(&gone)), spans));
    }
    // What the requirement says besides the skill: "streams" in "Kafka streams".
    let covered = |w: &Word| mentions.iter().any(|(_, s)| w.span.start >= s.start && w.span.end <= s.end);
    let beside: Vec<Word> = content(text).into_iter().filter(|w| !covered(w) && !words::is_common(&w.stem)).collect();
    match beside.iter().find(|w| !profile.words.iter().any(|t| words::same(t, w))) {
        Some(word) if !either => {
            let written = word.span.slice(text);
            Some(Finding::partial(0.75, format!("Mentions {}, but not “{written}”.", list(&there)), spans))
        }
        _ => Some(Finding::met(format!("Mentions {}.", list(&there)), spans)),
    }
}

fn list(names: &[&String]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).clone(),
        [most @ .., last] => {
            format!("{} and {last}", most.iter().map(|n| n.as_str()).collect::<Vec<_>>().join(", "))
        }
    }
}

fn content(text: &str) -> Vec<Word> {
    words::split(text).into_iter().filter(|w| !words::is_filler(&w.stem)).collect()
}

/// Some words of a requirement of several words: close together they nearly satisfy it, apart they are a hint.
fn in_part(text: &str, profile: &Profile) -> Finding {
    let wanted = content(text);
    let missing = || Finding::missing(format!("“{text}” is not mentioned."));
    if wanted.len() < 2 {
        // "Experience with Kafka" is the same as "Kafka".
        let [word] = wanted.as_slice() else { return missing() };
        let spans = words::phrase(&profile.words, std::slice::from_ref(word));
        return if spans.is_empty() || words::is_common(&word.stem) {
            missing()
        } else {
            Finding::met(found_reason(text, &spans, profile), spans)
        };
    }
    if let Some(spans) = together(&wanted, &profile.words) {
        return Finding::partial(
            0.7,
            format!("The words of “{text}” stand near each other, but not as one phrase."),
            spans,
        );
    }
    let places = |w: &Word| profile.words.iter().filter(|t| words::same(t, w)).map(|t| t.span).collect::<Vec<_>>();
    let there: Vec<(&Word, Vec<Span>)> =
        wanted.iter().map(|w| (w, places(w))).filter(|(_, spans)| !spans.is_empty()).collect();
    let telling = there.iter().any(|(w, _)| !words::is_common(&w.stem) && w.stem.chars().count() > 2);
    if !telling || there.len() * 2 < wanted.len() {
        return missing();
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of words")]
    let share = there.len() as f32 / wanted.len() as f32;
    let spans: Vec<Span> = there
        .iter()
        .filter(|(w, _)| !words::is_common(&w.stem))
        .flat_map(|(_, spans)| spans.iter().take(3).copied())
        .collect();
    Finding::partial(0.5 * share, format!("Only some words of “{text}” are mentioned."), spans)
}

/// All wanted words within a few words of each other.
fn together(wanted: &[Word], text: &[Word]) -> Option<Vec<Span>> {
    for (i, first) in text.iter().enumerate() {
        if !wanted.iter().any(|w| words::same(first, w)) {
            continue;
        }
        let near = &text[i..text.len().min(i + WINDOW)];
        let spans: Option<Vec<Span>> =
            wanted.iter().map(|w| near.iter().find(|t| words::same(t, w)).map(|t| t.span)).collect();
        if spans.is_some() {
            return spans;
        }
    }
    None
}

fn found_reason(name: &str, spans: &[Span], profile: &Profile) -> String {
    let written = spans.first().map(|s| s.slice(&profile.text).trim().to_owned()).unwrap_or_default();
    let other_name = !written.is_empty() && written.to_lowercase() != name.to_lowercase();
    let places = match spans.len() {
        0 => return format!("“{name}” is among the skills."),
        1 => "once".to_owned(),
        n => format!("{n} times"),
    };
    if other_name && !name.to_lowercase().contains(&written.to_lowercase()) {
        format!("Mentioned {places}, as “{written}”.")
    } else {
        format!("Mentioned {places}.")
    }
}
