//! People who are probably one person, where one of them is shown.

use crate::ui::*;
use hireq_domain::candidate::Duplicate;
use leptos::prelude::*;

/// All of them, for a candidate's own page.
#[component]
pub(super) fn Duplicates(list: Vec<Duplicate>) -> impl IntoView {
    let none = list.is_empty();
    let rows = list.into_iter().map(|one| view! { <li>{named(&one)}</li> }).collect_view();
    (!none).then(|| view! { <Notice tone=Tone::Warning title="Perhaps the same person"><ul>{rows}</ul></Notice> })
}

/// The same in a line; nothing if there are none.
#[component]
pub fn DuplicatesLine(list: Vec<Duplicate>) -> impl IntoView {
    let none = list.is_empty();
    let names =
        list.iter().enumerate().map(|(n, one)| view! { {if n == 0 { " " } else { ", " }}{named(one)} }).collect_view();
    (!none).then(|| view! { <p class="small">"Perhaps the same person:"{names}</p> })
}

/// The name, which leads to the person, and what they have in common.
fn named(one: &Duplicate) -> impl IntoView + use<> {
    view! { <a href=format!("/hr/candidates/{}", one.id)>{one.name.clone()}</a>{format!(" ({})", one.why())} }
}
