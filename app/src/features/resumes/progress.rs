//! With scripts, files are uploaded one at a time with progress, and the page stays.

use super::outcome::outcome;
use crate::{
    features::candidates::{DuplicatesLine, api::load_duplicates},
    live::use_live,
    ui::*,
};
use hireq_domain::{candidate::Uploaded, event::LiveEvent, ids::DocumentId};
use leptos::{prelude::*, task::spawn_local};
use std::collections::HashMap;

const UNREADABLE: &str = "This file could not be read. Its page says why";

/// A file being uploaded.
#[derive(Clone)]
struct Sent {
    number: usize,
    name: String,
    size: u64,
    state: RwSignal<UploadState>,
    result: RwSignal<Option<Uploaded>>,
}

/// The files uploaded from this page.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    all: RwSignal<Vec<Sent>>,
    busy: RwSignal<bool>,
    /// Whether each file could be read, once that is known.
    read: RwSignal<HashMap<DocumentId, bool>>,
}

impl Sending {
    pub(super) fn new() -> Self {
        let read = RwSignal::new(HashMap::new());
        use_live(move |event| {
            let (document, good) = match event {
                LiveEvent::DocumentRead { document, .. } => (*document, true),
                LiveEvent::DocumentFailed { document, .. } => (*document, false),
                _ => return false,
            };
            read.update(|read| {
                read.insert(document, good);
            });
            false
        });
        Self { all: RwSignal::new(Vec::new()), busy: RwSignal::new(false), read }
    }

    /// Whether uploads are in progress.
    pub(super) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Uploads the form's files in the background instead of leaving the page.
    pub(super) fn submit(self, event: &leptos::ev::SubmitEvent) {
        #[cfg(feature = "hydrate")]
        browser::submit(self, event);
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    }
}

/// The files uploaded from this page, each with its state.
#[component]
pub(super) fn Progressing(sending: Sending) -> impl IntoView {
    let rows = move || sending.all.get();
    view! {
        <div data-guard="Files are still being sent. Leave this page? They go on while this tab stays open, but you do not see here what became of them."
            data-edited=move || sending.busy.get().then_some("")></div>
        <Show when=move || sending.all.with(|all| !all.is_empty())>
            <UploadList>
                <For each=rows key=|sent| sent.number let:sent>
                    <Row sent=sent read=sending.read/>
                </For>
            </UploadList>
        </Show>
    }
}

#[component]
fn Row(sent: Sent, read: RwSignal<HashMap<DocumentId, bool>>) -> impl IntoView {
    let (state, result) = (sent.state, sent.result);
    let shown = Signal::derive(move || {
        let document = result.with(|r| r.as_ref().and_then(|r| r.document));
        let read = document.and_then(|document| read.with(|read| read.get(&document).copied()));
        match (state.get(), read) {
            (UploadState::Working(_) | UploadState::Done, Some(false)) => UploadState::Failed(UNREADABLE.into()),
            (UploadState::Working(_), Some(true)) => UploadState::Done,
            (other, _) => other,
        }
    });
    // Whom somebody resembles is known once their file has been read.
    let person = Memo::new(move |_| {
        let done = shown.with(|state| matches!(state, UploadState::Done));
        result.with(|r| r.as_ref().and_then(|r| r.candidate)).filter(|_| done)
    });
    let duplicates = RwSignal::new(Vec::new());
    Effect::new(move || {
        let Some(id) = person.get() else { return };
        spawn_local(async move {
            if let Ok(list) = load_duplicates(id).await {
                duplicates.try_set(list);
            }
        });
    });
    view! {
        <UploadRow name=sent.name size=sent.size state=shown>
            {move || result.get().filter(|r| r.error.is_none()).map(|r| outcome(&r))}
            {move || view! { <DuplicatesLine list=duplicates.get()/> }}
        </UploadRow>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Sending, Sent};
    use crate::{error::AppError, features::resumes::api::UploadResumes, ui::UploadState};
    use hireq_domain::candidate::Uploaded;
    use leptos::{prelude::*, server_fn::ServerFn};
    use std::{cell::RefCell, collections::VecDeque, rc::Rc, time::Duration};
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{Event, EventInit, File, FormData, HtmlFormElement, HtmlInputElement, ProgressEvent, XmlHttpRequest};

    type Queue = Rc<RefCell<VecDeque<(File, Sent)>>>;

    pub(super) fn submit(sending: Sending, event: &web_sys::SubmitEvent) {
        let Some(form) = event.target().and_then(|t| t.dyn_into::<HtmlFormElement>().ok()) else { return };
        let Ok(Some(input)) = form.query_selector("input[type=file]") else { return };
        let Ok(input) = input.dyn_into::<HtmlInputElement>() else { return };
        let files = input.files();
        let count = files.as_ref().map_or(0, web_sys::FileList::length);
        if count == 0 || sending.busy.get_untracked() {
            return;
        }
        event.prevent_default();
        let job = FormData::new_with_form(&form).ok().and_then(|data| data.get("job").as_string()).unwrap_or_default();
        let before = sending.all.with_untracked(Vec::len);
        let mut queue = VecDeque::new();
        for index in 0..count {
            let Some(file) = files.as_ref().and_then(|files| files.get(index)) else { continue };
            let sent = Sent {
                number: before + queue.len(),
                name: file.name(),
                size: file.size() as u64,
                state: RwSignal::new(UploadState::Waiting),
                result: RwSignal::new(None),
            };
            sending.all.update(|all| all.push(sent.clone()));
            queue.push_back((file, sent));
        }
        sending.busy.set(true);
        input.set_value("");
        // Setting a value fires no event, but the field only updates its list of files on a change event.
        let heard = EventInit::new();
        heard.set_bubbles(true);
        if let Ok(change) = Event::new_with_event_init_dict("change", &heard) {
            _ = input.dispatch_event(&change);
        }
        next(sending, Rc::new(RefCell::new(queue)), job);
    }

    fn next(sending: Sending, queue: Queue, job: String) {
        let Some((file, sent)) = queue.borrow_mut().pop_front() else {
            sending.busy.set(false);
            return;
        };
        let state = sent.state;
        let failed = "The upload did not reach the server. Try again";
        let (Ok(request), Ok(data)) = (XmlHttpRequest::new(), FormData::new()) else {
            state.set(UploadState::Failed(failed.into()));
            return next(sending, queue, job);
        };
        let ready = request.open("POST", UploadResumes::url()).is_ok()
            && request.set_request_header("Accept", "application/json").is_ok()
            && data.append_with_str("job", &job).is_ok()
            && data.append_with_blob_and_filename("file", &file, &file.name()).is_ok();
        let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                state.set(UploadState::Sending(event.loaded() / event.total() * 100.0));
            }
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        let answered = request.clone();
        let end = Closure::once_into_js({
            let (queue, job) = (queue.clone(), job.clone());
            move || {
                // The closure must live until the last event.
                drop(progress);
                finish(&sent, &answered, failed);
                next(sending, queue, job);
            }
        });
        request.set_onloadend(Some(end.unchecked_ref()));
        if ready {
            state.set(UploadState::Sending(0.0));
        }
        if !ready || request.send_with_opt_form_data(Some(&data)).is_err() {
            state.set(UploadState::Failed(failed.into()));
            next(sending, queue, job);
        }
    }

    fn finish(sent: &Sent, request: &XmlHttpRequest, failed: &str) {
        let text = request.response_text().ok().flatten().unwrap_or_default();
        let outcome = match request.status() {
            Ok(200) => serde_json::from_str::<Vec<Uploaded>>(&text).ok().and_then(|mut all| all.pop()),
            _ => None,
        };
        match outcome {
            Some(Uploaded { error: Some(error), .. }) => sent.state.set(UploadState::Failed(error)),
            Some(result) => {
                let state = sent.state;
                let known = result.known;
                sent.result.set(Some(result));
                if known {
                    return state.set(UploadState::Done);
                }
                state.set(UploadState::Working("Reading the résumé".into()));
                // The live event about it may have been missed.
                set_timeout(move || state.set(UploadState::Done), Duration::from_secs(30));
            }
            None => {
                let message = serde_json::from_str::<AppError>(&text)
                    .map_or_else(|_| failed.to_owned(), |error| error.messages().into_iter().map(|(_, m)| m).collect());
                sent.state.set(UploadState::Failed(message));
            }
        }
    }
}
