//! Notes and tags beside an application.

use crate::{Result, ServiceError, Services, auth::Hr};
use hireq_domain::{
    applicants::NoteVisibility,
    ids::{ApplicationId, NoteId},
};
use hireq_store::applications::notes as store;
use uuid::Uuid;

/// Longest note, in characters.
const LONGEST: usize = 5_000;

/// Adds a note.
///
/// # Errors
/// `Invalid` where it is empty or too long; `NotFound` where the application is not the organisation's.
pub async fn add(
    services: &Services,
    who: &Hr,
    application: ApplicationId,
    body: &str,
    visibility: NoteVisibility,
) -> Result<NoteId> {
    let body = body.trim();
    if body.is_empty() {
        return Err(ServiceError::field("body", "Write something first"));
    }
    if body.chars().count() > LONGEST {
        return Err(ServiceError::field("body", "Shorten the note to 5,000 characters or fewer"));
    }
    let id = NoteId(Uuid::now_v7());
    let now = services.clock.now();
    let added = store::add(&services.pool, who.scope(), id, application, who.user.id, body, visibility, now).await?;
    if added { Ok(id) } else { Err(ServiceError::NotFound) }
}

/// Removes one's own note.
///
/// # Errors
/// `NotFound` where there is none of one's own.
pub async fn remove(services: &Services, who: &Hr, id: NoteId) -> Result<()> {
    let removed = store::remove(&services.pool, who.scope(), id, who.user.id).await?;
    if removed { Ok(()) } else { Err(ServiceError::NotFound) }
}

/// Puts a tag on the candidate of an application.
///
/// # Errors
/// `Invalid` where it is empty or too long; `NotFound` where the application is not the organisation's.
pub async fn add_tag(services: &Services, who: &Hr, application: ApplicationId, name: &str) -> Result<()> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 40 {
        return Err(ServiceError::field("tag", "Enter a tag of 40 characters or fewer"));
    }
    let known = store::add_tag(&services.pool, who.scope(), application, &name).await?;
    if known { Ok(()) } else { Err(ServiceError::NotFound) }
}

/// Takes a tag off the candidate of an application.
///
/// # Errors
/// Where the database refuses.
pub async fn remove_tag(services: &Services, who: &Hr, application: ApplicationId, name: &str) -> Result<()> {
    Ok(store::remove_tag(&services.pool, who.scope(), application, name).await?)
}
