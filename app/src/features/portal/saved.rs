//! The jobs that the candidate saved.

use super::api::saved_jobs;
use crate::{error_view::ErrorView, features::careers::SaveButton, ui::*};
use hireq_domain::posting::SavedJob;
use leptos::prelude::*;

/// The page at `/me/saved`.
#[component]
pub fn SavedJobsPage() -> impl IntoView {
    let list = Resource::new_blocking(|| (), |()| saved_jobs());
    view! {
        <PageTitle text="Saved jobs"/>
        <div class="stack-large">
            <PageHeader title="Saved jobs"/>
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(6)/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(list) if list.is_empty() => view! {
                            <Empty icon=IconKind::Star title="You have not saved any jobs"
                                text="Press the star of a job to find it here again. Nobody else sees which jobs you saved.">
                                <LinkButton href="/jobs" variant=ButtonVariant::Primary>"Find jobs"</LinkButton>
                            </Empty>
                        }.into_any(),
                        Ok(list) => view! { <LinkList>{list.into_iter().map(row).collect_view()}</LinkList> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

fn row(job: SavedJob) -> impl IntoView {
    let (slug, title, open) = (job.slug.clone(), job.title.clone(), job.open);
    view! {
        <LinkRow href=format!("/jobs/{}", job.slug) title=job.title
            end=move || view! {
                {(!open).then(|| view! { <StatusPill label="Not open" tone=Tone::Neutral/> })}
                <SaveButton slug=slug title=title saved=true/>
            }>
            <MetaLine>
                <Meta icon=IconKind::Building>{job.organization}</Meta>
                {(!job.location.is_empty()).then(|| view! { <Meta icon=IconKind::Pin>{job.location}</Meta> })}
                <Meta icon=IconKind::Clock>"Saved " <Time at=job.saved_at/></Meta>
            </MetaLine>
        </LinkRow>
    }
}
