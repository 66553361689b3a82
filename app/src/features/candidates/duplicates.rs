//! People who are probably one person, where one of them is shown.

use crate::ui::*;
use hireq_domain::{candidate::Duplicate, ids::CandidateId};
use leptos::prelude::*;

/// All of them, for a candidate's own page, with what leads to merging the two.
#[component]
pub(super) fn Duplicates(id: CandidateId, has_account: bool, list: Vec<Duplicate>) -> impl IntoView {
    let none = list.is_empty();
    let row = |one: Duplicate| {
        // Whoever has an account is the one that stays.
        let pair = match (has_account, one.has_account) {
            (true, true) => None,
            (false, true) => Some((one.id, id)),
            (_, false) => Some((id, one.id)),
        };
        let merge = pair.map(|(stays, goes)| {
            let (href, label) =
                (format!("/hr/candidates/{stays}/merge?with={goes}"), format!("Merge with {}", one.name));
            view! { " · "<a href=href aria-label=label>"Merge…"</a> }
        });
        view! { <li>{named(&one)}{merge}</li> }
    };
    let rows = list.into_iter().map(row).collect_view();
    (!none).then(|| view! { <Notice tone=Tone::Warning title="Possible duplicate"><ul>{rows}</ul></Notice> })
}

/// The same in a line; nothing if there are none.
#[component]
pub fn DuplicatesLine(list: Vec<Duplicate>) -> impl IntoView {
    let none = list.is_empty();
    let names =
        list.iter().enumerate().map(|(n, one)| view! { {if n == 0 { " " } else { ", " }}{named(one)} }).collect_view();
    (!none).then(|| view! { <p class="small">"Possible duplicate:"{names}</p> })
}

/// The name, which leads to the person, and what they have in common.
fn named(one: &Duplicate) -> impl IntoView + use<> {
    view! { <a href=format!("/hr/candidates/{}", one.id)>{one.name.clone()}</a>{format!(" ({})", one.why())} }
}
