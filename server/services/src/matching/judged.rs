//! Verdicts by the judge: what it says of each sentence of a résumé about each requirement, and what follows for the
//! whole.
//!
//! The judge reads one sentence at a time. What a résumé says as a whole follows from the strongest sentences on each
//! side, from the kind of requirement and from what the rules found, by a small table of weights that was fitted on
//! verdicts by hand (`scripts/tools/judge`).

use super::{
    Finding, Profile,
    decide::{decide, numbers},
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
/// A sentence that says something less surely is no evidence of it.
const SURE: f32 = 0.4;

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

impl Judged {
    /// What each sentence says about a requirement.
    pub(super) fn about(&self, requirement: usize) -> impl Iterator<Item = (&Sentence, &Verdict)> {
        let count = self.sentences.len();
        self.sentences.iter().zip(&self.answers[requirement * count..(requirement + 1) * count])
    }

    /// Years in positions that bear on a requirement, with the lines that name them.
    pub(super) fn relevant_years(&self, requirement: usize, profile: &Profile) -> (f32, Vec<Span>) {
        let bears = |span: Span| {
            self.about(requirement)
                .filter(|(s, _)| s.span.start >= span.start && s.span.end <= span.end)
                .any(|(_, v)| v.supports > 0.5)
        };
        years::in_positions(profile, bears)
    }

    /// The verdict on a requirement, with its sentences.
    pub(super) fn find(&self, at: usize, requirement: &Requirement, profile: &Profile, rules: &Finding) -> Finding {
        let verdict = decide(&numbers(self, at, requirement, profile, rules));
        if requirement.kind == RequirementKind::Years {
            let (have, positions) = self.relevant_years(at, profile);
            if have > 0.0 {
                let asked = years::least(&requirement.text);
                let asked = asked.map(|n| format!("; {} asked for", years::in_words(n))).unwrap_or_default();
                let reason = format!("{} in positions that belong to it{asked}.", years::in_words(have));
                return Finding { evidence: positions, ..plain(verdict, reason) };
            }
        }
        let shown = self.surest(at, |v| v.supports + 0.9 * v.partly);
        let denied = self.surest(at, |v| v.denies);
        let quoted = |spans: &[Span]| spans.first().map(|s| format!("“{}”", s.slice(&profile.text).trim()));
        let (reason, evidence) = match verdict {
            matching::Verdict::Met => (quoted(&shown), shown),
            matching::Verdict::Partial => {
                let spans = [shown, denied].concat();
                (quoted(&spans).map(|quote| format!("In part: {quote}")), spans)
            }
            _ => (quoted(&denied).map(|quote| format!("The résumé says otherwise: {quote}")), denied),
        };
        match (reason, verdict) {
            (Some(reason), _) => Finding { evidence, ..plain(verdict, reason) },
            // The rules' word decided.
            (None, matching::Verdict::Met | matching::Verdict::Partial) => {
                Finding { evidence: rules.evidence.clone(), ..plain(verdict, rules.reason.clone()) }
            }
            (None, _) if requirement.kind == RequirementKind::Other => {
                Finding { score: 0.0, ..Finding::unknown("The résumé does not say.".into()) }
            }
            (None, _) => Finding::missing("Nothing in the résumé shows it.".into()),
        }
    }

    /// The few sentences that say something most surely.
    fn surest(&self, at: usize, of: fn(&Verdict) -> f32) -> Vec<Span> {
        let mut found: Vec<(f32, Span)> =
            self.about(at).map(|(s, v)| (of(v), s.span)).filter(|(p, _)| *p > SURE).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(SHOWN).map(|(_, span)| span).collect()
    }
}

/// A finding without evidence, with what its verdict earns.
fn plain(verdict: matching::Verdict, reason: String) -> Finding {
    match verdict {
        matching::Verdict::Met => Finding::met(reason, vec![]),
        matching::Verdict::Partial => Finding::partial(0.5, reason, vec![]),
        _ => Finding::missing(reason),
    }
}
