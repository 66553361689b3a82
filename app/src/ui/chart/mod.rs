//! Charts that are tables or include one, so that every number can be read without seeing the shapes.
//!
//! Sizes are SVG attributes rather than inline styles, because of the strict content security policy.

mod bars;
mod columns;
mod funnel;
mod line;

pub use bars::*;
pub use columns::*;
pub use funnel::*;
pub use line::*;

use leptos::prelude::*;

/// One named number of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Datum {
    pub label: String,
    pub value: f64,
    /// The number as text.
    pub shown: String,
}

impl Datum {
    /// A number shown as itself, without decimals if it is whole.
    pub fn new(label: impl Into<String>, value: f64) -> Self {
        let shown = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") };
        Self { label: label.into(), value, shown }
    }

    /// The same number with its own text, such as `4.2 days`.
    #[must_use]
    pub fn shown(mut self, shown: impl Into<String>) -> Self {
        self.shown = shown.into();
        self
    }
}

/// The largest value, never below `least`, so that empty charts do not divide by zero.
fn largest(data: &[Datum], least: f64) -> f64 {
    data.iter().map(|datum| datum.value).fold(least, f64::max)
}

/// A chart with its heading, and its numbers in a collapsible table.
#[component]
fn ChartFigure(title: String, data: Vec<Datum>, children: Children) -> impl IntoView {
    let rows = data
        .into_iter()
        .map(|datum| view! { <tr><th scope="row">{datum.label}</th><td class="cell-end">{datum.shown}</td></tr> })
        .collect_view();
    view! {
        <figure class="chart">
            <figcaption class="chart-title">{title.clone()}</figcaption>
            {children()}
            <details class="chart-numbers">
                <summary>"Numbers"</summary>
                <table class="table">
                    <caption class="visually-hidden">{title}</caption>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}
