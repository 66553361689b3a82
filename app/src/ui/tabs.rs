//! Tabs that are links: each has a URL, and works without scripts.

use leptos::prelude::*;

use super::{CountBadge, keys::with_key};

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
    /// Whether it switches a part of the same page, so that the page should not scroll.
    #[prop(optional)]
    stays: bool,
    /// The key that selects it while another tab is active.
    #[prop(optional)]
    shortcut: &'static str,
) -> impl IntoView {
    let key = move || (!active.get() && !shortcut.is_empty()).then_some(shortcut);
    let title = move || key().map(|key| with_key("", key));
    view! {
        <li>
            <a class="tab" href=href aria-current=move || active.get().then_some("page") aria-keyshortcuts=key title=title
                data-noscroll=stays.then_some("")>
                {label}
                <CountBadge count=count/>
            </a>
        </li>
    }
}
