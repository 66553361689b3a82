//! Server functions of applications, for recruiters.

use crate::error::AppError;
use hireq_domain::{
    applicants::{ApplicantQuery, ApplicationDetail, BoardPage, ComparePage, RankedPage, Seen},
    ids::{ApplicationId, JobId, StageId},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server;
#[cfg(feature = "ssr")]
use hireq_domain::{FieldErrors, applicants::BulkOutcome, application::RejectReason};
#[cfg(feature = "ssr")]
use hireq_services::applications::{board, compare, detail, overrule, ranked, transitions};

#[server(prefix = "/api", endpoint = "applications/ranked", input = GetUrl)]
pub async fn list_applicants(job: JobId, #[server(default)] query: ApplicantQuery) -> Result<RankedPage, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    ranked::page(&services, &who, job, &query).await.map_err(server::error)
}

#[server(prefix = "/api", endpoint = "applications/board", input = GetUrl)]
pub async fn show_board(job: JobId) -> Result<BoardPage, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    board::load(&services, &who, job).await.map_err(server::error)
}

/// One application with everything needed to decide on it.
#[server(prefix = "/api", endpoint = "applications/detail", input = GetUrl)]
pub async fn show_application(
    id: ApplicationId,
    #[server(default)] notes: i64,
    #[server(default)] history: i64,
) -> Result<ApplicationDetail, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    detail::load_at(&services, &who, id, detail::At { notes, history }).await.map_err(server::error)
}

/// Two to four candidates side by side.
#[server(prefix = "/api", endpoint = "applications/compare", input = GetUrl)]
pub async fn compare_applications(
    job: JobId,
    #[server(default)] a: Vec<ApplicationId>,
) -> Result<ComparePage, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    compare::load(&services, &who, job, &a).await.map_err(server::error)
}

/// Moves an application to another stage.
#[server(prefix = "/api", endpoint = "applications/move")]
pub async fn move_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] stage: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let stage = stage.parse().map_err(|_| invalid("stage", "Choose the stage to move to"))?;
    transitions::move_to(&services, &who, id, version, stage).await.map_err(server::error)?;
    redirect_after_step(&back, id, "Moved");
    Ok(())
}

/// Moves a card that was dragged; the board then reloads itself.
#[server(prefix = "/api", endpoint = "applications/drag")]
pub async fn drag_application(id: ApplicationId, version: i32, stage: StageId) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    transitions::move_to(&services, &who, id, version, stage).await.map_err(server::error)
}

#[server(prefix = "/api", endpoint = "applications/reject")]
pub async fn reject_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] reason: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let reason = picked(&reason)?;
    transitions::reject(&services, &who, id, version, reason, &note).await.map_err(server::error)?;
    redirect_after_step("", id, "Rejected");
    Ok(())
}

/// Reopens a rejected or hired application.
#[server(prefix = "/api", endpoint = "applications/reopen")]
pub async fn reopen_application(id: ApplicationId, version: i32) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    transitions::reopen(&services, &who, id, version).await.map_err(server::error)?;
    redirect_after_step("", id, "Reopened");
    Ok(())
}

/// Puts an application on hold.
#[server(prefix = "/api", endpoint = "applications/hold")]
pub async fn hold_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    transitions::hold(&services, &who, id, version, &reason).await.map_err(server::error)?;
    redirect_after_step("", id, "Put on hold");
    Ok(())
}

/// Resumes an application that is on hold.
#[server(prefix = "/api", endpoint = "applications/resume")]
pub async fn resume_application(id: ApplicationId, version: i32) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    transitions::resume(&services, &who, id, version).await.map_err(server::error)?;
    redirect_after_step("", id, "Going on");
    Ok(())
}

#[server(prefix = "/api", endpoint = "applications/hire")]
pub async fn hire_applicant(id: ApplicationId, version: i32) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    transitions::hire(&services, &who, id, version).await.map_err(server::error)?;
    redirect_after_step("", id, "Hired");
    Ok(())
}

/// Overrules the verdict on a requirement; `seen` is the overruling that the recruiter saw there, if any.
#[server(prefix = "/api", endpoint = "applications/overrule")]
pub async fn overrule_verdict(
    id: ApplicationId,
    requirement: String,
    #[server(default)] seen: String,
    #[server(default)] verdict: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let verdict = verdict.parse().map_err(|_| invalid("verdict", "Choose your verdict"))?;
    let of = overrule::Of { application: id, requirement: &requirement, seen: seen.parse().ok() };
    overrule::overrule(&services, &who, of, verdict, &why).await.map_err(server::error)?;
    redirect_after_step("", id, "Your verdict counts");
    Ok(())
}

/// Restores the machine's verdict.
#[server(prefix = "/api", endpoint = "applications/restore-verdict")]
pub async fn restore_verdict(
    id: ApplicationId,
    requirement: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let of = overrule::Of { application: id, requirement: &requirement, seen: seen.parse().ok() };
    overrule::take_back(&services, &who, of).await.map_err(server::error)?;
    redirect_after_step("", id, "Taken back");
    Ok(())
}

/// Moves the selected applications.
#[server(prefix = "/api", endpoint = "applications/move-many")]
pub async fn move_applications(
    #[server(default)] selected: Vec<Seen>,
    #[server(default)] stage: String,
    back: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let stage = stage.parse().map_err(|_| invalid("stage", "Choose the stage to move to. Your selection is kept"))?;
    let outcome = transitions::move_many(&services, &who, &selected, stage).await.map_err(server::error)?;
    report_bulk(&outcome, &back, "moved")
}

/// Rejects the selected applications.
#[server(prefix = "/api", endpoint = "applications/reject-many")]
pub async fn reject_applications(
    #[server(default)] selected: Vec<Seen>,
    #[server(default)] reason: String,
    #[server(default)] note: String,
    back: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let reason = picked(&reason)?;
    let outcome = transitions::reject_many(&services, &who, &selected, reason, &note).await.map_err(server::error)?;
    report_bulk(&outcome, &back, "rejected")
}

#[cfg(feature = "ssr")]
fn invalid(field: &str, message: &str) -> AppError {
    server::error(hireq_services::ServiceError::field(field, message))
}

#[cfg(feature = "ssr")]
fn picked(reason: &str) -> Result<RejectReason, AppError> {
    reason.parse().map_err(|_| invalid("reason", "Choose a reason"))
}

/// Redirects after a step: to the application's own page, or to the recruiters' page named by the form.
#[cfg(feature = "ssr")]
fn redirect_after_step(back: &str, id: ApplicationId, done: &str) {
    if back.starts_with("/hr/") {
        server::done(back, done);
    } else {
        server::done(&format!("/hr/applications/{id}"), done);
    }
}

/// Redirects back to the list if everything was done; otherwise returns a message for each row that was not.
#[cfg(feature = "ssr")]
fn report_bulk(outcome: &BulkOutcome, back: &str, done: &str) -> Result<(), AppError> {
    let problems: Vec<_> = outcome.rows.iter().filter_map(|r| Some((r, r.problem.as_ref()?))).collect();
    if problems.is_empty() {
        let back = if back.starts_with("/hr/") { back } else { "/hr/jobs" };
        server::done(back, format!("{} {done}", crate::ui::plural(outcome.done(), "applicant", "applicants")));
        return Ok(());
    }
    let mut errors = FieldErrors::one("", format!("{} {done}, {} not:", outcome.done(), problems.len()));
    for (row, problem) in problems {
        let name = if row.name.is_empty() { "An applicant" } else { &row.name };
        errors.add("", format!("{name}: {problem}"));
    }
    Err(server::error(errors.into()))
}
