//! Measures how long it takes to re-rank ten thousand applicants of one job under new weights, using their stored
//! shares: no text is read and nothing is embedded again.
//!
//! `cargo run --release -p hireq-services --example rerank_speed` prints the median of 21 runs.

use hireq_domain::{
    job::{Requirement, RequirementKind},
    matching::{MatchResult, Shares, Weights},
};
use hireq_services::matching::{Criteria, reweigh};
use std::{hint::black_box, time::Instant};

const APPLICANTS: u16 = 10_000;
const RUNS: usize = 21;

fn main() {
    let skill = |n| Requirement::new(RequirementKind::Skill, format!("Skill {n}"), n % 3 > 0);
    let weights = Weights { skills: 0.3, closeness: 0.4, ..Weights::default() };
    let criteria = Criteria::new("Backend Engineer", "Builds services.", (0..20).map(skill).collect(), weights);
    let share = |n: u16, step: u16| Some(f32::from(n.wrapping_mul(step) % 1_000) / 1_000.0);
    let results: Vec<MatchResult> = (0..APPLICANTS)
        .map(|n| {
            let shares = Shares {
                skills: share(n, 7),
                experience: share(n, 13),
                education: share(n, 29),
                closeness: share(n, 31),
            };
            MatchResult::of_machine(0.0, shares, vec![])
        })
        .collect();
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let results = results.clone();
            let start = Instant::now();
            let mut ranked: Vec<MatchResult> = results.into_iter().map(|r| reweigh(r, &criteria)).collect();
            ranked.sort_by(|a, b| b.total.total_cmp(&a.total));
            black_box(&ranked);
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{APPLICANTS} applicants under new weights: {:.2} ms", times[RUNS / 2]);
}
