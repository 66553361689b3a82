//! What happened, in order.

use leptos::prelude::*;

use super::{Icon, IconKind, Tone};

/// A list of [`TimelineEvent`]s, newest first.
#[component]
pub fn Timeline(
    /// The events.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }
}

#[component]
pub fn TimelineEvent(
    /// What happened, in one line.
    #[prop(into)]
    title: String,
    /// When and by whom; ideally contains a [`Time`](super::Time).
    #[prop(optional, into)]
    meta: Option<ViewFnOnce>,
    /// An icon for the kind of event.
    #[prop(default = IconKind::History)]
    icon: IconKind,
    #[prop(optional)] tone: Tone,
    /// More about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class=format!("timeline-event {}", tone.class())>
            <span class="timeline-mark" aria-hidden="true"><Icon kind=icon/></span>
            <div class="timeline-body">
                <p class="timeline-title">{title}</p>
                {meta.map(|meta| view! { <p class="timeline-meta">{meta.run()}</p> })}
                {children.map(|children| view! { <div class="timeline-text">{children()}</div> })}
            </div>
        </li>
    }
}
