//! From what the judge and the rules said to one verdict: a row of weights for each of the three.

use super::judged::FEATURES;
use hireq_domain::matching::Verdict;

/// Fitted weights, a line a verdict: met, partial, missing; the last number is the constant. `scripts/tools/judge` writes them.
static WEIGHTS: &str = include_str!("../../data/verdicts.txt");

const VERDICTS: [Verdict; 3] = [Verdict::Met, Verdict::Partial, Verdict::Missing];

/// The likeliest verdict.
pub(super) fn decide(features: &[f32; FEATURES]) -> Verdict {
    let value = |line: &str| {
        let weights = line.split_whitespace().filter_map(|w| w.parse::<f32>().ok());
        weights.zip(features.iter().copied().chain([1.0])).map(|(w, f)| w * f).sum::<f32>()
    };
    let best = WEIGHTS.lines().map(value).zip(VERDICTS).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(Verdict::Missing, |(_, verdict)| verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_weight_for_every_number() {
        assert_eq!(WEIGHTS.lines().count(), VERDICTS.len());
        for line in WEIGHTS.lines() {
            assert_eq!(line.split_whitespace().filter(|w| w.parse::<f32>().is_ok()).count(), FEATURES + 1);
        }
    }
}
