//! How well a résumé matches a job: a verdict with evidence for every requirement, and a total from 0 to 100.
//!
//! [`score`] is a pure function: the same criteria, résumé and closeness give bit-identical results. It reads a résumé
//! as a [`Profile`], which contains no name, address or telephone number. Scores rank; people decide.

mod abbreviation;
mod alternatives;
mod background;
pub mod closeness;
mod decide;
mod degree;
mod finding;
mod impersonal;
mod judged;
mod language;
mod lexicon;
mod occupations;
mod overruled;
mod profile;
pub mod run;
mod skill;
mod tasks;
mod titles;
mod total;
mod words;
mod years;

pub use alternatives::{alternatives, with_alternatives};
pub use decide::Number;
pub(crate) use impersonal::{impersonal, is_word_of_work, places_of};
pub use judged::{Judged, Questions};
pub(crate) use overruled::count_again;
pub use profile::{Profile, chunks_of};
pub use tasks::{MatchApplication, MatchJob};

use finding::Finding;
use hireq_domain::{
    job::{Requirement, RequirementKind},
    matching::{Band, Counted, MatchItem, MatchResult, Shares, Weights},
};
use sha2::{Digest, Sha256};

/// The version of the rules. Housekeeping recomputes open applications' matches made with another version.
pub const CODE_VERSION: &str = "hireq-match/6";

/// A nice-to-have counts this fraction of a must-have with the same weight.
const NICE: f64 = 0.5;

/// The most places shown as evidence for one requirement.
const MAX_EVIDENCE: usize = 12;

/// What a job asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// The requirements in the job's order.
    pub requirements: Vec<Requirement>,
    /// The weights of the parts of the total.
    pub weights: Weights,
    /// The occupations that the title and description are about.
    pub occupation: Option<closeness::Occupation>,
    /// SHA-256 of the title and description.
    pub words: [u8; 32],
    /// Whether the judge evaluates the requirements, rather than the rules alone.
    pub judged: bool,
}

impl Criteria {
    #[must_use]
    pub fn new(title: &str, description: &str, requirements: Vec<Requirement>, weights: Weights) -> Self {
        let mut words = Sha256::new();
        words.update((title.len() as u64).to_le_bytes());
        words.update(title);
        words.update(description);
        let occupation = closeness::Occupation::of_job(title, description);
        Self { requirements, weights, occupation, words: words.finalize().into(), judged: false }
    }

    /// Sets whether the judge evaluates the requirements.
    #[must_use]
    pub fn judged(self, judged: bool) -> Self {
        Self { judged, ..self }
    }

    /// SHA-256 of the job's words and requirements, followed by SHA-256 of the weights: if only the second half
    /// changed, the verdicts remain valid.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        let mut requirements = Sha256::new();
        requirements.update(self.words);
        for r in &self.requirements {
            requirements.update(r.kind.as_str());
            requirements.update([0, u8::from(r.must)]);
            requirements.update(r.weight.to_bits().to_le_bytes());
            requirements.update((r.text.len() as u64).to_le_bytes());
            requirements.update(&r.text);
        }
        let mut weights = Sha256::new();
        for w in [self.weights.skills, self.weights.experience, self.weights.education, self.weights.closeness] {
            weights.update(w.to_bits().to_le_bytes());
        }
        [requirements.finalize(), weights.finalize()].concat()
    }
}

/// Scores a résumé against a job. `meaning` is the share of meaning, 0 to 1, if there are vectors; `judged` holds the
/// judge's answers, if it is available.
#[must_use]
pub fn score(criteria: &Criteria, profile: &Profile, meaning: Option<f32>, judged: Option<&Judged>) -> MatchResult {
    let items: Vec<MatchItem> = criteria
        .requirements
        .iter()
        .enumerate()
        .map(|(at, requirement)| {
            let by_rules = find(requirement, profile);
            let finding = match judged {
                Some(judged) if !profile.is_empty() => decide::find(judged, at, requirement, profile, &by_rules),
                _ => by_rules,
            };
            let mut evidence = finding.evidence;
            evidence.sort_unstable();
            evidence.dedup();
            evidence.truncate(MAX_EVIDENCE);
            MatchItem {
                kind: requirement.kind,
                text: requirement.text.clone(),
                must: requirement.must,
                verdict: finding.verdict,
                score: finding.score.clamp(0.0, 1.0),
                reason: finding.reason,
                evidence,
                overrule: None,
            }
        })
        .collect();
    let occupation =
        criteria.occupation.as_ref().zip(profile.occupation.as_ref()).map(|(job, resume)| job.share(resume));
    let shares = shares(criteria, &items, closeness::both(meaning, occupation));
    MatchResult::of_machine(total::total(&shares, criteria), shares, items)
}

/// The shares of the total that these items give.
fn shares(criteria: &Criteria, items: &[MatchItem], closeness: Option<f32>) -> Shares {
    let share = |kinds: &[RequirementKind]| mean(criteria, items, kinds);
    Shares {
        skills: share(&total::SKILLS),
        experience: share(&total::EXPERIENCE),
        education: share(&total::EDUCATION),
        closeness,
    }
}

/// What counts once recruiters' verdicts replace the machine's; `None` if there are none.
#[must_use]
pub fn counted(result: &MatchResult, criteria: &Criteria) -> Option<Counted> {
    result.items.iter().any(|item| item.overrule.is_some()).then(|| {
        let shares = shares(criteria, &result.items, result.shares.closeness);
        Counted { total: total::total(&shares, criteria), shares }
    })
}

/// The features from which each requirement's verdict is decided, for fitting their weights.
#[must_use]
pub fn numbers(criteria: &Criteria, profile: &Profile, judged: &Judged) -> Vec<Vec<Number>> {
    let features =
        |(at, requirement)| decide::numbers_of(judged, at, requirement, profile, &find(requirement, profile));
    criteria.requirements.iter().enumerate().map(features).collect()
}

/// The same match under new weights of the job.
#[must_use]
pub fn reweigh(result: MatchResult, criteria: &Criteria) -> MatchResult {
    let total = total::total(&result.shares, criteria);
    MatchResult { total, band: Band::of(total), ..result }
}

fn find(requirement: &Requirement, profile: &Profile) -> Finding {
    if profile.is_empty() {
        return Finding::unknown("No text could be read from the résumé.".into());
    }
    match requirement.kind {
        RequirementKind::Skill | RequirementKind::Other => skill::find(&requirement.text, profile),
        RequirementKind::Years => years::find(&requirement.text, profile),
        RequirementKind::Degree => degree::find(&requirement.text, profile),
        RequirementKind::Language => language::find(&requirement.text, profile),
        RequirementKind::Licence => skill::find_licence(&requirement.text, profile),
    }
}

fn mean(criteria: &Criteria, items: &[MatchItem], kinds: &[RequirementKind]) -> Option<f32> {
    let (mut sum, mut weight) = (0.0_f64, 0.0_f64);
    for (requirement, item) in criteria.requirements.iter().zip(items) {
        if kinds.contains(&item.kind) {
            let w = f64::from(requirement.weight) * if item.must { 1.0 } else { NICE };
            sum += f64::from(item.credit()) * w;
            weight += w;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1 fits")]
    (weight > 0.0).then(|| (sum / weight) as f32)
}

#[cfg(test)]
mod tests;
