//! Jobs that candidates save to come back to. Only they see which.

use crate::{Result, ServiceError, Services, auth::Candidate};
use hireq_domain::{
    ids::JobId,
    posting::{OwnJob, SavedJob},
};
use hireq_store::jobs::saved;

/// The most jobs that one candidate saves; their list shows all of them.
const MOST: i64 = 200;

/// What the candidate has with a public job.
///
/// # Errors
/// If the database query fails.
pub async fn own(services: &Services, who: &Candidate, job: JobId) -> Result<OwnJob> {
    Ok(saved::own(&services.pool, who.scope(), job).await?)
}

/// Saves a public job, or takes it off again. Repeating it changes nothing.
///
/// # Errors
/// `NotFound` if there is no such job; `Conflict` if they have saved too many.
pub async fn set(services: &Services, who: &Candidate, slug: &str, on: bool) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    if on {
        if !saved::save(&mut *tx, who.scope(), slug, services.clock.now()).await? {
            return Err(ServiceError::NotFound);
        }
        if saved::count(&mut *tx, who.scope()).await? > MOST {
            return Err(ServiceError::Conflict(format!("You have saved {MOST} jobs already. Take one off first")));
        }
    } else {
        saved::forget(&mut *tx, who.scope(), slug).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Those of these jobs, by the last parts of their URLs, that the candidate saved.
///
/// # Errors
/// If the database query fails.
pub async fn among(services: &Services, who: &Candidate, slugs: &[String]) -> Result<Vec<String>> {
    Ok(saved::among(&services.pool, who.scope(), slugs).await?)
}

/// The candidate's saved jobs, the last one first. Those that are over stay until they are taken off.
///
/// # Errors
/// If the database query fails.
pub async fn list(services: &Services, who: &Candidate) -> Result<Vec<SavedJob>> {
    Ok(saved::list(&services.pool, who.scope(), services.clock.now()).await?)
}
