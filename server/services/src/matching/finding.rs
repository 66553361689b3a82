//! The result for one requirement.

use hireq_domain::{matching::Verdict, resume::Span};

/// The result for one requirement.
#[derive(Clone)]
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

    /// Whether its evidence touches a place.
    pub fn is_at(&self, place: Span) -> bool {
        self.evidence.iter().any(|span| span.start < place.end && place.start < span.end)
    }

    pub fn unknown(reason: String) -> Self {
        Self { verdict: Verdict::Unknown, score: Verdict::Unknown.credit(), reason, evidence: vec![] }
    }
}
