//! What the judge says of a résumé: of each sentence, about each requirement.

use super::{Profile, years};
use crate::sentences::Sentence;
use hireq_domain::{job::Requirement, resume::Span};
use hireq_ml::judge::{Bearing, Pair};

/// So many sentences are read: thrice those of a long résumé.
const MOST_SENTENCES: usize = 600;
/// So many sentences are shown for a verdict.
const SHOWN: usize = 3;
/// A sentence that says something less surely is no evidence of it.
const SURE: f32 = 0.4;
/// A sentence that supports more than this share of what a job asks for, of so many requirements or more, supports
/// nothing: the judge was not made for such text. A list of skills supports many, but no degree, language or team spirit.
const MOST_SUPPORTED: f32 = 0.85;
const TELLING_REQUIREMENTS: usize = 5;
/// Support that counts against a sentence.
const SOME_SUPPORT: f32 = 0.3;
/// A position belongs to what is asked where one of its sentences supports it more surely than this.
const BELONGS: f32 = 0.5;
const BEYOND_DOUBT: f32 = 0.85;

/// What there is to judge: every requirement with every sentence.
pub struct Questions {
    sentences: Vec<Sentence>,
    /// There were more sentences than are read.
    cut: bool,
    requirements: usize,
}

impl Questions {
    /// Of so many requirements.
    #[must_use]
    pub fn of(profile: &Profile, requirements: usize) -> Self {
        let mut sentences = profile.stated.clone();
        sentences.extend(crate::sentences::sentences(&profile.text));
        let cut = sentences.len() > MOST_SENTENCES;
        sentences.truncate(MOST_SENTENCES);
        Self { sentences, cut, requirements }
    }

    /// Requirement by requirement, sentence by sentence.
    #[must_use]
    pub fn pairs(&self, requirements: &[Requirement]) -> Vec<Pair> {
        let pair = |requirement: &Requirement, sentence: &Sentence| Pair {
            asked: requirement.text.clone(),
            heading: sentence.heading.clone(),
            sentence: sentence.text.clone(),
        };
        requirements.iter().flat_map(|r| self.sentences.iter().map(move |s| pair(r, s))).collect()
    }

    /// The answers to [`Self::pairs`].
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

/// What the judge said of a résumé.
pub struct Judged {
    sentences: Vec<Sentence>,
    cut: bool,
    /// Requirement by requirement, sentence by sentence.
    answers: Vec<Bearing>,
}

impl Judged {
    /// What each sentence says about a requirement.
    pub(super) fn about(&self, requirement: usize) -> impl Iterator<Item = (&Sentence, &Bearing)> {
        let count = self.sentences.len();
        self.sentences.iter().zip(&self.answers[requirement * count..(requirement + 1) * count])
    }

    /// Years in positions that bear on a requirement, with the lines that name them. Where it names a skill that is known
    /// by a name, the position names it too, or supports it beyond doubt.
    pub(super) fn relevant_years(&self, requirement: usize, text: &str, profile: &Profile) -> (f32, Vec<Span>) {
        let named = years::topic(text).map(|topic| profile.skills.get(&topic.to_lowercase()));
        let bears = |position: Span| {
            let inside = |span: Span| span.start >= position.start && span.end <= position.end;
            let support = self.about(requirement).filter(|(s, _)| s.span.is_some_and(inside)).map(|(_, v)| v.supports);
            let support = support.fold(0.0, f32::max);
            match named {
                Some(places) if !places.is_some_and(|places| places.iter().copied().any(inside)) => {
                    support > BEYOND_DOUBT
                }
                _ => support > BELONGS,
            }
        };
        years::in_positions(profile, bears)
    }

    /// What the sentences say of a requirement that the rules found in them.
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

    /// What is said where nothing was found.
    pub(super) fn silent(&self) -> String {
        if self.cut {
            return format!(
                "Nothing in the first {MOST_SENTENCES} sentences of the résumé shows it; the rest was not read."
            );
        }
        "Nothing in the résumé shows it.".into()
    }

    /// The few sentences that say something most surely.
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

    /// Answers about two sentences: the first supports so many of so many requirements, the second the first one alone.
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
