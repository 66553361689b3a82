//! Which token comes next: the likeliest, or one that is drawn from the likely ones.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Of the likeliest tokens that make up this share, one is drawn, where anything is drawn.
const TOP_P: f32 = 0.9;

/// Chooses tokens; the same seed chooses the same ones.
pub(super) struct Draw {
    temperature: f32,
    random: StdRng,
}

impl Draw {
    /// With temperature zero the likeliest token is taken; above, the higher it is the more alike are the chances.
    pub(super) fn new(temperature: f64, seed: u64) -> Self {
        Self { temperature: temperature as f32, random: StdRng::seed_from_u64(seed) }
    }

    /// The number of the score that is chosen.
    pub(super) fn next(&mut self, scores: &[f32]) -> u32 {
        let (best, highest) = highest(scores);
        if self.temperature <= 0.0 {
            return best;
        }
        let chance = |score: f32| ((score - highest) / self.temperature).exp();
        let mut chances: Vec<(u32, f32)> = (0u32..).zip(scores.iter().copied().map(chance)).collect();
        chances.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let all: f32 = chances.iter().map(|(_, chance)| chance).sum();
        let mut share = 0.0;
        let likely = chances.iter().take_while(|(_, chance)| {
            let taken = share < TOP_P * all;
            share += chance;
            taken
        });
        let count = likely.count();
        let likely = &chances[..count];
        let mut left = self.random.random::<f32>() * likely.iter().map(|(_, chance)| chance).sum::<f32>();
        for (token, chance) in likely {
            left -= chance;
            if left < 0.0 {
                return *token;
            }
        }
        likely.last().map_or(best, |(token, _)| *token)
    }
}

/// The first of the highest scores, with its number.
fn highest(scores: &[f32]) -> (u32, f32) {
    let higher = |best: (u32, f32), next: (u32, f32)| if next.1 > best.1 { next } else { best };
    (0u32..).zip(scores.iter().copied()).fold((0, f32::NEG_INFINITY), higher)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_temperature_the_first_of_the_highest_is_taken() {
        assert_eq!(Draw::new(0.0, 1).next(&[0.5, 2.0, 2.0, -1.0]), 1);
    }

    #[test]
    fn unlikely_tokens_are_never_drawn_and_likely_ones_as_often_as_they_are_likely() {
        let scores = [2.0_f32.ln(), 1.0_f32.ln(), -9.0];
        let mut draw = Draw::new(1.0, 7);
        let drawn: Vec<u32> = (0..3000).map(|_| draw.next(&scores)).collect();
        let firsts = drawn.iter().filter(|token| **token == 0).count();
        assert!(!drawn.contains(&2) && (1900..2100).contains(&firsts), "{firsts} of 3000");
        let mut again = Draw::new(1.0, 7);
        assert!(drawn.iter().all(|token| *token == again.next(&scores)));
    }
}
