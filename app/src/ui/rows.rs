//! Rows of fields that a form adds and removes: requirements, questions, stages.

use leptos::prelude::*;

/// The rows and, below them, the button that adds one.
#[component]
pub fn EditRows(
    /// What the rows are, for screen readers.
    #[prop(into)]
    label: String,
    /// [`EditRow`]s.
    children: Children,
) -> impl IntoView {
    view! { <ol class="edit-rows" aria-label=label>{children()}</ol> }
}

/// One row: its fields, then its buttons.
#[component]
pub fn EditRow(
    /// The row's buttons: move, remove.
    #[prop(into)]
    actions: ViewFnOnce,
    /// The row's fields.
    children: Children,
) -> impl IntoView {
    view! {
        <li class="edit-row">
            <div class="edit-row-fields">{children()}</div>
            <div class="edit-row-actions">{actions.run()}</div>
        </li>
    }
}
