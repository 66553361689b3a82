//! A funnel: how many reached each stage, and what share continued.

use leptos::prelude::*;

use super::{Datum, largest};
use crate::ui::ShareBar;

/// How many reached each stage, first stage first, with the share relative to the previous stage.
#[component]
pub fn Funnel(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The stages, in order.
    data: Vec<Datum>,
) -> impl IntoView {
    let most = largest(&data, f64::MIN_POSITIVE);
    let mut before: Option<f64> = None;
    let rows = data
        .into_iter()
        .map(|datum| {
            let share = match before.replace(datum.value) {
                Some(before) if before > 0.0 => format!("{:.0}%", datum.value / before * 100.0),
                _ => "–".to_owned(),
            };
            view! {
                <tr>
                    <th scope="row">{datum.label}</th>
                    <td class="bars-number">{datum.shown}</td>
                    <td class="bars-bar" aria-hidden="true"><ShareBar share=datum.value / most * 100.0/></td>
                    <td class="bars-number bars-share">{share}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="bars">
            <caption class="chart-title">{title}</caption>
            <thead>
                <tr>
                    <th scope="col">"Stage"</th>
                    <th scope="col" class="bars-number">"Reached"</th>
                    <td></td>
                    <th scope="col" class="bars-number">"Advanced"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
