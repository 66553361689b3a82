//! A job's status, and the steps that are possible from it.

use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{ids::JobId, job::JobStatus};
use leptos::prelude::*;

#[component]
pub fn JobStatusPill(status: JobStatus) -> impl IntoView {
    let tone = match status {
        JobStatus::Draft | JobStatus::Closed => Tone::Neutral,
        JobStatus::Open => Tone::Success,
        JobStatus::Paused => Tone::Warning,
        JobStatus::Filled => Tone::Info,
    };
    view! { <StatusPill tone=tone label=status.label()/> }
}

/// The actions for a job: edit, copy, and the steps that its status allows. Every step can be undone, so only ending it
/// asks first, about its open applications.
#[component]
pub fn JobStatusMenu(
    id: JobId,
    /// The current status.
    status: JobStatus,
    /// The title, used in the menu's accessible name.
    #[prop(into)]
    title: String,
    /// The page's state for the forms of the steps.
    form: FormState,
) -> impl IntoView {
    let steps = JobStatus::ALL
        .iter()
        .filter(|to| status.may_become(**to))
        .map(|to| {
            let (label, icon) = match (status, *to) {
                (JobStatus::Draft, JobStatus::Open) => ("Publish", IconKind::Globe),
                (_, JobStatus::Open) => ("Reopen", IconKind::Play),
                (_, JobStatus::Paused) => ("Pause", IconKind::Pause),
                (_, JobStatus::Filled) => ("Mark as filled", IconKind::CheckCircle),
                _ => ("Close", IconKind::Lock),
            };
            if to.is_over() {
                let href = format!("/hr/jobs/{id}/end?as={to}");
                return view! { <MenuLink href=href label=label icon=icon/> }.into_any();
            }
            view! {
                <PostForm state=form bare=true>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="status" value=to.as_str()/>
                    <MenuButton label=label icon=icon/>
                </PostForm>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <Menu label=format!("More for {title}") icon=IconKind::More>
            <MenuLink href=format!("/hr/jobs/{id}/edit") label="Edit" icon=IconKind::Edit/>
            <MenuLink href=format!("/hr/jobs/new?copy={id}") label="Duplicate" icon=IconKind::Copy/>
            <MenuSeparator/>
            {steps}
        </Menu>
    }
}
