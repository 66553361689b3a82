//! Requirements read out of an advert by the judge: line by line, each a must, a wish, or nothing. What is read keeps the
//! advert's words; the recruiter decides.

use super::{LONGEST_TITLE, MOST, add};
use crate::{
    jobs::markdown,
    pattern::regex,
    sentences::{Sentence, sentences},
};
use hireq_domain::job::{Requirement, RequirementKind};
use hireq_ml::judge::{AdvertLine, Asks, Pair};
use regex::Regex;
use std::sync::LazyLock;

/// More lines are no advert.
const MOST_LINES: usize = 400;
/// A requirement's text is no longer than its field.
const LONGEST: usize = 200;

/// What introduces a requirement and says nothing of it.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:and|also|plus|bonus(?: points)?(?: for| if)?|nice to have|ideally|essential|desirable|must[- ]haves?|required?|you(?:['’]ll| will)? (?:have|need|bring|be)|you(?:['’]re| are)|we(?:['’]re| are) looking for|sie (?:haben|bringen)|du (?:hast|bringst)|idealerweise|von vorteil|je (?:hebt|bent)|vous (?:avez|êtes)|tienes|eres)\b[\s:,–-]*",
    )
});

/// An advert's lines as the judge reads them.
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

    /// From the answers to [`Self::pairs`]: musts first, each once, in the advert's order.
    pub fn requirements(&self, answers: &[AdvertLine]) -> Vec<Requirement> {
        let asked = |(sentence, line): (&Sentence, &AdvertLine)| {
            (line.none < 0.5).then(|| Requirement {
                quote: Some(shortened(&sentence.text, 2 * LONGEST)),
                ..Requirement::new(kind(line.asks), shown(&sentence.text), line.must >= line.nice)
            })
        };
        let mut found: Vec<Requirement> = Vec::new();
        for requirement in self.sentences.iter().zip(answers).filter_map(asked) {
            add(&mut found, requirement);
        }
        found.sort_by_key(|r| !r.must);
        found.truncate(MOST);
        found
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

/// A line without what introduces it, with a capital letter.
fn shown(line: &str) -> String {
    let bare = LEAD.replace(line.trim(), "");
    let bare = if bare.chars().any(char::is_alphanumeric) { bare.as_ref() } else { line };
    let text = shortened(bare.trim().trim_end_matches(['.', ';', ',', ' ']), LONGEST);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// At most so many characters, cut between words.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}
