//! Notes and tags of an application: the candidate's, reached through it.

use crate::{Result, ServiceError, Services, auth::Hr, events::record, notes, tags};
use hireq_domain::{
    applicants::NoteVisibility,
    event::Event,
    ids::{ApplicationId, CandidateId, NoteId},
};
use hireq_store::{
    applications::{self, ranked},
    notes as rows,
};

async fn candidate(services: &Services, who: &Hr, id: ApplicationId) -> Result<CandidateId> {
    applications::candidate_of(&services.pool, who.scope(), id).await?.ok_or(ServiceError::NotFound)
}

/// The candidate, where the job does not hide them: a tag is theirs in every job, and would lead to them.
async fn named(services: &Services, who: &Hr, id: ApplicationId) -> Result<CandidateId> {
    let candidate = candidate(services, who, id).await?;
    let ranked = ranked::some(&services.pool, who.scope(), &[id]).await?.pop().ok_or(ServiceError::NotFound)?;
    if ranked.hidden {
        let why = "This job hides its applicants until a first decision. Tag the person after that";
        return Err(ServiceError::field("name", why));
    }
    Ok(candidate)
}

/// Adds a note.
///
/// # Errors
/// `Invalid` at `body`; `NotFound` where the application is not the organisation's.
pub async fn add(
    services: &Services,
    who: &Hr,
    id: ApplicationId,
    body: &str,
    visibility: NoteVisibility,
) -> Result<NoteId> {
    let candidate = candidate(services, who, id).await?;
    notes::add(services, who, candidate, Some(id), body, visibility).await
}

/// Removes one's own note.
///
/// # Errors
/// `NotFound` where there is none of one's own.
pub async fn remove(services: &Services, who: &Hr, id: NoteId) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    if !rows::remove(&mut *tx, who.scope(), id, who.user.id).await? {
        return Err(ServiceError::NotFound);
    }
    record(services, &mut tx, who, Event::NoteRemoved(id)).await?;
    Ok(tx.commit().await?)
}

/// Puts a tag on the candidate of an application.
///
/// # Errors
/// `Invalid` at `name`; `NotFound` where the application is not the organisation's.
pub async fn add_tag(services: &Services, who: &Hr, id: ApplicationId, name: &str) -> Result<()> {
    let candidate = named(services, who, id).await?;
    tags::add(services, who, candidate, name).await
}

/// Takes a tag off the candidate of an application.
///
/// # Errors
/// `NotFound` where the application is not the organisation's.
pub async fn remove_tag(services: &Services, who: &Hr, id: ApplicationId, name: &str) -> Result<()> {
    let candidate = named(services, who, id).await?;
    tags::remove(services, who, candidate, name).await
}
