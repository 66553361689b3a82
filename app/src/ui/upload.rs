//! The progress of uploads.

use leptos::prelude::*;

use super::{Icon, IconKind, format_bytes};

/// The state of an upload.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadState {
    /// Not started.
    Waiting,
    /// The percentage that has been sent, 0 to 100.
    Sending(f64),
    /// Received; the server is working on it, as in “Reading the résumé”.
    Working(String),
    /// Finished.
    Done,
    /// Failed, with the reason.
    Failed(String),
}

/// The list around [`UploadRow`]s.
#[component]
pub fn UploadList(
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <ul class="file-list" aria-live="polite">{children()}</ul> }
}

/// One file with its progress.
#[component]
pub fn UploadRow(
    /// The file's name.
    #[prop(into)]
    name: String,
    /// Its size in bytes.
    size: u64,
    #[prop(into)] state: Signal<UploadState>,
    /// A button to cancel or retry.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let label = format!("Upload of {name}");
    let progress = move || {
        let label = label.clone();
        match state.get() {
            UploadState::Sending(share) => {
                let share = format!("{:.0}", share.clamp(0.0, 100.0));
                view! {
                    <progress class="progress" max="100" value=share.clone() aria-label=label></progress>
                    <span class="file-state">{share}"%"</span>
                }
                .into_any()
            }
            UploadState::Working(what) => view! {
                <progress class="progress" aria-label=label></progress>
                <span class="file-state">{what}</span>
            }
            .into_any(),
            UploadState::Waiting => view! { <span class="file-state">"Waiting"</span> }.into_any(),
            UploadState::Done => view! {
                <span class="file-state tone-success"><Icon kind=IconKind::CheckCircle/>"Done"</span>
            }
            .into_any(),
            UploadState::Failed(why) => view! {
                <span class="file-state tone-danger"><Icon kind=IconKind::Alert/>{why}</span>
            }
            .into_any(),
        }
    };
    view! {
        <li class="file-row">
            <Icon kind=IconKind::File/>
            <span class="file-name">{name}</span>
            <span class="file-size">{format_bytes(size)}</span>
            {progress}
            {children.map(|children| children())}
        </li>
    }
}
