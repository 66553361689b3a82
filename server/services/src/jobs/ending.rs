//! A job ends, and its open applications with it where whoever ended it said so; opened anew, it takes them along.

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

/// Applications of one transaction.
const BATCH: i64 = 100;

/// What somebody should know who is about to close or fill a job.
///
/// # Errors
/// `NotFound`.
pub async fn ending(services: &Services, hr: &Hr, id: JobId) -> Result<JobEnding> {
    jobs::ending(&services.pool, hr.scope(), id).await?.ok_or(ServiceError::NotFound)
}

/// Notes what becomes of the applications of a job that goes to `to`, and has a task see to it; whether there is
/// something for it to do.
///
/// # Errors
/// `Invalid` where nobody said what becomes of those that are open.
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
    // A job that ends its applications already may have open ones again: somebody took one up.
    let follow = new || (ends && open > 0);
    if follow {
        queue::enqueue(&mut *tx, &FollowJob { job: id }).await?;
    }
    Ok(follow)
}

/// Has a job's applications follow it: closes those that are open where it ends them, and takes up those again that it
/// ended where it does not any more. Batch by batch, each by what the job says then; how many.
///
/// # Errors
/// Where the database refuses.
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
            // What changed while they were closed has not been scored.
            queue::enqueue(&mut tx, &MatchJob { job: id }).await?;
        }
        // Open pages hear of the batch once.
        record(services, &mut tx, By::Program, Event::FollowedJob(id)).await?;
        tx.commit().await?;
        done += batch.len();
    }
}
