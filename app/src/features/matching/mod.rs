//! The views of a match: a strip of verdicts in table rows, and the full explanation beside the résumé.

mod explanation;
mod legend;
mod overrule;

pub use explanation::{MatchExplanation, evidence_pieces, requirement_href};
pub use legend::RequirementLegend;
pub use overrule::Said;

use crate::ui::StripVerdict;
use hireq_domain::{applicants::RequirementHead, matching::Verdict};

/// A row's verdicts with their requirements, each leading to its line on the application's page.
pub fn strip_verdicts(
    verdicts: &[Option<Verdict>],
    requirements: &[RequirementHead],
    application: &str,
) -> Vec<StripVerdict> {
    let with = |(index, (verdict, asked)): (usize, (&Option<Verdict>, &RequirementHead))| StripVerdict {
        verdict: *verdict,
        requirement: asked.text.clone(),
        must: asked.must,
        href: format!("{application}{}", requirement_href(index)),
    };
    verdicts.iter().zip(requirements).enumerate().map(with).collect()
}
