//! Longer texts.

use leptos::prelude::*;

/// A text with headings, lists and links, in a comfortable line length: a job's description, a policy.
#[component]
pub fn Prose(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <div class="prose">{children()}</div> }
}

/// A quotation as evidence, with its source.
#[component]
pub fn Quote(
    /// The source: “Experience, page 1”.
    #[prop(optional, into)]
    source: String,
    /// The address of the source.
    #[prop(optional, into)]
    href: String,
    /// The words.
    children: Children,
) -> impl IntoView {
    let source = match (source.is_empty(), href.is_empty()) {
        (true, _) => None,
        (false, true) => Some(view! { <cite class="quote-source">{source}</cite> }.into_any()),
        (false, false) => Some(view! { <cite class="quote-source"><a href=href>{source}</a></cite> }.into_any()),
    };
    view! {
        <blockquote class="quote">
            <p>{children()}</p>
            {source}
        </blockquote>
    }
}
