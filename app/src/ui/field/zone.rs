//! A time zone by its name.

use super::TextField;
use leptos::prelude::*;

/// Asks for a time zone. The page's script offers all names (`zone.js`); without it one is typed.
#[component]
pub fn ZoneField(
    /// The name it posts under.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The initial answer.
    #[prop(into)]
    value: String,
    /// Help that stays visible.
    #[prop(into)]
    hint: String,
    /// An answer is needed.
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
