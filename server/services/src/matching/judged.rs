//! The judge's answers about a résumé: for each sentence and each requirement.

use super::{Profile, years};
use crate::sentences::Sentence;
use hireq_domain::{job::Requirement, resume::Span};
use hireq_ml::judge::{Bearing, Pair};

/// The most sentences that are read: three times those of a long résumé.
const MOST_SENTENCES: usize = 600;
/// The most sentences shown for a verdict.
const SHOWN: usize = 3;
/// A sentence whose answer is less certain than this is not shown as evidence.
const SURE: f32 = 0.4;
/// A sentence that supports more than this share of a job's requirements, if there are at least
/// [`TELLING_REQUIREMENTS`], is ignored: the judge was not trained for such text. Even a list of skills, which supports
/// many requirements, does not support degrees, languages or team spirit.
const MOST_SUPPORTED: f32 = 0.85;
const TELLING_REQUIREMENTS: usize = 5;
/// The probability of support above which a requirement counts towards [`MOST_SUPPORTED`].
const SOME_SUPPORT: f32 = 0.3;
/// A position is relevant to a requirement if one of its sentences supports it with more than this probability.
const RELEVANT: f32 = 0.5;
const BEYOND_DOUBT: f32 = 0.85;

/// The questions for the judge: every requirement with every sentence.
pub struct Questions {
    sentences: Vec<Sentence>,
    /// Whether the résumé had more sentences than are read.
    cut: bool,
    requirements: usize,
}

impl Questions {
    /// Prepares the questions for this many requirements.
    #[must_use]
    pub fn of(profile: &Profile, requirements: usize) -> Self {
        let mut sentences = profile.stated.clone();
        sentences.extend(crate::sentences::sentences(&profile.text));
        let cut = sentences.len() > MOST_SENTENCES;
        sentences.truncate(MOST_SENTENCES);
        Self { sentences, cut, requirements }
    }

    /// The pairs to judge, by requirement and then by sentence.
    #[must_use]
    pub fn pairs(&self, requirements: &[Requirement]) -> Vec<Pair> {
        let pair = |requirement: &Requirement, sentence: &Sentence| Pair {
            asked: requirement.text.clone(),
            heading: sentence.heading.clone(),
            sentence: sentence.text.clone(),
        };
        requirements.iter().flat_map(|r| self.sentences.iter().map(move |s| pair(r, s))).collect()
    }

    /// Combines this with the judge's answers to [`Self::pairs`].
    #[must_use]
    pub fn answered(self, mut answers: Vec<Bearing>) -> Judged {
        debug_assert_eq!(answers.len(), self.sentences.len() * self.requirements);
        if self.requirements >= TELLING_REQUIREMENTS {
            ignore_what_supports_everything(&mut answers, self.sentences.len());
        }
        Judged { sentences: self.sentences, cut: self.cut, answers }
    }
}

fn ignore_what_supports_everything(answers: &mut [Bearing], sentences: usize) {
    for sentence in 0..sentences {
        let about = || answers.iter().skip(sentence).step_by(sentences);
        let supported = about().filter(|v| v.supports > SOME_SUPPORT).count();
        #[expect(clippy::cast_precision_loss, reason = "a job's requirements")]
        if supported as f32 > MOST_SUPPORTED * about().count() as f32 {
            answers.iter_mut().skip(sentence).step_by(sentences).for_each(|v| *v = Bearing::UNRELATED);
        }
    }
}

/// The judge's answers about a résumé.
pub struct Judged {
    sentences: Vec<Sentence>,
    cut: bool,
    /// By requirement and then by sentence.
    answers: Vec<Bearing>,
}

impl Judged {
    /// Each sentence with its answer about a requirement.
    pub(super) fn about(&self, requirement: usize) -> impl Iterator<Item = (&Sentence, &Bearing)> {
        let count = self.sentences.len();
        self.sentences.iter().zip(&self.answers[requirement * count..(requirement + 1) * count])
    }

    /// The years in positions relevant to a requirement, and the lines that name those positions. If the requirement
    /// names a known skill, the position has to name it too, or support the requirement beyond doubt.
    pub(super) fn relevant_years(&self, requirement: usize, text: &str, profile: &Profile) -> (f32, Vec<Span>) {
        let named = years::topic(text).map(|topic| profile.skills.get(&topic.to_lowercase()));
        let relevant = |position: Span| {
            let inside = |span: Span| span.start >= position.start && span.end <= position.end;
            let support = self.about(requirement).filter(|(s, _)| s.span.is_some_and(inside)).map(|(_, v)| v.supports);
            let support = support.fold(0.0, f32::max);
            match named {
                Some(places) if !places.is_some_and(|places| places.iter().copied().any(inside)) => {
                    support > BEYOND_DOUBT
                }
                _ => support > RELEVANT,
            }
        };
        years::in_positions(profile, relevant)
    }

    /// The strongest answers about a requirement in those sentences in which the rules found it.
    pub(super) fn where_found(&self, requirement: usize, places: &[Span]) -> Option<Bearing> {
        let touched = |span: Span| places.iter().any(|place| place.start < span.end && span.start < place.end);
        let found = self.about(requirement).filter(|(s, _)| s.span.is_some_and(touched)).map(|(_, v)| *v);
        found.reduce(|one, other| Bearing {
            supports: one.supports.max(other.supports),
            partly: one.partly.max(other.partly),
            denies: one.denies.max(other.denies),
            unrelated: one.unrelated.min(other.unrelated),
        })
    }

    /// The explanation given if nothing was found.
    pub(super) fn silent(&self) -> String {
        if self.cut {
            return format!(
                "Nothing in the first {MOST_SENTENCES} sentences of the résumé shows it; the rest was not read."
            );
        }
        "Nothing in the résumé shows it.".into()
    }

    /// The few sentences with the most certain answers.
    pub(super) fn surest(&self, at: usize, of: fn(&Bearing) -> f32) -> Vec<&Sentence> {
        let mut found: Vec<_> = self.about(at).map(|(s, v)| (of(v), s)).filter(|(p, _)| *p > SURE).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(SHOWN).map(|(_, sentence)| sentence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUPPORTED: Bearing = Bearing { supports: 0.9, partly: 0.0, denies: 0.0, unrelated: 0.1 };

    /// Answers about two sentences: the first supports `supported` of the requirements, the second only the first
    /// requirement.
    fn answers(supported: usize, requirements: usize) -> Vec<Bearing> {
        let of = |yes: bool| if yes { SUPPORTED } else { Bearing::UNRELATED };
        (0..requirements).flat_map(|at| [of(at < supported), of(at == 0)]).collect()
    }

    #[test]
    fn a_sentence_that_supports_everything_supports_nothing() {
        let mut all = answers(8, 8);
        ignore_what_supports_everything(&mut all, 2);
        assert_eq!(all, answers(0, 8));
        let mut many = answers(6, 8);
        ignore_what_supports_everything(&mut many, 2);
        assert_eq!(many, answers(6, 8), "a list of skills supports most of what is asked");
    }
}
