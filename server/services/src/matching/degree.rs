//! Degrees: by level, and by subject where the requirement names one.

use super::{Profile, finding::Finding, profile::Course, words};
use hireq_documents::vocabulary::vocabulary;
use hireq_domain::resume::DegreeLevel;

pub(super) fn find(text: &str, profile: &Profile) -> Finding {
    let wanted = level(text);
    if profile.education.is_empty() {
        return Finding::unknown("No education could be read from the résumé.".into());
    }
    let level_of = |course: &Course| course.level.or_else(|| level(&course.words));
    let subject = subject(text);
    let about = |course: &Course| {
        subject.is_empty() || {
            let there = words::split(&course.words);
            subject.iter().any(|s| there.iter().any(|w| w.stem == *s))
        }
    };
    let high_enough = |course: &&Course| wanted.is_none_or(|w| level_of(course).is_some_and(|l| l >= w));
    let evidence = |course: &Course| course.span.into_iter().collect::<Vec<_>>();
    if let Some(course) = profile.education.iter().find(|c| high_enough(c) && about(c)) {
        return Finding::met(format!("{}.", describe(course)), evidence(course));
    }
    if let Some(course) = profile.education.iter().find(high_enough) {
        return Finding::partial(0.7, format!("{}, in another subject.", describe(course)), evidence(course));
    }
    let best = profile.education.iter().max_by_key(|c| level_of(c));
    match (best, wanted) {
        (Some(course), Some(wanted)) => match level_of(course) {
            Some(found) if found as u8 + 1 == wanted as u8 => {
                Finding::partial(0.5, format!("{}: one level below “{text}”.", describe(course)), evidence(course))
            }
            Some(_) => Finding {
                evidence: evidence(course),
                ..Finding::missing(format!("{}: below “{text}”.", describe(course)))
            },
            None => Finding::unknown("The level of the education is not stated.".into()),
        },
        _ => Finding::missing(format!("“{text}” is not mentioned.")),
    }
}

fn describe(course: &Course) -> String {
    if course.words.is_empty() {
        "Education is listed".into()
    } else {
        format!("“{}”", course.words.trim_end_matches('.'))
    }
}

/// The lowest level that satisfies a text: "Bachelor or Master" requires a bachelor's degree.
fn level(text: &str) -> Option<DegreeLevel> {
    let asked = &vocabulary().requirements;
    let levels = [
        (&asked.doctorate, DegreeLevel::Doctorate),
        (&asked.master, DegreeLevel::Master),
        (&asked.bachelor, DegreeLevel::Bachelor),
        (&asked.vocational, DegreeLevel::Vocational),
        (&asked.secondary, DegreeLevel::Secondary),
    ];
    words::split(text)
        .iter()
        .filter_map(|w| levels.iter().find(|(words, _)| words.has(&w.stem)).map(|(_, level)| *level))
        .reduce(|a, b| {
            // "University degree" names one level twice; in "master degree" and "associate degree" the first word
            // decides.
            if b == DegreeLevel::Bachelor && a != DegreeLevel::Bachelor { a } else { a.min(b) }
        })
        .or_else(|| text.to_lowercase().contains("high school").then_some(DegreeLevel::Secondary))
}

/// The words of the subject: those after "in" or "of", or else all words that do not belong to the degree.
fn subject(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let Some(at) = lower.find(" in ") else { return vec![] };
    // Lower-casing can shift positions, so the words are taken from the lower-case text itself.
    let all: Vec<String> = words::split(&lower[at + 4..]).into_iter().map(|w| w.stem).collect();
    let telling: Vec<String> =
        all.iter().filter(|s| !vocabulary().requirements.no_subject.has(s) && !words::is_filler(s)).cloned().collect();
    // "Or a related field" leaves the subject open, but the named ones still count.
    telling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_asks_for_the_lowest_level_that_it_names() {
        assert_eq!(level("Bachelor's or Master's degree"), Some(DegreeLevel::Bachelor));
        assert_eq!(level("Master degree in Physics"), Some(DegreeLevel::Master));
        assert_eq!(level("PhD"), Some(DegreeLevel::Doctorate));
        assert_eq!(level("High school diploma"), Some(DegreeLevel::Vocational));
        assert_eq!(level("Physics"), None);
    }

    #[test]
    fn the_subject_stands_after_in() {
        assert_eq!(subject("Bachelor's degree in Computer Science or a related field"), ["computer"]);
        assert!(subject("Bachelor").is_empty());
    }
}
