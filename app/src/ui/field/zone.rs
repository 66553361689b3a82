//! A field for a time zone's name.

use super::TextField;
use leptos::prelude::*;

/// Asks for a time zone. The page's script offers all names (`zone.js`); without it, the name is typed.
#[component]
pub fn ZoneField(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The initial value.
    #[prop(into)]
    value: String,
    /// Help that stays visible.
    #[prop(into)]
    hint: String,
    /// Whether an answer is required.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let list = format!("{name}-zones");
    view! {
        <TextField name=name label=label value=value hint=hint required=required optional=!required list=list.clone()
            placeholder="Europe/Berlin"/>
        <datalist id=list data-zones=""></datalist>
    }
}
