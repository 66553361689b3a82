//! The button that takes back what was just done, where that is told.

use super::api::UndoSteps;
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::applicants::Undoable;
use leptos::prelude::*;

/// Offers to take steps back; `done` runs once they are.
pub fn undo_form(undo: Undoable, done: Callback<()>) -> AnyView {
    let state = FormState::of::<UndoSteps>();
    let steps = undo.steps.iter().map(|seen| view! { <input type="hidden" name="steps[]" value=seen.to_string()/> });
    let steps = steps.collect_view();
    view! {
        <PostForm state=state done=done>
            {steps}
            <input type="hidden" name="back" value=undo.back/>
            <Button size=ButtonSize::Small icon=IconKind::Refresh shortcut="u">"Undo"</Button>
        </PostForm>
    }
    .into_any()
}
