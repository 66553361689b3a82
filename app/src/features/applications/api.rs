//! Server functions of applications, for recruiters.

use crate::{error::AppError, form::Told};
use hireq_domain::{
    applicants::{ApplicantQuery, ApplicationDetail, BoardPage, ComparePage, RankedPage, Seen},
    ids::{ApplicationId, JobId, SavedFilterId, StageId},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server;
#[cfg(feature = "ssr")]
use hireq_domain::{
    FieldErrors,
    applicants::{BulkAction, BulkOutcome, BulkRow, Undoable},
    application::RejectReason,
};
#[cfg(feature = "ssr")]
use hireq_services::{
    ServiceError,
    applications::{
        board,
        bulk::{self, Bulk},
        compare, detail, overrule, ranked, saved_filters,
        transitions::{self, Taken},
        undo,
    },
};

#[server(prefix = "/api", endpoint = "applications/ranked", input = GetUrl)]
pub async fn list_applicants(job: JobId, #[server(default)] query: ApplicantQuery) -> Result<RankedPage, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    ranked::page(&services, &who, job, &query).await.map_err(server::error)
}

#[server(prefix = "/api", endpoint = "applications/board", input = GetUrl)]
pub async fn show_board(job: JobId, #[server(default)] query: ApplicantQuery) -> Result<BoardPage, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    board::load(&services, &who, job, &query).await.map_err(server::error)
}

/// One application with everything that a decision needs, within the list that the reader goes through: a part of
/// the `inbox`, or the job's `list`.
#[server(prefix = "/api", endpoint = "applications/detail", input = GetUrl)]
pub async fn show_application(
    id: ApplicationId,
    #[server(default)] list: ApplicantQuery,
    #[server(default)] inbox: String,
    #[server(default)] notes: i64,
    #[server(default)] history: i64,
) -> Result<ApplicationDetail, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let list = inbox.parse().map_or_else(|_| detail::List::Job(list), detail::List::Inbox);
    detail::load_at(&services, &who, id, detail::At { list, notes, history }).await.map_err(server::error)
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

/// Moves an application to another stage. Like every step it is followed by the page `back`, and undone on `here`.
#[server(prefix = "/api", endpoint = "applications/move")]
pub async fn move_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] stage: String,
    #[server(default)] quiet: bool,
    #[server(default)] back: String,
    #[server(default)] here: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let stage = stage.parse().map_err(|_| server::invalid("stage", "Choose the stage to move to"))?;
    let taken = if quiet {
        transitions::move_quietly(&services, &who, Seen { id, version }, stage).await
    } else {
        transitions::move_to(&services, &who, id, version, stage).await
    };
    let taken = taken.map_err(server::error)?;
    decided(&back, &here, &taken, format!("{} moved to {}", taken.name, taken.stage));
    Ok(())
}

/// Moves a card that was dragged; the board then reloads itself.
#[server(prefix = "/api", endpoint = "applications/drag")]
pub async fn drag_application(id: ApplicationId, version: i32, stage: StageId) -> Result<Told, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let taken = transitions::move_to(&services, &who, id, version, stage).await.map_err(server::error)?;
    Ok(Told {
        text: format!("{} moved to {}", taken.name, taken.stage),
        undo: Some(undoable("", &taken)),
        problems: vec![],
    })
}

#[server(prefix = "/api", endpoint = "applications/reject")]
pub async fn reject_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] reason: String,
    #[server(default)] note: String,
    #[server(default)] quiet: bool,
    #[server(default)] back: String,
    #[server(default)] here: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let reason = picked(&reason)?;
    let taken = if quiet {
        transitions::reject_quietly(&services, &who, Seen { id, version }, reason, &note).await
    } else {
        transitions::reject(&services, &who, id, version, reason, &note).await
    };
    let taken = taken.map_err(server::error)?;
    decided(&back, &here, &taken, format!("{} rejected", taken.name));
    Ok(())
}

/// Reopens a rejected or hired application.
#[server(prefix = "/api", endpoint = "applications/reopen")]
pub async fn reopen_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] here: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let taken = transitions::reopen(&services, &who, id, version).await.map_err(server::error)?;
    redirect_after_step(&here, id, format!("{} is back in {}", taken.name, taken.stage));
    Ok(())
}

/// Puts an application on hold.
#[server(prefix = "/api", endpoint = "applications/hold")]
pub async fn hold_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] reason: String,
    #[server(default)] back: String,
    #[server(default)] here: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let taken = transitions::hold(&services, &who, id, version, &reason).await.map_err(server::error)?;
    decided(&back, &here, &taken, format!("{} put on hold", taken.name));
    Ok(())
}

/// Resumes an application that is on hold.
#[server(prefix = "/api", endpoint = "applications/resume")]
pub async fn resume_application(
    id: ApplicationId,
    version: i32,
    #[server(default)] here: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let taken = transitions::resume(&services, &who, id, version).await.map_err(server::error)?;
    decided(&here, &here, &taken, format!("{} goes on in {}", taken.name, taken.stage));
    Ok(())
}

#[server(prefix = "/api", endpoint = "applications/hire")]
pub async fn hire_applicant(id: ApplicationId, version: i32, #[server(default)] here: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let taken = transitions::hire(&services, &who, id, version).await.map_err(server::error)?;
    // Whoever hires has more to do for this person: the next one can wait.
    decided(&here, &here, &taken, format!("{} hired", taken.name));
    Ok(())
}

/// Takes back the last step of applications that are still as it left them.
#[server(prefix = "/api", endpoint = "applications/undo")]
pub async fn undo_steps(#[server(default)] steps: Vec<Seen>, #[server(default)] back: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    if let [seen] = steps[..] {
        // A conflict would have the page loaded anew, and the message it stands in is gone by then.
        let taken = undo::undo(&services, &who, seen).await.map_err(|error| match error {
            ServiceError::Conflict(why) => server::invalid("", &why),
            other => server::error(other),
        })?;
        redirect_after_step(&back, seen.id, format!("Undone: {} is back in {}", taken.name, taken.stage));
        return Ok(());
    }
    let outcome = bulk::undo_many(&services, &who, &steps).await.map_err(server::error)?;
    report_bulk(&outcome, "put back", inside(&back).unwrap_or("/hr/jobs"), None)
}

/// Says something else of a requirement than the machine; `seen` is what had been said of it.
#[server(prefix = "/api", endpoint = "applications/overrule")]
pub async fn overrule_verdict(
    id: ApplicationId,
    requirement: String,
    #[server(default)] seen: String,
    #[server(default)] verdict: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let verdict = verdict.parse().map_err(|_| server::invalid("verdict", "Choose your verdict"))?;
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

/// The action that only shows the selected applications side by side, for pages without scripts.
pub(super) const COMPARE: &str = "compare";

/// What was chosen for a bulk action; each action reads its own part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkChoices {
    pub stage: String,
    pub move_quietly: bool,
    pub reason: String,
    pub note: String,
    pub reject_quietly: bool,
    /// Why they wait, if they are put on hold.
    pub why: String,
    pub tag: String,
}

/// Does the same with many applications of a job: those `selected`, or `everyone` whom the filtered `list` has, who were
/// so many when it was shown. `action` is a [`BulkAction`](hireq_domain::applicants::BulkAction)'s word.
#[server(prefix = "/api", endpoint = "applications/bulk")]
pub async fn bulk_step(
    job: JobId,
    #[server(default)] selected: Vec<Seen>,
    #[server(default)] everyone: Option<i64>,
    #[server(default)] list: ApplicantQuery,
    #[server(default)] action: String,
    #[server(default)] with: BulkChoices,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let seen = match everyone {
        Some(shown) => bulk::everyone(&services, &who, job, &list, shown).await.map_err(server::error)?,
        None => selected,
    };
    if action == COMPARE {
        // The page takes four at most, and says so to whoever chose more.
        let ids: Vec<_> = seen.iter().take(5).map(|seen| format!("a={}", seen.id)).collect();
        server::redirect(&format!("/hr/jobs/{job}/compare?{}", ids.join("&")));
        return Ok(());
    }
    let step = bulk_action(&action, &with)?;
    let outcome = bulk::apply(&services, &who, job, &seen, step).await.map_err(server::error)?;
    let done = match step {
        Bulk::Move { .. } => "moved",
        Bulk::Reject { .. } => "rejected",
        Bulk::Hold { .. } => "put on hold",
        Bulk::Resume => "taken off hold",
        Bulk::Tag { .. } => "tagged",
    };
    let back = inside(&back).unwrap_or("/hr/jobs");
    // A tag is no step.
    let undo = Some(outcome.done()).filter(|steps| !steps.is_empty());
    report_bulk(&outcome, done, back, undo.map(|steps| Undoable { steps, back: back.to_owned() }))
}

/// Chooses the columns of every job's list.
#[server(prefix = "/api", endpoint = "applications/columns")]
pub async fn choose_columns(
    #[server(default)] columns: Vec<String>,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    ranked::choose_columns(&services, &who, &columns).await.map_err(server::error)?;
    server::redirect(inside(&back).unwrap_or("/hr/jobs"));
    Ok(())
}

/// Keeps the filters of a job's list under a name.
#[server(prefix = "/api", endpoint = "applications/save-filter")]
pub async fn save_filter(
    job: JobId,
    #[server(default)] name: String,
    #[server(default)] list: ApplicantQuery,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    saved_filters::save(&services, &who, job, &name, list).await.map_err(server::error)?;
    server::done(inside(&back).unwrap_or("/hr/jobs"), "The filters are saved");
    Ok(())
}

/// Removes filters that were kept.
#[server(prefix = "/api", endpoint = "applications/remove-filter")]
pub async fn remove_filter(id: SavedFilterId, #[server(default)] back: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    saved_filters::remove(&services, &who, id).await.map_err(server::error)?;
    server::done(inside(&back).unwrap_or("/hr/jobs"), "The saved filters are removed");
    Ok(())
}

#[cfg(feature = "ssr")]
fn bulk_action<'a>(action: &str, with: &'a BulkChoices) -> Result<Bulk<'a>, AppError> {
    let action = action.parse().map_err(|_| server::invalid("", "Press the button of what is to be done"))?;
    Ok(match action {
        BulkAction::Move => Bulk::Move {
            stage: with
                .stage
                .parse()
                .map_err(|_| server::invalid("stage", "Choose the stage to move to. Your selection is kept"))?,
            quiet: with.move_quietly,
        },
        BulkAction::Reject => {
            Bulk::Reject { reason: picked(&with.reason)?, note: &with.note, quiet: with.reject_quietly }
        }
        BulkAction::Hold => Bulk::Hold { reason: &with.why },
        BulkAction::Resume => Bulk::Resume,
        BulkAction::Tag => Bulk::Tag { name: &with.tag },
    })
}

#[cfg(feature = "ssr")]
fn picked(reason: &str) -> Result<RejectReason, AppError> {
    reason.parse().map_err(|_| server::invalid("reason", "Choose a reason"))
}

/// An address that a form names, where it is a recruiters' page.
#[cfg(feature = "ssr")]
fn inside(address: &str) -> Option<&str> {
    address.starts_with("/hr/").then_some(address)
}

#[cfg(feature = "ssr")]
fn own_page(id: ApplicationId) -> String {
    format!("/hr/applications/{id}")
}

/// Where a step ends: the recruiters' page that the form names, or the application's own.
#[cfg(feature = "ssr")]
fn redirect_after_step(back: &str, id: ApplicationId, text: impl Into<String>) {
    server::done(inside(back).unwrap_or(&own_page(id)), text);
}

/// Where a decision ends, and how it is undone.
#[cfg(feature = "ssr")]
fn decided(back: &str, here: &str, taken: &Taken, text: String) {
    server::done_undoably(inside(back).unwrap_or(&own_page(taken.seen.id)), text, undoable(here, taken));
}

#[cfg(feature = "ssr")]
fn undoable(here: &str, taken: &Taken) -> Undoable {
    let back = inside(here).map_or_else(|| own_page(taken.seen.id), str::to_owned);
    Undoable { steps: vec![taken.seen], back }
}

#[cfg(feature = "ssr")]
fn applicants(count: usize) -> String {
    crate::ui::plural(count, "applicant", "applicants")
}

/// Says for how many it was done, and of everybody else why it was not; that nothing was done is an error of the form.
#[cfg(feature = "ssr")]
fn report_bulk(outcome: &BulkOutcome, done: &str, back: &str, undo: Option<Undoable>) -> Result<(), AppError> {
    let problem = |row: &BulkRow| {
        let name = if row.name.is_empty() { "An applicant" } else { &row.name };
        row.problem.as_ref().map(|problem| format!("{name}: {problem}"))
    };
    let problems: Vec<_> = outcome.rows.iter().filter_map(problem).collect();
    let many = outcome.rows.len() - problems.len();
    if many == 0 {
        let mut errors = FieldErrors::one("", format!("None {done}:"));
        problems.into_iter().for_each(|problem| errors.add("", problem));
        return Err(server::error(errors.into()));
    }
    let text = match problems.len() {
        0 => format!("{} {done}", applicants(many)),
        others => format!("{} {done}, {others} not", applicants(many)),
    };
    server::done_in_part(back, Told { text, undo, problems });
    Ok(())
}
