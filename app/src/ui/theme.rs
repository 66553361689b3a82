//! Light and dark mode. `theme.js`, inlined in the page's head, applies the setting before anything is painted and
//! handles this button, so it works before hydration.

use leptos::prelude::*;

use super::{Icon, IconKind};

/// Switches between light and dark mode, and remembers it. Only appears with scripts.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    view! {
        <button class="button button-ghost button-icon theme-toggle js-only" type="button" data-theme-toggle=""
            aria-label="Switch between light and dark" title="Switch between light and dark">
            <Icon kind=IconKind::Moon/>
            <Icon kind=IconKind::Sun/>
        </button>
    }
}
