//! Chips: links that choose one part of a list, each with how much it holds.

use leptos::prelude::*;

use super::format_number;

/// A row of [`Chip`]s.
#[component]
pub fn Chips(
    /// What they choose, for screen readers.
    #[prop(into)]
    label: String,
    /// [`Chip`]s.
    children: Children,
) -> impl IntoView {
    view! { <nav class="chips" aria-label=label><ul>{children()}</ul></nav> }
}

#[component]
pub fn Chip(
    /// The list with this part chosen.
    #[prop(into)]
    href: String,
    #[prop(into)] label: String,
    /// How much the part holds.
    #[prop(optional)]
    count: Option<i64>,
    /// Whether it is the one that is shown.
    active: bool,
) -> impl IntoView {
    view! {
        <li>
            <a class="chip" href=href aria-current=active.then_some("true") rel="nofollow">
                {label}
                {count.map(|count| view! { " " <span class="chip-count numeric">{format_number(count)}</span> })}
            </a>
        </li>
    }
}
