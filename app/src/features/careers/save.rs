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
    view! {
        <form class="save-job" method="post" action=SetSaved::url()>
            <input type="hidden" name="slug" value=slug/>
            <input type="hidden" name="on" value=(!saved).to_string()/>
            <button class="button button-ghost" aria-pressed=saved.to_string() aria-label=format!("Save {title}")>
                <Icon kind=IconKind::Star/>
                {text.then_some("Save")}
            </button>
        </form>
    }
}
