//! The recruiter's uploads: one résumé or many, for a job or for the talent pool. Every file has its own result.

use super::{
    ACCEPT,
    api::{UploadChoices, UploadResumes, load_upload_choices},
    outcome::outcome,
    progress::{Progressing, Sending},
};
use crate::{error_view::ErrorView, features::candidates::DuplicatesLine, form::FormState, ui::*};
use hireq_domain::candidate::Uploaded;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/hr/upload`; `?job=` selects the job.
#[component]
pub fn UploadPage() -> impl IntoView {
    let job = use_query_map().read_untracked().get("job").unwrap_or_default();
    let choices = Resource::new_blocking(|| (), |()| load_upload_choices());
    view! {
        <PageTitle text="Upload résumés"/>
        <div class="container-narrow stack-large">
            <PageHeader title="Upload résumés"/>
            <Suspense fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(6)/> }>
                {move || {
                    let job = job.clone();
                    Suspend::new(async move {
                        match choices.await {
                            Err(error) => view! { <ErrorView error/> }.into_any(),
                            Ok(choices) => view! { <Form choices=choices job=job/> }.into_any(),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
}

#[component]
fn Form(choices: UploadChoices, job: String) -> impl IntoView {
    let form = FormState::of::<UploadResumes>();
    let sending = Sending::new();
    let UploadChoices { jobs, results, max_megabytes } = choices;
    let jobs = crate::ui::choices(jobs.into_iter().map(|j| (j.id.to_string(), j.title)));
    view! {
        {(!results.is_empty()).then(|| view! { <Results results=results/> })}
        <Progressing sending=sending/>
        <form action=form.url() method="post" enctype="multipart/form-data" class="stack"
            on:submit=move |event| sending.submit(&event)>
            <FormScope errors=form.errors()>
                // Before the files, so that the server knows the job when they arrive.
                <Select name="job" label="Add them to" empty="The talent pool only" options=jobs selected=job/>
                <FileField name="file" label="Résumés" accept=ACCEPT multiple=true required=true
                    hint=format!("PDF, DOCX or TXT, or a scan or photograph (PDF, JPG, PNG), at most {max_megabytes} MB each and 20 at once. Drop them here or choose them")/>
                <ButtonRow>
                    <Button variant=ButtonVariant::Primary icon=IconKind::Upload pending=sending.busy()>"Upload"</Button>
                </ButtonRow>
            </FormScope>
        </form>
        <p class="muted small">
            "Each file becomes a candidate of your organisation. A file that you can see already, uploaded before or \
             sent with an application, stays with its candidate. Once a file has been read, \
             the candidate's page says who may be the same person. Tell people whose résumés you upload that you keep them."
        </p>
    }
}

#[component]
fn Results(results: Vec<Uploaded>) -> impl IntoView {
    let good = results.iter().filter(|r| r.error.is_none()).count();
    let tone = if good == results.len() { Tone::Success } else { Tone::Warning };
    let title = format!("{good} of {}", plural(results.len(), "file arrived", "files arrived"));
    let rows = results
        .into_iter()
        .map(|r| {
            let what = outcome(&r);
            view! { <li>{r.name} ": " {what}<DuplicatesLine list=r.duplicates/></li> }
        })
        .collect_view();
    view! { <Notice tone=tone title=title live=true><ul>{rows}</ul></Notice> }
}
