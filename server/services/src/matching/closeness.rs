//! Closeness of meaning between a job and a résumé: the job's title with its first words against the résumé's chunks.
//!
//! Averages over a whole description hide what the job is about, so the title weighs as much as the summary, and the
//! best chunks count, not all.

/// Names how the job's vector is made; part of its stored revision.
pub const RECIPE: &str = "title+summary/1";

const SUMMARY_CHARS: usize = 900;

/// The section whose chunks count only where there are no others: name, contact, headline.
pub(super) const HEADER: &str = "header";

/// The texts that a job's vector is made of: its title, and its title with the description's first words.
#[must_use]
pub fn job_texts(title: &str, description: &str) -> Vec<String> {
    let plain: String = description
        .chars()
        .map(|c| if matches!(c, '#' | '*' | '_' | '`' | '>' | '|') { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(SUMMARY_CHARS)
        .collect();
    vec![title.trim().to_owned(), format!("{}. {plain}", title.trim())]
}

/// One vector of length one from the vectors of [`job_texts`].
#[must_use]
pub fn job_vector(vectors: &[Vec<f32>]) -> Vec<f32> {
    let dimensions = vectors.first().map_or(0, Vec::len);
    let mut sum = vec![0.0_f32; dimensions];
    for vector in vectors {
        for (s, v) in sum.iter_mut().zip(vector) {
            *s += v;
        }
    }
    let length = sum.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>().sqrt();
    if length > 0.0 {
        #[expect(clippy::cast_possible_truncation, reason = "a vector's numbers are small")]
        for s in &mut sum {
            *s = (f64::from(*s) / length) as f32;
        }
    }
    sum
}

/// Cosine of two vectors of length one.
#[must_use]
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum()
}

/// The share of closeness, 0 to 1, from the cosines of a résumé's chunks with their sections; none without chunks.
#[must_use]
pub fn share(cosines: &[(String, f64)]) -> Option<f32> {
    let body: Vec<f64> = cosines.iter().filter(|(section, _)| section != HEADER).map(|(_, c)| *c).collect();
    let mut best = if body.is_empty() { cosines.iter().map(|(_, c)| *c).collect() } else { body };
    best.sort_by(|a, b| b.total_cmp(a));
    best.truncate(3);
    let first = *best.first()?;
    #[expect(clippy::cast_precision_loss, reason = "three at most")]
    let mean = best.iter().sum::<f64>() / best.len() as f64;
    // MiniLM gives unrelated texts about 0.1 and a title in its own résumé about 0.65.
    let cosine = 0.7 * first + 0.3 * mean;
    let share = ((cosine - 0.1) / 0.55).clamp(0.0, 1.0);
    // Four digits: processors differ in the last bits of a vector, and a rank must not.
    #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1 fits")]
    let share = ((share * 10_000.0).round() / 10_000.0) as f32;
    Some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_never_counts_where_there_is_more() {
        let with = |header: f64| share(&[("header".into(), header), ("experience".into(), 0.4)]);
        assert_eq!(with(0.9), with(0.1));
        assert_eq!(share(&[]), None);
    }

    #[test]
    fn a_job_vector_has_length_one() {
        let vector = job_vector(&[vec![1.0, 0.0], vec![0.0, 1.0]]);
        assert!((cosine(&vector, &vector) - 1.0).abs() < 1e-6);
    }
}
