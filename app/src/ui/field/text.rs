//! One-line answers.

use leptos::{html, prelude::*};

use super::{FieldWidth, FrameText, Wiring, field_frame};
use crate::ui::text_or_none;

/// A one-line text field. Use `on:input` on the component to observe typing.
#[component]
pub fn TextField(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The HTML input type: `text`, `email`, `url`, `tel`, `number`, `date`, `time`, `datetime-local`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The initial value.
    #[prop(optional, into)]
    value: String,
    /// A signal bound to the text both ways; text typed before hydration is kept.
    #[prop(optional)]
    control: Option<RwSignal<String>>,
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
    /// What the browser may fill in: `email`, `name`, `new-password`, …
    #[prop(optional, into)]
    autocomplete: String,
    /// The on-screen keyboard: `numeric`, `decimal`, `email`, …
    #[prop(optional, into)]
    inputmode: String,
    /// An example inside the empty control. Never the only instruction.
    #[prop(optional, into)]
    placeholder: String,
    /// The keyboard shortcut that moves the focus here.
    #[prop(optional)]
    shortcut: &'static str,
    /// The smallest number or date.
    #[prop(optional, into)]
    min: String,
    /// The largest number or date.
    #[prop(optional, into)]
    max: String,
    /// The step of a number; `any` for decimals.
    #[prop(optional, into)]
    step: String,
    /// A pattern that the whole answer must match.
    #[prop(optional, into)]
    pattern: String,
    /// The id of a `<datalist>` with suggestions.
    #[prop(optional, into)]
    list: String,
    /// Text before the control, such as a currency.
    #[prop(optional, into)]
    prefix: String,
    /// Text after the control, such as a unit.
    #[prop(optional, into)]
    suffix: String,
    #[prop(optional)] width: FieldWidth,
    /// Not editable, and not submitted.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&name, id, &hint, error);
    let node = NodeRef::<html::Input>::new();
    let value = control.map_or(value, |control| control.get_untracked());
    if let Some(control) = control {
        Effect::new(move |seen: Option<()>| {
            let wanted = control.get();
            if let Some(input) = node.get() {
                let typed = input.value();
                if seen.is_none() && !typed.is_empty() && typed != wanted {
                    control.set(typed);
                } else if typed != wanted {
                    input.set_value(&wanted);
                }
            }
        });
    }
    let (id, described_by, invalid) = (wiring.id.clone(), wiring.described_by(), wiring.invalid());
    let class = format!("field{}", width.class());
    let control = view! {
        <div class="control">
            {text_or_none(prefix).map(|text| view! { <span class="control-affix">{text}</span> })}
            <input
                class="input"
                type=kind
                name=name
                id=id
                value=text_or_none(value)
                required=required
                autocomplete=text_or_none(autocomplete)
                inputmode=text_or_none(inputmode)
                placeholder=text_or_none(placeholder)
                aria-keyshortcuts=text_or_none(shortcut.to_owned())
                min=text_or_none(min)
                max=text_or_none(max)
                step=text_or_none(step)
                pattern=text_or_none(pattern)
                list=text_or_none(list)
                autofocus=autofocus
                disabled=move || disabled.get()
                aria-describedby=described_by
                aria-invalid=invalid
                node_ref=node
                on:input=move |event| {
                    if let Some(control) = control {
                        control.set(event_target_value(&event));
                    }
                }
            />
            {text_or_none(suffix).map(|text| view! { <span class="control-affix">{text}</span> })}
        </div>
    };
    field_frame(wiring, FrameText { label, hint, optional, hide_label, class }, control.into_any())
}
