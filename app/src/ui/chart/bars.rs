//! Horizontal bars: a table whose numbers are also drawn.

use leptos::prelude::*;

use super::{Datum, largest};
use crate::ui::ShareBar;

/// Named numbers as horizontal bars, in an actual table.
#[component]
pub fn BarChart(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The heading of the names: “Source”.
    #[prop(into)]
    label: String,
    /// The heading of the numbers: “Applications”.
    #[prop(into)]
    unit: String,
    /// The numbers, in the order shown.
    data: Vec<Datum>,
) -> impl IntoView {
    let most = largest(&data, f64::MIN_POSITIVE);
    let rows = data
        .into_iter()
        .map(|datum| {
            view! {
                <tr>
                    <th scope="row">{datum.label}</th>
                    <td class="bars-number">{datum.shown}</td>
                    <td class="bars-bar" aria-hidden="true"><ShareBar share=datum.value / most * 100.0/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="bars">
            <caption class="chart-title">{title}</caption>
            <thead class="visually-hidden">
                <tr><th scope="col">{label}</th><th scope="col">{unit}</th><td></td></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
