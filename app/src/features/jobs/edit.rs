//! The form to create and edit a job. Every button submits the whole form, and nothing typed is ever lost. With
//! scripts, adding rows, the preview and the proposal do not need to reload the page.

use super::{
    api::{SaveJob, open_editor},
    description::Description,
    editor::Editor,
    questions::Questions,
    requirements::Requirements,
    stages::Stages,
    status::JobStatusPill,
};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{
    job::{Employment, JobStatus, PayPeriod, RemoteMode},
    job_form::{JobForm, field},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const FORM_ID: &str = "job-form";

/// The page at `/hr/jobs/new`; with `?copy=`, it starts as a copy of that job.
#[component]
pub fn NewJobPage() -> impl IntoView {
    let query = use_query_map();
    let copy = move || query.read().get("copy").unwrap_or_default();
    let editor = Resource::new_blocking(copy, |copy| open_editor(String::new(), copy));
    page(editor, "New job")
}

/// The page at `/hr/jobs/:id/edit`.
#[component]
pub fn EditJobPage() -> impl IntoView {
    let params = use_params_map();
    let sent = use_sent();
    let id = move || (params.read().get("id").unwrap_or_default(), sent.get());
    let editor = Resource::new_blocking(id, |(id, _)| open_editor(id, String::new()));
    page(editor, "Edit job")
}

fn page(editor: Resource<Result<Editor, crate::error::AppError>>, title: &'static str) -> impl IntoView {
    view! {
        <PageTitle text=title/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(12)/> }>
            {move || Suspend::new(async move {
                match editor.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    // After saving, the form is rendered again: its rows then have their keys, and what was typed is
                    // included.
                    Ok(editor) => view! {
                        <For each=move || [editor.clone()] key=|editor| (editor.id, editor.base) let:editor><EditForm editor/></For>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn EditForm(editor: Editor) -> impl IntoView {
    let Editor { id, base, began, status, title, slug, form, preview, told, errors, gaps, differences } = editor;
    let state = FormState::with_errors::<SaveJob>(errors);
    let heading = if title.is_empty() { "New job".to_owned() } else { title };
    let draft = status.is_none_or(|s| s == JobStatus::Draft);
    let public = (status == Some(JobStatus::Open)).then(|| format!("/jobs/{slug}"));
    let (words, text) = (RwSignal::new(form.title.clone()), RwSignal::new(form.description.clone()));
    let above = move || view! { <BackLink href="/hr/jobs" label="Jobs"/> };
    let pill = move || status.map(|status| view! { <JobStatusPill status/> });
    view! {
        // Pressing Enter activates the first submit button in the form, which must be the one that saves.
        <PageHeader title=heading above=above status=pill>
            {public.map(|href| view! { <LinkButton href=href icon=IconKind::External>"Public page"</LinkButton> })}
            {(!draft).then(|| view! { <LinkButton href=format!("/hr/jobs/{id}") icon=IconKind::Users>"Applicants"</LinkButton> })}
            {save_buttons(draft)}
        </PageHeader>
        {(!gaps.is_empty()).then(|| view! {
            <Notice tone=Tone::Warning title="What Google Jobs misses">{gaps.join(" ")}</Notice>
        })}
        <PostForm state id=FORM_ID guard=true novalidate=true keeps=true>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="base" value=base.to_string()/>
            <input type="hidden" name="began" value=began/>
            {differences.map(|differences| view! { <Differences id=id.to_string() differences/> })}
            <Basics form=form.clone() words/>
            <Description text preview/>
            <Requirements rows=form.requirements.clone() title=words text proposal=told/>
            <Weights form=form.clone()/>
            <Questions rows=form.questions.clone()/>
            <Stages rows=form.stages.clone()/>
            <FormActions>{save_buttons(draft)}</FormActions>
        </PostForm>
    }
}

fn save_buttons(draft: bool) -> impl IntoView {
    let variant = if draft { ButtonVariant::Secondary } else { ButtonVariant::Primary };
    view! {
        <Button form=FORM_ID name="intent" value="save" variant=variant>{if draft { "Save draft" } else { "Save" }}</Button>
        {draft.then(|| view! {
            <Button form=FORM_ID name="intent" value="publish" variant=ButtonVariant::Primary>"Save and publish"</Button>
        })}
    }
}

/// After a conflict: what the other person saved, and the two ways to resolve it.
#[component]
fn Differences(id: String, differences: Vec<(String, String)>) -> impl IntoView {
    let rows = differences.into_iter().map(|(label, saved)| view! { <Fact term=label>{saved}</Fact> }).collect_view();
    view! {
        <Notice tone=Tone::Warning title="Somebody else changed the same, and saved this">
            <DefinitionList>{rows}</DefinitionList>
            <p>"Below is your text. All else that was saved meanwhile is in it. Save it to replace these, or "
                <a href=format!("/hr/jobs/{id}/edit") rel="external">"discard it and continue with what is saved"</a>"."</p>
        </Notice>
    }
}

#[component]
fn Basics(form: JobForm, words: RwSignal<String>) -> impl IntoView {
    let blind = form.is_blind();
    let remote = choices(RemoteMode::ALL.iter().map(|m| (m.as_str(), m.label())));
    let employment = choices(Employment::ALL.iter().map(|e| (e.as_str(), e.label())));
    let periods = choices(PayPeriod::ALL.iter().map(|p| (p.as_str(), p.label())));
    view! {
        <FieldSet legend="The job">
            <TextField name=field("title") label="Title" control=words width=FieldWidth::Medium
                hint="As people would search for it"/>
            <FieldRow>
                <TextField name=field("location") label="Place" optional=true value=form.location
                    hint="City, region or country"/>
                <Select name=field("remote") label="Where the work is done" options=remote selected=form.remote/>
                <Select name=field("employment") label="Contract" options=employment selected=form.employment/>
            </FieldRow>
            <FieldRow>
                <TextField name=field("pay_min") label="Lowest pay" optional=true inputmode="decimal" value=form.pay_min/>
                <TextField name=field("pay_max") label="Highest pay" optional=true inputmode="decimal" value=form.pay_max/>
                <TextField name=field("pay_currency") label="Currency" value=form.pay_currency
                    hint="Three letters, such as EUR"/>
                <Select name=field("pay_period") label="Pay is for" options=periods selected=form.pay_period/>
            </FieldRow>
            <FieldRow>
                <TextField name=field("closes_on") label="Last day for applications" kind="date" optional=true
                    value=form.closes_on/>
                <ZoneField name=field("time_zone") label="Time zone of the place" value=form.time_zone
                    hint="Where that day ends. Leave it empty for your organisation's"/>
            </FieldRow>
            <Checkbox name=field("blind") label="Hide names until the first decision" checked=blind
                hint="Recruiters see applicants without name, photo and contact until they move or reject them"/>
        </FieldSet>
    }
}

#[component]
fn Weights(form: JobForm) -> impl IntoView {
    let share = |name: &'static str, label: &'static str, value: String| {
        view! {
            <TextField name=field(name) label=label inputmode="decimal" suffix="%" value=value width=FieldWidth::Short/>
        }
    };
    view! {
        <FieldSet legend="What the match score counts"
            hint="Shares of the score. They need not make 100; a part that the job does not ask for leaves its share to the others.">
            <FieldRow>
                {share("weight_skills", "Skills", form.weight_skills)}
                {share("weight_experience", "Experience", form.weight_experience)}
                {share("weight_education", "Education", form.weight_education)}
                {share("weight_closeness", "Semantic similarity", form.weight_closeness)}
            </FieldRow>
        </FieldSet>
    }
}
