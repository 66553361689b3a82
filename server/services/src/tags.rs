//! The organisation's tags on candidates.

use crate::{Result, ServiceError, Services, auth::Hr, events::record};
use hireq_domain::{event::Event, ids::CandidateId, unseen::is_unseen};
use hireq_store::notes as rows;

/// Most tags on one person.
const MOST: usize = 50;

/// A candidate's tags.
///
/// # Errors
/// Where the database refuses.
pub async fn list(services: &Services, hr: &Hr, candidate: CandidateId) -> Result<Vec<String>> {
    Ok(rows::tags(&services.pool, hr.scope(), candidate).await?)
}

/// Tags a candidate; lower-case, so that one tag is not two.
///
/// # Errors
/// `Invalid` at `tag`; `NotFound` out of the organisation's sight.
pub async fn add(services: &Services, hr: &Hr, candidate: CandidateId, name: &str) -> Result<()> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if name.is_empty() || name.chars().count() > 40 || name.chars().any(|c| c.is_control() || is_unseen(c)) {
        return Err(ServiceError::field("tag", "Write a tag of at most 40 characters"));
    }
    let mut tx = services.pool.begin().await?;
    let there = rows::tags(&mut *tx, hr.scope(), candidate).await?;
    if there.len() >= MOST && !there.contains(&name) {
        return Err(ServiceError::field("tag", format!("Remove a tag first: a person may have {MOST}")));
    }
    if !rows::add_tag(&mut *tx, hr.scope(), candidate, &name).await? && !there.contains(&name) {
        return Err(ServiceError::NotFound);
    }
    record(services, &mut tx, hr, Event::TagAdded { candidate, tag: name }).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a tag.
///
/// # Errors
/// `NotFound` for a tag that the candidate does not have, or out of the organisation's sight.
pub async fn remove(services: &Services, hr: &Hr, candidate: CandidateId, name: &str) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    if !rows::tags(&mut *tx, hr.scope(), candidate).await?.iter().any(|tag| tag == name) {
        return Err(ServiceError::NotFound);
    }
    rows::remove_tag(&mut *tx, hr.scope(), candidate, name).await?;
    record(services, &mut tx, hr, Event::TagRemoved { candidate, tag: name.to_owned() }).await?;
    tx.commit().await?;
    Ok(())
}
