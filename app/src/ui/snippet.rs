//! Words out of a document, with those that were searched for marked.

use leptos::prelude::*;

/// A snippet: pieces of text, each with whether it was searched for.
#[component]
pub fn Snippet(
    /// The pieces in order.
    parts: Vec<(String, bool)>,
) -> impl IntoView {
    let parts = parts
        .into_iter()
        .map(|(text, hit)| if hit { view! { <mark>{text}</mark> }.into_any() } else { view! { {text} }.into_any() })
        .collect_view();
    view! { <p class="snippet">{parts}</p> }
}
