//! An organisation's careers page: what it says of itself, and its open jobs.

use super::api::load_organization;
use crate::{error::AppError, error_view::ErrorView, features::careers::JobList, ui::*};
use hireq_domain::organization;
use leptos::prelude::*;
use leptos_meta::{Link, Meta as MetaTag};
use leptos_router::hooks::use_params_map;

/// The page at `/c/:slug`.
#[component]
pub fn OrganizationPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let page = Resource::new_blocking(move || slug.get(), load_organization);
    view! {
        <Transition fallback=|| view! { <div class="container"><Skeleton kind=SkeletonKind::Lines(12)/></div> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Shown page/> }.into_any(),
                    Err(AppError::NotFound) => view! { <Missing/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(page: organization::OrganizationPage) -> impl IntoView {
    let organization::OrganizationPage { name, slug, html, summary, logo, accent } = page;
    let title = format!("Jobs at {name}");
    let summary = if summary.is_empty() { format!("Open jobs at {name}.") } else { summary };
    view! {
        <PageTitle text=title.clone()/>
        <MetaTag name="description" content=summary.clone()/>
        <MetaTag property="og:title" content=title/>
        <MetaTag property="og:description" content=summary/>
        {accent.map(|href| view! { <Link rel="stylesheet" href=href/> })}
        <div class="organization-page">
            <div class="container">
                <div class="organization-head">
                    // The name stands beside it.
                    {logo.map(|logo| view! { <img class="organization-logo" src=logo alt=""/> })}
                    <h1>{name}</h1>
                </div>
            </div>
            {(!html.is_empty()).then(|| view! {
                <div class="container"><Prose><div inner_html=html></div></Prose></div>
            })}
            <JobList organization=slug/>
        </div>
    }
}

#[component]
fn Missing() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::answer::set_status(404);
    view! {
        <PageTitle text="Organisation not found"/>
        <MetaTag name="robots" content="noindex"/>
        <div class="container stack-large">
            <PageHeader title="Organisation not found"/>
            <Empty icon=IconKind::Search title="There is no organisation at this address"
                text="It may have been removed, or the address has a mistake.">
                <LinkButton href="/jobs" variant=ButtonVariant::Primary>"See open jobs"</LinkButton>
            </Empty>
        </div>
    }
}
