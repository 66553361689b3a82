//! The steps that can be taken with one application. Each is a form of its own; what destroys nothing needs no
//! confirmation, and what a person is told can be called back: for five minutes, a rejection for a day.

use super::api::{
    HireApplicant, HoldApplication, MoveApplication, RejectApplication, ReopenApplication, ResumeApplication,
};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    applicants::ApplicationDetail,
    application::{ApplicationStatus, RejectReason},
    ids::ApplicationId,
    job::StageKind,
};
use leptos::prelude::*;

/// The steps whose failure is told above everything else: their forms may be gone when it is.
#[derive(Clone, Copy)]
pub struct StepForms {
    moving: FormState,
    reopening: FormState,
    resuming: FormState,
    hiring: FormState,
}

impl StepForms {
    /// The forms of one application's page.
    pub fn new() -> Self {
        Self {
            moving: FormState::of::<MoveApplication>(),
            reopening: FormState::of::<ReopenApplication>(),
            resuming: FormState::of::<ResumeApplication>(),
            hiring: FormState::of::<HireApplicant>(),
        }
    }
}

/// What a failed step left behind, whichever form it was.
#[component]
pub fn StepErrors(steps: StepForms) -> impl IntoView {
    let StepForms { moving, reopening, resuming, hiring } = steps;
    [moving, reopening, resuming, hiring].map(|form| view! { <ErrorSummary errors=form.errors()/> }).collect_view()
}

#[component]
pub fn StepsCard(detail: ApplicationDetail, steps: StepForms) -> impl IntoView {
    let (id, version) = (detail.row.id, detail.row.row_version);
    let body = match detail.row.status {
        ApplicationStatus::Active => active(&detail, steps).into_any(),
        ApplicationStatus::OnHold => view! {
            <p>"This application waits."</p>
            <div class="cluster">
                <PostForm state=steps.resuming bare=true>
                    {keys(id, version)}
                    <Button variant=ButtonVariant::Primary icon=IconKind::Play>"Go on"</Button>
                </PostForm>
            </div>
            {reject(id, version, detail.applied)}
        }
        .into_any(),
        ApplicationStatus::Rejected => rejected(&detail, steps.reopening).into_any(),
        ApplicationStatus::Hired => hired(&detail, steps.reopening).into_any(),
        ApplicationStatus::Withdrawn => view! { <p>"The candidate withdrew this application."</p> }.into_any(),
        ApplicationStatus::Closed => view! {
            <p>"This application was closed with its job. Reopen the job to go on with it."</p>
            {told(&detail, "The candidate is told ", ". Reopening the job before that calls the mail back.")}
        }
        .into_any(),
    };
    view! { <Card title="Decide"><div class="stack">{body}</div></Card> }
}

/// When the candidate hears of the last step, while that can be called back.
fn told(detail: &ApplicationDetail, before: &'static str, after: &'static str) -> impl IntoView + use<> {
    let style = if detail.hidden { TimeStyle::Day } else { TimeStyle::Ahead };
    detail.mail_at.map(|at| view! { <p class="small muted">{before} <Time at=at style=style/> {after}</p> })
}

fn keys(id: ApplicationId, version: i32) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=id.to_string()/>
        <input type="hidden" name="version" value=version.to_string()/>
    }
}

fn active(detail: &ApplicationDetail, steps: StepForms) -> impl IntoView + use<> {
    let (id, version, here) = (detail.row.id, detail.row.row_version, detail.row.stage_id);
    let others = || detail.job.stages.iter().filter(move |s| s.id != here && s.kind != StageKind::Hired);
    let place = detail.job.stages.iter().position(|s| s.id == here);
    let next = place
        .and_then(|p| detail.job.stages.get(p + 1))
        .filter(|s| s.kind != StageKind::Hired)
        .map(|s| (s.id.to_string(), s.name.clone()));
    let stages = choices(others().map(|s| (s.id.to_string(), s.name.clone())));
    let hiring = if detail.applied {
        "Ends this application well. The candidate's mail waits five minutes; undoing the hire before that calls it back."
    } else {
        "Ends this application well. No mail goes: this person did not apply here."
    };
    let told = told(detail, "The candidate is told of this stage ", ". A move back before that calls the mail back.");
    view! {
        {told}
        {next.map(|(stage, name)| view! {
            <PostForm state=steps.moving bare=true>
                {keys(id, version)}
                <input type="hidden" name="stage" value=stage/>
                <Button variant=ButtonVariant::Primary icon=IconKind::ArrowRight>{format!("Move to {name}")}</Button>
            </PostForm>
        })}
        <PostForm state=steps.moving class="cluster" bare=true>
            {keys(id, version)}
            <Select name="stage" label="Another stage" options=stages empty="Choose a stage" hide_label=true/>
            <Button>"Move"</Button>
        </PostForm>
        {reject(id, version, detail.applied)}
        {hold(id, version)}
        <Disclosure summary="Hire…">
            <PostForm state=steps.hiring class="stack-small" bare=true>
                {keys(id, version)}
                <p class="small">{hiring}</p>
                <Button variant=ButtonVariant::Primary>"Hire"</Button>
            </PostForm>
        </Disclosure>
    }
}

fn reject(id: ApplicationId, version: i32, applied: bool) -> impl IntoView {
    let form = FormState::of::<RejectApplication>();
    let reasons = choices(RejectReason::ALL.iter().map(|r| (r.as_str(), r.label())));
    let (hint, mail) = if applied {
        ("The candidate reads it.", "The candidate's mail waits 24 hours; reopening before that calls it back.")
    } else {
        ("For your team's records.", "No mail goes: this person did not apply here.")
    };
    view! {
        <Disclosure summary="Reject…" open=form.came_back()>
            <PostForm state=form class="stack-small">
                {keys(id, version)}
                <Select name="reason" label="Reason" options=reasons selected=form.value("reason", "")
                    empty="Choose a reason" hint=hint/>
                <TextArea name="note" label="Note for the team" value=form.value("note", "") rows=2 optional=true/>
                <p class="small muted">{mail}</p>
                <Button variant=ButtonVariant::Danger>"Reject"</Button>
            </PostForm>
        </Disclosure>
    }
}

fn hold(id: ApplicationId, version: i32) -> impl IntoView {
    let form = FormState::of::<HoldApplication>();
    view! {
        <Disclosure summary="Put on hold…" open=form.came_back()>
            <PostForm state=form class="stack-small">
                {keys(id, version)}
                <TextField name="reason" label="Why it waits" id="hold-reason" value=form.value("reason", "")/>
                <Button>"Put on hold"</Button>
            </PostForm>
        </Disclosure>
    }
}

fn hired(detail: &ApplicationDetail, form: FormState) -> impl IntoView + use<> {
    let (id, version) = (detail.row.id, detail.row.row_version);
    view! {
        <p>"Hired. This application is over."</p>
        {told(detail, "The candidate is told ", ". Undoing the hire before that calls the mail back.")}
        <PostForm state=form bare=true>
            {keys(id, version)}
            <Button icon=IconKind::Refresh>"Undo the hire"</Button>
        </PostForm>
    }
}

fn rejected(detail: &ApplicationDetail, form: FormState) -> impl IntoView + use<> {
    let (id, version) = (detail.row.id, detail.row.row_version);
    let reason = detail.reject_reason.map(RejectReason::label);
    view! {
        <p>{reason.map_or_else(|| "Rejected.".to_owned(), |r| format!("Rejected: {}.", r.to_lowercase()))}</p>
        {told(detail, "The candidate is told ", ". Reopening before that calls the mail back.")}
        <PostForm state=form bare=true>
            {keys(id, version)}
            <Button icon=IconKind::Refresh>"Reopen"</Button>
        </PostForm>
    }
}
