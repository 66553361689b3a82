//! The verdicts on a job's requirements in one row: an icon for each, in the job's order, with words as accessible
//! names.

use hireq_domain::matching::Verdict;
use leptos::prelude::*;

use super::{BeingScored, VerdictMark};

/// More than these stand one below the other.
const SIDE_BY_SIDE: usize = 8;

/// One verdict of a [`VerdictStrip`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripVerdict {
    /// `None` while it is being evaluated.
    pub verdict: Option<Verdict>,
    pub requirement: String,
    pub must: bool,
    /// Where its evidence is.
    pub href: String,
}

/// The verdicts of one candidate: on what they must have, then on what is nice to have. Each leads to its evidence.
#[component]
pub fn VerdictStrip(
    /// In the job's order.
    verdicts: Vec<StripVerdict>,
) -> impl IntoView {
    let many = verdicts.len() > SIDE_BY_SIDE;
    let (must, nice): (Vec<_>, Vec<_>) = verdicts.into_iter().partition(|verdict| verdict.must);
    let group = |label: &'static str, verdicts: Vec<StripVerdict>| {
        let items = verdicts.into_iter().map(cell).collect_view();
        view! { <ul class="verdict-group" aria-label=label>{items}</ul> }
    };
    view! {
        <div class="verdict-strip" class:is-many=many>
            {(!must.is_empty()).then(|| group("Must have", must))}
            {(!nice.is_empty()).then(|| group("Nice to have", nice))}
        </div>
    }
}

fn cell(one: StripVerdict) -> impl IntoView {
    let StripVerdict { verdict, requirement, href, .. } = one;
    let mark = match verdict {
        Some(verdict) => view! { <VerdictMark verdict=verdict icon_only=true of=requirement/> }.into_any(),
        None => view! { <BeingScored icon_only=true of=requirement/> }.into_any(),
    };
    // The row's name leads to the same page: eighteen more stops of the Tab key a row would be in everybody's way.
    view! { <li><a class="verdict-cell" href=href tabindex="-1">{mark}</a></li> }
}
