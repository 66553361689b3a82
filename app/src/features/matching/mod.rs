//! The views of a match: a strip of verdicts in table rows, and the full explanation beside the résumé.

mod explanation;
mod legend;
mod overrule;

pub use explanation::{MatchExplanation, evidence_pieces, requirement_href};
pub use legend::RequirementLegend;
pub use overrule::Said;

use hireq_domain::{applicants::RequirementHead, matching::Verdict};

/// A row's verdicts with the names of the requirements.
pub fn named_verdicts(
    verdicts: &[Option<Verdict>],
    requirements: &[RequirementHead],
) -> Vec<(Option<Verdict>, String)> {
    verdicts.iter().copied().zip(requirements.iter().map(|asked| asked.text.clone())).collect()
}
