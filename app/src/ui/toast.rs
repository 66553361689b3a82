//! Short messages about what just happened, for actions that do not leave the page.
//!
//! Anything that must not be missed, and any message that has to work without scripts, is a [`Notice`](super::Notice)
//! instead.

use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconKind, Tone};

const SHOWN_FOR: Duration = Duration::from_secs(6);

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
}

/// The page's messages. Get it with [`use_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Shows that something went well.
    pub fn success(self, text: impl Into<String>) {
        self.push(Tone::Success, text);
    }

    /// Shows something neutral.
    pub fn info(self, text: impl Into<String>) {
        self.push(Tone::Info, text);
    }

    /// Shows that something failed; stays until it is dismissed.
    pub fn danger(self, text: impl Into<String>) {
        self.push(Tone::Danger, text);
    }

    /// Shows a message of any tone. Failures stay until they are dismissed.
    pub fn push(self, tone: Tone, text: impl Into<String>) {
        let id = self.next.with_value(|id| *id);
        self.next.set_value(id.wrapping_add(1));
        let text = text.into();
        self.list.update(|list| {
            // At most three: older ones have been read, or never will be.
            if list.len() >= 3 {
                list.remove(0);
            }
            list.push(Toast { id, tone, text });
        });
        // The server has no timers and shows no toasts.
        if cfg!(feature = "hydrate") && tone != Tone::Danger {
            set_timeout(move || self.dismiss(id), SHOWN_FOR);
        }
    }

    fn dismiss(self, id: u32) {
        let _ = self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Provides [`use_toasts`]. Call once, in the application's root.
pub fn provide_toasts() {
    provide_context(Toasts { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
}

/// The application's toasts; without [`provide_toasts`], messages are dropped.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(|| Toasts { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) })
}

/// Where toasts appear. Place it once, at the end of the page.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="toasts" role="status" aria-live="polite" aria-atomic="false">
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                <div class=format!("toast {}", toast.tone.class())>
                    <Icon kind=toast.tone.icon()/>
                    <p class="toast-text">{toast.text}</p>
                    <button class="toast-close" type="button" aria-label="Dismiss"
                        on:click=move |_| toasts.dismiss(toast.id)>
                        <Icon kind=IconKind::Cross/>
                    </button>
                </div>
            </For>
        </div>
    }
}
