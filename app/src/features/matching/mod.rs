//! A match as pages show it: a strip of verdicts in a row, the whole explanation beside the résumé.

mod explanation;
mod legend;

pub use explanation::{MatchExplanation, evidence_pieces};
pub use legend::RequirementLegend;

use crate::ui::VerdictKind;
use hireq_domain::{applicants::RequirementHead, matching::Verdict};

/// A verdict as the design system shows it.
pub const fn verdict_kind(verdict: Verdict) -> VerdictKind {
    match verdict {
        Verdict::Met => VerdictKind::Met,
        Verdict::Partial => VerdictKind::Partial,
        Verdict::Missing => VerdictKind::Missing,
        Verdict::Unknown => VerdictKind::Unknown,
    }
}

/// A row's verdicts beside the names of the requirements. Where the job has changed since, its names are the newer.
pub fn named_verdicts(verdicts: &[Verdict], requirements: &[RequirementHead]) -> Vec<(VerdictKind, String)> {
    verdicts
        .iter()
        .enumerate()
        .map(|(i, v)| {
            (verdict_kind(*v), requirements.get(i).map_or_else(|| "Requirement".to_owned(), |r| r.text.clone()))
        })
        .collect()
}
