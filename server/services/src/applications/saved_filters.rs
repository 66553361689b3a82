//! The filters of a job's list that a recruiter keeps under a name. They are nobody else's, and change nothing.

use crate::{Result, ServiceError, Services, auth::Hr};
use hireq_domain::{
    applicants::{ApplicantQuery, SavedFilter},
    ids::{JobId, SavedFilterId},
    unseen::is_unseen,
};
use hireq_store::saved_filters as rows;
use uuid::Uuid;

/// How many a recruiter keeps for a job.
const MOST: i64 = 20;
const LONGEST_NAME: usize = 40;
/// Characters of the whole query; the longest that the page sends is far below.
const LONGEST_QUERY: usize = 2_000;

/// Keeps the filters of a job's list under a name; what had this name goes.
///
/// # Errors
/// `Invalid` at `name`; `NotFound` for another organisation's job.
pub async fn save(services: &Services, who: &Hr, job: JobId, name: &str, query: ApplicantQuery) -> Result<()> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(|c| c.is_control() || is_unseen(c)) {
        return Err(ServiceError::field("name", format!("Write a name of at most {LONGEST_NAME} characters")));
    }
    // The page is where one is now, not what is looked for.
    let query = ApplicantQuery { page: String::new(), ..query };
    let ApplicantQuery { stage, band, status, q, musts, unseen, sort, .. } = &query;
    if [stage, band, status, q, musts, unseen, sort].map(|value| value.chars().count()).iter().sum::<usize>()
        > LONGEST_QUERY
    {
        return Err(ServiceError::field("name", "Search for fewer words"));
    }
    let mut tx = services.begin(&who.user).await?;
    super::job_head(services, who.scope(), job).await?;
    let saved = SavedFilter { id: SavedFilterId(Uuid::now_v7()), name, query };
    let owner = (job, who.user.id);
    if !rows::save(&mut *tx, who.scope(), owner, &saved, MOST, services.clock.now()).await? {
        return Err(ServiceError::field("name", format!("Remove one first: you may keep {MOST} for a job")));
    }
    tx.commit().await?;
    Ok(())
}

/// Removes what the recruiter keeps.
///
/// # Errors
/// `NotFound`.
pub async fn remove(services: &Services, who: &Hr, id: SavedFilterId) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    if !rows::remove(&mut *tx, who.user.id, id).await? {
        return Err(ServiceError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
