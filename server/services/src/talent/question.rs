//! What a question to the talent pool asks besides its words: “registered nurse in the UK with more than 8 years” filters by
//! place and by years, and searches for the rest.

use super::places;
use crate::pattern::regex;
use hireq_domain::candidate::{Asked, TalentQuery};
use hireq_domain::number;
use regex::Regex;
use std::sync::LazyLock;

/// A place's name has at most so many words.
const PLACE_WORDS: usize = 4;

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:\b(?:with|having|mit|met|avec|con)\s+)?(?:\b(?:more than|over|at least|minimum(?: of)?|min\.?|mehr als|über|mindestens|meer dan|minstens|minimaal|plus de|au moins|más de|al menos)\s+)?\b([0-9]{1,2}(?:[.,][0-9])?)\s*(?:\+|plus\b|or more\b)?\s*(?:years?|yrs?|jahren?|jaar|ans|años|anni|anos|lat)\b['’]?(?:\s+(?:of\s+)?(?:work\s+|working\s+|professional\s+)?(?:experience|work|erfahrung|berufserfahrung|ervaring|werkervaring|d['’]expérience|de experiencia))?",
    )
});
static BEFORE_A_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:(?:based|living|located|resident)\s+(?:in|near)|in|near|from|aus|bei|uit|te|à|en)\s+(?:the\s+|der\s+|den\s+)?",
    )
});

/// The query with what its words ask besides, and what that was. A filter that somebody set wins over their words, and so
/// does what they took off.
pub(super) fn understand(query: &TalentQuery) -> (TalentQuery, Vec<Asked>) {
    let (mut understood, mut asked) = (query.clone(), vec![]);
    let wanted = |what: &Asked| !query.off.split(',').any(|off| off == what.name());
    if query.years.is_none()
        && let Some(found) = YEARS.captures(&query.q)
        && let (Some(whole), Some(count)) = (found.get(0), found.get(1))
        && let Ok(years) = number::read(count.as_str(), TalentQuery::YEARS)
    {
        #[expect(clippy::cast_possible_truncation, reason = "a few years")]
        let years = years.to_f64() as f32;
        if wanted(&Asked::Years(years)) {
            understood.years = Some(years);
            understood.q = without(&query.q, whole.range());
            asked.push(Asked::Years(years));
        }
    }
    if query.place.is_empty()
        && let Some((range, place)) = place(&understood.q)
        && wanted(&Asked::Place(place.clone()))
    {
        understood.q = without(&understood.q, range);
        understood.place.clone_from(&place);
        asked.push(Asked::Place(place));
    }
    (understood, asked)
}

fn without(text: &str, range: std::ops::Range<usize>) -> String {
    let rest = format!("{} {}", &text[..range.start], &text[range.end..]);
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    rest.trim_matches([',', ';', ' ']).to_owned()
}

/// The last place that is named behind a word that leads to one, the longest name first.
fn place(text: &str) -> Option<(std::ops::Range<usize>, String)> {
    BEFORE_A_PLACE.find_iter(text).collect::<Vec<_>>().into_iter().rev().find_map(|before| {
        let rest = &text[before.end()..];
        let ends = rest.match_indices([' ', ',', ';', '.']).map(|(at, _)| at).chain([rest.len()]);
        let ends: Vec<usize> = ends.filter(|end| *end > 0).take(PLACE_WORDS).collect();
        let end = ends.into_iter().rev().find(|end| places::is_known(&rest[..*end]))?;
        Some((before.start()..before.end() + end, rest[..end].trim_matches([' ', ',', ';', '.']).to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(q: &str) -> (String, Option<f32>, String) {
        let (query, _) = understand(&TalentQuery { q: q.into(), ..TalentQuery::default() });
        (query.q, query.years, query.place)
    }

    #[test]
    fn years_and_places_in_a_question_are_filters_and_the_rest_is_searched_for() {
        let is = |q: &str, words: &str, years: Option<f32>, place: &str| {
            assert_eq!(understood(q), (words.to_owned(), years, place.to_owned()), "{q}");
        };
        is("registered nurse in the UK", "registered nurse", None, "UK");
        is("Rust developer with more than 8 years of experience in Germany", "Rust developer", Some(8.0), "Germany");
        is("5+ years java", "java", Some(5.0), "");
        is("Pflegefachkraft aus Wien, mindestens 3 Jahre Erfahrung", "Pflegefachkraft", Some(3.0), "Wien");
        is("data engineer near new york", "data engineer", None, "new york");
        is("forklift driver based in Stoke-on-Trent", "forklift driver", None, "Stoke-on-Trent");
        is("experience in Rust", "experience in Rust", None, "");
        is("interested in machine learning", "interested in machine learning", None, "");
        is("the 90 years war", "the 90 years war", None, "");
    }

    #[test]
    fn a_filter_that_was_set_or_taken_off_wins_over_the_words() {
        let q = TalentQuery { q: "nurse in Leeds with 8 years".into(), ..TalentQuery::default() };
        let set = TalentQuery { place: "York".into(), years: Some(2.0), ..q.clone() };
        assert_eq!(understand(&set), (set.clone(), vec![]));
        let off = TalentQuery { off: "place,years".into(), ..q.clone() };
        assert_eq!(understand(&off), (off.clone(), vec![]));
        let one = TalentQuery { off: "years".into(), ..q };
        assert_eq!(understand(&one).1, [Asked::Place("Leeds".into())]);
    }
}
