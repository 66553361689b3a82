//! What is shown while there is no content.

use leptos::prelude::*;

use super::{Icon, IconKind};

/// A placeholder for missing content, with the next step.
#[component]
pub fn Empty(
    /// What is missing, in one line: “No applicants yet”.
    #[prop(into)]
    title: String,
    /// What to do next, or when something will appear.
    #[prop(optional, into)]
    text: String,
    /// An icon for the missing content.
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
