//! A match as pages show it: a strip of verdicts in a row, the whole explanation beside the résumé.

mod explanation;
mod legend;
mod overrule;

pub use explanation::{MatchExplanation, evidence_pieces};
pub use legend::RequirementLegend;
pub use overrule::Said;

use hireq_domain::{applicants::RequirementHead, matching::Verdict};

/// A row's verdicts beside the names of the requirements. Where the job has changed since, its names are the newer.
pub fn named_verdicts(verdicts: &[Verdict], requirements: &[RequirementHead]) -> Vec<(Verdict, String)> {
    verdicts
        .iter()
        .enumerate()
        .map(|(i, v)| (*v, requirements.get(i).map_or_else(|| "Requirement".to_owned(), |r| r.text.clone())))
        .collect()
}
