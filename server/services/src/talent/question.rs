//! Extracts filters from the words of a talent search: “registered nurse in the UK with more than 8 years” filters by
//! place and by years, and searches for the rest. Something negated excludes people, and is removed from the search
//! words.

use super::places;
use crate::pattern::regex;
use hireq_documents::skills::Taxonomy;
use hireq_domain::candidate::{Asked, TalentQuery};
use hireq_domain::number;
use regex::{Captures, Regex};
use std::{ops::Range, sync::LazyLock};

/// The most words in the name of one or several places, or of a skill.
const NAME_WORDS: usize = 8;

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:\b(?:with|having|mit|met|avec|con)\s+)?(?:\b(?:(?P<most>less than|fewer than|under|below|at most|up to|(?:no|not) more than|maximum(?: of)?|max\.?|weniger als|nicht mehr als|unter|höchstens|maximal|bis zu|minder dan|niet meer dan|hoogstens|maximaal|pas plus de|moins de|au plus|menos de|como máximo)|more than|over|at least|minimum(?: of)?|min\.?|mehr als|über|mindestens|meer dan|minstens|minimaal|plus de|au moins|más de|al menos)\s+)?(?:\b(?P<from>[0-9]{1,2})\s*(?:-|–|to|bis)\s*)?\b(?P<count>[0-9]{1,2}(?:[.,][0-9])?)\s*(?:\+|plus\b|or more\b)?\s*(?:years?|yrs?|jahren?|jaar|ans|años|anni|anos|lat)\b['’]?(?:\s+(?:of\s+)?(?:work\s+|working\s+|professional\s+)?(?:experience|work|erfahrung|berufserfahrung|ervaring|werkervaring|d['’]expérience|de experiencia))?(?:\s+(?P<less>or less|or fewer|at most|maximum|max\b|oder weniger|of minder|ou moins))?",
    )
});
/// Words that introduce a place, or a place where somebody is not.
static BEFORE_A_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:(?:\b(?:who|that)\s+)?(?:\b(?:is|are|do|does)\s*)?(?P<not>(?:n['’]t|\b(?:not|never|nicht|niet|pas|no))\s+(?:(?:is|are|be|being|from|live|lives|living|based|located|resident)\s+)*?)?\b(?:(?:based|living|located|resident|live|lives)\s+)?(?:in|near|from|aus|bei|uit|te|à|en)|\b(?P<out>outside(?:\s+of)?|except(?:\s+(?:for|in|from))?|außerhalb(?:\s+von)?|buiten|anywhere\s+but|not))\s+(?:the\s+|der\s+|den\s+)?",
    )
});
static BEFORE_NO_SKILL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:\b(?:who|that)\s+)?(?:\b(?:have|has)\s+)?\b(?:without|no|not|ohne|keine?|sans|sin|zonder|geen)\s+(?:any\s+|with\s+)?(?:(?:experience|knowledge|skills?|erfahrung|kenntnisse|ervaring)\s+(?:with|in|of|mit|met)\s+)?",
    )
});
/// A number of years after such a word is not a filter.
static DENIED: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\b(?:without|not|no|ohne|nicht|kein\w*)\s*$"));
/// Words that only connect filters: by themselves they search for nothing.
static FILLING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:\W*\b(?:who|whom|that|which|is|are|was|do|does|have|has|with|and|but|people|persons?|someone|somebody|anyone|anybody|everyone|everybody|candidates?|applicants?|all|the|a|lives?|living|show|find|me)\b\W*)*$",
    )
});

/// The query with the filters found in its words, and a list of those. A filter that somebody set or removed by hand
/// takes precedence.
pub(super) fn understand(query: &TalentQuery) -> (TalentQuery, Vec<Asked>) {
    let mut found = Found { query: query.clone(), asked: vec![] };
    if query.years.is_none() {
        found.take(|text| YEARS.captures_iter(text).find_map(|years| of_years(text, &years)));
    }
    // Each at most twice: one place to include, and one to exclude.
    for _ in 0..2 {
        found.take_place();
    }
    found.take(no_skill);
    if !found.asked.is_empty() && FILLING.is_match(&found.query.q) {
        found.query.q.clear();
    }
    (found.query, found.asked)
}

/// The filters found so far, and the remaining words.
struct Found {
    query: TalentQuery,
    asked: Vec<Asked>,
}

impl Found {
    /// Whether this filter may be added: it was not removed by hand, and there is none of its kind yet.
    fn may_add(&self, what: &Asked) -> bool {
        let off = self.query.off.split(',').any(|off| off == what.name());
        let set = matches!(what, Asked::Place(_)) && !self.query.place.is_empty();
        !off && !set && !self.asked.iter().any(|before| before.name() == what.name())
    }

    fn take(&mut self, read: impl Fn(&str) -> Option<(Range<usize>, Vec<Asked>)>) {
        if let Some((range, asked)) = read(&self.query.q) {
            self.add(range, asked);
        }
    }

    fn take_place(&mut self) {
        let found = places_in(&self.query.q).into_iter().find(|(_, asked)| self.may_add(asked));
        if let Some((range, asked)) = found {
            self.add(range, vec![asked]);
        }
    }

    fn add(&mut self, range: Range<usize>, asked: Vec<Asked>) {
        if !asked.iter().all(|one| self.may_add(one)) {
            return;
        }
        self.query.q = without(&self.query.q, range);
        for one in &asked {
            match one.clone() {
                Asked::Place(place) => self.query.place = place,
                Asked::NotPlace(place) => self.query.not_place = place,
                Asked::NotSkill(skill) => self.query.not_skill = skill,
                Asked::Years(years) => self.query.years = Some(years),
                Asked::MostYears(years) => self.query.most_years = Some(years),
            }
        }
        self.asked.extend(asked);
    }
}

fn of_years(text: &str, years: &Captures<'_>) -> Option<(Range<usize>, Vec<Asked>)> {
    #[expect(clippy::cast_possible_truncation, reason = "a few years")]
    let number = |name: &str| {
        let years = number::read(years.name(name)?.as_str(), TalentQuery::YEARS).ok()?;
        Some(years.to_f64() as f32)
    };
    let (whole, count) = (years.get(0)?, number("count")?);
    if DENIED.is_match(&text[..whole.start()]) {
        return None;
    }
    let most = years.name("most").or(years.name("less")).is_some();
    let asked = match number("from").filter(|from| *from < count) {
        Some(from) => vec![Asked::Years(from), Asked::MostYears(count)],
        None if most => vec![Asked::MostYears(count)],
        None => vec![Asked::Years(count)],
    };
    Some((whole.range(), asked))
}

fn without(text: &str, range: std::ops::Range<usize>) -> String {
    let rest = format!("{} {}", &text[..range.start], &text[range.end..]);
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    rest.trim_matches([',', ';', ' ']).to_owned()
}

/// Places after a word that introduces one, last first and each with its longest name; then places alone between
/// commas.
fn places_in(text: &str) -> Vec<(Range<usize>, Asked)> {
    let mut found: Vec<(Range<usize>, Asked)> = Vec::new();
    for before in BEFORE_A_PLACE.captures_iter(text) {
        let (Some(lead), denied) = (before.get(0), before.name("not").or(before.name("out")).is_some()) else {
            continue;
        };
        if let Some(end) = longest(&text[lead.end()..], places::is_known) {
            let name = text[lead.end()..lead.end() + end].trim_matches(END).to_owned();
            let asked = if denied { Asked::NotPlace(name) } else { Asked::Place(name) };
            found.push((lead.start()..lead.end() + end, asked));
        }
    }
    found.reverse();
    if found.is_empty() && text.contains(',') {
        let mut at = 0;
        for part in text.split(',') {
            if places::is_known(part) {
                found.push((at..at + part.len(), Asked::Place(part.trim().to_owned())));
            }
            at += part.len() + 1;
        }
    }
    found
}

/// A negated skill.
fn no_skill(text: &str) -> Option<(Range<usize>, Vec<Asked>)> {
    let skill = |name: &str| Taxonomy::get().canonical(name.trim_matches(END));
    BEFORE_NO_SKILL.find_iter(text).find_map(|lead| {
        let rest = &text[lead.end()..];
        let end = longest(rest, |name| skill(name).is_some())?;
        Some((lead.start()..lead.end() + end, vec![Asked::NotSkill(skill(&rest[..end])?.to_owned())]))
    })
}

const END: [char; 4] = [' ', ',', ';', '.'];

/// The length of the longest prefix of a text for which `is` returns true.
fn longest(text: &str, is: impl Fn(&str) -> bool) -> Option<usize> {
    let ends = text.match_indices(END).map(|(at, _)| at).chain([text.len()]);
    let ends: Vec<usize> = ends.filter(|end| *end > 0).take(NAME_WORDS).collect();
    ends.into_iter().rev().find(|end| !text[..*end].ends_with(END) && is(&text[..*end]))
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
        is("designer OR nurse in Hamburg or Leeds", "designer OR nurse", None, "Hamburg or Leeds");
        is("Rust or Go, Berlin", "Rust or Go", None, "Berlin");
        is("Berlin or Munich, 5 years Rust", "Rust", Some(5.0), "Berlin or Munich");
        is("people in Poland", "", None, "Poland");
        is("the 90 years war", "the 90 years war", None, "");
    }

    #[test]
    fn what_is_denied_is_never_asked_for() {
        let asked = |q: &str| understand(&TalentQuery { q: q.into(), ..TalentQuery::default() });
        let is = |q: &str, words: &str, what: &[&str]| {
            let (query, found) = asked(q);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(
                (query.q.as_str(), found.as_slice()),
                (words, what.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>().as_slice()),
                "{q}"
            );
        };
        is("who is not from Berlin", "", &["Does not live in Berlin"]);
        is("nurses who don't live in Hamburg or Leeds", "nurses", &["Does not live in Hamburg or Leeds"]);
        is("cooks outside of Germany", "cooks", &["Does not live in Germany"]);
        is("engineers without Java", "engineers", &["Without Java"]);
        is("engineers who have no experience with Rust", "engineers", &["Without Rust"]);
        is("no experience with Rust", "", &["Without Rust"]);
        is("Python developer with less than 3 years", "Python developer", &["At most 3 years of work"]);
        is("Koch, höchstens 2 Jahre Erfahrung", "Koch", &["At most 2 years of work"]);
        is("cook, 2 years or less", "cook", &["At most 2 years of work"]);
        is("cuisinier pas plus de 5 ans", "cuisinier", &["At most 5 years of work"]);
        is("cuisinier plus de 5 ans", "cuisinier", &["At least 5 years of work"]);
        is("cook with not more than 8 years", "cook", &["At most 8 years of work"]);
        is("cook, 3-5 years", "cook", &["At least 3 years of work", "At most 5 years of work"]);
        is("cook in Leeds, not from York", "cook", &["Does not live in York", "Lives in Leeds"]);
        let off = TalentQuery { q: "who is not from Berlin".into(), off: "not_place".into(), ..TalentQuery::default() };
        assert_eq!(understand(&off), (off.clone(), vec![]), "words that are no filter are no other one");
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
