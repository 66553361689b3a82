//! What a place says while there is nothing in it.

use leptos::prelude::*;

use super::{Icon, IconKind};

/// An empty place: what is missing, and the next step.
#[component]
pub fn Empty(
    /// What would be here, in one line: “No applicants yet”.
    #[prop(into)]
    title: String,
    /// What to do next, or when something will appear.
    #[prop(optional, into)]
    text: String,
    /// An icon of what would be here.
    #[prop(default = IconKind::Inbox)]
    icon: IconKind,
    /// Smaller, for a card or a column.
    #[prop(optional)]
    compact: bool,
    /// The next step, as a button or link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=if compact { "empty empty-compact" } else { "empty" }>
            <Icon kind=icon/>
            <p class="empty-title">{title}</p>
            {(!text.is_empty()).then(|| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-action">{children()}</div> })}
        </div>
    }
}
