//! The form in which a candidate corrects what was read from their résumé.

use super::api::{CorrectResume, own_resume};
use crate::{
    error::AppError,
    error_view::ErrorView,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    candidate::ReadResume,
    ids::DocumentId,
    resume::DegreeLevel,
    resume_form::{EducationRow, ExperienceRow, ResumeForm},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// How many empty rows are shown for entries that were not read at all.
const BLANK: usize = 2;

/// The page at `/me/resume/:id/correct`.
#[component]
pub fn CorrectPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<DocumentId>().ok()));
    let read = Resource::new_blocking(
        move || id.get(),
        |id| async move {
            let (_, read) = own_resume(id.ok_or(AppError::NotFound)?).await?;
            read.ok_or(AppError::NotFound)
        },
    );
    view! {
        <PageTitle text="Correct your résumé"/>
        <div class="container-narrow stack-large">
            <PageHeader title="Correct what was read" above=|| view! { <BackLink href="/me/resume" label="Résumé"/> }/>
            <p class="muted">
                "What you write here wins over what the file says, for every application that goes with it. Empty a \
                 field to remove it."
            </p>
            <Suspense fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(12)/> }>
                {move || Suspend::new(async move {
                    match read.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(read) => view! { <Form read=read/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Form(read: ReadResume) -> impl IntoView {
    let state = FormState::of::<CorrectResume>();
    let before = ResumeForm::from(&read.resume);
    let value = move |name: &str, initial: &str| state.value(name, initial.to_owned());
    let rows = |filled: usize, kind: &str, field: &str| {
        // After a refusal, show as many rows as were submitted.
        let sent = (0..60)
            .take_while(|i| state.values(&format!("{kind}[{i}][{field}]")).is_some_and(|v| !v.is_empty()))
            .count();
        sent.max(filled + BLANK)
    };
    let experience = (0..rows(before.experience.len(), "experience", "title"))
        .map(|i| position(i, before.experience.get(i).cloned().unwrap_or_default(), state))
        .collect_view();
    let education = (0..rows(before.education.len(), "education", "degree"))
        .map(|i| course(i, before.education.get(i).cloned().unwrap_or_default(), state))
        .collect_view();
    view! {
        <PostForm state=state class="stack-large" guard=true>
            <input type="hidden" name="document" value=read.document.id.to_string()/>
            <FieldSet legend="You">
                <TextField name="name" label="Name" value=value("name", &before.name)/>
                <TextField name="headline" label="Headline" hint="What you call yourself, such as “Data engineer”"
                    value=value("headline", &before.headline)/>
                <TextField name="location" label="Location" value=value("location", &before.location)/>
                <TextArea name="emails" label="E-mail addresses" hint="One on each line" rows=2
                    value=value("emails", &before.emails)/>
                <TextArea name="phones" label="Telephone numbers" hint="One on each line" rows=2
                    value=value("phones", &before.phones)/>
                <TextArea name="links" label="Links" hint="One on each line" rows=2 value=value("links", &before.links)/>
                <TextArea name="summary" label="Summary" rows=4 value=value("summary", &before.summary)/>
            </FieldSet>
            <FieldSet legend="What you know">
                <TextArea name="skills" label="Skills" hint="One on each line" rows=8 value=value("skills", &before.skills)/>
                <TextArea name="languages" label="Languages" hint="One on each line" rows=3
                    value=value("languages", &before.languages)/>
                <TextArea name="certificates" label="Certificates and licences" hint="One on each line" rows=3
                    value=value("certificates", &before.certificates)/>
            </FieldSet>
            <FieldSet legend="Experience" hint="Leave a row empty to leave it out">
                <div class="stack">{experience}</div>
            </FieldSet>
            <FieldSet legend="Education" hint="Leave a row empty to leave it out">
                <div class="stack">{education}</div>
            </FieldSet>
            <FormActions sticky=true>
                <Button variant=ButtonVariant::Primary>"Save corrections"</Button>
                <LinkButton href=format!("/me/resume?document={}", read.document.id) variant=ButtonVariant::Ghost>"Cancel"</LinkButton>
            </FormActions>
        </PostForm>
    }
}

fn position(i: usize, row: ExperienceRow, state: FormState) -> impl IntoView {
    let name = move |field: &str| format!("experience[{i}][{field}]");
    let value = move |field: &str, initial: String| state.value(&name(field), initial);
    view! {
        <div class="panel stack-small">
            <FieldRow>
                <TextField name=name("title") label="Title" value=value("title", row.title)/>
                <TextField name=name("employer") label="Employer" value=value("employer", row.employer)/>
            </FieldRow>
            <FieldRow>
                <TextField name=name("start") label="From" placeholder="2019-03" width=FieldWidth::Short
                    value=value("start", row.start)/>
                <TextField name=name("end") label="To" placeholder="2021-07 or present" width=FieldWidth::Short
                    value=value("end", row.end)/>
                <TextField name=name("location") label="Place" value=value("location", row.location)/>
            </FieldRow>
            <TextArea name=name("bullets") label="What you did" hint="One thing on each line" rows=3
                value=value("bullets", row.bullets)/>
        </div>
    }
}

fn course(i: usize, row: EducationRow, state: FormState) -> impl IntoView {
    let name = move |field: &str| format!("education[{i}][{field}]");
    let value = move |field: &str, initial: String| state.value(&name(field), initial);
    view! {
        <div class="panel stack-small">
            <FieldRow>
                <TextField name=name("degree") label="Degree and subject" value=value("degree", row.degree)/>
                <TextField name=name("institution") label="School or university" value=value("institution", row.institution)/>
            </FieldRow>
            <FieldRow>
                <Select name=name("level") label="Level" empty="Not stated"
                    options=choices(DegreeLevel::CHOICES.map(|(_, word, label)| (word, label)))
                    selected=value("level", row.level)/>
                <TextField name=name("start") label="From" placeholder="2015" width=FieldWidth::Short
                    value=value("start", row.start)/>
                <TextField name=name("end") label="To" placeholder="2018" width=FieldWidth::Short value=value("end", row.end)/>
            </FieldRow>
        </div>
    }
}
