//! The same step with many applications; each for itself, so that one that cannot take it stops no other.

use super::{
    transitions::{Taken, move_to, reject},
    undo::undo,
};
use crate::{Result, ServiceError, Services, auth::Hr};
use hireq_domain::{
    applicants::{BulkOutcome, BulkRow, Seen, blind_name},
    application::RejectReason,
    ids::{ApplicationId, StageId},
};
use hireq_store::applications::ranked;
use std::collections::HashMap;

/// Most applications of one bulk action.
pub const MOST_AT_ONCE: usize = 200;

/// Moves many applications. One that has changed since it was seen is left out, and the outcome names it.
///
/// # Errors
/// `Invalid` for none or too many.
pub async fn move_many(services: &Services, who: &Hr, seen: &[Seen], stage: StageId) -> Result<BulkOutcome> {
    each(services, who, seen, |seen| move_to(services, who, seen.id, seen.version, stage)).await
}

/// Rejects many applications for one reason, and none that has changed since it was seen.
///
/// # Errors
/// `Invalid` for none, too many, or a note that is too long.
pub async fn reject_many(
    services: &Services,
    who: &Hr,
    seen: &[Seen],
    reason: RejectReason,
    note: &str,
) -> Result<BulkOutcome> {
    each(services, who, seen, |seen| reject(services, who, seen.id, seen.version, reason, note)).await
}

/// Takes back the last step of many applications, and of none that has changed since.
///
/// # Errors
/// `Invalid` for none or too many.
pub async fn undo_many(services: &Services, who: &Hr, seen: &[Seen]) -> Result<BulkOutcome> {
    each(services, who, seen, |seen| undo(services, who, seen)).await
}

/// A fault of ours stops the whole action; what can be worded is worded for its row.
async fn each<F: Future<Output = Result<Taken>> + Send>(
    services: &Services,
    who: &Hr,
    seen: &[Seen],
    step: impl Fn(Seen) -> F,
) -> Result<BulkOutcome> {
    if seen.is_empty() {
        return Err(ServiceError::field("selected", "Select at least one applicant"));
    }
    if seen.len() > MOST_AT_ONCE {
        return Err(ServiceError::field("selected", format!("Select at most {MOST_AT_ONCE} applicants at once")));
    }
    let mut names = names(services, who, seen).await?;
    let mut outcome = BulkOutcome::default();
    for seen in seen {
        let (now, problem) = match step(*seen).await {
            Ok(taken) => (Some(taken.seen), None),
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
