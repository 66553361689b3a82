//! Smooths the sentiment over a transcript.

/// One sentence or segment of a transcript.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// The start, in seconds.
    pub start: f64,
    /// The end, in seconds.
    pub end: f64,
    /// The score, from -1 to 1 ([`super::Sentiment::score`]).
    pub score: f32,
}

/// The minimum duration of a moment, in seconds, so that one without duration still counts.
const SHORTEST: f64 = 0.2;

impl Moment {
    fn middle(&self) -> f64 {
        f64::midpoint(self.start, self.end)
    }

    fn length(&self) -> f64 {
        (self.end - self.start).max(SHORTEST)
    }
}

/// The scores of a transcript, smoothed over time with a triangular window; one for each moment, in
/// the same order, whatever order that is.
///
/// With tᵢ the middle of moment i, dᵢ its length (at least 0.2 s), xᵢ its score and h = `reach`, all
/// in seconds,
///
/// ```text
/// yᵢ = Σⱼ wᵢⱼ dⱼ xⱼ / Σⱼ wᵢⱼ dⱼ     wᵢⱼ = max(0, 1 - |tᵢ - tⱼ| / h)
/// ```
///
/// so what was said h seconds away no longer counts, and a long answer counts for more than an "mm".
/// Without a reach (0, or not a number) the scores come back as they are, and so does the score of a
/// moment without a time, which counts for no other.
pub fn smooth(moments: &[Moment], reach: f64) -> Vec<f32> {
    let mut out: Vec<f32> = moments.iter().map(|moment| moment.score).collect();
    if !(reach.is_finite() && reach > 0.0) {
        return out;
    }
    let timed = |moment: &Moment| moment.start.is_finite() && moment.end.is_finite() && moment.score.is_finite();
    let mut order: Vec<usize> = (0..moments.len()).filter(|&index| timed(&moments[index])).collect();
    order.sort_by(|&a, &b| moments[a].middle().total_cmp(&moments[b].middle()));
    // In order of time, the window only moves forward, so the cost is not quadratic.
    let mut first = 0;
    for &index in &order {
        let time = moments[index].middle();
        while moments[order[first]].middle() <= time - reach {
            first += 1;
        }
        let (mut sum, mut weights) = (0.0, 0.0);
        for other in order[first..].iter().map(|&other| &moments[other]) {
            let weight = 1.0 - (time - other.middle()).abs() / reach;
            if weight <= 0.0 {
                break;
            }
            sum += weight * other.length() * f64::from(other.score);
            weights += weight * other.length();
        }
        out[index] = (sum / weights) as f32;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: f64, end: f64, score: f32) -> Moment {
        Moment { start, end, score }
    }

    #[test]
    fn the_formula_holds_on_three_moments_worked_by_hand() {
        // Midpoints 1, 5 and 14; durations 2, 2 and 4; reach 10.
        let moments = [at(0.0, 2.0, 1.0), at(4.0, 6.0, -1.0), at(12.0, 16.0, 0.5)];
        let smoothed = smooth(&moments, 10.0);
        let first = (2.0 - 0.6 * 2.0) / (2.0 + 0.6 * 2.0);
        let second = (0.6 * 2.0 - 2.0 + 0.1 * 4.0 * 0.5) / (0.6 * 2.0 + 2.0 + 0.1 * 4.0);
        let third = (0.1 * -2.0 + 4.0 * 0.5) / (0.1 * 2.0 + 4.0);
        for (ours, theirs) in smoothed.iter().zip([first, second, third]) {
            assert!((f64::from(*ours) - theirs).abs() < 1e-6, "{ours} is not {theirs}");
        }
    }

    #[test]
    fn order_does_not_matter_and_a_constant_stays_one() {
        let moments: Vec<Moment> =
            (0..50).map(|n| at(f64::from(n) * 3.0, f64::from(n) * 3.0 + 2.0, (n as f32).sin())).collect();
        let mut turned = moments.clone();
        turned.reverse();
        let mut back = smooth(&turned, 20.0);
        back.reverse();
        assert_eq!(smooth(&moments, 20.0), back);

        let flat: Vec<Moment> = moments.iter().map(|moment| Moment { score: 0.25, ..*moment }).collect();
        assert!(smooth(&flat, 20.0).iter().all(|y| (y - 0.25).abs() < 1e-6));
        assert!(smooth(&moments, 20.0).iter().all(|y| (-1.0..=1.0).contains(y)));
    }

    #[test]
    fn odd_input_is_answered_too() {
        assert!(smooth(&[], 10.0).is_empty());
        let moments = [at(0.0, 1.0, 0.5), at(f64::NAN, 1.0, -0.5), at(1.0, 1.0, 0.5), at(9.0, 2.0, 0.5)];
        assert_eq!(smooth(&moments, 10.0)[1], -0.5);
        assert!((smooth(&moments, 10.0)[0] - 0.5).abs() < 1e-6);
        for reach in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(smooth(&moments, reach), [0.5, -0.5, 0.5, 0.5]);
        }
    }
}
