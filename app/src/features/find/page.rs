//! The page at `/hr/find`.

use super::{
    api::find_by_name,
    entries::{Entry, found, pages},
};
use crate::{error_view::ErrorView, ui::*};
use hireq_domain::find::SHORTEST;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Finds by name, as a page of its own.
#[component]
pub fn FindPage() -> impl IntoView {
    let query = use_query_map();
    let words = Memo::new(move |_| query.with(|q| q.get("q").unwrap_or_default()));
    let results = Resource::new_blocking(move || words.get(), find_by_name);
    Effect::new(|_| focus_when_drawn(".filters [name=q]".to_owned(), |_| ()));
    view! {
        <PageTitle text="Find"/>
        <PageHeader title="Find"/>
        {move || {
            view! {
                <FilterBar href=Href::new("/hr/find") edits=&["q"]>
                    <SearchField label="Name or e-mail of a person, title of a job, page" value=words.get()/>
                </FilterBar>
            }
        }}
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(5)/> }>
            {move || Suspend::new(async move {
                match results.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(results) => {
                        let words = words.get_untracked();
                        list(found(results).into_iter().chain(pages(&words)).collect(), &words).into_any()
                    }
                }
            })}
        </Transition>
    }
}

fn list(entries: Vec<Entry>, words: &str) -> impl IntoView + use<> {
    if entries.is_empty() {
        let text = if words.trim().chars().count() < SHORTEST {
            "Type two letters or more."
        } else {
            "Nobody, no job and no page has this name. What people say of themselves is searched under Candidates."
        };
        return view! { <Empty icon=IconKind::Search title="Nothing found" text=text/> }.into_any();
    }
    let rows = entries
        .into_iter()
        .map(|entry| {
            view! {
                <LinkRow href=entry.href title=entry.title>
                    <MetaLine><Meta icon=entry.icon>{entry.detail}</Meta></MetaLine>
                </LinkRow>
            }
        })
        .collect_view();
    view! { <LinkList>{rows}</LinkList> }.into_any()
}
