//! Live pages: one WebSocket per tab reports changes, and pages that are affected reload their data, but never while
//! somebody is typing into them.

use crate::{
    error::AppError,
    error_view::ErrorView,
    form::use_sent,
    ui::{Button, ButtonKind, IconKind, Notice, Tone},
};
use hireq_domain::event::{Heard, LiveEvent};
use leptos::prelude::*;
use std::time::Duration;

/// Matches what somebody is busy with on a page: a form or menu that is open, edited, or focused. Rendering the page
/// again would lose that. `guard.js` marks edited forms.
const BUSY: &str = "main details[open] form, main form details[open], main form[data-edited], main form :is(input, select, textarea):focus";
const SENDING: &str = "form[data-sending]";
/// How long to wait before trying again to show changes.
const SOON: Duration = Duration::from_secs(1);

#[derive(Clone, Copy)]
struct Live {
    last: RwSignal<Option<(u32, Heard)>>,
    wanted: RwSignal<bool>,
}

/// Prepares the tab's connection, which opens when a page first listens. Call once, in the root.
pub fn provide_live() {
    let live = Live { last: RwSignal::new(None), wanted: RwSignal::new(false) };
    provide_context(live);
    #[cfg(feature = "hydrate")]
    Effect::new(move |opened: Option<bool>| {
        let open = opened.unwrap_or(false);
        if live.wanted.get() && !open {
            socket::connect(live.last, 0);
            return true;
        }
        open
    });
}

/// A number that increases with every event for which `matters` is true, and when a form of the page was submitted: use
/// it as a source of resources.
pub fn use_live(matters: impl Fn(&LiveEvent) -> bool + Send + Sync + 'static) -> Signal<u32> {
    let (version, sent) = (use_events(matters), use_sent());
    Signal::derive(move || version.get() + sent.get())
}

fn use_events(matters: impl Fn(&LiveEvent) -> bool + Send + Sync + 'static) -> Signal<u32> {
    let version = RwSignal::new(0);
    if let Some(live) = use_context::<Live>() {
        Effect::new(move |_| {
            live.wanted.set(true);
        });
        // Events received before this page was opened are already part of the data that it loads now.
        let before = live.last.with_untracked(|last| last.as_ref().map(|(n, _)| *n));
        Effect::new(move |_| {
            live.last.with(|last| {
                // If events may have been missed, every page has to reload.
                if last.as_ref().is_some_and(|(n, (_, event))| {
                    Some(*n) != before && (matters(event) || *event == LiveEvent::Resync)
                }) {
                    version.update(|n| *n += 1);
                }
            });
        });
    }
    version.into()
}

/// Changes on a page with forms: they are held back while somebody is busy with one.
#[derive(Clone, Copy)]
pub struct LiveForms {
    version: RwSignal<u32>,
    waits: RwSignal<bool>,
}

impl LiveForms {
    /// Increases when the page may be rendered again: use it as a source of resources.
    pub fn version(self) -> u32 {
        self.version.get()
    }

    fn heard(self, sent: Signal<u32>) {
        if there_is(SENDING) {
            // Most likely the event was caused by a form of this page, which reloads the data when its response
            // arrives.
            let before = sent.get_untracked();
            set_timeout(
                move || {
                    if sent.try_get_untracked() == Some(before) {
                        self.heard(sent)
                    }
                },
                SOON,
            );
        } else if busy() {
            self.wait();
        } else {
            self.load();
        }
    }

    fn wait(self) {
        if !self.waits.get_untracked() {
            self.waits.set(true);
            self.look_again();
        }
    }

    /// Renders the page again, and restores what was typed.
    fn load(self) {
        self.waits.set(false);
        #[cfg(feature = "hydrate")]
        let typed = crate::form::drafts::Drafts::besides(None);
        self.version.update(|n| *n += 1);
        #[cfg(feature = "hydrate")]
        typed.put_back();
    }

    /// Loads pending changes once nobody is busy any more.
    fn look_again(self) {
        let look = move || match self.waits.try_get_untracked() {
            Some(true) if busy() => self.look_again(),
            Some(true) => self.load(),
            // It was loaded meanwhile, or the page is gone.
            Some(false) | None => {}
        };
        set_timeout(look, SOON);
    }
}

/// What a page of live data shows once its data is there. `draw` runs once: from then on the signal has the newest data,
/// and each [`part`] of the page is drawn anew on its own. Call it inside the `<Transition>`, which waits for the data.
pub fn loaded<T: Clone + PartialEq + Send + Sync + 'static>(
    data: Resource<Result<T, AppError>>,
    draw: impl Fn(Signal<T>) -> AnyView + Send + 'static,
) -> impl IntoView {
    Suspend::new(async move {
        let first = data.await;
        let newest = Memo::new(move |_| data.get().unwrap_or_else(|| first.clone()));
        let error = Memo::new(move |_| newest.with(|newest| newest.as_ref().err().cloned()));
        move || match (error.get(), newest.get_untracked()) {
            (Some(error), _) | (None, Err(error)) => view! { <ErrorView error/> }.into_any(),
            (None, Ok(first)) => draw(Signal::derive(move || newest.get().unwrap_or_else(|_| first.clone()))),
        }
    })
}

/// Draws a part of a live page anew only when what it shows has changed: what is open or typed elsewhere stays.
pub fn part<D: Send + Sync + 'static, T: Clone + PartialEq + Send + Sync + 'static>(
    data: Signal<D>,
    take: fn(&D) -> T,
    draw: impl Fn(T) -> AnyView + Send + 'static,
) -> impl IntoView {
    let shown = Memo::new(move |_| data.with(take));
    move || draw(shown.get())
}

fn busy() -> bool {
    there_is(BUSY)
}

fn there_is(selector: &str) -> bool {
    document().query_selector(selector).is_ok_and(|found| found.is_some())
}

/// Like [`use_live`], for a page that people type into; such a page must include [`ChangedMeanwhile`].
pub fn use_live_forms(matters: impl Fn(&LiveEvent) -> bool + Send + Sync + 'static) -> LiveForms {
    let (changes, sent) = (use_events(matters), use_sent());
    let forms = LiveForms { version: RwSignal::new(0), waits: RwSignal::new(false) };
    Effect::new(move |before: Option<u32>| {
        let now = changes.get();
        if before.is_some_and(|before| before != now) {
            forms.heard(sent);
        }
        now
    });
    Effect::new(move |before: Option<u32>| {
        let now = sent.get();
        if before.is_some_and(|before| before != now) {
            forms.load();
        }
        now
    });
    forms
}

/// Tells somebody who is busy with a form that there are changes, and loads them on request.
#[component]
pub fn ChangedMeanwhile(
    forms: LiveForms,
    /// What changed, such as "this application".
    what: &'static str,
) -> impl IntoView {
    view! {
        <div class="changed-meanwhile" role="status">
            {move || forms.waits.get().then(|| view! {
                <Notice tone=Tone::Warning title=format!("Somebody changed {what} meanwhile")>
                    <p>"What you chose or typed is still here, and stays when you load the newest. See whether it still fits."</p>
                    <Button kind=ButtonKind::Plain icon=IconKind::Refresh on:click=move |_| forms.load()>
                        "Load the newest"
                    </Button>
                </Notice>
            })}
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod socket {
    use super::{Heard, RwSignal};
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{MessageEvent, WebSocket};

    /// Opens the connection. After a failure it waits 1, 2, 4 … 30 seconds before trying again.
    pub(super) fn connect(last: RwSignal<Option<(u32, Heard)>>, failures: u32) {
        let location = window().location();
        let (Ok(protocol), Ok(host)) = (location.protocol(), location.host()) else { return };
        let scheme = if protocol == "https:" { "wss" } else { "ws" };
        let known = match last.with_untracked(|last| last.as_ref().map(|(_, (id, _))| id.to_string())) {
            Some(id) => format!("?last={id}"),
            None => drawn().map(|id| format!("?drawn={id}")).unwrap_or_default(),
        };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/live{known}")) else { return };
        let heard = std::rc::Rc::new(std::cell::Cell::new(false));

        let message = Closure::<dyn FnMut(MessageEvent)>::new({
            let heard = heard.clone();
            move |event: MessageEvent| {
                heard.set(true);
                let Some(text) = event.data().as_string() else { return };
                if let Ok(event) = serde_json::from_str::<Heard>(&text) {
                    last.update(|last| {
                        let number = last.as_ref().map_or(0, |(n, _)| n.wrapping_add(1));
                        *last = Some((number, event));
                    });
                }
            }
        });
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        message.forget();

        let close = Closure::<dyn FnMut()>::new(move || {
            let failures = if heard.get() { 0 } else { failures + 1 };
            let wait = Duration::from_secs(1_u64 << failures.min(5)).min(Duration::from_secs(30));
            set_timeout(move || connect(last, failures), wait);
        });
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        close.forget();
    }

    /// When the document was rendered: the page needs all events since then.
    fn drawn() -> Option<String> {
        document().body()?.get_attribute("data-drawn")
    }
}
