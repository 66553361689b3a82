//! Verdicts by the judge: what it says of each sentence of a résumé about each requirement, and what follows for the
//! whole.
//!
//! The judge reads one sentence at a time. What a résumé says as a whole follows from the strongest sentences on each
//! side, from the kind of requirement and from what the rules found, by a small table of weights that was fitted on
//! verdicts by hand (`scripts/tools/judge`).

use super::{
    Finding, Profile,
    sentences::{Sentence, sentences},
    years,
};
use hireq_domain::{
    job::{Requirement, RequirementKind},
    matching,
    resume::Span,
};
use hireq_ml::judge::{Pair, Verdict};

/// More sentences than these are no résumé.
const MOST_SENTENCES: usize = 200;
/// So many sentences are shown for a verdict.
const SHOWN: usize = 3;
/// A sentence that supports less surely is no evidence.
const SURE: f32 = 0.35;

/// What there is to judge: every requirement with every sentence.
pub(super) struct Questions {
    sentences: Vec<Sentence>,
    requirements: usize,
}

impl Questions {
    pub fn of(profile: &Profile, requirements: usize) -> Self {
        let mut sentences = sentences(&profile.text);
        sentences.truncate(MOST_SENTENCES);
        Self { sentences, requirements }
    }

    /// Requirement by requirement, sentence by sentence.
    pub fn pairs(&self, requirements: &[Requirement]) -> Vec<Pair> {
        let pair = |requirement: &Requirement, sentence: &Sentence| Pair {
            requirement: requirement.text.clone(),
            heading: sentence.heading.clone(),
            sentence: sentence.text.clone(),
        };
        requirements.iter().flat_map(|r| self.sentences.iter().map(move |s| pair(r, s))).collect()
    }

    /// The answers to [`Self::pairs`].
    pub fn answered(self, answers: Vec<Verdict>) -> Judged {
        debug_assert_eq!(answers.len(), self.sentences.len() * self.requirements);
        Judged { sentences: self.sentences, answers }
    }
}

/// What the judge said of a résumé.
pub struct Judged {
    sentences: Vec<Sentence>,
    /// Requirement by requirement, sentence by sentence.
    answers: Vec<Verdict>,
}

/// How many numbers decide.
pub(super) const FEATURES: usize = 26;

impl Judged {
    fn of(&self, requirement: usize) -> impl Iterator<Item = (&Sentence, &Verdict)> {
        let count = self.sentences.len();
        self.sentences.iter().zip(&self.answers[requirement * count..(requirement + 1) * count])
    }

    /// Years in positions that bear on a requirement.
    fn relevant_years(&self, requirement: usize, profile: &Profile) -> (f32, Vec<Span>) {
        let bears = |span: Span| {
            self.of(requirement)
                .filter(|(s, _)| s.span.start >= span.start && s.span.end <= span.end)
                .any(|(_, v)| v.supports > 0.5)
        };
        years::in_positions(profile, bears)
    }

    /// The numbers that decide about a requirement.
    pub(super) fn features(
        &self,
        at: usize,
        requirement: &Requirement,
        profile: &Profile,
        rules: &Finding,
    ) -> [f32; FEATURES] {
        let mut supports: Vec<f32> = self.of(at).map(|(_, v)| v.supports).collect();
        supports.sort_by(|a, b| b.total_cmp(a));
        let most = |of: fn(&Verdict) -> f32| self.of(at).map(|(_, v)| of(v)).fold(0.0, f32::max);
        let (first, second) = (supports.first().copied().unwrap_or(0.0), supports.get(1).copied().unwrap_or(0.0));
        let (partly, denies) = (most(|v| v.partly), most(|v| v.denies));
        let some = most(|v| v.supports + v.partly);
        let count = |of: fn(&Verdict) -> bool| (self.of(at).filter(|(_, v)| of(v)).count().min(5) as f32) / 5.0;
        let logit = |p: f32| (p.clamp(0.01, 0.99) / (1.0 - p.clamp(0.01, 0.99))).ln() / 4.6;
        let kind = |kind| f32::from(u8::from(requirement.kind == kind));
        let found = |verdict| f32::from(u8::from(rules.verdict == verdict));
        let asked = years::least(&requirement.text);
        let is_years = requirement.kind == RequirementKind::Years;
        let have = if is_years { self.relevant_years(at, profile).0 } else { 0.0 };
        let share = match asked {
            Some(asked) if is_years => (have / asked).min(1.5),
            _ => 0.0,
        };
        let language = kind(RequirementKind::Language);
        [
            first,
            second,
            partly,
            denies,
            some,
            logit(first),
            logit(some),
            logit(denies),
            first * (1.0 - denies),
            first * denies,
            partly * (1.0 - first),
            count(|v| v.supports > 0.5),
            count(|v| v.partly > 0.5),
            count(|v| v.denies > 0.5),
            f32::from(u8::from(is_years)),
            share,
            f32::from(u8::from(is_years && share >= 0.97)),
            f32::from(u8::from(is_years && share >= 0.45)),
            kind(RequirementKind::Degree),
            language,
            kind(RequirementKind::Licence),
            kind(RequirementKind::Other),
            found(matching::Verdict::Met),
            found(matching::Verdict::Partial),
            language * found(matching::Verdict::Met),
            language * found(matching::Verdict::Partial),
        ]
    }

    /// The verdict on a requirement, with its sentences.
    pub(super) fn find(&self, at: usize, requirement: &Requirement, profile: &Profile, rules: &Finding) -> Finding {
        let verdict = super::table::decide(&self.features(at, requirement, profile, rules));
        let evidence = |of: fn(&Verdict) -> f32| {
            let mut found: Vec<(f32, Span)> =
                self.of(at).map(|(s, v)| (of(v), s.span)).filter(|(p, _)| *p > SURE).collect();
            found.sort_by(|a, b| b.0.total_cmp(&a.0));
            found.into_iter().take(SHOWN).map(|(_, span)| span).collect::<Vec<_>>()
        };
        let shown = evidence(|v| v.supports + 0.9 * v.partly);
        let denied = evidence(|v| v.denies);
        let quote =
            |spans: &[Span]| spans.first().map(|s| s.slice(&profile.text).trim().to_owned()).unwrap_or_default();
        let dated = (requirement.kind == RequirementKind::Years).then(|| self.relevant_years(at, profile));
        match (verdict, dated) {
            (matching::Verdict::Met | matching::Verdict::Partial, Some((have, spans))) if have > 0.0 => {
                let reason = format!("{} in positions that belong to it.", years::in_words(have));
                let spans = spans.into_iter().chain(shown).collect();
                if verdict == matching::Verdict::Met {
                    Finding::met(reason, spans)
                } else {
                    Finding::partial(0.5, reason, spans)
                }
            }
            (matching::Verdict::Met, _) if shown.is_empty() => {
                Finding::met(rules.reason.clone(), rules.evidence.clone())
            }
            (matching::Verdict::Met, _) => Finding::met(format!("“{}”", quote(&shown)), shown),
            (matching::Verdict::Partial, _) => {
                let spans: Vec<Span> = shown.into_iter().chain(denied).collect();
                let reason =
                    if spans.is_empty() { rules.reason.clone() } else { format!("In part: “{}”", quote(&spans)) };
                Finding::partial(0.5, reason, spans)
            }
            (_, Some((have, spans))) if have > 0.0 => Finding {
                evidence: spans,
                ..Finding::missing(format!("{} in positions that belong to it.", years::in_words(have)))
            },
            _ if !denied.is_empty() => {
                Finding { evidence: denied.clone(), ..Finding::missing(format!("Denied: “{}”", quote(&denied))) }
            }
            _ if requirement.kind == RequirementKind::Other => {
                Finding { score: 0.0, ..Finding::unknown("The résumé does not say.".into()) }
            }
            _ => Finding::missing("Nothing in the résumé shows it.".into()),
        }
    }
}
