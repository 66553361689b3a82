//! Facets: links that narrow a list down, each with the number of rows that it would leave.

use leptos::prelude::*;

use super::{Icon, IconKind, format_number};

/// The values of one facet under their heading.
#[component]
pub fn FacetGroup(
    /// What the values are of.
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

/// One value: pressed once it is chosen, pressed again it is not.
#[component]
pub fn FacetLink(
    /// The list with this value chosen, or no longer chosen.
    #[prop(into)]
    href: String,
    /// The value.
    #[prop(into)]
    label: String,
    /// Rows with it.
    count: i64,
    /// Whether it is chosen now.
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
