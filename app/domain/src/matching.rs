//! How well a résumé answers a job: verdicts, shares, total and bands. Scores rank; people decide.

pub use crate::job::Weights;
use crate::{ids::OverruleId, job::RequirementKind, resume::Span, words::words};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// What was found of a requirement.
    Verdict {
        /// Found.
        Met = "met", "Met";
        /// Found in part.
        Partial = "partial", "Partly met";
        /// Looked for and not found.
        Missing = "missing", "Not found";
        /// The résumé does not say.
        Unknown = "unknown", "Not stated";
    }
}

impl Verdict {
    /// What it earns by itself, 0 to 1. What is not stated may be so or not: less than half.
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
    /// A score in words.
    Band {
        /// 75 and more.
        HighlyRecommended = "highly_recommended", "Highly recommended";
        /// 60 and more.
        Recommended = "recommended", "Recommended";
        /// 45 and more.
        Maybe = "maybe", "Maybe";
        /// Under 45.
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

/// What a recruiter said of a requirement. It counts in place of the machine's verdict, which stays beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrule {
    /// Key: another each time that somebody says something else, so that two recruiters notice each other.
    pub id: OverruleId,
    pub verdict: Verdict,
    /// Why.
    pub note: String,
    /// Whose word it is.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a recruiter said of words in which the job asks no more: it does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsed {
    /// What was asked then.
    pub requirement: String,
    pub overrule: Overrule,
}

/// One requirement's verdict with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchItem {
    /// What it asks for.
    pub kind: RequirementKind,
    /// In the requirement's words.
    pub text: String,
    /// Must have, or nice to have.
    pub must: bool,
    /// What was found.
    pub verdict: Verdict,
    /// 0 to 1.
    pub score: f32,
    /// One sentence: why.
    pub reason: String,
    /// Where the résumé says so.
    pub evidence: Vec<Span>,
    /// What a recruiter said instead.
    pub overrule: Option<Overrule>,
}

impl MatchItem {
    /// The verdict that counts: a recruiter's before the machine's.
    #[must_use]
    pub fn counts(&self) -> Verdict {
        self.overrule.as_ref().map_or(self.verdict, |said| said.verdict)
    }

    /// What it earns, 0 to 1.
    #[must_use]
    pub fn credit(&self) -> f32 {
        self.overrule.as_ref().map_or(self.score, |said| said.verdict.credit())
    }
}

/// What counts where a verdict was overruled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// 0 to 100.
    pub total: f32,
    /// Share scores, 0 to 1 each.
    pub shares: Shares,
}

/// A whole match: what the machine found, and beside it what recruiters said of that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchResult {
    /// 0 to 100.
    pub total: f32,
    /// The total in words.
    pub band: Band,
    /// Share scores, 0 to 1 each.
    pub shares: Shares,
    /// One item a requirement, in the job's order.
    pub items: Vec<MatchItem>,
    /// What counts instead of total and shares where somebody overruled a verdict.
    pub counted: Option<Counted>,
    /// What was said of requirements that are no more.
    pub lapsed: Vec<Lapsed>,
}

impl MatchResult {
    /// The machine's own, of which nobody has said anything.
    #[must_use]
    pub const fn of_machine(total: f32, shares: Shares, items: Vec<MatchItem>) -> Self {
        Self { total, band: Band::of(total), shares, items, counted: None, lapsed: Vec::new() }
    }

    /// The total and the shares that count.
    #[must_use]
    pub fn counts(&self) -> Counted {
        self.counted.unwrap_or(Counted { total: self.total, shares: self.shares })
    }

    /// What was found of a requirement, and which of the items says so; none where its words were not looked for yet.
    #[must_use]
    pub fn answer(&self, kind: RequirementKind, text: &str) -> Option<(usize, &MatchItem)> {
        self.items.iter().enumerate().find(|(_, item)| item.kind == kind && item.text == text)
    }

    /// Whether every must-have is met, as it counts.
    #[must_use]
    pub fn meets_musts(&self) -> bool {
        self.items.iter().all(|item| !item.must || item.counts() == Verdict::Met)
    }
}

/// The four parts of a total, 0 to 1 each; none where the job asks for nothing of that kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// Skills, languages and licences.
    pub skills: Option<f32>,
    /// Years of experience.
    pub experience: Option<f32>,
    /// Degrees.
    pub education: Option<f32>,
    /// Closeness of meaning.
    pub closeness: Option<f32>,
}

impl Shares {
    /// The weighted total, 0 to 100, rounded to a tenth so that it prints as it sorts. Parts that the job does not
    /// ask for leave their weight to the others.
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
