//! The organisation's tags on candidates.

use crate::{Result, ServiceError, Services, auth::Hr, events::record};
use hireq_domain::{about::About, event::Event, ids::CandidateId, unseen::is_unseen};
use hireq_store::{
    applications::{self, ranked},
    notes as rows,
};

/// The most tags of one person.
const MOST: usize = 50;

/// The candidate whose tags these are. Tags cannot be used in an application whose job hides the person: they belong to
/// the person in all jobs and would identify them.
async fn candidate(services: &Services, hr: &Hr, about: About) -> Result<CandidateId> {
    let application = match about {
        About::Candidate(id) => return Ok(id),
        About::Application(id) => id,
    };
    let candidate = applications::candidate_and_job(&services.pool, hr.scope(), application).await?.map(|(id, _)| id);
    let ranked = ranked::some(&services.pool, hr.scope(), &[application]).await?.pop();
    let (Some(candidate), Some(ranked)) = (candidate, ranked) else { return Err(ServiceError::NotFound) };
    if ranked.hidden {
        let why = "This job hides its applicants until a first decision. Tag the person after that";
        return Err(ServiceError::field("tag", why));
    }
    Ok(candidate)
}

/// A tag as it is stored: in lower case, to avoid duplicates.
///
/// # Errors
/// `Invalid` at `tag`.
pub fn checked(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if name.is_empty() || name.chars().count() > 40 || name.chars().any(|c| c.is_control() || is_unseen(c)) {
        return Err(ServiceError::field("tag", "Write a tag of at most 40 characters"));
    }
    Ok(name)
}

/// Adds a tag.
///
/// # Errors
/// `Invalid` at `tag`; `NotFound` if the organisation may not see the candidate.
pub async fn add(services: &Services, hr: &Hr, about: About, name: &str) -> Result<()> {
    let candidate = candidate(services, hr, about).await?;
    let name = checked(name)?;
    let mut tx = services.begin(&hr.user).await?;
    let there = rows::tags(&mut *tx, hr.scope(), candidate).await?;
    if there.len() >= MOST && !there.contains(&name) {
        return Err(ServiceError::field("tag", format!("Remove a tag first: a person may have {MOST}")));
    }
    // Nothing was added: a colleague was faster, or the organisation may not see the person.
    if !rows::add_tag(&mut *tx, hr.scope(), candidate, &name).await? {
        let there = rows::tags(&mut *tx, hr.scope(), candidate).await?.contains(&name);
        return if there { Ok(()) } else { Err(ServiceError::NotFound) };
    }
    record(services, &mut tx, hr, Event::TagAdded { candidate, tag: name }).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a tag.
///
/// # Errors
/// `NotFound` if the candidate does not have the tag, or the organisation may not see the candidate.
pub async fn remove(services: &Services, hr: &Hr, about: About, name: &str) -> Result<()> {
    let candidate = candidate(services, hr, about).await?;
    let mut tx = services.begin(&hr.user).await?;
    if !rows::tags(&mut *tx, hr.scope(), candidate).await?.iter().any(|tag| tag == name) {
        return Err(ServiceError::NotFound);
    }
    rows::remove_tag(&mut *tx, hr.scope(), candidate, name).await?;
    record(services, &mut tx, hr, Event::TagRemoved { candidate, tag: name.to_owned() }).await?;
    tx.commit().await?;
    Ok(())
}
