//! Closeness between a job and a résumé: of meaning, by MiniLM's vectors, and of occupation, by the words of titles.
//!
//! Meaning compares the job's title and first words with the résumé's chunks, because the average over a whole
//! description hides what the job is about. Occupation compares all words, with more weight on the titles that the
//! person held. The two make different mistakes, so their mean ranks better than either (figures in `docs/quality.md`).

use super::{background, occupations, words};
use hireq_store::matching::ChunkCosine;

/// The version of how a job's vector is computed; part of the revision stored with it.
pub const RECIPE: &str = "title+summary-background/2";

const SUMMARY_CHARS: usize = 900;

/// The header (name, contact details, headline). Its chunks only count if there are no others.
pub(super) const HEADER: &str = "header";

/// Midpoint and width of the logistic curve that maps each measure to a share: the share is 0.5 at the midpoint, and
/// 0.73 one width above it. Chosen from the spread of both measures over pairs of occupations and résumés.
const MEANING: (f64, f64) = (0.2, 0.25);
const OCCUPATION: (f64, f64) = (0.35, 0.25);

/// How many characters, without spaces, count as the opening, where people introduce themselves, and as the best
/// passages: about one chunk, and about two. Counted in characters rather than chunks, so that moving a chunk's
/// boundary by a sentence only changes the share by as much as that sentence contributes.
const OPENING: f64 = 600.0;
const BEST: f64 = 1_200.0;

/// At this many characters a text's measure is trusted by half: it is pulled halfway towards the midpoint of
/// [`MEANING`].
const HALF_BELIEVED: f64 = 85.0;

/// The texts that a job's vector is made of: its title, and its title with the first words of its description.
#[must_use]
pub fn job_texts(title: &str, description: &str) -> Vec<String> {
    let plain: String = plain(description).chars().take(SUMMARY_CHARS).collect();
    vec![title.trim().to_owned(), format!("{}. {plain}", title.trim())]
}

/// Texts about work in general, whose mean [`job_vector`] subtracts. They are the same for every job.
#[must_use]
pub fn background_texts() -> Vec<String> {
    background::TITLES.iter().map(|t| (*t).to_owned()).collect()
}

/// Markdown as plain text on one line.
fn plain(markdown: &str) -> String {
    markdown
        .chars()
        .map(|c| if matches!(c, '#' | '*' | '_' | '`' | '>' | '|') { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A job's unit vector: the mean direction of the vectors of [`job_texts`], minus the mean of those of
/// [`background_texts`].
#[must_use]
pub fn job_vector(vectors: &[Vec<f32>], background: &[Vec<f32>]) -> Vec<f32> {
    let mut sum = unit(&sum(vectors));
    #[expect(clippy::cast_precision_loss, reason = "a few dozen titles")]
    let count = background.len().max(1) as f64;
    for (s, b) in sum.iter_mut().zip(self::sum(background)) {
        *s -= b / count;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a vector's numbers are small")]
    unit(&sum).into_iter().map(|x| x as f32).collect()
}

fn sum(vectors: &[Vec<f32>]) -> Vec<f64> {
    let mut sum = vec![0.0; vectors.first().map_or(0, Vec::len)];
    for vector in vectors {
        for (s, v) in sum.iter_mut().zip(vector) {
            *s += f64::from(*v);
        }
    }
    sum
}

fn unit(vector: &[f64]) -> Vec<f64> {
    let length = vector.iter().map(|x| x * x).sum::<f64>().sqrt();
    vector.iter().map(|x| if length > 0.0 { x / length } else { 0.0 }).collect()
}

/// The cosine of two unit vectors.
#[must_use]
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum()
}

/// The share of meaning, 0 to 1, from the cosines of a résumé's chunks in order; `None` without chunks.
///
/// It is the mean of three values: for the opening, for the whole text, and for its best passages, each averaged over
/// characters.
#[must_use]
pub fn share(chunks: &[ChunkCosine]) -> Option<f32> {
    let body: Vec<&ChunkCosine> = chunks.iter().filter(|chunk| chunk.section != HEADER).collect();
    let all = if body.is_empty() { chunks.iter().collect() } else { body };
    let length: f64 = all.iter().map(|chunk| chunk.chars).sum();
    if length <= 0.0 {
        return None;
    }
    let mut best = all.clone();
    best.sort_by(|a, b| b.cosine.total_cmp(&a.cosine));
    let measure = (mean(&all, OPENING) + mean(&all, length) + mean(&best, BEST)) / 3.0;
    let believed = length / (length + HALF_BELIEVED);
    Some(rounded(curve(MEANING.0 + (measure - MEANING.0) * believed, MEANING)))
}

/// The mean cosine over the first `chars` characters of these chunks.
fn mean(chunks: &[&ChunkCosine], chars: f64) -> f64 {
    let (mut sum, mut taken) = (0.0, 0.0);
    for chunk in chunks {
        let part = chunk.chars.min(chars - taken);
        sum += chunk.cosine * part;
        taken += part;
    }
    sum / taken
}

/// A logistic curve: differences far from the midpoint matter less, but nothing is cut off.
fn curve(value: f64, (middle, width): (f64, f64)) -> f64 {
    1.0 / (1.0 + ((middle - value) / width).exp())
}

/// Rounded to four digits: processors differ in the last bits of a vector, and ranks must not.
fn rounded(share: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1 fits")]
    let share = ((share * 10_000.0).round() / 10_000.0) as f32;
    share
}

/// The occupations that a job or a résumé is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Occupation(occupations::Vector);

impl Occupation {
    /// The occupations of a job; its title counts as much as the whole description. `None` if no word of it occurs in
    /// an occupation's titles.
    #[must_use]
    pub fn of_job(title: &str, description: &str) -> Option<Self> {
        let title = words::split(title);
        let mut vector = occupations::vector(title.iter().chain(&words::split(&plain(description))));
        occupations::add(&mut vector, &occupations::vector(&title), 1.0);
        occupations::sharpened(vector).map(Self)
    }

    /// The occupations of a résumé: all its words once, its headline with the same weight again, and the titles held
    /// with half of it.
    pub(super) fn of_resume(all: &[words::Word], headline: &[words::Word], titles: &[words::Word]) -> Option<Self> {
        let mut vector = occupations::vector(all);
        occupations::add(&mut vector, &occupations::vector(headline), 1.0);
        occupations::add(&mut vector, &occupations::vector(titles), 0.5);
        occupations::sharpened(vector).map(Self)
    }

    /// The share of occupation, 0 to 1.
    #[must_use]
    pub fn share(&self, other: &Self) -> f32 {
        rounded(curve(occupations::cosine(&self.0, &other.0), OCCUPATION))
    }
}

/// The mean of both shares, or the only one that is known.
#[must_use]
pub fn both(meaning: Option<f32>, occupation: Option<f32>) -> Option<f32> {
    match (meaning, occupation) {
        (Some(a), Some(b)) => Some(f32::midpoint(a, b)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(section: &str, chars: f64, cosine: f64) -> ChunkCosine {
        ChunkCosine { section: section.into(), chars, cosine }
    }

    fn of(chunks: &[(f64, f64)]) -> f32 {
        share(&chunks.iter().map(|(chars, cosine)| chunk("work", *chars, *cosine)).collect::<Vec<_>>())
            .expect("a share")
    }

    #[test]
    fn the_header_never_counts_where_there_is_more() {
        let with = |header: f64| share(&[chunk("header", 90.0, header), chunk("experience", 900.0, 0.4)]);
        assert_eq!(with(0.9), with(0.1));
        assert_eq!(share(&[]), None);
    }

    #[test]
    fn a_job_vector_has_length_one_and_nothing_of_the_background() {
        let vector = job_vector(&[vec![1.0, 0.0], vec![0.0, 1.0]], &[]);
        assert!((cosine(&vector, &vector) - 1.0).abs() < 1e-6);
        let vector = job_vector(&[vec![0.6, 0.8]], &[vec![0.6, 0.0], vec![0.6, 0.0]]);
        assert!((cosine(&vector, &[0.0, 1.0]) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_share_grows_with_every_chunk() {
        assert!(of(&[(900.0, 0.4), (900.0, 0.1)]) > of(&[(900.0, 0.1), (900.0, 0.1)]));
        // The opening counts more than the rest.
        assert!(of(&[(900.0, 0.4), (900.0, 0.1)]) > of(&[(900.0, 0.1), (900.0, 0.4)]));
        assert!((0.0..=1.0).contains(&of(&[(900.0, 1.0)])) && (0.0..=1.0).contains(&of(&[(900.0, -1.0)])));
    }

    #[test]
    fn where_chunks_are_cut_does_not_count() {
        let whole = of(&[(900.0, 0.4), (900.0, 0.1)]);
        assert_eq!(of(&[(500.0, 0.4), (400.0, 0.4), (300.0, 0.1), (600.0, 0.1)]), whole);
    }

    #[test]
    fn a_few_words_are_believed_less_than_a_page() {
        let page = of(&[(2_000.0, 0.5)]);
        assert!(of(&[(50.0, 0.5)]) < page && of(&[(50.0, 0.5)]) > 0.5);
        assert!(of(&[(50.0, 0.0)]) < 0.5);
    }

    #[test]
    fn occupations_are_close_by_their_titles() {
        let job =
            Occupation::of_job("Chefs and Head Cooks", "Direct the preparation of salads.").expect("an occupation");
        let resume = |headline: &str, text: &str| {
            Occupation::of_resume(&words::split(text), &words::split(headline), &[]).expect("an occupation")
        };
        let cook = job.share(&resume("Sous chef", "Cooked in a kitchen, trained cooks."));
        let clerk = job.share(&resume("Accountant", "Kept the ledger, prepared audits."));
        assert!(cook > 0.5 && clerk < 0.25, "{cook} {clerk}");
    }

    #[test]
    fn one_share_stands_for_both_where_the_other_is_not_known() {
        assert_eq!(both(Some(0.25), Some(0.75)), Some(0.5));
        assert_eq!(both(None, Some(0.75)), Some(0.75));
        assert_eq!(both(Some(0.25), None), Some(0.25));
        assert_eq!(both(None, None), None);
    }
}
