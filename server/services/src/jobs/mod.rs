//! Jobs: written by recruiters, published, found by everyone.
//!
//! A draft belongs to its organisation alone. An open job is public; one that was public says that it is over. The row
//! version tells two people who edit the same job about each other.

mod careers;
mod ending;
mod follow_task;
pub mod markdown;
mod pasted;
mod place;
mod preview;
pub mod proposals;
mod save;
pub mod saved;
pub mod team;
mod unattended;

pub use careers::{FeedItem, feed, posting, public, search, sitemap};
pub use ending::{ending, follow};
pub use follow_task::FollowJob;
pub use place::gaps;
pub use preview::preview;
pub(crate) use proposals::Lines;
pub use proposals::{proposal, propose};
pub use save::{Beside, copy_of, save, save_beside};
pub(crate) use unattended::pause_unattended;

use crate::{Result, ServiceError, Services, auth::Hr, events::record, matching::MatchJob, queue, zones};
use hireq_domain::{
    event::Event,
    ids::{JobId, OrganizationId},
    job::{Job, JobContent, JobStatus, OpenApplications},
    page::{Page, offset},
    posting::{JobFilter, JobList},
    zone::Zone,
};
use hireq_store::{jobs, organizations};

/// Rows per page of the recruiter's list.
const LIST_SIZE: i64 = 50;

/// A job of the recruiter's organisation.
///
/// # Errors
/// `NotFound`, also if it belongs to another organisation.
pub async fn load(services: &Services, hr: &Hr, id: JobId) -> Result<Job> {
    jobs::find(&services.pool, hr.scope(), id).await?.ok_or(ServiceError::NotFound)
}

/// The organisation's jobs that `filter` leaves.
///
/// # Errors
/// If the database query fails.
pub async fn list(services: &Services, hr: &Hr, filter: &JobFilter, page: i64) -> Result<JobList> {
    let JobFilter { status, q, mine } = filter;
    let q: String = q.chars().take(100).collect();
    let member = mine.then_some(hr.user.id);
    let counted = jobs::counts(&services.pool, hr.scope(), &q, member).await?;
    let count = |status: JobStatus| counted.iter().find(|(s, _)| *s == status).map_or(0, |(_, n)| *n);
    let counts: Vec<(JobStatus, i64)> = JobStatus::ALL.iter().map(|s| (*s, count(*s))).collect();
    let total = status.map_or_else(|| counts.iter().map(|(_, n)| n).sum(), count);
    let number = page.clamp(1, (total + LIST_SIZE - 1).max(LIST_SIZE) / LIST_SIZE);
    let rows =
        jobs::list(&services.pool, hr.scope(), (*status, &q, member), LIST_SIZE, offset(number, LIST_SIZE)).await?;
    Ok(JobList { jobs: Page { items: rows, total, number, size: LIST_SIZE }, counts })
}

/// Changes a job's status: publishes, pauses, closes or reopens it. Repeating the request has no further effect.
/// Whoever closes or fills a job decides what happens with its open applications; reopening it reopens those that ended
/// with it.
///
/// # Errors
/// `Invalid` with what is missing for publication, or if nobody decided what happens with open applications; `Conflict`
/// if the job's status does not allow the step; `NotFound`.
pub async fn set_status(
    services: &Services,
    hr: &Hr,
    id: JobId,
    to: JobStatus,
    applications: Option<OpenApplications>,
) -> Result<()> {
    let mut tx = services.begin(&hr.user).await?;
    change_status(services, &mut tx, hr, id, to, applications).await?;
    tx.commit().await?;
    Ok(())
}

/// The time zone in which the job's last day ends: its own, or its organisation's.
async fn place(db: &mut hireq_store::PgConnection, hr: &Hr, content: &JobContent) -> Result<Zone> {
    match &content.time_zone {
        Some(zone) => Ok(zone.clone()),
        None => Ok(organizations::zone(db, hr.scope()).await?),
    }
}

/// Recomputes the moments at which jobs' last days end, for one organisation or, after a start, for all: the time zone
/// rules may have changed with a new version of the program.
///
/// # Errors
/// If the database query fails.
pub async fn renew_endings(
    services: &Services,
    db: &mut hireq_store::PgConnection,
    organization: Option<OrganizationId>,
) -> Result<()> {
    // Two days back: a day that is over in one time zone may continue in another.
    let since = services.clock.today() - chrono::Days::new(2);
    let mut endings = jobs::endings(&mut *db, organization, since).await?;
    endings.retain_mut(|ending| {
        let before = ending.at;
        ending.at = zones::day_ends(&ending.zone, ending.day);
        ending.at != before
    });
    Ok(jobs::set_endings(db, &endings).await?)
}

/// Opens a job for applications.
///
/// # Errors
/// The same as [`set_status`].
pub async fn publish(services: &Services, hr: &Hr, id: JobId) -> Result<()> {
    set_status(services, hr, id, JobStatus::Open, None).await
}

/// The step of [`set_status`], within the caller's transaction.
async fn change_status(
    services: &Services,
    tx: &mut hireq_store::PgConnection,
    hr: &Hr,
    id: JobId,
    to: JobStatus,
    applications: Option<OpenApplications>,
) -> Result<()> {
    let job = jobs::find(&mut *tx, hr.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    if job.status == to {
        // Closing an already closed job again may still close the applications that were left open.
        let close = applications == Some(OpenApplications::Close) && to.is_over();
        if !close || !ending::choose(tx, hr, id, to, applications).await? {
            return Ok(());
        }
    } else {
        take_step(services, tx, hr, &job, to).await?;
        ending::choose(tx, hr, id, to, applications).await?;
    }
    record(services, tx, hr, Event::JobStatusChanged { job: id, from: job.status, to, applications }).await
}

/// Changes a job's status from its current one.
async fn take_step(
    services: &Services,
    tx: &mut hireq_store::PgConnection,
    hr: &Hr,
    job: &Job,
    to: JobStatus,
) -> Result<()> {
    if !job.status.may_become(to) {
        return Err(ServiceError::Conflict(format!(
            "This job is {} now, so this step is not possible any more",
            job.status.label().to_lowercase()
        )));
    }
    if to == JobStatus::Open {
        let place = place(&mut *tx, hr, &job.content).await?;
        job.content.missing(zones::day_of(&place, services.clock.now())).into_result()?;
        // The description's vector is needed from the first application on.
        queue::enqueue(&mut *tx, &MatchJob { job: job.id }).await?;
    }
    if !jobs::set_status(&mut *tx, hr.scope(), job.id, job.status, to, services.clock.now()).await? {
        return Err(ServiceError::Conflict("Somebody else changed this job just now. Look at it again".into()));
    }
    Ok(())
}
