//! A text in which evidence is marked. Following `#e3` highlights every place of the evidence with index 3 and scrolls
//! to the first one, without scripts.

use leptos::prelude::*;

/// A run of the text, and the indexes of the evidence that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRun {
    pub text: String,
    /// The indexes of the evidence that it belongs to.
    pub of: Vec<usize>,
    /// Those of them whose first place it is, and whose links lead here.
    pub first_of: Vec<usize>,
}

/// The fragment that links to a piece of evidence on its page.
pub fn evidence_href(index: usize) -> String {
    format!("#e{index}")
}

/// The class attribute of an element that belongs to these pieces of evidence.
pub(super) fn evidence_class(class: &str, of: &[usize]) -> String {
    of.iter().fold(class.to_owned(), |class, i| format!("{class} evidence-{i}"))
}

/// Divides a text at its evidence. Each piece of evidence is a list of half-open ranges of characters.
pub fn evidence_runs(text: &str, pieces: &[Vec<(usize, usize)>]) -> Vec<EvidenceRun> {
    let chars: Vec<char> = text.chars().collect();
    let clip = |n: usize| n.min(chars.len());
    let mut cuts: Vec<usize> = pieces.iter().flatten().flat_map(|(a, b)| [clip(*a), clip(*b)]).collect();
    cuts.extend([0, chars.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut placed = vec![false; pieces.len()];
    cuts.windows(2)
        .map(|pair| {
            let (from, to) = (pair[0], pair[1]);
            let of: Vec<usize> = (0..pieces.len())
                .filter(|i| pieces[*i].iter().any(|(a, b)| clip(*a) <= from && to <= clip(*b)))
                .collect();
            let first_of: Vec<usize> =
                of.iter().copied().filter(|i| !std::mem::replace(&mut placed[*i], true)).collect();
            EvidenceRun { text: chars[from..to].iter().collect(), of, first_of }
        })
        .collect()
}

/// The text with its evidence marked.
#[component]
pub fn EvidenceText(
    /// The accessible name of the text.
    #[prop(into)]
    label: String,
    /// The text, divided by [`evidence_runs`].
    runs: Vec<EvidenceRun>,
) -> impl IntoView {
    let runs = runs
        .into_iter()
        .map(|run| {
            if run.of.is_empty() {
                return run.text.into_any();
            }
            let class = evidence_class("evidence", &run.of);
            let targets = run
                .first_of
                .iter()
                .map(|i| view! { <span id=format!("e{i}") class="evidence-target"></span> })
                .collect_view();
            view! { <mark class=class>{targets}{run.text}</mark> }.into_any()
        })
        .collect_view();
    view! { <div class="evidence-text" role="region" tabindex="0" aria-label=label>{runs}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_keep_every_character_and_know_their_evidence() {
        let runs = evidence_runs("Zoë knows Java", &[vec![(10, 14)], vec![(4, 14), (90, 99)], vec![]]);
        assert_eq!(runs.iter().map(|r| r.text.as_str()).collect::<String>(), "Zoë knows Java");
        let marked: Vec<_> = runs.iter().map(|r| (r.text.as_str(), r.of.clone(), r.first_of.clone())).collect();
        assert_eq!(marked, [("Zoë ", vec![], vec![]), ("knows ", vec![1], vec![1]), ("Java", vec![0, 1], vec![0])]);
    }

    #[test]
    fn a_text_without_evidence_is_one_run() {
        assert_eq!(evidence_runs("abc", &[]).len(), 1);
        assert!(evidence_runs("", &[vec![(0, 3)]]).is_empty());
    }
}
