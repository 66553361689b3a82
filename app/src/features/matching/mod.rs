//! A match as pages show it: a strip of verdicts in a row, the whole explanation beside the résumé.

mod explanation;
mod legend;
mod overrule;

pub use explanation::{MatchExplanation, evidence_pieces};
pub use legend::RequirementLegend;
pub use overrule::Said;

use hireq_domain::{applicants::RequirementHead, matching::Verdict};

/// A row's verdicts beside the names of the requirements.
pub fn named_verdicts(
    verdicts: &[Option<Verdict>],
    requirements: &[RequirementHead],
) -> Vec<(Option<Verdict>, String)> {
    verdicts.iter().copied().zip(requirements.iter().map(|asked| asked.text.clone())).collect()
}
