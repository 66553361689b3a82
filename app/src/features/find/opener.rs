//! What leads to finding from every page of the portal: a button in its frame, and Ctrl or ⌘ with K.

use crate::ui::{Icon, IconKind};
use leptos::prelude::*;

const PAGE: &str = "/hr/find";

/// Listens for the key.
#[component]
pub fn FindKey() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| {
        let handle = window_event_listener(leptos::ev::keydown, |event| {
            if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                // What is typed from now on is a name, not keys of the page that is left.
                crate::ui::stop_page_keys();
                _ = window().location().assign(PAGE);
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// The button.
#[component]
pub fn FindButton() -> impl IntoView {
    view! {
        <a class="button button-ghost button-icon" href=PAGE aria-label="Find" title="Find (Ctrl K)">
            <Icon kind=IconKind::Search/>
        </a>
    }
}
