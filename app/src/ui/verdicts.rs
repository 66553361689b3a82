//! The verdicts on a job's requirements in one row: a sign each, in the job's order, with the words as its name.

use leptos::prelude::*;

use super::{Verdict, VerdictKind};

/// The verdicts of one candidate.
#[component]
pub fn VerdictStrip(
    /// A verdict and its requirement, in the job's order.
    verdicts: Vec<(VerdictKind, String)>,
) -> impl IntoView {
    let items = verdicts
        .into_iter()
        .map(|(kind, requirement)| {
            let name = format!("{requirement}: {}", kind.label());
            view! { <li class="verdict-cell" title=name><Verdict kind=kind icon_only=true/><span class="visually-hidden">{format!(" {requirement}")}</span></li> }
        })
        .collect_view();
    view! { <ul class="verdict-strip">{items}</ul> }
}
