//! Progress through steps: an application's stages, a form's pages.

use leptos::prelude::*;

use super::{Icon, IconKind};

/// The state of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Completed.
    Done,
    /// The current one.
    Current,
    Ahead,
    /// It ended here.
    Stopped,
}

/// A row of steps; a column on phones.
#[component]
pub fn Steps(
    /// The accessible name of the whole row.
    #[prop(into)]
    label: String,
    /// Each step's name and state, in order.
    steps: Vec<(String, StepState)>,
) -> impl IntoView {
    let items = steps
        .into_iter()
        .map(|(name, state)| {
            let (class, icon, word) = match state {
                StepState::Done => ("step is-done", Some(IconKind::Check), "done"),
                StepState::Current => ("step is-current", None, "now"),
                StepState::Ahead => ("step", None, "ahead"),
                StepState::Stopped => ("step is-stopped", Some(IconKind::Cross), "ended"),
            };
            let current = (state == StepState::Current).then_some("step");
            view! {
                <li class=class aria-current=current>
                    <span class="step-mark" aria-hidden="true">{icon.map(|kind| view! { <Icon kind=kind/> })}</span>
                    <span class="step-name">{name}</span>
                    <span class="visually-hidden">{format!(", {word}")}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps" aria-label=label>{items}</ol> }
}
