//! One answer out of a list.

use leptos::prelude::*;

use super::{FieldWidth, FrameText, Wiring, field_frame};

/// One choice of a [`Select`] or a [`RadioGroup`](super::RadioGroup).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The submitted value.
    pub value: String,
    /// The visible text.
    pub label: String,
    /// A line below the label; a select does not show it.
    pub hint: String,
}

impl Choice {
    /// A choice with this value and label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// The same choice with a line of help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl<V: Into<String>, L: Into<String>> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Self {
        Self::new(value, label)
    }
}

/// Choices from pairs of value and label.
pub fn choices<V: Into<String>, L: Into<String>>(pairs: impl IntoIterator<Item = (V, L)>) -> Vec<Choice> {
    pairs.into_iter().map(Choice::from).collect()
}

/// A native select. Use `on:change` on the component to observe it.
#[component]
pub fn Select(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The choices, in order.
    options: Vec<Choice>,
    /// The value selected at first.
    #[prop(optional, into)]
    selected: String,
    /// The text of an empty first choice, such as “Any location”.
    #[prop(optional, into)]
    empty: String,
    /// Help that stays visible.
    #[prop(optional, into)]
    hint: String,
    /// The error; takes precedence over the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The id, if two forms on one page share a name.
    #[prop(optional, into)]
    id: String,
    /// Whether an answer is required.
    #[prop(optional)]
    required: bool,
    /// Marks the label “optional”.
    #[prop(optional)]
    optional: bool,
    /// Show the label only to screen readers.
    #[prop(optional)]
    hide_label: bool,
    #[prop(optional)] width: FieldWidth,
    /// Not editable, and not submitted.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let wiring = Wiring::new(&name, id, &hint, error);
    let (id, described_by, invalid) = (wiring.id.clone(), wiring.described_by(), wiring.invalid());
    let first = (!empty.is_empty()).then(|| view! { <option value="">{empty}</option> });
    let options = options
        .into_iter()
        .map(|choice| {
            let chosen = choice.value == selected;
            view! { <option value=choice.value selected=chosen>{choice.label}</option> }
        })
        .collect_view();
    let class = format!("field{}", width.class());
    let control = view! {
        <select
            class="input select"
            name=name
            id=id
            required=required
            disabled=move || disabled.get()
            aria-describedby=described_by
            aria-invalid=invalid
        >
            {first}
            {options}
        </select>
    };
    field_frame(wiring, FrameText { label, hint, optional, hide_label, class }, control.into_any())
}
