//! What the judge says of a résumé: of each sentence, about each requirement.

use super::{Profile, years};
use crate::sentences::{Sentence, sentences};
use hireq_domain::{job::Requirement, resume::Span};
use hireq_ml::judge::{Bearing, Pair};

/// So many sentences are read: thrice those of a long résumé.
const MOST_SENTENCES: usize = 600;
/// So many sentences are shown for a verdict.
const SHOWN: usize = 3;
/// A sentence that says something less surely is no evidence of it.
const SURE: f32 = 0.4;
/// A position belongs to what is asked where one of its sentences supports it more surely than this.
const BELONGS: f32 = 0.5;

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
        let mut sentences = sentences(&profile.text);
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
    pub fn answered(self, answers: Vec<Bearing>) -> Judged {
        debug_assert_eq!(answers.len(), self.sentences.len() * self.requirements);
        Judged { sentences: self.sentences, cut: self.cut, answers }
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

    /// Years in positions that bear on a requirement, with the lines that name them.
    pub(super) fn relevant_years(&self, requirement: usize, profile: &Profile) -> (f32, Vec<Span>) {
        let bears = |span: Span| {
            self.about(requirement)
                .filter(|(s, _)| s.span.start >= span.start && s.span.end <= span.end)
                .any(|(_, v)| v.supports > BELONGS)
        };
        years::in_positions(profile, bears)
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
    pub(super) fn surest(&self, at: usize, of: fn(&Bearing) -> f32) -> Vec<Span> {
        let mut found: Vec<(f32, Span)> =
            self.about(at).map(|(s, v)| (of(v), s.span)).filter(|(p, _)| *p > SURE).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(SHOWN).map(|(_, span)| span).collect()
    }
}
