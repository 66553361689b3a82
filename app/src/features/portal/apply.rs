//! Applying for a job: the résumé, the screening questions and the privacy notice on one page.

use super::api::{ApplyForJob, load_apply_form};
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
    candidate::{ApplyForm, CandidateInfo, DocumentStatus},
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
        None => {
            let next = format!("next=/jobs/{}/apply", slug.get_untracked());
            view! {
                <NarrowPage title="Apply" lead="An account lets you see where your application stands, and withdraw it.">
                    <ButtonRow>
                        <LinkButton href=format!("/sign-up?{next}") variant=ButtonVariant::Primary>"Create an account"</LinkButton>
                        <LinkButton href=format!("/sign-in?{next}")>"Sign in"</LinkButton>
                    </ButtonRow>
                </NarrowPage>
            }
            .into_any()
        }
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
                    Err(AppError::NotFound) => view! {
                        <NarrowPage title="There is no such job">
                            <LinkButton href="/jobs" variant=ButtonVariant::Primary>"See open jobs"</LinkButton>
                        </NarrowPage>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(form) => match form.already {
                        None if form.over.is_some() => view! { <Over form=form/> }.into_any(),
                        Some(id) => view! {
                            <NarrowPage title="You applied already" lead=format!("{} at {}", form.title, form.organization)>
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

/// The job was paused or closed, perhaps while somebody was writing; their text is shown so that they can keep it.
#[component]
fn Over(form: ApplyForm) -> impl IntoView {
    let state = FormState::of::<ApplyForJob>();
    let written: Vec<_> = form
        .questions
        .into_iter()
        .filter_map(|question| {
            let answer = state.value(&format!("answer-{}", question.id?), "");
            (!answer.is_empty()).then(|| view! { <Fact term=question.text><p class="lines">{answer}</p></Fact> })
        })
        .collect();
    view! {
        <NarrowPage title=form.title>
            <p>{form.over}"."</p>
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
    let lead = if form.location.is_empty() {
        form.organization.clone()
    } else {
        format!("{} · {}", form.organization, form.location)
    };
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
    let questions = form.questions.into_iter().filter_map(|q| question(q, state)).collect_view();
    let agreed = state.value("consent", "") == "true";
    let organization = form.organization.clone();
    view! {
        <NarrowPage title=format!("Apply: {}", form.title) lead=lead>
            <PostForm state=state class="stack-large" guard=true files=true on:change=|event| one_resume(&event)>
                <input type="hidden" name="slug" value=form.slug.clone()/>
                <input type="hidden" name="asked" value=form.asked/>
                <FieldSet legend="Your résumé">
                    {has_some.then(|| view! {
                        <RadioGroup name="document" legend="Which one" options=options selected=state.value("document", newest)/>
                    })}
                    <FileField name="file" label=if has_some { "Another file" } else { "Résumé" } accept=ACCEPT
                        required=!has_some optional=has_some
                        hint=format!("PDF, DOCX or TXT, or a scan or photograph (PDF, JPG, PNG), at most {} MB", form.max_megabytes)/>
                    {(!has_some).then(|| view! { <DocumentError state=state/> })}
                </FieldSet>
                <AlsoSent profile=form.profile/>
                {questions}
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
                    <LinkButton href=format!("/jobs/{}", form.slug) variant=ButtonVariant::Ghost>"Back to the job"</LinkButton>
                </FormActions>
            </PostForm>
        </NarrowPage>
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
