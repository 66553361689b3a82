//! Applying for a job: the résumé, the screening questions and the privacy notice on one page.

use super::{
    api::{ApplyForJob, load_apply_form},
    apply_as_guest::ApplyingAsGuest,
};
use crate::{
    error::AppError,
    error_view::ErrorView,
    features::resumes::ACCEPT,
    form::{FormState, PostForm},
    session::use_user,
    ui::*,
};
use hireq_domain::{
    account::Role,
    candidate::{ApplyForm, CandidateInfo, DocumentStatus, JobToApply},
    job::{Question, QuestionKind},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/jobs/:slug/apply`.
#[component]
pub fn ApplyPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let inside = match use_user().map(|u| u.role) {
        Some(Role::Candidate) => view! { <Applying slug=slug/> }.into_any(),
        Some(_) => view! {
            <NarrowPage title="Only candidates apply" lead="You are signed in as a recruiter or administrator.">
                <p>"Sign out and sign in with a candidate's account to apply for this job."</p>
                <LinkButton href=format!("/jobs/{}", slug.get_untracked())>"Back to the job"</LinkButton>
            </NarrowPage>
        }
        .into_any(),
        None => view! { <ApplyingAsGuest slug=slug/> }.into_any(),
    };
    view! { <PageTitle text="Apply"/> {inside} }
}

#[component]
fn Applying(slug: Memo<String>) -> impl IntoView {
    let form = Resource::new_blocking(move || slug.get(), load_apply_form);
    view! {
        <Suspense fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(10)/> }>
            {move || Suspend::new(async move {
                match form.await {
                    Err(error) => view! { <NoForm error/> }.into_any(),
                    Ok(form) => match form.already {
                        None if form.job.over.is_some() => {
                            let state = FormState::of::<ApplyForJob>();
                            view! { <Over job=form.job state=state/> }.into_any()
                        }
                        Some(id) => view! {
                            <NarrowPage title="You applied already"
                                lead=format!("{} at {}", form.job.title, form.job.organization)>
                                <LinkButton href=format!("/me/applications/{id}") variant=ButtonVariant::Primary>
                                    "See your application"
                                </LinkButton>
                            </NarrowPage>
                        }.into_any(),
                        None => view! { <Form form=form/> }.into_any(),
                    },
                }
            })}
        </Suspense>
    }
}

/// Why there is no form.
#[component]
pub(super) fn NoForm(error: AppError) -> impl IntoView {
    if error != AppError::NotFound {
        return view! { <ErrorView error/> }.into_any();
    }
    view! {
        <NarrowPage title="There is no such job">
            <LinkButton href="/jobs" variant=ButtonVariant::Primary>"See open jobs"</LinkButton>
        </NarrowPage>
    }
    .into_any()
}

/// The job was paused or closed, perhaps while somebody was writing; their text is shown so that they can keep it.
#[component]
pub(super) fn Over(job: JobToApply, state: FormState) -> impl IntoView {
    let written: Vec<_> = job
        .questions
        .into_iter()
        .filter_map(|question| {
            let answer = state.value(&format!("answer-{}", question.id?), "");
            (!answer.is_empty()).then(|| view! { <Fact term=question.text><p class="lines">{answer}</p></Fact> })
        })
        .collect();
    view! {
        <NarrowPage title=job.title>
            <p>{job.over}"."</p>
            {(!written.is_empty()).then(|| view! {
                <Card title="What you wrote">
                    <p class="small muted">"It was not sent. Copy it if you may want it again."</p>
                    <DefinitionList>{written}</DefinitionList>
                </Card>
            })}
            <LinkButton href="/jobs" variant=ButtonVariant::Primary>"See open jobs"</LinkButton>
        </NarrowPage>
    }
}

#[component]
fn Form(form: ApplyForm) -> impl IntoView {
    let state = FormState::of::<ApplyForJob>();
    let job = form.job;
    let hint = file_hint(&job);
    let usable: Vec<_> = form.documents.iter().filter(|d| d.status != DocumentStatus::Failed).collect();
    let has_some = !usable.is_empty();
    let newest = usable.first().map(|d| d.id.to_string()).unwrap_or_default();
    let mut options: Vec<Choice> = usable
        .iter()
        .map(|d| {
            Choice::new(d.id.to_string(), d.name.clone())
                .hint(format!("Uploaded {}", short_date(local_day(d.created_at))))
        })
        .collect();
    options.push(Choice::new("", "Another one, which I choose below"));
    view! {
        <NarrowPage title=format!("Apply: {}", job.title) lead=lead(&job)>
            <PostForm state=state class="stack-large" guard=true files=true on:change=|event| one_resume(&event)>
                <input type="hidden" name="slug" value=job.slug.clone()/>
                <input type="hidden" name="asked" value=job.asked.clone()/>
                <FieldSet legend="Your résumé">
                    {has_some.then(|| view! {
                        <RadioGroup name="document" legend="Which one" options=options selected=state.value("document", newest)/>
                    })}
                    <FileField name="file" label=if has_some { "Another file" } else { "Résumé" } accept=ACCEPT
                        required=!has_some optional=has_some
                        hint=hint/>
                    {(!has_some).then(|| view! { <DocumentError state=state/> })}
                </FieldSet>
                <AlsoSent profile=form.profile/>
                <RestOfForm job=job state=state/>
            </PostForm>
        </NarrowPage>
    }
}

/// The organisation and the place.
pub(super) fn lead(job: &JobToApply) -> String {
    if job.location.is_empty() { job.organization.clone() } else { format!("{} · {}", job.organization, job.location) }
}

pub(super) fn file_hint(job: &JobToApply) -> String {
    let most = job.max_megabytes;
    format!("PDF, DOCX or TXT, or a scan or photograph (PDF, JPG, PNG), at most {most} MB")
}

/// What every application form ends with: the questions, the privacy notice, and sending.
#[component]
pub(super) fn RestOfForm(job: JobToApply, state: FormState) -> impl IntoView {
    let organization = job.organization;
    let agreed = state.value("consent", "") == "true";
    view! {
        {job.questions.into_iter().filter_map(|q| question(q, state)).collect_view()}
        <FieldSet legend="Privacy">
            <p class="small">
                {format!(
                    "{organization} keeps your application and your résumé to decide about this job. Software on \
                     this site reads the résumé and compares it with the job's requirements; you see the result, \
                     and a person decides. Nothing is passed on. You can withdraw at any time.",
                )}
            </p>
            <Checkbox name="consent" label="I have read this and agree" required=true checked=agreed/>
        </FieldSet>
        <FormActions>
            <Button variant=ButtonVariant::Primary icon=IconKind::Send>"Send application"</Button>
            <LinkButton href=format!("/jobs/{}", job.slug) variant=ButtonVariant::Ghost>"Back to the job"</LinkButton>
        </FormActions>
    }
}

/// What is sent with every application in addition to the chosen résumé; it may come from another résumé.
#[component]
fn AlsoSent(profile: CandidateInfo) -> impl IntoView {
    let facts = [
        ("Name", profile.name),
        ("E-mail", profile.emails.join(", ")),
        ("Telephone", profile.phones.join(", ")),
        ("Place", profile.location),
        ("Headline", profile.headline),
        ("Links", profile.links.join(", ")),
    ];
    let facts =
        facts.into_iter().filter(|(_, fact)| !fact.is_empty()).map(|(term, fact)| view! { <Fact term>{fact}</Fact> });
    view! {
        <FieldSet legend="Sent with it">
            <DefinitionList>{facts.collect_view()}</DefinitionList>
            <p class="small muted">
                "From your profile, which fills itself from the résumés that you upload. "
                <a href="/me/profile">"Change it"</a> " before you apply if something is not for this employer."
            </p>
        </FieldSet>
    }
}

/// Choosing a file selects “Another one”, and selecting an existing résumé clears the file, so that what is shown is
/// what will be sent.
#[cfg(feature = "hydrate")]
fn one_resume(event: &leptos::ev::Event) {
    use leptos::wasm_bindgen::JsCast;

    let find = |selector: &str| {
        let found = document().query_selector(selector).ok().flatten();
        found.and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok())
    };
    let changed = event_target::<web_sys::HtmlInputElement>(event);
    let (another, file) = (find("input[name=document][value='']"), find("input[name=file]"));
    match (changed.name().as_str(), another, file) {
        ("file", Some(another), _) if !changed.value().is_empty() => another.set_checked(true),
        ("document", _, Some(file)) if !changed.value().is_empty() => file.set_value(""),
        _ => {}
    }
}

#[cfg(not(feature = "hydrate"))]
fn one_resume(_event: &leptos::ev::Event) {}

/// If there are no résumés to choose from, the error about the choice is shown at the file field.
#[component]
fn DocumentError(state: FormState) -> impl IntoView {
    let error = state.error("document");
    move || error.get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })
}

/// The control for a question.
fn question(question: Question, state: FormState) -> Option<AnyView> {
    let name = format!("answer-{}", question.id?);
    let (value, required) = (state.value(&name, ""), question.required);
    Some(match question.kind {
        QuestionKind::Text => view! {
            <TextArea name=name label=question.text value=value required=required optional=!required rows=4/>
        }
        .into_any(),
        QuestionKind::Number => view! {
            <TextField name=name label=question.text value=value required=required optional=!required inputmode="decimal"
                width=FieldWidth::Short/>
        }
        .into_any(),
        QuestionKind::YesNo => view! {
            <RadioGroup name=name legend=question.text options=choices([("yes", "Yes"), ("no", "No")]) selected=value
                required=required inline=true/>
        }
        .into_any(),
        QuestionKind::Choice => view! {
            <RadioGroup name=name legend=question.text selected=value required=required
                options=choices(question.options.into_iter().map(|o| (o.clone(), o)))/>
        }
        .into_any(),
    })
}
