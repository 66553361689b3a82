//! One answer out of a list.

use leptos::prelude::*;

use super::{FieldWidth, FrameText, Wiring, field_frame};

/// One choice of a [`Select`] or a [`RadioGroup`](super::RadioGroup).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line under the label; a select does not show it.
    pub hint: String,
}

impl Choice {
    /// A choice that posts `value` and reads `label`.
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

/// A native select. `on:change` on the component hears it.
#[component]
pub fn Select(
    /// The name it posts under.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The choices, in order.
    options: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    selected: String,
    /// The text of an empty first choice, such as “Any location”.
    #[prop(optional, into)]
    empty: String,
    /// Help that stays visible.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong; wins over the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The id, where two forms on one page share a name.
    #[prop(optional, into)]
    id: String,
    /// An answer is needed.
    #[prop(optional)]
    required: bool,
    /// Marks the label “optional”.
    #[prop(optional)]
    optional: bool,
    /// Keeps the label for screen readers alone.
    #[prop(optional)]
    hide_label: bool,
    /// How wide it is.
    #[prop(optional)]
    width: FieldWidth,
    /// Not editable, and not posted.
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
