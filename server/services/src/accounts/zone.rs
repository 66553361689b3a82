//! Where people and organisations are in time: their browser proposes it, they have the last word.

use crate::{Result, Services, auth::SignedIn, jobs, zones};
use hireq_domain::{
    account::{AccountStatus, Role},
    ids::UserId,
    zone::Zone,
};
use hireq_store::{organizations, users};

/// Takes what a browser says for where its user is, and their organisation, while nobody said so.
///
/// # Errors
/// Where the database refuses.
pub async fn propose_zone(services: &Services, user: UserId, zone: &Zone) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    users::propose_zone(&mut *tx, user, zone).await?;
    if let Some(organization) = organizations::propose_zone(&mut *tx, user, zone).await? {
        jobs::renew_endings(services, &mut tx, Some(organization)).await?;
    }
    Ok(tx.commit().await?)
}

/// Changes where somebody reads times; for an approved recruiter also where the organisation is, and with it when its
/// jobs' last days end.
///
/// # Errors
/// `Invalid` where there is no such zone.
pub async fn set_time_zone(services: &Services, who: &SignedIn, own: &str, organization: &str) -> Result<()> {
    let own = zones::read("time_zone", own)?;
    let organization = zones::read("organization_time_zone", organization)?;
    let mut tx = services.pool.begin().await?;
    users::set_zone(&mut *tx, who.user.id, own.as_ref()).await?;
    let approved = who.user.role == Role::Hr && who.user.status == AccountStatus::Active;
    if let (true, Some(theirs), Some(zone)) = (approved, &who.user.organization, organization) {
        organizations::set_zone(&mut *tx, theirs.id, &zone).await?;
        jobs::renew_endings(services, &mut tx, Some(theirs.id)).await?;
    }
    Ok(tx.commit().await?)
}
