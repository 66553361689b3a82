//! What recruiters changed of a person: details, and records that became one.

use super::api::UnmergeCandidates;
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{candidate::PersonChange, merge::PersonMerge};
use leptos::prelude::*;

/// The former details, and the merges; nothing if there were none.
#[component]
pub(super) fn Changes(list: Vec<PersonChange>, merges: Vec<PersonMerge>) -> impl IntoView {
    let none = list.is_empty() && merges.is_empty();
    let mut rows: Vec<_> = merges.into_iter().map(|merge| (merge.at, merged(merge).into_any())).collect();
    rows.extend(list.into_iter().map(|one| (one.at, change(one).into_any())));
    rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let rows = rows.into_iter().map(|(_, row)| row).collect_view();
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

fn merged(merge: PersonMerge) -> impl IntoView {
    let PersonMerge { id, name, by, at, undone_at } = merge;
    let form = FormState::of::<UnmergeCandidates>();
    let undo = (undone_at.is_none() && name.is_some()).then(|| {
        view! {
            <PostForm state=form>
                <input type="hidden" name="merge" value=id.to_string()/>
                <Button size=ButtonSize::Small icon=IconKind::Refresh>"Undo the merge"</Button>
            </PostForm>
        }
    });
    let undone = undone_at.map(|at| view! { <p class="small">"Taken back " <Time at=at/></p> });
    let title = match name {
        Some(name) => format!("Merged with another record, {name}"),
        None => "Merged with another record".to_owned(),
    };
    view! {
        <TimelineEvent title=title icon=IconKind::Users meta=move || view! { {by} ", " <Time at=at/> }>
            {undone}
            {undo}
        </TimelineEvent>
    }
}
