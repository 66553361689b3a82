//! Short messages about what just happened, for actions that do not leave the page.
//!
//! Anything that must not be missed, and any message that has to work without scripts, is a [`Notice`](super::Notice)
//! instead.

use std::time::Duration;

use hireq_domain::applicants::Undoable;
use leptos::prelude::*;

use crate::form::Told;

use super::{Icon, IconKind, Tone};

const SHOWN_FOR: Duration = Duration::from_secs(6);
/// For what can be undone.
const UNDOABLE_FOR: Duration = Duration::from_secs(10);
/// How often a message that is pointed at, or has the focus, is looked at again.
const HELD_FOR: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    undo: Option<Undoable>,
    problems: Vec<String>,
}

/// The page's messages. Get it with [`use_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    /// The message that somebody points at or has gone to: it stays.
    held: StoredValue<Option<u32>>,
}

impl Toasts {
    fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0), held: StoredValue::new(None) }
    }

    /// Says that something went well.
    pub fn success(self, text: impl Into<String>) {
        self.push(Tone::Success, text);
    }

    /// Says what was done, with a way to undo it where there is one, and what was not: that stays until it is dismissed.
    pub fn done(self, told: Told) {
        let Told { text, undo, problems } = told;
        // What was done before it can be undone on its own page: two buttons with one key would be a trap.
        self.list.update(|list| list.retain(|toast| toast.undo.is_none()));
        let tone = if problems.is_empty() { Tone::Success } else { Tone::Warning };
        self.show(tone, text, undo, problems);
    }

    /// Says something neutral.
    pub fn info(self, text: impl Into<String>) {
        self.push(Tone::Info, text);
    }

    /// Shows that something failed; stays until it is dismissed.
    pub fn danger(self, text: impl Into<String>) {
        self.push(Tone::Danger, text);
    }

    /// Shows a message of any tone. Failures stay until they are dismissed.
    pub fn push(self, tone: Tone, text: impl Into<String>) {
        self.show(tone, text.into(), None, vec![]);
    }

    fn show(self, tone: Tone, text: String, undo: Option<Undoable>, problems: Vec<String>) {
        let id = self.next.with_value(|id| *id);
        self.next.set_value(id.wrapping_add(1));
        let stays = tone == Tone::Danger || !problems.is_empty();
        let shown_for = if undo.is_some() { UNDOABLE_FOR } else { SHOWN_FOR };
        self.list.update(|list| {
            // What is said again does not pile up.
            list.retain(|toast| toast.text != text);
            // At most three: older ones have been read, or never will be.
            if list.len() >= 3 {
                list.remove(0);
            }
            list.push(Toast { id, tone, text, undo, problems });
        });
        // The server has no timers and shows no toasts.
        if cfg!(feature = "hydrate") && !stays {
            set_timeout(move || self.fade(id), shown_for);
        }
    }

    /// What can be undone stays while somebody points at it or has gone to it; what is only told would be in the way.
    fn hold(self, undoable: Option<u32>) {
        self.held.set_value(undoable);
    }

    fn fade(self, id: u32) {
        if self.held.try_get_value().flatten() == Some(id) {
            set_timeout(move || self.fade(id), HELD_FOR);
        } else {
            self.dismiss(id);
        }
    }

    fn dismiss(self, id: u32) {
        let _ = self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Provides [`use_toasts`]. Call once, in the application's root.
pub fn provide_toasts() {
    provide_context(Toasts::new());
}

/// The application's toasts; without [`provide_toasts`], messages are dropped.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(Toasts::new)
}

/// Where toasts appear. Place it once, at the end of the page.
#[component]
pub fn ToastRegion(
    /// Draws what undoes; the callback is for when that is done.
    undo: fn(Undoable, Callback<()>) -> AnyView,
) -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="toasts" role="status" aria-live="polite" aria-atomic="false">
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>{shown(toast, toasts, undo)}</For>
        </div>
    }
}

fn shown(toast: Toast, toasts: Toasts, undo: fn(Undoable, Callback<()>) -> AnyView) -> impl IntoView {
    let Toast { id, tone, text, undo: taken, problems } = toast;
    let held = taken.is_some().then_some(id);
    let undo = taken.map(|taken| undo(taken, Callback::new(move |()| toasts.dismiss(id))));
    view! {
        <div
            class=format!("toast {}", tone.class())
            on:pointerenter=move |_| toasts.hold(held)
            on:pointerleave=move |_| toasts.hold(None)
            on:focusin=move |_| toasts.hold(held)
            on:focusout=move |_| toasts.hold(None)
        >
            <Icon kind=tone.icon()/>
            <div class="toast-text">
                <p>{text}</p>
                {problem_lines(problems)}
            </div>
            {undo}
            <button class="toast-close" type="button" aria-label="Dismiss" on:click=move |_| toasts.dismiss(id)>
                <Icon kind=IconKind::Cross/>
            </button>
        </div>
    }
}

/// What was not done, a line each; of very many the first few.
pub fn problem_lines(problems: Vec<String>) -> impl IntoView {
    const SHOWN: usize = 6;
    let more = problems.len().saturating_sub(SHOWN);
    (!problems.is_empty()).then(|| {
        let lines = problems.into_iter().take(SHOWN).map(|problem| view! { <li>{problem}</li> }).collect_view();
        let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
        view! { <ul class="toast-problems">{lines}{more}</ul> }
    })
}
