//! Years of experience: in total, or with a skill that the requirement names.

use super::{Profile, finding::Finding, lexicon, profile::Period, words};
use hireq_domain::{
    number::{self, Bounds},
    resume::Span,
};

pub(super) fn find(text: &str, profile: &Profile) -> Finding {
    let Some(wanted) = least(text) else {
        return match profile.years {
            Some(years) if years > 0.0 => Finding::met(format!("{} of work in all.", in_words(years)), vec![]),
            _ => Finding::unknown("No dated positions could be read from the résumé.".into()),
        };
    };
    let topic = topic(text);
    let of_topic = topic.as_ref().and_then(|topic| years_with(topic, profile));
    let (have, evidence, of_what) = match (of_topic, profile.years) {
        (Some((years, spans)), _) => (years, spans, topic.map(|t| format!(" with {t}")).unwrap_or_default()),
        (None, Some(years)) => {
            let spans = profile.periods.iter().filter_map(|p| p.span).map(|s| head(s, profile)).collect();
            (years, spans, " in all".to_owned())
        }
        (None, None) => return Finding::unknown("No dated positions could be read from the résumé.".into()),
    };
    compared(have, wanted, &of_what, evidence)
}

/// Compares the years somebody has with those required. `what` says which years are meant.
pub(super) fn compared(have: f32, wanted: f32, what: &str, evidence: Vec<Span>) -> Finding {
    let reason = format!("{} of work{what}; {} asked for.", in_words(have), in_words(wanted));
    // Dates are given in months at best, so a month short is accepted.
    if have + 0.1 >= wanted {
        return Finding::met(reason, evidence);
    }
    let share = (have / wanted).clamp(0.0, 1.0);
    if share >= 0.5 {
        Finding::partial(share, reason, evidence)
    } else {
        Finding { score: share, evidence, ..Finding::missing(reason) }
    }
}

/// Years in the positions for which `relevant` is true, with the lines that name them.
pub(super) fn in_positions(profile: &Profile, relevant: impl Fn(Span) -> bool) -> (f32, Vec<Span>) {
    let with: Vec<&Period> = profile.periods.iter().filter(|p| p.span.is_some_and(&relevant)).collect();
    let heads = with.iter().filter_map(|p| p.span).map(|span| head(span, profile)).collect();
    (merged(with), heads)
}

/// The smallest number of years that a text names: "5+ years", "3-5 years", "five years".
pub(super) fn least(text: &str) -> Option<f32> {
    const NAMED: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() || (matches!(c, '.' | ',') && !digits.is_empty()) {
            digits.push(c);
        } else if !digits.is_empty() {
            break;
        }
    }
    if !digits.is_empty() {
        let n = number::read(digits.trim_end_matches(['.', ',']), Bounds::between(0, 60, 2)).ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "a few years")]
        return Some(n.to_f64() as f32).filter(|n| *n > 0.0);
    }
    let words = words::split(text);
    let place = words.iter().find_map(|w| NAMED.iter().position(|n| *n == w.stem))?;
    u8::try_from(place + 1).ok().map(f32::from)
}

/// The skill in which the years are required, if the requirement names one.
pub(super) fn topic(text: &str) -> Option<String> {
    lexicon::mentions(text).into_iter().next().map(|(name, _)| name)
}

/// Years in positions whose text mentions the skill; `None` if no dated position does.
fn years_with(topic: &str, profile: &Profile) -> Option<(f32, Vec<Span>)> {
    let spans = profile.skills.get(&topic.to_lowercase())?;
    let with: Vec<&Period> = profile
        .periods
        .iter()
        .filter(|p| p.span.is_some_and(|s| spans.iter().any(|m| m.start >= s.start && m.end <= s.end)))
        .collect();
    if with.is_empty() {
        return None;
    }
    let evidence = with.iter().filter_map(|p| p.span).map(|s| head(s, profile)).collect();
    Some((merged(with), evidence))
}

/// Years covered by the periods, counting overlaps once.
fn merged(mut periods: Vec<&Period>) -> f32 {
    periods.sort_by_key(|p| (p.from, p.to));
    let (mut months, mut until) = (0, i32::MIN);
    for p in periods {
        let from = p.from.max(until);
        months += (p.to - from).max(0);
        until = until.max(p.to);
    }
    #[expect(clippy::cast_precision_loss, reason = "a life has few months")]
    let years = months as f32 / 12.0;
    years
}

/// The first line of an entry, as evidence for the whole of it.
fn head(span: Span, profile: &Profile) -> Span {
    let entry = span.slice(&profile.text);
    let lead = entry.chars().take_while(|c| c.is_whitespace()).count();
    let length = entry.chars().skip(lead).take_while(|c| *c != '\n').take(160).count();
    Span { start: span.start + lead, end: span.start + lead + length }
}

pub(super) fn in_words(years: f32) -> String {
    let tenths = (years * 10.0).round() / 10.0;
    if (tenths - 1.0).abs() < f32::EPSILON {
        "1 year".into()
    } else if (tenths - tenths.round()).abs() < f32::EPSILON {
        format!("{tenths:.0} years")
    } else {
        format!("{tenths:.1} years")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_number_that_a_text_names_is_asked_for() {
        assert_eq!(least("5+ years of Rust"), Some(5.0));
        assert_eq!(least("3-5 years"), Some(3.0));
        assert_eq!(least("at least two years"), Some(2.0));
        assert_eq!(least("1.5 years"), Some(1.5));
        assert_eq!(least("2,5 years, full time"), Some(2.5));
        assert_eq!(least("10,000 hours"), None);
        assert_eq!(least("many years"), None);
    }

    #[test]
    fn overlapping_positions_count_once() {
        let period = |from, to| Period { from, to, span: None };
        let (a, b, c) = (period(0, 24), period(12, 36), period(48, 60));
        assert!((merged(vec![&c, &a, &b]) - 4.0).abs() < f32::EPSILON);
    }

    #[test]
    fn years_read_as_words() {
        assert_eq!(
            (in_words(1.0), in_words(5.0), in_words(2.54)),
            ("1 year".into(), "5 years".into(), "2.5 years".into())
        );
    }
}
