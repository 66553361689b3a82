//! What opens the dialog: a button in the portal's frame, and Ctrl or ⌘ with K. The dialog itself is loaded when it is
//! first opened.

use crate::ui::{Icon, IconKind};
use leptos::{ev, prelude::*};
use std::pin::Pin;

type Loaded = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Loads the dialog, which is in a part of the site that a browser fetches by itself.
#[derive(Clone, Copy)]
pub struct PalettePart(pub fn() -> Loaded);

/// Whether the dialog is open.
#[derive(Clone, Copy)]
pub(super) struct Open(pub RwSignal<bool>);

/// Makes [`FindButton`] and [`FindHost`] work below this point.
pub fn provide_find() {
    provide_context(Open(RwSignal::new(false)));
}

/// Listens for the key, and holds the dialog once it was wanted.
#[component]
pub fn FindHost() -> impl IntoView {
    let open = use_context::<Open>().map_or_else(|| RwSignal::new(false), |open| open.0);
    let part = use_context::<PalettePart>();
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                open.set(true);
            }
        });
        on_cleanup(move || handle.remove());
    });
    let wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    move || part.filter(|_| wanted.get()).map(|part| view! { <Suspense>{Suspend::new((part.0)())}</Suspense> })
}

/// The button that opens the dialog; a link to its page where no scripts run.
#[component]
pub fn FindButton() -> impl IntoView {
    let open = use_context::<Open>();
    view! {
        <a class="button button-ghost button-icon" href="/hr/find" aria-label="Find" title="Find (Ctrl K)"
            on:click=move |event: ev::MouseEvent| {
                let plain = !event.ctrl_key() && !event.meta_key() && !event.shift_key();
                if let Some(Open(open)) = open.filter(|_| plain) {
                    event.prevent_default();
                    open.set(true);
                }
            }>
            <Icon kind=IconKind::Search/>
        </a>
    }
}
