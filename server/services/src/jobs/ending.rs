//! Ending a job. Whoever ends it decides whether its open applications end with it; reopening it reopens those.

use super::FollowJob;
use crate::{
    Result, ServiceError, Services,
    applications::transitions,
    auth::Hr,
    events::{By, record},
    matching::MatchJob,
    queue,
};
use hireq_domain::{
    FieldErrors,
    event::Event,
    ids::JobId,
    job::{JobStatus, OpenApplications},
    posting::JobEnding,
};
use hireq_store::{OrgScope, PgConnection, jobs};

/// Applications per transaction.
const BATCH: i64 = 100;

/// What somebody who is about to close or fill a job should know.
///
/// # Errors
/// `NotFound`.
pub async fn ending(services: &Services, hr: &Hr, id: JobId) -> Result<JobEnding> {
    jobs::ending(&services.pool, hr.scope(), id).await?.ok_or(ServiceError::NotFound)
}

/// Stores what is to happen with the applications of a job that changes to `to`, and queues the task that does it.
/// Returns whether there is anything to do.
///
/// # Errors
/// `Invalid` if nobody decided what happens with the open ones.
pub(super) async fn choose(
    tx: &mut PgConnection,
    hr: &Hr,
    id: JobId,
    to: JobStatus,
    chosen: Option<OpenApplications>,
) -> Result<bool> {
    let open = jobs::ending(&mut *tx, hr.scope(), id).await?.ok_or(ServiceError::NotFound)?.open;
    if to.is_over() && open > 0 && chosen.is_none() {
        let ask = "Say what becomes of the applications that are open: leave them, or close them";
        return Err(ServiceError::Invalid(FieldErrors::one("applications", ask)));
    }
    let ends = to.is_over() && chosen == Some(OpenApplications::Close);
    let new = jobs::set_ends_applications(&mut *tx, hr.scope(), id, ends).await?;
    // A job that already ends its applications may have open ones again, because somebody reopened one.
    let follow = new || (ends && open > 0);
    if follow {
        queue::enqueue(&mut *tx, &FollowJob { job: id }).await?;
    }
    Ok(follow)
}

/// Makes a job's applications follow its status: closes the open ones if the job ends them, and otherwise reopens those
/// that ended with it. Works in batches, each by the job's state at that time, and returns how many applications
/// changed.
///
/// # Errors
/// If the database query fails.
pub async fn follow(services: &Services, id: JobId) -> Result<usize> {
    let mut done = 0;
    loop {
        let mut tx = services.pool.begin().await?;
        let Some(course) = jobs::course(&mut *tx, id).await? else { return Ok(done) };
        let batch = jobs::astray(&mut *tx, id, course.ends, BATCH).await?;
        if batch.is_empty() {
            return Ok(done);
        }
        let scope = OrgScope::proven(course.organization);
        for application in &batch {
            transitions::follow_job(services, &mut tx, &scope, *application, &course).await?;
        }
        if !course.ends {
            // Changes made while they were closed have not been scored.
            queue::enqueue(&mut tx, &MatchJob { job: id }).await?;
        }
        // Open pages are notified once per batch.
        record(services, &mut tx, By::Program, Event::FollowedJob(id)).await?;
        tx.commit().await?;
        done += batch.len();
    }
}
