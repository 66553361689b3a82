//! Conversations: messages, a composer, and a transcript's lines.

use leptos::prelude::*;

/// The messages of a conversation, oldest first. New ones are read out.
#[component]
pub fn Thread(
    /// Whose conversation it is, for screen readers.
    #[prop(into)]
    label: String,
    /// [`ThreadMessage`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="thread" role="log" aria-label=label tabindex="0">{children()}</div> }
}

/// One message.
#[component]
pub fn ThreadMessage(
    /// Who wrote it.
    #[prop(into)]
    author: String,
    /// The reader wrote it.
    #[prop(optional)]
    mine: bool,
    /// When it was sent, and whether it was read: best a [`Time`](super::Time).
    #[prop(optional, into)]
    meta: Option<ViewFnOnce>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <article class="message" class:is-mine=mine>
            <p class="message-meta">
                <span class="message-author">{author}</span>
                {meta.map(ViewFnOnce::run)}
            </p>
            <div class="message-text">{children()}</div>
        </article>
    }
}

/// One line of a transcript; its time is a link or button that the page supplies.
#[component]
pub fn TranscriptLine(
    /// Where it begins: a control that plays from there.
    #[prop(into)]
    start: ViewFnOnce,
    /// Who speaks.
    #[prop(optional, into)]
    speaker: String,
    /// It is being played.
    #[prop(optional, into)]
    active: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <li class="transcript-line" class:is-active=move || active.get()
            aria-current=move || active.get().then_some("true")>
            <span class="transcript-start">{start.run()}</span>
            <div class="transcript-text">
                {(!speaker.is_empty()).then(|| view! { <span class="transcript-speaker">{speaker}</span> })}
                <p>{children()}</p>
            </div>
        </li>
    }
}
