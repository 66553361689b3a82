//! The star that saves a job: a plain form, so it needs no script.

use crate::{features::portal::api::SetSaved, ui::*};
use leptos::{prelude::*, server_fn::ServerFn};

/// Saves a job, or takes it off the saved ones.
#[component]
pub fn SaveButton(
    slug: String,
    title: String,
    saved: bool,
    /// Says what it does, where there is room.
    #[prop(optional)]
    text: bool,
) -> impl IntoView {
    let text = text.then_some(if saved { "Saved" } else { "Save" });
    let label = format!("{} {title}", text.unwrap_or("Save"));
    view! {
        <form class="save-job" method="post" action=SetSaved::url()>
            <input type="hidden" name="slug" value=slug/>
            <input type="hidden" name="on" value=(!saved).to_string()/>
            <button class="button button-ghost" aria-pressed=saved.to_string() aria-label=label>
                <Icon kind=IconKind::Star/>
                {text}
            </button>
        </form>
    }
}
