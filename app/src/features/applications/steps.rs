//! The steps that can be taken with one application. Each is a form of its own. They need no confirmation, because
//! nothing is destroyed, and what the candidate will be told can be undone: for five minutes, or a day for a rejection.

use super::api::{
    HireApplicant, HoldApplication, MoveApplication, RejectApplication, ReopenApplication, ResumeApplication,
};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    applicants::ApplicationDetail,
    application::{ApplicationStatus, EventKind, RejectReason},
    ids::ApplicationId,
    job::StageKind,
};
use leptos::prelude::*;

/// The steps whose errors are shown at the top of the page, because their own forms may be gone by then.
#[derive(Clone, Copy)]
pub struct StepForms {
    moving: FormState,
    reopening: FormState,
    resuming: FormState,
    hiring: FormState,
}

impl StepForms {
    pub fn new() -> Self {
        Self {
            moving: FormState::of::<MoveApplication>(),
            reopening: FormState::of::<ReopenApplication>(),
            resuming: FormState::of::<ResumeApplication>(),
            hiring: FormState::of::<HireApplicant>(),
        }
    }
}

/// The errors of whichever step failed.
#[component]
pub fn StepErrors(steps: StepForms) -> impl IntoView {
    let StepForms { moving, reopening, resuming, hiring } = steps;
    [moving, reopening, resuming, hiring].map(|form| view! { <ErrorSummary errors=form.errors()/> }).collect_view()
}

/// The decisions that are possible now, and links to the next person. Stays in view while the page scrolls.
#[component]
pub fn DecisionBar(detail: ApplicationDetail, steps: StepForms) -> impl IntoView {
    let (id, version) = (detail.row.id, detail.row.row_version);
    let body = match detail.row.status {
        ApplicationStatus::Active => active(&detail, steps).into_any(),
        ApplicationStatus::OnHold => view! {
            <PostForm state=steps.resuming bare=true>
                {keys(id, version)}
                <Button variant=ButtonVariant::Primary icon=IconKind::Play shortcut="a">"Go on"</Button>
            </PostForm>
            {reject(id, version, detail.applied)}
            <p class="small">"This application waits."</p>
        }
        .into_any(),
        ApplicationStatus::Rejected => rejected(&detail, steps.reopening).into_any(),
        ApplicationStatus::Hired => hired(&detail, steps.reopening).into_any(),
        ApplicationStatus::Withdrawn => view! { <p>"The candidate withdrew this application."</p> }.into_any(),
        ApplicationStatus::Closed => view! {
            <p>"This application was closed with its job. Reopen the job to go on with it."</p>
            {told_when(&detail, "The candidate is told ", ". Reopening the job before that calls the mail back.")}
        }
        .into_any(),
    };
    let neighbour = |id: Option<ApplicationId>, icon, label: &'static str, key: &'static str| {
        id.map(|id| view! { <LinkButton href=format!("/hr/applications/{id}") icon=icon label=label shortcut=key/> })
    };
    let place = detail.rank.map(|rank| format!("{} of {}", format_number(rank), format_number(detail.job.open())));
    view! {
        <section class="decide" aria-label="Decide">
            <div class="decide-steps">{body}</div>
            <div class="decide-way">
                {place.map(|place| view! { <span class="small muted numeric">{place}</span> })}
                {neighbour(detail.previous, IconKind::ChevronLeft, "Better match", "k")}
                {neighbour(detail.next, IconKind::ChevronRight, "Next applicant", "j")}
            </div>
        </section>
    }
}

/// When the candidate will be told of the last step, while it can still be undone.
fn told_when(detail: &ApplicationDetail, before: &'static str, after: &'static str) -> impl IntoView + use<> {
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
    let told = told_when(detail, "The candidate is told of this stage ", ".");
    view! {
        {next.map(|(stage, name)| view! {
            <PostForm state=steps.moving bare=true>
                {keys(id, version)}
                <input type="hidden" name="stage" value=stage/>
                <Button variant=ButtonVariant::Primary icon=IconKind::ArrowRight shortcut="a">
                    {format!("Move to {name}")}
                </Button>
            </PostForm>
        })}
        {reject(id, version, detail.applied)}
        {hold(id, version)}
        <Menu label="More…" show_label=true outlined=true align_end=false>
            <MenuForm>
                <PostForm state=steps.moving class="stack-small" bare=true>
                    {keys(id, version)}
                    <Select name="stage" label="Another stage" options=stages empty="Choose a stage"/>
                    <Button>"Move"</Button>
                </PostForm>
            </MenuForm>
            <MenuSeparator/>
            <MenuForm>
                <PostForm state=steps.hiring class="stack-small" bare=true>
                    {keys(id, version)}
                    <p class="small">{hiring}</p>
                    <Button variant=ButtonVariant::Primary>"Hire"</Button>
                </PostForm>
            </MenuForm>
        </Menu>
        {told}
        {undo(detail, steps.moving)}
    }
}

/// Undoes the last move.
fn undo(detail: &ApplicationDetail, form: FormState) -> impl IntoView + use<> {
    let last = detail.history.items.first().filter(|last| last.kind == EventKind::Moved);
    let from = last.and_then(|last| last.from_stage.as_ref());
    let stage = from.and_then(|from| detail.job.stages.iter().find(|stage| stage.name == *from)).cloned();
    let (id, version) = (detail.row.id, detail.row.row_version);
    // Once the candidate has been told, moving back is a step of its own.
    let before = if detail.mail_at.is_some() || !detail.applied { "Undo: back to" } else { "Back to" };
    stage.map(move |stage| {
        view! {
            <PostForm state=form bare=true>
                {keys(id, version)}
                <input type="hidden" name="stage" value=stage.id.to_string()/>
                <Button icon=IconKind::Refresh shortcut="u">{format!("{before} {}", stage.name)}</Button>
            </PostForm>
        }
    })
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
        <Menu label="Reject…" show_label=true outlined=true align_end=false open=form.came_back() shortcut="r">
            <MenuForm>
                <PostForm state=form class="stack-small">
                    {keys(id, version)}
                    <Select name="reason" label="Reason" options=reasons selected=form.value("reason", "")
                        empty="Choose a reason" hint=hint/>
                    <TextArea name="note" label="Note for the team" value=form.value("note", "") rows=2 optional=true/>
                    <p class="small muted">{mail}</p>
                    <Button variant=ButtonVariant::Danger>"Reject"</Button>
                </PostForm>
            </MenuForm>
        </Menu>
    }
}

fn hold(id: ApplicationId, version: i32) -> impl IntoView {
    let form = FormState::of::<HoldApplication>();
    view! {
        <Menu label="Put on hold…" show_label=true outlined=true align_end=false open=form.came_back() shortcut="h">
            <MenuForm>
                <PostForm state=form class="stack-small">
                    {keys(id, version)}
                    <TextField name="reason" label="Why it waits" id="hold-reason" value=form.value("reason", "")/>
                    <Button>"Put on hold"</Button>
                </PostForm>
            </MenuForm>
        </Menu>
    }
}

fn hired(detail: &ApplicationDetail, form: FormState) -> impl IntoView + use<> {
    let (id, version) = (detail.row.id, detail.row.row_version);
    view! {
        <PostForm state=form bare=true>
            {keys(id, version)}
            <Button icon=IconKind::Refresh shortcut="u">"Undo the hire"</Button>
        </PostForm>
        <p>"Hired. This application is over."</p>
        {told_when(detail, "The candidate is told ", ". Undoing the hire before that calls the mail back.")}
    }
}

fn rejected(detail: &ApplicationDetail, form: FormState) -> impl IntoView + use<> {
    let (id, version) = (detail.row.id, detail.row.row_version);
    let reason = detail.reject_reason.map(RejectReason::label);
    view! {
        <PostForm state=form bare=true>
            {keys(id, version)}
            <Button icon=IconKind::Refresh shortcut="u">"Reopen"</Button>
        </PostForm>
        <p>{reason.map_or_else(|| "Rejected.".to_owned(), |r| format!("Rejected: {}.", r.to_lowercase()))}</p>
        {told_when(detail, "The candidate is told ", ". Reopening before that calls the mail back.")}
    }
}
