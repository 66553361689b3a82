//! Lines over time.

use std::fmt::Write;

use leptos::prelude::*;

use super::{ChartFigure, Datum, columns::summary, largest};

/// A line over ordered moments, with its numbers as a table.
#[component]
pub fn LineChart(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The numbers, oldest first; the first and last labels are shown below the line.
    data: Vec<Datum>,
) -> impl IntoView {
    let most = largest(&data, 0.0);
    let line = points(&data, 100.0, 100.0);
    let area = if line.is_empty() { String::new() } else { format!("0,100 {line} 100,100") };
    let ends = [data.first(), data.last()]
        .into_iter()
        .flatten()
        .map(|datum| view! { <li>{datum.label.clone()}</li> })
        .collect_view();
    let alt = summary(&title, &data);
    view! {
        <ChartFigure title=title data=data>
            <div class="chart-plot">
                <span class="chart-most" aria-hidden="true">{Datum::new("", most).shown}</span>
                <svg class="chart-area" viewBox="0 0 100 100" width="100%" height="140" preserveAspectRatio="none" role="img" aria-label=alt>
                    <polygon class="chart-fill" points=area></polygon>
                    <polyline class="chart-line" points=line fill="none" vector-effect="non-scaling-stroke"></polyline>
                </svg>
            </div>
            <ul class="chart-axis chart-ends" aria-hidden="true">{ends}</ul>
        </ChartFigure>
    }
}

/// The line's points in a box of this size; zero is at the bottom.
fn points(data: &[Datum], width: f64, height: f64) -> String {
    let most = largest(data, f64::MIN_POSITIVE);
    let step = width / (data.len().saturating_sub(1)).max(1) as f64;
    let mut out = String::with_capacity(data.len() * 12);
    for (index, datum) in data.iter().enumerate() {
        // A margin of two units, so that the stroke is not cut off at the top and the bottom.
        let y = height - 2.0 - datum.value / most * (height - 4.0);
        let gap = if index == 0 { "" } else { " " };
        let _ = write!(out, "{gap}{:.1},{y:.1}", step * index as f64);
    }
    out
}
