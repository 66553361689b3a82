//! Which occupations a text speaks of, by the words of their titles, and how close two texts are by that.
//!
//! A text becomes a vector with a number for each of O*NET's occupations: the cosine between the text's words and the
//! words of all the titles under which that occupation is known. Two texts that share no word ("site reliability" and
//! "DevOps") meet in the occupations that they share. This is explicit semantic analysis (Gabrilovich and Markovitch,
//! IJCAI 2007) with occupations for concepts. How telling a word is comes from O*NET too, not from the applicants at
//! hand, so that a score depends on one job and one résumé alone.

use super::words::Word;
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

/// Made by `scripts/occupations`; says what it is made of.
const DATA: &str = include_str!("../../data/occupations.txt");

/// Words that titles contain for grammar's sake.
const STOP: [&str; 22] = [
    "a", "all", "an", "and", "any", "as", "at", "be", "by", "for", "from", "in", "is", "it", "not", "of", "on", "or",
    "other", "the", "to", "with",
];

/// How much a text speaks of each occupation.
pub(super) type Vector = Vec<f64>;

/// A word's inverse document frequency, and its weight in each occupation that uses it.
struct Term {
    idf: f64,
    occupations: Vec<(usize, f64)>,
}

struct Occupations {
    count: usize,
    /// By stem.
    terms: HashMap<String, Term>,
}

static OCCUPATIONS: LazyLock<Occupations> = LazyLock::new(|| read(DATA));

/// Reads the data. A line that is not as it should be is left out; a test says that there is none.
fn read(data: &str) -> Occupations {
    let mut lines = data.lines().filter(|l| !l.starts_with('#'));
    let count = lines.next().and_then(|l| l.strip_prefix("occupations ")).and_then(|n| n.parse().ok()).unwrap_or(0);
    // Words are stored as written: "manager" and "managers" meet here.
    let mut counts: BTreeMap<String, BTreeMap<usize, f64>> = BTreeMap::new();
    for line in lines {
        let mut parts = line.split(' ');
        let Some(word) = parts.next() else { continue };
        let stem = super::words::stem(word);
        if STOP.contains(&stem.as_str()) {
            continue;
        }
        let term = counts.entry(stem).or_default();
        let mut at = 0_usize;
        for part in parts {
            let (step, n) = part.split_once(':').unwrap_or((part, "1"));
            let (Ok(step), Ok(n)) = (step.parse::<usize>(), n.parse::<f64>()) else { continue };
            at += step;
            if at < count {
                *term.entry(at).or_default() += n;
            }
        }
    }
    let mut length = vec![0.0_f64; count];
    let mut terms = HashMap::with_capacity(counts.len());
    for (stem, occupations) in counts {
        #[expect(clippy::cast_precision_loss, reason = "a thousand occupations")]
        let idf = (count as f64 / occupations.len().max(1) as f64).ln();
        // log(1 + tf): the tenth title with "manager" says less than the first.
        let occupations: Vec<(usize, f64)> =
            occupations.into_iter().map(|(o, n)| (o, n.ln_1p() * idf)).filter(|(_, w)| *w > 0.0).collect();
        for (o, w) in &occupations {
            length[*o] += w * w;
        }
        terms.insert(stem, Term { idf, occupations });
    }
    for term in terms.values_mut() {
        for (o, w) in &mut term.occupations {
            *w /= length[*o].sqrt();
        }
    }
    Occupations { count, terms }
}

/// Whether a word stands in any occupation's titles.
pub(super) fn knows(stem: &str) -> bool {
    OCCUPATIONS.terms.contains_key(stem)
}

/// The cosines between some words and every occupation's titles; zeros where no title has any of the words.
pub(super) fn vector<'a>(words: impl IntoIterator<Item = &'a Word>) -> Vector {
    let all = &*OCCUPATIONS;
    // In the order of the stems, so that sums come out the same bits.
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for word in words {
        *counts.entry(word.stem.trim_start_matches('.')).or_default() += 1.0;
    }
    let terms: Vec<(&Term, f64)> =
        counts.into_iter().filter_map(|(stem, n)| all.terms.get(stem).map(|t| (t, n * t.idf))).collect();
    let length = terms.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
    let mut vector = vec![0.0; all.count];
    if length > 0.0 {
        for (term, weight) in terms {
            for (o, w) in &term.occupations {
                vector[*o] += weight / length * w;
            }
        }
    }
    vector
}

/// Adds one vector to another with a weight.
pub(super) fn add(to: &mut Vector, vector: &[f64], weight: f64) {
    for (a, b) in to.iter_mut().zip(vector) {
        *a += b * weight;
    }
}

/// Squares each number and makes the whole one long: the occupations that a text is about stand out from the many that
/// share a common word with it. None where it speaks of no occupation.
pub(super) fn sharpened(mut vector: Vector) -> Option<Vector> {
    for v in &mut vector {
        *v *= *v;
    }
    let length = vector.iter().map(|v| v * v).sum::<f64>().sqrt();
    if length <= 0.0 {
        return None;
    }
    for v in &mut vector {
        *v /= length;
    }
    Some(vector)
}

/// The cosine of two sharpened vectors, 0 to 1.
pub(super) fn cosine(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::{super::words, *};

    fn of(text: &str) -> Vector {
        sharpened(vector(&words::split(text))).expect("a text about work")
    }

    #[test]
    fn the_data_is_whole() {
        let all = &*OCCUPATIONS;
        assert_eq!(all.count, 1016);
        assert!(all.terms.len() > 9_000);
        let sound = |line: &str| {
            line.split(' ').skip(1).all(|p| p.split(':').all(|n| n.parse::<usize>().is_ok())) && line.contains(' ')
        };
        assert!(DATA.lines().filter(|l| !l.starts_with('#')).all(sound));
    }

    #[test]
    fn texts_without_a_common_word_meet_in_an_occupation() {
        let (attorney, lawyer, chef) = (of("attorney"), of("lawyer"), of("chef"));
        assert!(cosine(&attorney, &lawyer) > 0.2);
        assert!(cosine(&attorney, &lawyer) > 10.0 * cosine(&attorney, &chef));
        assert!((cosine(&chef, &chef) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_text_about_no_work_has_no_vector() {
        assert_eq!(sharpened(vector(&words::split("xyzzy plugh"))), None);
        assert_eq!(sharpened(vector(&[])), None);
    }
}
