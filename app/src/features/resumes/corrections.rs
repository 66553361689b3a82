//! A candidate's corrections with their date, beside what the file says.

use crate::ui::*;
use chrono::{DateTime, Utc};
use hireq_domain::correction::Correction;
use leptos::prelude::*;

/// The corrections, as shown to recruiters.
#[component]
pub fn Corrections(
    at: DateTime<Utc>,
    corrections: Vec<Correction>,
    /// Show only the day.
    #[prop(optional)]
    day_only: bool,
) -> impl IntoView {
    let style = if day_only { TimeStyle::Day } else { TimeStyle::Date };
    let none = corrections.is_empty();
    let list = |texts: Vec<String>| match texts.is_empty() {
        true => view! { <span class="muted">"nothing"</span> }.into_any(),
        false => {
            view! { <ul class="plain-list">{texts.into_iter().map(|t| view! { <li>{t}</li> }).collect_view()}</ul> }
                .into_any()
        }
    };
    let rows = corrections
        .into_iter()
        .map(|one| {
            view! {
                <tr><th scope="row">{one.what.label()}</th><td>{list(one.theirs)}</td><td>{list(one.file)}</td></tr>
            }
        })
        .collect_view();
    view! {
        <p class="small"><Icon kind=IconKind::Edit/> " Corrected by the candidate, " <Time at=at style=style/>
            ". Their words count before what was read from the file."</p>
        {(!none).then(|| view! {
            <Disclosure summary="What they corrected, beside what the file says">
                <Table caption="What the candidate corrected">
                    <thead><tr><Th label="Part"/><Th label="The candidate"/><Th label="The file"/></tr></thead>
                    <tbody>{rows}</tbody>
                </Table>
            </Disclosure>
        })}
    }
}
