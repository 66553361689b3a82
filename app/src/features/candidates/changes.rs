//! What recruiters changed of a person's details.

use crate::ui::*;
use hireq_domain::candidate::PersonChange;
use leptos::prelude::*;

/// The former details; nothing if nobody changed any.
#[component]
pub(super) fn Changes(list: Vec<PersonChange>) -> impl IntoView {
    let none = list.is_empty();
    let rows = list.into_iter().map(change).collect_view();
    (!none).then(|| view! { <Card title="Changes"><Timeline>{rows}</Timeline></Card> })
}

fn change(change: PersonChange) -> impl IntoView {
    let PersonChange { field, before, after, by, at } = change;
    let values = |values: Vec<String>| if values.is_empty() { "nothing".to_owned() } else { values.join(", ") };
    let what = format!("{} → {}", values(before), values(after));
    view! {
        <TimelineEvent title=format!("{} changed", field.label()) icon=IconKind::Edit meta=move || view! { {by} ", " <Time at=at/> }>
            <p class="small">{what}</p>
        </TimelineEvent>
    }
}
