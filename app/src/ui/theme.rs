//! Light and dark. `theme.js`, which stands in the page's head, applies the choice before anything is drawn
//! and hears this button, so the switch works before hydration.

use leptos::prelude::*;

use super::{Icon, IconKind};

/// Switches between light and dark and remembers it. Appears only where scripts run.
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
