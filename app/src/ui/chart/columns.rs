//! Columns: a distribution over ordered classes, such as scores in tens.

use leptos::prelude::*;

use super::{ChartFigure, Datum, largest};

const HEIGHT: f64 = 100.0;

/// Ordered classes as columns.
#[component]
pub fn ColumnChart(
    #[prop(into)] title: String,
    /// The classes, in order; their labels are shown below the columns.
    data: Vec<Datum>,
) -> impl IntoView {
    let most = largest(&data, f64::MIN_POSITIVE);
    let count = data.len().max(1);
    let step = 100.0 / count as f64;
    let columns = data
        .iter()
        .enumerate()
        .map(|(index, datum)| {
            let height = datum.value / most * HEIGHT;
            view! {
                <rect
                    class="chart-column"
                    x=format!("{:.2}%", step * index as f64 + step * 0.1)
                    y=format!("{:.2}%", HEIGHT - height)
                    width=format!("{:.2}%", step * 0.8)
                    height=format!("{height:.2}%")
                    rx="2"
                >
                    <title>{format!("{}: {}", datum.label, datum.shown)}</title>
                </rect>
            }
        })
        .collect_view();
    let labels = data.iter().map(|datum| view! { <li>{datum.label.clone()}</li> }).collect_view();
    let alt = summary(&title, &data);
    view! {
        <ChartFigure title=title data=data>
            <svg class="chart-area" width="100%" height="140" role="img" aria-label=alt>{columns}</svg>
            <ul class="chart-axis" aria-hidden="true">{labels}</ul>
        </ChartFigure>
    }
}

/// The chart in one sentence.
pub(super) fn summary(title: &str, data: &[Datum]) -> String {
    let peak = data.iter().max_by(|a, b| a.value.total_cmp(&b.value));
    match peak {
        Some(peak) => format!("{title}: the largest is {} with {}.", peak.label, peak.shown),
        None => format!("{title}: no data."),
    }
}
