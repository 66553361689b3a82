//! The steps that can be taken with one application. Each is a form of its own; what destroys nothing needs no
//! confirmation, and what a person is told can be called back: for five minutes, a rejection for a day.

use super::api::{
    HireApplicant, HoldApplication, MoveApplication, RejectApplication, ReopenApplication, ResumeApplication,
};
use crate::{form::FormState, ui::*};
use hireq_domain::{
    applicants::ApplicationDetail,
    application::{ApplicationStatus, RejectReason},
    ids::ApplicationId,
    job::StageKind,
};
use leptos::prelude::*;

/// What a failed step left behind, whichever form it was.
#[component]
pub fn StepErrors() -> impl IntoView {
    let forms = [
        FormState::plain::<MoveApplication>(),
        FormState::plain::<ReopenApplication>(),
        FormState::plain::<ResumeApplication>(),
        FormState::plain::<HireApplicant>(),
    ];
    forms.map(|form| view! { <ErrorSummary errors=form.errors()/> }).collect_view()
}

/// The steps.
#[component]
pub fn StepsCard(detail: ApplicationDetail) -> impl IntoView {
    let (id, version) = (detail.row.id, detail.row.row_version);
    let body = match detail.row.status {
        ApplicationStatus::Active => active(&detail).into_any(),
        ApplicationStatus::OnHold => view! {
            <p>"This application waits."</p>
            <div class="cluster">
                <form method="post" action="/api/applications/resume">
                    {keys(id, version)}
                    <Button variant=ButtonVariant::Primary icon=IconKind::Play>"Go on"</Button>
                </form>
            </div>
            {reject(id, version, detail.applied)}
        }
        .into_any(),
        ApplicationStatus::Rejected => rejected(&detail).into_any(),
        ApplicationStatus::Hired => hired(&detail).into_any(),
        ApplicationStatus::Withdrawn => view! { <p>"The candidate withdrew this application."</p> }.into_any(),
        ApplicationStatus::Closed => view! { <p>"This application was closed with its job."</p> }.into_any(),
    };
    view! { <Card title="Decide"><div class="stack">{body}</div></Card> }
}

fn keys(id: ApplicationId, version: i32) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=id.to_string()/>
        <input type="hidden" name="version" value=version.to_string()/>
    }
}

fn active(detail: &ApplicationDetail) -> impl IntoView + use<> {
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
    let told = detail.mail_at.map(|at| view! {
        <p class="small muted">"The candidate is told of this stage " <Time at=at/> ". A move back before that calls the mail back."</p>
    });
    view! {
        {told}
        {next.map(|(stage, name)| view! {
            <form method="post" action="/api/applications/move">
                {keys(id, version)}
                <input type="hidden" name="stage" value=stage/>
                <Button variant=ButtonVariant::Primary icon=IconKind::ArrowRight>{format!("Move to {name}")}</Button>
            </form>
        })}
        <form method="post" action="/api/applications/move" class="cluster">
            {keys(id, version)}
            <Select name="stage" label="Another stage" options=stages empty="Choose a stage" hide_label=true/>
            <Button>"Move"</Button>
        </form>
        {reject(id, version, detail.applied)}
        {hold(id, version)}
        <Disclosure summary="Hire…">
            <form method="post" action="/api/applications/hire" class="stack-small">
                {keys(id, version)}
                <p class="small">{hiring}</p>
                <Button variant=ButtonVariant::Primary>"Hire"</Button>
            </form>
        </Disclosure>
    }
}

fn reject(id: ApplicationId, version: i32, applied: bool) -> impl IntoView {
    let form = FormState::plain::<RejectApplication>();
    let reasons = choices(RejectReason::ALL.iter().map(|r| (r.as_str(), r.label())));
    let (hint, mail) = if applied {
        ("The candidate reads it.", "The candidate's mail waits 24 hours; reopening before that calls it back.")
    } else {
        ("For your team's records.", "No mail goes: this person did not apply here.")
    };
    view! {
        <Disclosure summary="Reject…" open=form.came_back()>
            <form method="post" action="/api/applications/reject" class="stack-small">
                <FormScope errors=form.errors()>
                    {keys(id, version)}
                    <Select name="reason" label="Reason" options=reasons selected=form.value("reason", "")
                        empty="Choose a reason" hint=hint/>
                    <TextArea name="note" label="Note for the team" value=form.value("note", "") rows=2 optional=true/>
                    <p class="small muted">{mail}</p>
                    <Button variant=ButtonVariant::Danger>"Reject"</Button>
                </FormScope>
            </form>
        </Disclosure>
    }
}

fn hold(id: ApplicationId, version: i32) -> impl IntoView {
    let form = FormState::plain::<HoldApplication>();
    view! {
        <Disclosure summary="Put on hold…" open=form.came_back()>
            <form method="post" action="/api/applications/hold" class="stack-small">
                <FormScope errors=form.errors()>
                    {keys(id, version)}
                    <TextField name="reason" label="Why it waits" id="hold-reason" value=form.value("reason", "")/>
                    <Button>"Put on hold"</Button>
                </FormScope>
            </form>
        </Disclosure>
    }
}

fn hired(detail: &ApplicationDetail) -> impl IntoView + use<> {
    let (id, version) = (detail.row.id, detail.row.row_version);
    view! {
        <p>"Hired. This application is over."</p>
        {detail.mail_at.map(|at| view! {
            <p class="small muted">"The candidate is told " <Time at=at/> ". Undoing the hire before that calls the mail back."</p>
        })}
        <form method="post" action="/api/applications/reopen">
            {keys(id, version)}
            <Button icon=IconKind::Refresh>"Undo the hire"</Button>
        </form>
    }
}

fn rejected(detail: &ApplicationDetail) -> impl IntoView + use<> {
    let (id, version) = (detail.row.id, detail.row.row_version);
    let reason = detail.reject_reason.map(RejectReason::label);
    let mail = detail.mail_at;
    view! {
        <p>{reason.map_or_else(|| "Rejected.".to_owned(), |r| format!("Rejected: {}.", r.to_lowercase()))}</p>
        {mail.map(|at| view! {
            <p class="small muted">"The candidate is told " <Time at=at/> ". Reopening before that calls the mail back."</p>
        })}
        <form method="post" action="/api/applications/reopen">
            {keys(id, version)}
            <Button icon=IconKind::Refresh>"Reopen"</Button>
        </form>
    }
}
