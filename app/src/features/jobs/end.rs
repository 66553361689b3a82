//! The page before a job is closed or filled, which asks what should happen with its open applications.

use super::{
    api::{SetJobStatus, load_ending},
    status::JobStatusPill,
};
use crate::{
    error::AppError,
    error_view::ErrorView,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    ids::JobId,
    job::{JobStatus, OpenApplications},
    posting::JobEnding,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page at `/hr/jobs/:id/end`, to close the job, or with `?as=filled` to mark it as filled.
#[component]
pub fn EndJobPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").and_then(|id| id.parse::<JobId>().ok());
    let to = match use_query_map().read_untracked().get("as").as_deref() {
        Some("filled") => JobStatus::Filled,
        _ => JobStatus::Closed,
    };
    let Some(id) = id else { return view! { <ErrorView error=AppError::NotFound/> }.into_any() };
    let job = Resource::new_blocking(|| (), move |()| load_ending(id));
    view! {
        <Suspense fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(6)/> }>
            {move || Suspend::new(async move {
                match job.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(job) => view! { <Asking id to job/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Asking(id: JobId, to: JobStatus, job: JobEnding) -> impl IntoView {
    let form = FormState::of::<SetJobStatus>();
    let JobEnding { title, status, open, told } = job;
    let (act, back) =
        (if to == JobStatus::Filled { "Mark as filled" } else { "Close the job" }, format!("/hr/jobs/{id}"));
    let above = back.clone();
    let possible = status.may_become(to) || (status == to && open > 0);
    let heading = format!("{act}: {title}");
    let waiting = plural(usize::try_from(open).unwrap_or(0), "application is", "applications are");
    let mails = match told {
        0 => "Nobody is written to: none of these people applied themselves".to_owned(),
        1 => "1 candidate who applied gets a mail in a day".to_owned(),
        n => format!("{} candidates who applied get a mail in a day", format_number(n)),
    };
    let choices = vec![
        Choice::new(OpenApplications::Leave.as_str(), OpenApplications::Leave.label())
            .hint("You decide about each of them yourself"),
        Choice::new(OpenApplications::Close.as_str(), OpenApplications::Close.label()).hint(mails),
    ];
    view! {
        <PageTitle text=heading/>
        <div class="container-narrow stack-large">
            <PageHeader title=title above=move || view! { <BackLink href=above label="Applicants"/> }
                status=move || view! { <JobStatusPill status/> }/>
            {if possible {
                view! {
                    <PostForm state=form class="stack">
                        <input type="hidden" name="id" value=id.to_string()/>
                        <input type="hidden" name="status" value=to.as_str()/>
                        <p>"The job takes no more applications. Reopening it undoes this, and calls back what has not gone out."</p>
                        {(open > 0).then(|| view! {
                            <RadioGroup name="applications" legend=format!("{waiting} open. What becomes of them?")
                                options=choices selected=form.value("applications", "") required=true/>
                        })}
                        <FormActions>
                            <Button variant=ButtonVariant::Primary>{act}</Button>
                            <LinkButton href=back variant=ButtonVariant::Ghost>"Cancel"</LinkButton>
                        </FormActions>
                    </PostForm>
                }.into_any()
            } else {
                view! { <p>{format!("This job is {}, and no application of it is open.", status.label().to_lowercase())}</p> }.into_any()
            }}
        </div>
    }
}
