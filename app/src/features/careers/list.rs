//! The careers list.

use super::{
    api::search_jobs,
    filters::{Facets, LIST, Query, SearchForm},
    save::SaveButton,
};
use crate::{error_view::ErrorView, ui::*};
use hireq_domain::job::{JobCard, JobSearchResult};
use leptos::prelude::*;
use leptos_meta::{Link, Meta as MetaTag};
use leptos_router::hooks::use_query_map;

/// The site's base URL, without a trailing slash.
fn site() -> String {
    #[cfg(feature = "ssr")]
    let address = crate::server::services().map(|services| services.config.frontend_url.clone()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let address = window().location().origin().unwrap_or_default();
    address
}

/// The page at `/` and `/jobs`.
#[component]
pub fn CareersPage() -> impl IntoView {
    view! {
        <PageTitle text="Jobs"/>
        <MetaTag name="description" content="Open jobs: search by words, place, contract and pay, and apply in minutes."/>
        <Link rel="canonical" href=format!("{}{LIST}", site())/>
        <Link rel="alternate" type_="application/rss+xml" title="Open jobs" href="/jobs.rss"/>
        <div class="hero container">
            <h1>"Find work that fits you"</h1>
            <p>"Search every open job here. Applying takes a few minutes, and you always see where you stand."</p>
        </div>
        <JobList organization=""/>
    }
}

/// The open jobs of everybody, or of one organisation, with their filters.
#[component]
pub fn JobList(
    /// The last part of the organisation's URL; empty for all.
    #[prop(into)]
    organization: String,
) -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| Query::read(&params.read(), &organization));
    let results = Resource::new_blocking(
        move || query.get(),
        |query| async move {
            let Query { q, location, remote, employment, pay, page, organization } = query;
            search_jobs(q, location, remote.join(","), employment.join(","), pay, page, organization).await
        },
    );
    view! {
        <div class="careers container stack-large">
            {move || view! { <SearchForm query=query.get()/> }}
            // On a phone the stylesheet shows the facets and the other fields once this is open.
            <details class="filters-fold"><summary class="button">"Filters"</summary></details>
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Cards(5)/> }>
                {move || {
                    let query = query.get();
                    Suspend::new(async move {
                        match results.await {
                            Err(error) => view! { <ErrorView error/> }.into_any(),
                            Ok(result) => view! { <Results query result/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

#[component]
fn Results(query: Query, result: JobSearchResult) -> impl IntoView {
    let page = &result.jobs;
    let (number, size, total) = (count(page.number), count(page.size), count(page.total));
    let (href, all, narrows, beyond) =
        (query.href(), query.path(), query.narrows(), page.items.is_empty() && page.total > 0);
    let own = !query.organization.is_empty();
    let cards = page.items.iter().cloned().map(|job| card(job, result.saved.as_deref(), own)).collect_view();
    let list = if total == 0 && narrows {
        view! {
            <Empty icon=IconKind::Search title="No open job fits this search"
                text="Try fewer words, another place, or remove a filter.">
                <LinkButton href=all>"Show all jobs"</LinkButton>
            </Empty>
        }
        .into_any()
    } else if total == 0 {
        view! {
            <Empty icon=IconKind::Briefcase title="There are no open jobs just now"
                text="New ones appear here and in the feed.">
                <LinkButton href="/jobs.rss">"Follow the feed"</LinkButton>
            </Empty>
        }
        .into_any()
    } else if beyond {
        view! {
            <Empty icon=IconKind::Briefcase title="This page is empty" text="The list has become shorter.">
                <LinkButton href=href.to_string()>"To the first page"</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <p class="muted" role="status">{plural(total, "open job", "open jobs")}</p>
            <div class="job-list"><LinkList>{cards}</LinkList></div>
            <Pager href=href page=number per_page=size total=total of="jobs"/>
        }
        .into_any()
    };
    view! {
        <Split side=move || view! { <Facets query result/> }>
            {list}
        </Split>
    }
}

fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// `own`: on the page of the organisation itself, which goes without its name.
fn card(job: JobCard, saved: Option<&[String]>, own: bool) -> impl IntoView + use<> {
    let pay = job.pay.as_ref().map(ToString::to_string);
    let star = saved.map(|saved| (job.slug.clone(), job.title.clone(), saved.contains(&job.slug)));
    view! {
        <LinkRow href=format!("/jobs/{}", job.slug) title=job.title
            end=move || view! {
                <Time at=job.published_at/>
                {star.map(|(slug, title, saved)| view! { <SaveButton slug title saved/> })}
            }>
            <MetaLine>
                {pay.map(|pay| view! { <Meta icon=IconKind::Tag><strong>{pay}</strong></Meta> })}
                {(!own).then(|| view! { <Meta icon=IconKind::Building>{job.organization}</Meta> })}
                {(!job.location.is_empty()).then(|| view! { <Meta icon=IconKind::Pin>{job.location}</Meta> })}
                <Meta icon=IconKind::Globe>{job.remote.label()}</Meta>
                <Meta icon=IconKind::Clock>{job.employment.label()}</Meta>
            </MetaLine>
        </LinkRow>
    }
}
