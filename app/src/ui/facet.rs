//! Facets: links that filter a list, each with the number of rows that would remain.

use leptos::prelude::*;

use super::{Icon, IconKind, format_number};

/// The values of one facet under their heading.
#[component]
pub fn FacetGroup(
    /// The name of the facet.
    #[prop(into)]
    title: String,
    /// [`FacetLink`]s.
    children: Children,
) -> impl IntoView {
    let label = title.clone();
    view! {
        <nav class="facet" aria-label=label>
            <h2 class="facet-title">{title}</h2>
            <ul class="facet-list">{children()}</ul>
        </nav>
    }
}

/// One value, which toggles when pressed.
#[component]
pub fn FacetLink(
    /// The list with this value selected, or deselected if it is already selected.
    #[prop(into)]
    href: String,
    /// The value.
    #[prop(into)]
    label: String,
    /// The number of rows with it.
    count: i64,
    /// Whether it is selected.
    chosen: bool,
) -> impl IntoView {
    view! {
        <li>
            <a class="facet-link" href=href aria-current=chosen.then_some("true") rel="nofollow">
                <span class="facet-mark">{chosen.then(|| view! { <Icon kind=IconKind::Check/> })}</span>
                <span class="facet-label">{label}</span>
                <span class="facet-count">
                    {format_number(count)}

                </span>
            </a>
        </li>
    }
}
