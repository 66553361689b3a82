//! Tabs that are links: each has a URL, and works without scripts.

use leptos::prelude::*;

use super::CountBadge;

/// A row of [`Tab`]s.
#[component]
pub fn Tabs(
    /// The accessible name of the row.
    #[prop(into)]
    label: String,
    /// The tabs.
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            <ul class="tabs-list">{children()}</ul>
        </nav>
    }
}

#[component]
pub fn Tab(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    /// Whether it is the current one.
    #[prop(optional, into)]
    active: Signal<bool>,
    /// A count after the text; zero shows nothing.
    #[prop(optional, into)]
    count: Signal<usize>,
) -> impl IntoView {
    view! {
        <li>
            <a class="tab" href=href aria-current=move || active.get().then_some("page")>
                {label}
                <CountBadge count=count/>
            </a>
        </li>
    }
}
