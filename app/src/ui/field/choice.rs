//! Checkboxes and radio buttons.

use leptos::prelude::*;

use super::{Choice, FieldError, Wiring};

/// One checkbox with its label beside it.
#[component]
pub fn Checkbox(
    /// The field's name.
    #[prop(into)]
    name: String,
    #[prop(into)] label: String,
    /// The submitted value if checked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Whether it is checked at first.
    #[prop(optional)]
    checked: bool,
    /// Help that stays visible.
    #[prop(optional, into)]
    hint: String,
    /// The error; takes precedence over the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The id, if a page repeats the name.
    #[prop(optional, into)]
    id: String,
    /// Whether it must be checked.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&name, id, &hint, error);
    let (id, hint_id) = (wiring.id.clone(), wiring.hint_id.clone());
    view! {
        <div class="field" class:has-error=move || wiring.error.with(Option::is_some)>
            <FieldError id=wiring.error_id() error=wiring.error/>
            <div class="choice">
                <input
                    class="choice-input"
                    type="checkbox"
                    name=name
                    id=id.clone()
                    value=value
                    checked=checked
                    required=required
                    aria-describedby=wiring.described_by()
                    aria-invalid=wiring.invalid()
                />
                <label class="choice-label" for=id>{label}</label>
                {hint_id.map(|id| view! { <p class="choice-hint" id=id>{hint}</p> })}
            </div>
        </div>
    }
}

/// One of a few answers that are all visible.
#[component]
pub fn RadioGroup(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The choices, in order.
    options: Vec<Choice>,
    /// The value selected at first.
    #[prop(optional, into)]
    selected: String,
    /// Help that stays visible.
    #[prop(optional, into)]
    hint: String,
    /// The error; takes precedence over the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Whether an answer is required.
    #[prop(optional)]
    required: bool,
    /// Side by side, for short labels.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&name, String::new(), &hint, error);
    let base = wiring.id.clone();
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            // The first choice has the field's id, so that the link in the error summary leads to it.
            let id = if index == 0 { base.clone() } else { format!("{base}-{index}") };
            let checked = selected == choice.value;
            let hint_id = (!choice.hint.is_empty()).then(|| format!("{id}-help"));
            view! {
                <div class="choice">
                    <input
                        class="choice-input"
                        type="radio"
                        name=name.clone()
                        id=id.clone()
                        value=choice.value
                        checked=checked
                        required=required
                        aria-describedby=hint_id.clone()
                    />
                    <label class="choice-label" for=id>{choice.label}</label>
                    {hint_id.map(|id| view! { <p class="choice-hint" id=id>{choice.hint}</p> })}
                </div>
            }
        })
        .collect_view();
    let hint_id = wiring.hint_id.clone();
    view! {
        <fieldset
            class="field choices"
            class:choices-inline=inline
            class:has-error=move || wiring.error.with(Option::is_some)
            aria-describedby=wiring.described_by()
        >
            <legend class="field-label">{legend}</legend>
            {hint_id.map(|id| view! { <p class="field-hint" id=id>{hint}</p> })}
            <FieldError id=wiring.error_id() error=wiring.error/>
            <div class="choices-list">{rows}</div>
        </fieldset>
    }
}
