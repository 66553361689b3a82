//! How well a résumé matches a job: verdicts, shares, totals and bands. Scores rank; people decide.

pub use crate::job::Weights;
use crate::{ids::OverruleId, job::RequirementKind, resume::Span, words::words};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// The verdict on a requirement.
    Verdict {
        /// Evidence was found.
        Met = "met", "Met";
        /// Evidence was found for part of it.
        Partial = "partial", "Partly met";
        /// It was looked for and not found.
        Missing = "missing", "Not found";
        /// The résumé does not say.
        Unknown = "unknown", "Not stated";
    }
}

impl Verdict {
    /// What the verdict contributes to the score, 0 to 1. If the résumé does not say, it may be met or not, which is
    /// worth less than half.
    #[must_use]
    pub const fn credit(self) -> f32 {
        match self {
            Self::Met => 1.0,
            Self::Partial => 0.5,
            Self::Unknown => 0.3,
            Self::Missing => 0.0,
        }
    }
}

words! {
    /// The category of a score.
    Band {
        /// 75 or more.
        HighlyRecommended = "highly_recommended", "Highly recommended";
        /// 60 or more.
        Recommended = "recommended", "Recommended";
        /// 45 or more.
        Maybe = "maybe", "Maybe";
        /// Below 45.
        NotRecommended = "not_recommended", "Not recommended";
    }
}

impl Band {
    /// The band of a total between 0 and 100.
    #[must_use]
    pub const fn of(total: f32) -> Self {
        if total >= 75.0 {
            Self::HighlyRecommended
        } else if total >= 60.0 {
            Self::Recommended
        } else if total >= 45.0 {
            Self::Maybe
        } else {
            Self::NotRecommended
        }
    }
}

/// A recruiter's verdict on a requirement. It counts instead of the machine's, which is shown beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrule {
    /// The key, which changes with every new verdict, so that concurrent changes are noticed.
    pub id: OverruleId,
    pub verdict: Verdict,
    /// The reason.
    pub note: String,
    /// The recruiter's name.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A recruiter's verdict on a requirement that has been changed or removed since; it does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsed {
    /// The requirement's text at that time.
    pub requirement: String,
    pub overrule: Overrule,
}

/// One requirement's verdict with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchItem {
    pub kind: RequirementKind,
    /// The requirement's text.
    pub text: String,
    /// A must-have or a nice-to-have.
    pub must: bool,
    pub verdict: Verdict,
    /// The score of this requirement, 0 to 1.
    pub score: f32,
    /// The explanation, in one sentence.
    pub reason: String,
    /// The places in the résumé that support the verdict.
    pub evidence: Vec<Span>,
    /// A recruiter's verdict instead.
    pub overrule: Option<Overrule>,
}

impl MatchItem {
    /// The verdict that counts: a recruiter's takes precedence over the machine's.
    #[must_use]
    pub fn counts(&self) -> Verdict {
        self.overrule.as_ref().map_or(self.verdict, |said| said.verdict)
    }

    /// What it contributes to the score, 0 to 1.
    #[must_use]
    pub fn credit(&self) -> f32 {
        self.overrule.as_ref().map_or(self.score, |said| said.verdict.credit())
    }
}

/// What counts if a verdict has been overruled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// From 0 to 100.
    pub total: f32,
    /// The shares, 0 to 1 each.
    pub shares: Shares,
}

/// A complete match: the machine's verdicts, and recruiters' verdicts beside them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchResult {
    /// From 0 to 100.
    pub total: f32,
    /// The band of the total.
    pub band: Band,
    /// The shares, 0 to 1 each.
    pub shares: Shares,
    /// One item for each requirement, in the job's order.
    pub items: Vec<MatchItem>,
    /// Replaces total and shares if a verdict has been overruled.
    pub counted: Option<Counted>,
    /// Recruiters' verdicts on requirements that no longer exist.
    pub lapsed: Vec<Lapsed>,
}

impl MatchResult {
    /// A match by the machine alone, without overruled verdicts.
    #[must_use]
    pub const fn of_machine(total: f32, shares: Shares, items: Vec<MatchItem>) -> Self {
        Self { total, band: Band::of(total), shares, items, counted: None, lapsed: Vec::new() }
    }

    /// The total and the shares that count.
    #[must_use]
    pub fn counts(&self) -> Counted {
        self.counted.unwrap_or(Counted { total: self.total, shares: self.shares })
    }

    /// The item for a requirement, and its index; `None` if it has not been evaluated yet.
    #[must_use]
    pub fn answer(&self, kind: RequirementKind, text: &str) -> Option<(usize, &MatchItem)> {
        self.items.iter().enumerate().find(|(_, item)| item.kind == kind && item.text == text)
    }

    /// Whether every must-have is met, by the verdicts that count.
    #[must_use]
    pub fn meets_musts(&self) -> bool {
        self.items.iter().all(|item| !item.must || item.counts() == Verdict::Met)
    }
}

/// The four parts of a total, 0 to 1 each; `None` if the job has no requirement of that kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// Skills, languages and licences.
    pub skills: Option<f32>,
    /// Years of experience.
    pub experience: Option<f32>,
    /// Degrees.
    pub education: Option<f32>,
    /// The closeness of job and résumé.
    pub closeness: Option<f32>,
}

impl Shares {
    /// The weighted total, 0 to 100, rounded to a tenth so that the displayed values sort correctly. The weight of
    /// missing parts goes to the others.
    #[must_use]
    pub fn total(&self, weights: &Weights) -> f32 {
        let parts = [
            (self.skills, weights.skills),
            (self.experience, weights.experience),
            (self.education, weights.education),
            (self.closeness, weights.closeness),
        ];
        let (sum, weight) = parts.into_iter().fold((0.0_f64, 0.0_f64), |(sum, weight), (part, w)| match part {
            Some(p) => (sum + f64::from(p.clamp(0.0, 1.0)) * f64::from(w), weight + f64::from(w)),
            None => (sum, weight),
        });
        if weight <= 0.0 {
            return 0.0;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 100 fits")]
        let total = ((sum / weight * 1000.0).round() / 10.0) as f32;
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_a_job_does_not_ask_for_leave_their_weight_to_the_others() {
        let shares = Shares { skills: Some(1.0), closeness: Some(0.5), ..Shares::default() };
        assert!((shares.total(&Weights::default()) - 85.7).abs() < f32::EPSILON);
        assert!(Shares::default().total(&Weights::default()).abs() < f32::EPSILON);
    }

    #[test]
    fn bands_begin_at_75_60_and_45() {
        assert_eq!(Band::of(75.0), Band::HighlyRecommended);
        assert_eq!(Band::of(74.9), Band::Recommended);
        assert_eq!(Band::of(45.0), Band::Maybe);
        assert_eq!(Band::of(44.9), Band::NotRecommended);
    }
}
