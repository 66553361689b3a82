//! The verdicts on a job's requirements in one row: an icon for each, in the job's order, with words as accessible
//! names.

use hireq_domain::matching::Verdict;
use leptos::prelude::*;

use super::{BeingScored, VerdictMark};

/// The verdicts of one candidate.
#[component]
pub fn VerdictStrip(
    /// Each verdict with its requirement, in the job's order; `None` while one is being evaluated.
    verdicts: Vec<(Option<Verdict>, String)>,
) -> impl IntoView {
    let items = verdicts
        .into_iter()
        .map(|(verdict, requirement)| {
            let mark = match verdict {
                Some(verdict) => view! { <VerdictMark verdict=verdict icon_only=true of=requirement/> }.into_any(),
                None => view! { <BeingScored icon_only=true of=requirement/> }.into_any(),
            };
            view! { <li class="verdict-cell">{mark}</li> }
        })
        .collect_view();
    view! { <ul class="verdict-strip">{items}</ul> }
}
