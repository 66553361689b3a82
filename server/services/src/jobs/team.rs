//! Who works on a job: its owner, hiring managers and interviewers, and handing jobs over.

use crate::{Result, ServiceError, Services, applications::job_head, auth::Hr, events::record};
use hireq_domain::{
    event::Event,
    ids::{JobId, UserId},
    team::{JobRole, JobTeam, JobTeamPage},
};
use hireq_store::jobs::members;

/// A job's team, and who else could be in it.
///
/// # Errors
/// `NotFound` for another organisation's job.
pub async fn load(services: &Services, who: &Hr, job: JobId) -> Result<JobTeamPage> {
    let (pool, scope) = (&services.pool, who.scope());
    let (head, _) = job_head(services, scope, job).await?;
    let members = members::list(pool, scope, job).await?;
    let mut others = members::recruiters(pool, scope).await?;
    others.retain(|(user, _)| !members.iter().any(|member| member.user == *user));
    Ok(JobTeamPage { head, team: JobTeam { members, others } })
}

/// Puts a colleague into a job's team or changes what they are in it. A new owner takes the place of the old one, who
/// leaves the team.
///
/// # Errors
/// `NotFound` for another organisation's job or recruiter; `Invalid` if it would leave the job without an owner.
pub async fn set(services: &Services, who: &Hr, job: JobId, user: UserId, role: JobRole) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    let title = members::lock(&mut *tx, who.scope(), job).await?.ok_or(ServiceError::NotFound)?;
    members::recruiter(&mut *tx, who.scope(), user).await?.ok_or(ServiceError::NotFound)?;
    let before = members::role(&mut *tx, job, user).await?;
    if before == Some(role) {
        return Ok(());
    }
    if before == Some(JobRole::Owner) {
        return Err(owner_stays());
    }
    members::set(&mut tx, job, user, role, services.clock.now()).await?;
    let told = user != who.user.id;
    record(services, &mut tx, who, Event::JobTeamJoined { job, title, user, role, told }).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a colleague out of a job's team.
///
/// # Errors
/// `NotFound`; `Invalid` for the owner, who hands the job over first.
pub async fn remove(services: &Services, who: &Hr, job: JobId, user: UserId) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    members::lock(&mut *tx, who.scope(), job).await?.ok_or(ServiceError::NotFound)?;
    match members::role(&mut *tx, job, user).await? {
        None => return Err(ServiceError::NotFound),
        Some(JobRole::Owner) => return Err(owner_stays()),
        Some(_) => members::remove(&mut *tx, job, user).await?,
    };
    record(services, &mut tx, who, Event::JobTeamLeft { job, user }).await?;
    tx.commit().await?;
    Ok(())
}

fn owner_stays() -> ServiceError {
    ServiceError::field("", "A job has an owner. Make somebody else its owner first")
}

/// Hands over every job that is not over of a colleague; with no `from`, those whose owner is gone. Returns how many.
///
/// # Errors
/// `NotFound` for another organisation's recruiter; `Invalid` if there is nothing to hand over.
pub async fn hand_over(services: &Services, who: &Hr, from: Option<UserId>, to: UserId) -> Result<usize> {
    let mut tx = services.begin(&who.user).await?;
    members::recruiter(&mut *tx, who.scope(), to).await?.ok_or(ServiceError::NotFound)?;
    if from == Some(to) {
        return Err(ServiceError::field("to", "Choose somebody else"));
    }
    let jobs = members::hand_over(&mut tx, who.scope(), from, to, services.clock.now()).await?;
    if jobs == 0 {
        return Err(ServiceError::field("", "There is no job to hand over any more"));
    }
    let told = to != who.user.id;
    record(services, &mut tx, who, Event::JobsHandedOver { from, to, jobs, told }).await?;
    tx.commit().await?;
    Ok(jobs)
}
