//! Combines the shares into the total.
//!
//! A plain weighted mean has two faults (measured in `docs/quality.md`). First, a share based on one or two
//! requirements is nearly random, but would count as much as one based on twenty. So a share's weight grows with the
//! number of its requirements, similar to a shrinkage estimator (James and Stein 1961), and closeness receives the
//! remaining weight. Second, people do not write down everything. So a résumé whose work is close to the job's gets
//! credit for part of what it does not show.
//!
//! Both corrections need closeness. If it is unknown, or has no weight, the total is the plain mean.
//!
//! Both compensate for the weaknesses of verdicts made by rules. If the judge made the verdicts, the total is also the
//! plain mean, which readers can recompute from the shares.

use super::{Criteria, NICE};
use hireq_domain::{
    job::RequirementKind,
    matching::{Shares, Weights},
};

/// With must-haves of this total weight, a share has half of its nominal weight.
const HALF_RELIABLE: f64 = 4.0;

/// The fraction of what a résumé does not show that it is credited with, at the greatest closeness.
const CREDIT: f32 = 0.5;

/// The kinds of requirement in each share.
pub(super) const SKILLS: [RequirementKind; 4] =
    [RequirementKind::Skill, RequirementKind::Language, RequirementKind::Licence, RequirementKind::Other];
pub(super) const EXPERIENCE: [RequirementKind; 1] = [RequirementKind::Years];
pub(super) const EDUCATION: [RequirementKind; 1] = [RequirementKind::Degree];

/// The total of these shares under the job's requirements and weights: 0 to 100, rounded to a tenth.
pub(super) fn total(shares: &Shares, criteria: &Criteria) -> f32 {
    let weights = &criteria.weights;
    if criteria.judged {
        return shares.total(weights);
    }
    let Some(closeness) = shares.closeness.filter(|_| weights.closeness > 0.0) else { return shares.total(weights) };
    let mut moved = 0.0;
    let mut part = |share: Option<f32>, weight: f32, kinds: &[RequirementKind]| {
        let kept = share.map_or(0.0, |_| weight * reliability(criteria, kinds));
        // The weight of shares that the job does not ask for is distributed by `Shares::total`.
        moved += if share.is_some() { weight - kept } else { 0.0 };
        (share.map(|s| s + (1.0 - s) * CREDIT * closeness), kept)
    };
    let (skills, skills_weight) = part(shares.skills, weights.skills, &SKILLS);
    let (experience, experience_weight) = part(shares.experience, weights.experience, &EXPERIENCE);
    let (education, education_weight) = part(shares.education, weights.education, &EDUCATION);
    let weights = Weights {
        skills: skills_weight,
        experience: experience_weight,
        education: education_weight,
        closeness: weights.closeness + moved,
    };
    Shares { skills, experience, education, closeness: Some(closeness) }.total(&weights)
}

/// How reliable a share is, 0 to 1, given the requirements behind it.
fn reliability(criteria: &Criteria, kinds: &[RequirementKind]) -> f32 {
    let behind: f64 = criteria
        .requirements
        .iter()
        .filter(|r| kinds.contains(&r.kind))
        .map(|r| f64::from(r.weight) * if r.must { 1.0 } else { NICE })
        .sum();
    #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1 fits")]
    let reliability = (behind / (behind + HALF_RELIABLE)) as f32;
    reliability
}

#[cfg(test)]
mod tests {
    use super::*;
    use hireq_domain::job::Requirement;

    fn asking(skills: usize, weights: Weights) -> Criteria {
        let skill = |n| Requirement::new(RequirementKind::Skill, format!("Skill {n}"), true);
        Criteria {
            requirements: (0..skills).map(skill).collect(),
            weights,
            occupation: None,
            words: [0; 32],
            judged: false,
        }
    }

    fn shares(skills: f32, closeness: Option<f32>) -> Shares {
        Shares { skills: Some(skills), closeness, ..Shares::default() }
    }

    #[test]
    fn many_requirements_count_more_than_one() {
        let gap = |n| {
            let criteria = asking(n, Weights::default());
            total(&shares(1.0, Some(0.2)), &criteria) - total(&shares(0.0, Some(0.2)), &criteria)
        };
        assert!(gap(1) > 5.0 && gap(4) > gap(1) + 5.0 && gap(16) > gap(4) + 5.0);
    }

    #[test]
    fn a_total_stays_between_its_ends_and_grows_with_every_share() {
        let criteria = asking(5, Weights::default());
        let of = |skills, closeness| total(&shares(skills, Some(closeness)), &criteria);
        assert!((of(1.0, 1.0) - 100.0).abs() < 0.05 && of(0.0, 0.0).abs() < 0.05);
        assert!(of(0.5, 0.5) > of(0.4, 0.5) && of(0.5, 0.5) > of(0.5, 0.4));
    }

    #[test]
    fn where_the_judge_read_the_total_is_the_mean_of_the_shares_by_their_weights() {
        let criteria = Criteria { judged: true, ..asking(1, Weights::default()) };
        let shown = shares(0.0, Some(0.9));
        assert!((total(&shown, &criteria) - shown.total(&criteria.weights)).abs() < f32::EPSILON);
        assert!(total(&shown, &criteria) < 30.0);
    }

    #[test]
    fn without_closeness_the_plain_mean_stands() {
        let criteria = asking(1, Weights::default());
        assert!((total(&shares(1.0, None), &criteria) - 100.0).abs() < f32::EPSILON);
        let unweighted = asking(1, Weights { closeness: 0.0, ..Weights::default() });
        assert!((total(&shares(1.0, Some(0.1)), &unweighted) - 100.0).abs() < f32::EPSILON);
    }
}
