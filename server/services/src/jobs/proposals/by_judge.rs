//! Proposes requirements from an advert with the judge model: each line is classified as a must-have, a nice-to-have or
//! neither. The proposal keeps the advert's wording; the recruiter decides.

use super::{
    LONGEST_TITLE, MOST, add, by_rules,
    wording::{self, Context},
};
use crate::{
    jobs::markdown,
    pattern::regex,
    sentences::{Sentence, sentences},
};
use hireq_domain::job::{Requirement, RequirementKind};
use hireq_ml::judge::{AdvertLine, Asks, Pair};
use regex::Regex;
use std::sync::LazyLock;

/// A text with more lines is not an advert.
const MOST_LINES: usize = 400;
/// A list item of at most this many words is a name rather than a sentence.
const BARE: usize = 6;
/// The longest text of a requirement, as in its form field.
const LONGEST: usize = 200;

/// Phrases that introduce a requirement but are not part of it.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:and|also|plus|bonus(?: points)?(?: for| if)?|nice to have|ideally|essential|desirable|must[- ]haves?|required?|you(?:['’]ll| will)? (?:have|need|bring|be)|you(?:['’]re| are)|we(?:['’]re| are) looking for|sie (?:haben|bringen)|du (?:hast|bringst)|idealerweise|von vorteil|je (?:hebt|bent)|vous (?:avez|êtes)|tienes|eres)\b[\s:,–-]*",
    )
});

/// An advert's lines as given to the judge.
pub(crate) struct Lines {
    title: String,
    sentences: Vec<Sentence>,
}

impl Lines {
    pub fn of(title: &str, description: &str) -> Self {
        let text = markdown::to_text(description);
        let mut sentences = sentences(&text);
        sentences.truncate(MOST_LINES);
        Self { title: title.chars().take(LONGEST_TITLE).collect(), sentences }
    }

    pub fn pairs(&self) -> Vec<Pair> {
        let pair = |sentence: &Sentence| Pair {
            asked: self.title.clone(),
            heading: sentence.heading.clone(),
            sentence: sentence.text.clone(),
        };
        self.sentences.iter().map(pair).collect()
    }

    /// Requirements from the answers to [`Self::pairs`]: must-haves first, without duplicates, in the advert's order.
    pub fn requirements(&self, answers: &[AdvertLine]) -> Vec<Requirement> {
        let mut found: Vec<Requirement> = Vec::new();
        for (sentence, line) in self.sentences.iter().zip(answers) {
            for requirement in self.asked(sentence, line) {
                let quote = Some(shortened(&sentence.text, 2 * LONGEST));
                add(&mut found, Requirement { quote, ..requirement });
            }
        }
        found.sort_by_key(|r| !r.must);
        found.truncate(MOST);
        found
    }

    /// What a line asks for. If its heading says what the lines below it are, the heading takes precedence.
    fn asked(&self, sentence: &Sentence, line: &AdvertLine) -> Vec<Requirement> {
        let text = sentence.text.as_str();
        let heading = sentence.heading.split(" — ").next().unwrap_or_default();
        let under = wording::heading(heading).unwrap_or(Context::Plain);
        if under == Context::Other || wording::heading(text).is_some() || wording::says_not_needed(text) {
            return vec![];
        }
        let is_asked = line.none < 0.5;
        // "Must have: Java, Spring Boot": a list within a line.
        if !is_asked && matches!(wording::lead(text), Some(Context::Must | Context::Nice)) {
            let parts = wording::sentences(text).into_iter();
            let asked = |part| by_rules::of_line(part, wording::lead(part).unwrap_or(under), &self.title);
            return parts.flat_map(asked).collect();
        }
        let must = match under {
            Context::Must => Some(wording::must(text, 0, true)),
            Context::Nice => Some(wording::must(text, 0, false)),
            _ => None,
        };
        let whole = |kind, must| vec![Requirement::new(kind, shown(text), must)];
        match must {
            _ if is_asked => whole(kind(line.asks), must.unwrap_or(line.must >= line.nice)),
            // A bare name in a list of requirements.
            Some(must) if text.split_whitespace().count() <= BARE => {
                let named = by_rules::of_line(text, under, &self.title);
                named.first().map(|first| whole(first.kind, must)).unwrap_or_default()
            }
            _ => vec![],
        }
    }
}

const fn kind(asks: Asks) -> RequirementKind {
    match asks {
        Asks::Skill => RequirementKind::Skill,
        Asks::Licence => RequirementKind::Licence,
        Asks::Degree => RequirementKind::Degree,
        Asks::Language => RequirementKind::Language,
        Asks::Years => RequirementKind::Years,
        Asks::Other => RequirementKind::Other,
    }
}

/// A line without its introduction, starting with a capital letter.
fn shown(line: &str) -> String {
    let bare = LEAD.replace(line.trim(), "");
    let bare = if bare.chars().any(char::is_alphanumeric) { bare.as_ref() } else { line };
    let text = shortened(bare.trim().trim_end_matches(['.', ';', ',', ' ']), LONGEST);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Shortens a text to at most this many characters, cut between words.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The proposal if the judge gives every line the probability `none` of being no requirement, and the rest of being
    /// a must-have.
    fn proposed(advert: &str, none: f32) -> Vec<(String, bool)> {
        let lines = Lines::of("Baker", advert);
        let said = AdvertLine { must: 1.0 - none, nice: 0.0, none, asks: Asks::Skill };
        let answers = vec![said; lines.pairs().len()];
        lines.requirements(&answers).into_iter().map(|r| (r.text, r.must)).collect()
    }

    fn row(text: &str, must: bool) -> (String, bool) {
        (text.to_owned(), must)
    }

    #[test]
    fn a_bare_name_under_a_heading_is_asked_for_whatever_the_judge_says() {
        let advert =
            "Your profile\n\n- Kubernetes\n- Kafka\n\nNice to have\n\n- Python\n\nBenefits\n\n- Python courses";
        assert_eq!(proposed(advert, 0.9), [row("Kubernetes", true), row("Kafka", true), row("Python", false)]);
    }

    #[test]
    fn a_list_in_a_line_is_read_name_by_name() {
        let advert = "Must have: Java, Spring Boot. Nice: Kotlin.";
        assert_eq!(proposed(advert, 0.9), [row("Java", true), row("Spring Boot", true), row("Kotlin", false)]);
    }

    #[test]
    fn what_is_offered_or_expressly_not_needed_is_not_asked_for() {
        let advert = "We offer\n\n- Free parking\n\nRequirements\n\n- No prior experience of Oracle needed\n\
            - No PHP, please: we do not use PHP\n- German is not required\n- Bread";
        assert_eq!(proposed(advert, 0.1), [row("Bread", true)]);
    }
}
