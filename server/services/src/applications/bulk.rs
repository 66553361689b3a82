//! The same step with many applications; each for itself, so that one that cannot take it stops no other.

use super::{
    job_head,
    transitions::{self, Taken},
    undo::undo,
};
use crate::{Result, ServiceError, Services, auth::Hr, tags};
use hireq_domain::{
    about::About,
    applicants::{ApplicantQuery, BulkOutcome, BulkRow, Seen, blind_name},
    application::RejectReason,
    ids::{ApplicationId, JobId, StageId},
};
use hireq_store::applications::ranked::{self, Reading};
use std::collections::HashMap;

/// Most applications of one bulk action.
pub const MOST_AT_ONCE: usize = 500;

/// What is done with each of many applications.
#[derive(Clone, Copy, Debug)]
pub enum Bulk<'a> {
    Move { stage: StageId, quiet: bool },
    Reject { reason: RejectReason, note: &'a str, quiet: bool },
    Hold { reason: &'a str },
    Resume,
    Tag { name: &'a str },
}

/// Everybody in a job's filtered list, provided that there are still as many as were shown.
///
/// # Errors
/// `NotFound` if the job belongs to another organisation; `Conflict` if the list has changed; `Invalid` if it is too long.
pub async fn everyone(
    services: &Services,
    who: &Hr,
    job: JobId,
    list: &ApplicantQuery,
    shown: i64,
) -> Result<Vec<Seen>> {
    let (scope, filter) = (who.scope(), list.read());
    let (job, asked) = job_head(services, scope, job).await?;
    let reading = Reading { user: who.user.id, blind: job.blind, criteria_hash: &asked };
    let most = i64::try_from(MOST_AT_ONCE).unwrap_or(i64::MAX);
    let seen = ranked::seen(&services.pool, scope, job.id, &filter, reading, most + 1).await?;
    if seen.len() > MOST_AT_ONCE {
        return Err(ServiceError::field("selected", too_many()));
    }
    if i64::try_from(seen.len()).ok() != Some(shown) {
        let why = format!("The list has changed: it has {} now. Look at it again, then decide", seen.len());
        return Err(ServiceError::Conflict(why));
    }
    Ok(seen)
}

fn too_many() -> String {
    format!("Select at most {MOST_AT_ONCE} applicants at once")
}

/// Does the same with many applications of a job. One that has changed since it was seen is left out, and the outcome names it.
///
/// # Errors
/// `NotFound` if the job belongs to another organisation; `Invalid` for none or too many, or for what no application could
/// take, such as a note that is too long.
pub async fn apply(services: &Services, who: &Hr, job: JobId, seen: &[Seen], action: Bulk<'_>) -> Result<BulkOutcome> {
    job_head(services, who.scope(), job).await?;
    match action {
        Bulk::Move { stage, quiet: false } => {
            each(services, who, seen, |s| transitions::move_to(services, who, s.id, s.version, stage)).await
        }
        Bulk::Move { stage, quiet: true } => {
            each(services, who, seen, |s| transitions::move_quietly(services, who, s, stage)).await
        }
        Bulk::Reject { reason, note, quiet: false } => {
            each(services, who, seen, |s| transitions::reject(services, who, s.id, s.version, reason, note)).await
        }
        Bulk::Reject { reason, note, quiet: true } => {
            each(services, who, seen, |s| transitions::reject_quietly(services, who, s, reason, note)).await
        }
        Bulk::Hold { reason } => {
            each(services, who, seen, |s| transitions::hold(services, who, s.id, s.version, reason)).await
        }
        Bulk::Resume => each(services, who, seen, |s| transitions::resume(services, who, s.id, s.version)).await,
        Bulk::Tag { name } => {
            let name = &tags::checked(name)?;
            each(services, who, seen, |s| tag(services, who, s, name)).await
        }
    }
}

/// What hinders the tag of one person is worded for them.
async fn tag(services: &Services, who: &Hr, seen: Seen, name: &str) -> Result<Option<Seen>> {
    match tags::add(services, who, About::Application(seen.id), name).await {
        Ok(()) => Ok(None),
        Err(ServiceError::Invalid(errors)) => {
            let why = errors.0.into_iter().next().map(|(_, why)| why);
            Err(ServiceError::Conflict(why.unwrap_or_default()))
        }
        Err(other) => Err(other),
    }
}

/// Takes back the last step of many applications, and of none that has changed since.
///
/// # Errors
/// `Invalid` for none or too many.
pub async fn undo_many(services: &Services, who: &Hr, seen: &[Seen]) -> Result<BulkOutcome> {
    each(services, who, seen, |seen| undo(services, who, seen)).await
}

impl From<Taken> for Option<Seen> {
    fn from(taken: Taken) -> Self {
        Some(taken.seen)
    }
}

/// A fault of ours stops the whole action; what can be worded is worded for its row.
async fn each<D: Into<Option<Seen>>, F: Future<Output = Result<D>> + Send>(
    services: &Services,
    who: &Hr,
    seen: &[Seen],
    step: impl Fn(Seen) -> F,
) -> Result<BulkOutcome> {
    if seen.is_empty() {
        return Err(ServiceError::field("selected", "Select at least one applicant"));
    }
    if seen.len() > MOST_AT_ONCE {
        return Err(ServiceError::field("selected", too_many()));
    }
    let mut names = names(services, who, seen).await?;
    let mut outcome = BulkOutcome::default();
    for seen in seen {
        let (now, problem) = match step(*seen).await {
            Ok(done) => (done.into(), None),
            Err(ServiceError::NotFound) => (None, Some("Not found".to_owned())),
            Err(ServiceError::Conflict(why)) => (None, Some(why)),
            Err(other) => return Err(other),
        };
        let name = names.remove(&seen.id).unwrap_or_default();
        outcome.rows.push(BulkRow { id: seen.id, name, now, problem });
    }
    Ok(outcome)
}

/// As whom the recruiter knows them before the step, which may uncover them.
async fn names(services: &Services, who: &Hr, seen: &[Seen]) -> Result<HashMap<ApplicationId, String>> {
    let ids: Vec<_> = seen.iter().map(|seen| seen.id).collect();
    let rows = ranked::some(&services.pool, who.scope(), &ids).await?;
    let shown = |row: ranked::Ranked| (row.row.id, if row.hidden { blind_name(row.row.id) } else { row.row.name });
    Ok(rows.into_iter().map(shown).collect())
}
