//! The legend of a verdict strip.

use crate::ui::*;
use hireq_domain::{applicants::RequirementHead, matching::Verdict};
use leptos::prelude::*;

/// The job's requirements in the order of the strips, and the meaning of the icons.
#[component]
pub fn RequirementLegend(
    /// In the job's order.
    requirements: Vec<RequirementHead>,
) -> impl IntoView {
    if requirements.is_empty() {
        return ().into_any();
    }
    let items = requirements
        .into_iter()
        .map(|r| {
            let detail = if r.must { "must have" } else { "nice to have" };
            view! { <li>{r.text}" "<span class="muted">{format!("({}, {detail})", r.kind.label().to_lowercase())}</span></li> }
        })
        .collect_view();
    view! {
        <Disclosure summary="Legend">
            <div class="stack-small">
                <p class="cluster">
                    <VerdictMark verdict=Verdict::Met/><VerdictMark verdict=Verdict::Partial/>
                    <VerdictMark verdict=Verdict::Missing/><VerdictMark verdict=Verdict::Unknown/>
                </p>
                <p>"One sign for each requirement, in this order:"</p>
                <ol>{items}</ol>
                <p class="muted">"Scores rank applicants; they decide nothing. Name, address and contact never count."</p>
            </div>
        </Disclosure>
    }
    .into_any()
}
