//! The verdicts on a job's requirements in one row: a sign each, in the job's order, with the words as its name.

use hireq_domain::matching::Verdict;
use leptos::prelude::*;

use super::VerdictMark;

/// The verdicts of one candidate.
#[component]
pub fn VerdictStrip(
    /// A verdict and its requirement, in the job's order.
    verdicts: Vec<(Verdict, String)>,
) -> impl IntoView {
    let items = verdicts
        .into_iter()
        .map(|(verdict, requirement)| {
            view! { <li class="verdict-cell"><VerdictMark verdict=verdict icon_only=true of=requirement/></li> }
        })
        .collect_view();
    view! { <ul class="verdict-strip">{items}</ul> }
}
