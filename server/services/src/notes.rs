//! Recruiters' notes about a candidate.

use crate::{Result, ServiceError, Services, auth::Hr, events::record};
use chrono::TimeDelta;
use hireq_domain::{
    about::About,
    applicants::{NoteItem, NoteVisibility},
    event::Event,
    ids::{ApplicationId, CandidateId, NoteId},
    page::Page,
    unseen::shows,
};
use hireq_store::{applications, notes as rows, users};
use uuid::Uuid;

/// The longest note, in characters.
const MOST_CHARS: usize = 10_000;

/// Notes per page.
const SHOWN: i64 = 20;

/// The same text about the same person within this time is treated as one note sent twice.
const SENT_AGAIN: TimeDelta = TimeDelta::minutes(5);

/// A page of the notes about a candidate that the recruiter may see, newest first; limited to one application if that
/// is given.
///
/// # Errors
/// If the database query fails.
pub async fn list(
    services: &Services,
    hr: &Hr,
    candidate: CandidateId,
    application: Option<ApplicationId>,
    number: i64,
) -> Result<Page<NoteItem>> {
    Ok(rows::list(&services.pool, hr.scope(), hr.user.id, candidate, application, (number, SHOWN)).await?)
}

/// Adds a note; sending it twice adds it once.
///
/// # Errors
/// `Invalid` at `body`; `NotFound` if the organisation may not see the candidate.
pub async fn add(services: &Services, hr: &Hr, about: About, body: &str, visibility: NoteVisibility) -> Result<NoteId> {
    let (candidate, at) = match about {
        About::Candidate(id) => (id, None),
        About::Application(id) => {
            let found = applications::candidate_and_job(&services.pool, hr.scope(), id).await?;
            let (candidate, job) = found.ok_or(ServiceError::NotFound)?;
            (candidate, Some((id, job)))
        }
    };
    let application = at.map(|(id, _)| id);
    let body = body.trim();
    if !shows(body) {
        return Err(ServiceError::field("body", "Write the note"));
    }
    if body.chars().count() > MOST_CHARS {
        return Err(ServiceError::field("body", format!("Shorten the note to {MOST_CHARS} characters or fewer")));
    }
    let id = NoteId(Uuid::now_v7());
    let note =
        rows::NewNote { id, author: hr.user.id, candidate, application, body, visibility, at: services.clock.now() };
    let team = visibility == NoteVisibility::Team;
    let mut tx = services.pool.begin().await?;
    users::lock(&mut *tx, hr.user.id).await?;
    if let Some(same) = rows::same_since(&mut *tx, hr.scope(), &note, note.at - SENT_AGAIN).await? {
        return Ok(same);
    }
    if !rows::add(&mut *tx, hr.scope(), note).await? {
        return Err(ServiceError::NotFound);
    }
    record(services, &mut tx, hr, Event::NoteAdded { candidate, at, team }).await?;
    tx.commit().await?;
    Ok(id)
}

/// Removes a note of the recruiter's own.
///
/// # Errors
/// `NotFound` if they have no such note.
pub async fn remove(services: &Services, hr: &Hr, id: NoteId) -> Result<()> {
    let mut tx = services.begin(&hr.user).await?;
    if !rows::remove(&mut *tx, hr.scope(), id, hr.user.id).await? {
        return Err(ServiceError::NotFound);
    }
    record(services, &mut tx, hr, Event::NoteRemoved(id)).await?;
    Ok(tx.commit().await?)
}
