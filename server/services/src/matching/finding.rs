//! The result for one requirement.

use hireq_domain::{matching::Verdict, resume::Span};

/// The result for one requirement.
pub(super) struct Finding {
    pub verdict: Verdict,
    pub score: f32,
    pub reason: String,
    pub evidence: Vec<Span>,
}

impl Finding {
    pub fn met(reason: String, evidence: Vec<Span>) -> Self {
        Self { verdict: Verdict::Met, score: 1.0, reason, evidence }
    }

    pub fn partial(score: f32, reason: String, evidence: Vec<Span>) -> Self {
        Self { verdict: Verdict::Partial, score, reason, evidence }
    }

    pub fn missing(reason: String) -> Self {
        Self { verdict: Verdict::Missing, score: 0.0, reason, evidence: vec![] }
    }

    /// Whether anything was found.
    pub fn is_found(&self) -> bool {
        matches!(self.verdict, Verdict::Met | Verdict::Partial)
    }

    pub fn unknown(reason: String) -> Self {
        Self { verdict: Verdict::Unknown, score: Verdict::Unknown.credit(), reason, evidence: vec![] }
    }
}
