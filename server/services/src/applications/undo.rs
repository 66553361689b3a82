//! Taking back the last step. What the candidate was not told yet they are never told.

use super::transitions::{Moving, Reopening, Taken, hold, moved, reopened, resume};
use crate::{Result, ServiceError, Services, auth::Hr};
use hireq_domain::{applicants::Seen, application::EventKind};
use hireq_store::applications::events;

/// Takes back the last step of an application, provided that none came since it was `seen`.
///
/// # Errors
/// `NotFound`; `Conflict` where somebody took another step since, or the last one is not a recruiter's to take back.
pub async fn undo(services: &Services, who: &Hr, seen: Seen) -> Result<Taken> {
    let last = events::last_step(&services.pool, who.scope(), seen.id).await?.ok_or(ServiceError::NotFound)?;
    // Should a step have come since, its version is another, and whatever follows here refuses.
    match (last.kind, last.from_stage) {
        (EventKind::Moved, Some(from)) => moved(services, who, seen, from, Moving::Undone).await,
        (EventKind::Rejected | EventKind::Hired, _) => reopened(services, who, seen, Reopening::Undone).await,
        (EventKind::Held, _) => resume(services, who, seen.id, seen.version).await,
        (EventKind::Resumed, _) => {
            let reason = events::held_because(&services.pool, who.scope(), seen.id).await?.unwrap_or_default();
            hold(services, who, seen.id, seen.version, &reason).await
        }
        _ => Err(ServiceError::Conflict("This step cannot be undone. Open the application to decide anew".into())),
    }
}
