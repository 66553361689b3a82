//! Small labels: a status with a dot, a tag, a count.

use leptos::prelude::*;

use super::Tone;

/// A small label, such as a tag or a skill.
#[component]
pub fn Badge(
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("badge {}", tone.class())>{children()}</span> }
}

/// A status: a dot whose colour repeats what the word says.
#[component]
pub fn StatusPill(
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
    /// The status in one or two words.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <span class=format!("status {}", tone.class())>{label}</span> }
}

/// A count beside a heading or in navigation. Nothing is shown for zero.
#[component]
pub fn CountBadge(
    /// How many.
    #[prop(into)]
    count: Signal<usize>,
    /// What is counted, for screen readers: “unread”.
    #[prop(optional, into)]
    of: String,
) -> impl IntoView {
    move || {
        let count = count.get();
        let of = of.clone();
        (count > 0).then(|| {
            view! {
                <span class="count">
                    {if count > 99 { "99+".to_owned() } else { count.to_string() }}
                    {(!of.is_empty()).then(|| view! { <span class="visually-hidden">{format!(" {of}")}</span> })}
                </span>
            }
        })
    }
}
