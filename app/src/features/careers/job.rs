//! A job's public page.

use super::{api::job_posting, save::SaveButton};
use crate::{error::AppError, error_view::ErrorView, ui::*};
use hireq_domain::{
    job::{PublicJob, Requirement},
    posting::{OwnJob, Posting},
};
use leptos::prelude::*;
use leptos_meta::{Link, Meta as MetaTag};
use leptos_router::hooks::use_params_map;

/// The page at `/jobs/:slug`.
#[component]
pub fn JobPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.read().get("slug").unwrap_or_default();
    let posting = Resource::new_blocking(slug, job_posting);
    view! {
        <Transition fallback=|| view! { <div class="container"><Skeleton kind=SkeletonKind::Lines(12)/></div> }>
            {move || Suspend::new(async move {
                match posting.await {
                    Ok(Posting::Open { job, site, own }) => {
                        let job = *job;
                        view! { <Open job site own/> }.into_any()
                    }
                    Ok(Posting::Over { title, organization, paused }) => {
                        view! { <Over title organization paused/> }.into_any()
                    }
                    Err(AppError::NotFound) => view! { <Missing/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Open(job: PublicJob, site: String, own: Option<OwnJob>) -> impl IntoView {
    let address = format!("{site}/jobs/{}", job.card.slug);
    let star = own.as_ref().map(|own| (job.card.slug.clone(), job.card.title.clone(), own.saved));
    let (at_top, at_foot) =
        (apply(&job.card.slug, own.as_ref(), "Apply"), apply(&job.card.slug, own.as_ref(), "Apply for this job"));
    // Only what the server writes is read by search engines.
    #[cfg(feature = "ssr")]
    let data = super::json_ld::json_ld(&job, &address);
    #[cfg(not(feature = "ssr"))]
    let data = String::new();
    let PublicJob { card, html, summary, closing, requirements, organization_slug, .. } = job;
    let heading = format!("{} at {}", card.title, card.organization);
    let pay = card.pay.as_ref().map(ToString::to_string);
    let (title, organization, location) = (card.title, card.organization, card.location);
    let meta = move || {
        view! {
            <Meta icon=IconKind::Building><a href=format!("/c/{organization_slug}")>{organization}</a></Meta>
            {(!location.is_empty()).then(|| view! { <Meta icon=IconKind::Pin>{location}</Meta> })}
            <Meta icon=IconKind::Globe>{card.remote.label()}</Meta>
            <Meta icon=IconKind::Clock>{card.employment.label()}</Meta>
        }
    };
    let facts = move || {
        view! {
            <Card title="At a glance">
                <DefinitionList>
                    {pay.map(|pay| view! { <Fact term="Pay">{pay}</Fact> })}
                    <Fact term="Contract">{card.employment.label()}</Fact>
                    <Fact term="Work">{card.remote.label()}</Fact>
                    <Fact term="Published"><Time at=card.published_at/></Fact>
                    {closing.map(|end| view! {
                        <Fact term="Apply by">{format!("{}, {}", short_date(end.day), end.zone.label())}</Fact>
                    })}
                </DefinitionList>
            </Card>
        }
    };
    view! {
        <PageTitle text=heading.clone()/>
        <Link rel="canonical" href=address.clone()/>
        <Link rel="alternate" type_="application/rss+xml" title="Open jobs" href="/jobs.rss"/>
        <MetaTag name="description" content=summary.clone()/>
        <MetaTag property="og:type" content="website"/>
        <MetaTag property="og:site_name" content="HireQ"/>
        <MetaTag property="og:title" content=heading/>
        <MetaTag property="og:description" content=summary/>
        <MetaTag property="og:url" content=address/>
        <MetaTag name="twitter:card" content="summary"/>
        <script type="application/ld+json" inner_html=data></script>
        <article class="container stack-large">
            <PageHeader title=title above=|| view! { <BackLink href="/jobs" label="All jobs"/> } meta=meta>
                {star.map(|(slug, title, saved)| view! { <SaveButton slug title saved text=true/> })}
                {at_top}
            </PageHeader>
            <Split side=facts>
                <div class="stack-large">
                    <Prose><div inner_html=html></div></Prose>
                    <Requirements all=requirements/>
                    <div class="apply-bar"><ButtonRow>{at_foot}</ButtonRow></div>
                </div>
            </Split>
        </article>
    }
}

/// The link to the application form, or to the application of a candidate who has applied.
fn apply(slug: &str, own: Option<&OwnJob>, label: &'static str) -> AnyView {
    match own.and_then(|own| own.applied) {
        Some((id, at)) => view! {
            <span class="muted">"You applied on " <Time at=at style=TimeStyle::Date/></span>
            <LinkButton href=format!("/me/applications/{id}")>"See your application"</LinkButton>
        }
        .into_any(),
        None => view! {
            <LinkButton href=format!("/jobs/{slug}/apply") variant=ButtonVariant::Primary size=ButtonSize::Large>{label}</LinkButton>
        }
        .into_any(),
    }
}

/// The requirements that an application will be matched against.
#[component]
fn Requirements(all: Vec<Requirement>) -> impl IntoView {
    let (must, nice): (Vec<_>, Vec<_>) = all.into_iter().partition(|r| r.must);
    let some = !(must.is_empty() && nice.is_empty());
    some.then(|| {
        view! {
            <Section title="What your résumé is compared with">
                <p class="muted">"You see the result as the recruiter does, with the places in your résumé."</p>
                <DefinitionList>
                    {badges("Must have", must)}
                    {badges("Nice to have", nice)}
                </DefinitionList>
            </Section>
        }
    })
}

fn badges(term: &'static str, rows: Vec<Requirement>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(|r| view! { <Badge>{r.text}</Badge> }).collect_view();
        view! { <Fact term=term><div class="cluster">{rows}</div></Fact> }
    })
}

/// A notice that a job is over, with the right status for search engines.
#[component]
fn Over(title: String, organization: String, paused: bool) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::answer::set_status(if paused { 404 } else { 410 });
    let text = if paused {
        format!("{organization} has paused this job. It may be back later.")
    } else {
        format!("{organization} takes no more applications for this job.")
    };
    view! {
        <PageTitle text="Job closed"/>
        <MetaTag name="robots" content="noindex"/>
        <div class="container stack-large">
            <PageHeader title=title above=|| view! { <BackLink href="/jobs" label="All jobs"/> }/>
            <Empty icon=IconKind::Briefcase title=if paused { "Not open just now" } else { "This job is closed" } text=text>
                <LinkButton href="/jobs" variant=ButtonVariant::Primary>"See open jobs"</LinkButton>
            </Empty>
        </div>
    }
}

#[component]
fn Missing() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::answer::set_status(404);
    view! {
        <PageTitle text="Job not found"/>
        <MetaTag name="robots" content="noindex"/>
        <div class="container stack-large">
            <PageHeader title="Job not found"/>
            <Empty icon=IconKind::Search title="There is no job at this address"
                text="It may have been removed, or the address has a mistake.">
                <LinkButton href="/jobs" variant=ButtonVariant::Primary>"See open jobs"</LinkButton>
            </Empty>
        </div>
    }
}
