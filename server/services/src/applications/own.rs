//! Candidates' own applications: what they see of them, and withdrawing. A step becomes visible once the candidate has
//! been told of it; one that can still be undone is not shown.

use crate::{Result, ServiceError, Services, auth::Candidate, events::record};
use hireq_domain::{
    application::{ActorKind, ApplicationStatus, EventKind, OwnApplication, Step},
    candidate::OwnApplicationPage,
    event::{Event, InStage, Stage},
    ids::ApplicationId,
};
use hireq_store::{
    applications::{events, own as rows},
    resumes,
};

/// The candidate's applications, newest first.
///
/// # Errors
/// If the database query fails.
pub async fn list(services: &Services, who: &Candidate) -> Result<Vec<OwnApplication>> {
    Ok(rows::list(&services.pool, who.scope(), None, services.clock.now()).await?)
}

/// One of the candidate's applications with its history and its match.
///
/// # Errors
/// `NotFound` if it belongs to somebody else.
pub async fn page(services: &Services, who: &Candidate, id: ApplicationId) -> Result<OwnApplicationPage> {
    let (pool, scope, now) = (&services.pool, who.scope(), services.clock.now());
    let application = rows::list(pool, scope, Some(id), now).await?.pop().ok_or(ServiceError::NotFound)?;
    let text = match application.document_id {
        Some(document) => resumes::get(pool, document).await?.map(|p| p.text),
        None => None,
    };
    let mut items = rows::match_items(pool, scope, id).await?;
    // Candidates do not see which recruiter it was.
    for said in items.iter_mut().flatten().filter_map(|item| item.overrule.as_mut()) {
        said.by.clone_from(&application.organization);
    }
    Ok(OwnApplicationPage {
        stages: rows::stage_kinds(pool, application.job_id).await?,
        history: rows::history(pool, scope, id, now).await?,
        answers: rows::answers(pool, scope, id).await?,
        items,
        text,
        may_withdraw: application.status.after(Step::Withdraw, ActorKind::Candidate).is_ok(),
        application,
    })
}

/// Withdraws an application. Both sides still see it.
///
/// # Errors
/// `NotFound` if it belongs to somebody else; `Conflict` if it is over.
pub async fn withdraw(services: &Services, who: &Candidate, id: ApplicationId) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.begin(&who.user).await?;
    let locked = rows::lock(&mut tx, who.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    // A rejection or hire that can still be undone is unknown to the candidate, who sees the application as open.
    let end = match locked.status {
        ApplicationStatus::Rejected => Some(EventKind::Rejected),
        ApplicationStatus::Hired => Some(EventKind::Hired),
        ApplicationStatus::Closed => Some(EventKind::Closed),
        ApplicationStatus::Active | ApplicationStatus::OnHold | ApplicationStatus::Withdrawn => None,
    };
    let untold = match end {
        Some(end) => events::waits(&mut *tx, id, end, now).await?,
        None => false,
    };
    let status = if untold { ApplicationStatus::Active } else { locked.status };
    status.after(Step::Withdraw, ActorKind::Candidate).map_err(|e| ServiceError::Conflict(e.into()))?;
    rows::withdraw(&mut *tx, who.scope(), id, now).await?;
    let stage = Stage { id: locked.stage, name: locked.stage_name };
    record(services, &mut tx, who, Event::Withdrawn(InStage { application: id, job: locked.job, stage })).await?;
    tx.commit().await?;
    Ok(())
}
