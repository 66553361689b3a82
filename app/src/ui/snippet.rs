//! An excerpt of a document, with the search words marked.

use leptos::prelude::*;

/// A snippet: pieces of text, each with whether it matches the search.
#[component]
pub fn Snippet(
    /// The pieces, in order.
    parts: Vec<(String, bool)>,
) -> impl IntoView {
    let parts = parts
        .into_iter()
        .map(|(text, hit)| if hit { view! { <mark>{text}</mark> }.into_any() } else { view! { {text} }.into_any() })
        .collect_view();
    view! { <p class="snippet">{parts}</p> }
}
