//! Messages that stay on the page.

use leptos::prelude::*;

use super::{Icon, IconKind};

/// The meaning of a colour. It is never the only sign: an icon or a word says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No particular meaning.
    #[default]
    Neutral,
    /// Information.
    Info,
    /// Something went well.
    Success,
    /// Something that needs attention.
    Warning,
    /// Something failed, or will destroy data.
    Danger,
}

impl Tone {
    /// The CSS class for this tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Success => "tone-success",
            Self::Warning => "tone-warning",
            Self::Danger => "tone-danger",
        }
    }

    /// The icon that says the same without colour.
    pub const fn icon(self) -> IconKind {
        match self {
            Self::Neutral | Self::Info => IconKind::Info,
            Self::Success => IconKind::CheckCircle,
            Self::Warning => IconKind::Warning,
            Self::Danger => IconKind::Alert,
        }
    }
}

/// A message on the page, such as the result of a form.
#[component]
pub fn Notice(
    #[prop(default = Tone::Info)] tone: Tone,
    /// The message in a few words.
    #[prop(optional, into)]
    title: String,
    /// Announced at once by screen readers: for the result of what the person just did.
    #[prop(optional)]
    live: bool,
    /// More about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let role = live.then_some(if tone == Tone::Danger { "alert" } else { "status" });
    view! {
        <div class=format!("notice {}", tone.class()) role=role>
            <Icon kind=tone.icon()/>
            <div class="notice-body">
                {(!title.is_empty()).then(|| view! { <p class="notice-title">{title}</p> })}
                {children.map(|children| view! { <div class="notice-text">{children()}</div> })}
            </div>
        </div>
    }
}
