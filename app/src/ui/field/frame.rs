//! The parts around a control (label, hint, error), and the containers that group fields.

use leptos::prelude::*;

use super::Wiring;
use crate::ui::{Icon, IconKind};

/// The texts around one control.
pub(crate) struct FrameText {
    pub label: String,
    pub hint: String,
    pub optional: bool,
    pub hide_label: bool,
    pub class: String,
}

/// The label, hint and error around one control.
pub(crate) fn field_frame(wiring: Wiring, text: FrameText, control: AnyView) -> impl IntoView {
    let FrameText { label, hint, optional, hide_label, class } = text;
    let label_class = if hide_label { "visually-hidden" } else { "field-label" };
    let (id, hint_id) = (wiring.id.clone(), wiring.hint_id.clone());
    view! {
        <div class=class class:has-error=move || wiring.error.with(Option::is_some)>
            <label class=label_class for=id>
                {label}
                {optional.then(|| view! { <span class="field-optional">"optional"</span> })}
            </label>
            {hint_id.map(|id| view! { <p class="field-hint" id=id>{hint}</p> })}
            <FieldError id=wiring.error_id() error=wiring.error/>
            {control}
        </div>
    }
}

#[component]
pub(crate) fn FieldError(id: String, error: Signal<Option<String>>) -> impl IntoView {
    move || {
        let id = id.clone();
        error.get().map(|message| {
            view! {
                <p class="field-error" id=id>
                    <Icon kind=IconKind::Alert/>
                    <span>{message}</span>
                </p>
            }
        })
    }
}

/// Fields under one heading.
#[component]
pub fn FieldSet(
    /// The heading.
    #[prop(into)]
    legend: String,
    /// A sentence under the heading.
    #[prop(optional, into)]
    hint: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset-legend">{legend}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="fieldset-hint">{hint}</p> })}
            <div class="fieldset-body">{children()}</div>
        </fieldset>
    }
}

/// Fields side by side if there is room, otherwise one below the other.
#[component]
pub fn FieldRow(
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! { <div class="field-row">{children()}</div> }
}

/// A form's buttons: the primary action first.
#[component]
pub fn FormActions(
    /// Stay at the bottom of the window while a long form scrolls.
    #[prop(optional)]
    sticky: bool,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    let class = if sticky { "form-actions form-actions-sticky" } else { "form-actions" };
    view! { <div class=class>{children()}</div> }
}
