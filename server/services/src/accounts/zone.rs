//! The time zones of people and organisations: proposed by the browser until somebody sets one.

use super::Origin;
use crate::{
    Result, ServiceError, Services,
    auth::SignedIn,
    events::{By, record},
    jobs, zones,
};
use hireq_domain::{
    account::{AccountStatus, Role},
    event::{AccountEvent, Event},
    ids::{OrganizationId, UserId},
    zone::Zone,
};
use hireq_store::{PgConnection, organizations, users};

/// Stores the browser's time zone for its user and their organisation, unless one was set already.
///
/// # Errors
/// If the database query fails.
pub async fn propose_zone(services: &Services, from: impl Into<Origin>, id: UserId, zone: &Zone) -> Result<()> {
    let from = from.into();
    let mut tx = services.pool.begin().await?;
    let own = users::propose_zone(&mut *tx, id, zone).await?;
    let organization = organizations::propose_zone(&mut *tx, id, zone).await?;
    if let Some(user) = users::current(&mut *tx, id).await?.filter(|_| own || organization.is_some()) {
        let by = By::Person { user: &user, ip: &from.ip, agent: &from.agent };
        if own {
            record(services, &mut tx, by, Event::Account { user: id, what: AccountEvent::Zone }).await?;
        }
        if let Some(organization) = organization {
            moved(services, &mut tx, by, organization, zone).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Sets the zone in which somebody reads times. An approved recruiter also sets their organisation's zone, which
/// decides when its jobs' last days end.
///
/// # Errors
/// `Invalid` if there is no such zone, or if an organisation's zone is left empty.
pub async fn set_time_zone(services: &Services, who: &SignedIn, own: &str, organization: &str) -> Result<()> {
    let own = zones::read("time_zone", own)?;
    let organization = zones::read("organization_time_zone", organization)?;
    let approved = who.user.role == Role::Hr && who.user.status == AccountStatus::Active;
    if approved && organization.is_none() && who.user.organization_zone.is_some() {
        let why = "Write your organisation's time zone: the last day for applications ends there";
        return Err(ServiceError::field("organization_time_zone", why));
    }
    let user = who.user.id;
    let mut tx = services.pool.begin().await?;
    if users::set_zone(&mut *tx, user, own.as_ref()).await? {
        record(services, &mut tx, who, Event::Account { user, what: AccountEvent::Zone }).await?;
    }
    if let (true, Some(theirs), Some(zone)) = (approved, &who.user.organization, organization)
        && organizations::set_zone(&mut *tx, theirs.id, &zone).await?
    {
        moved(services, &mut tx, who.into(), theirs.id, &zone).await?;
    }
    Ok(tx.commit().await?)
}

async fn moved(services: &Services, db: &mut PgConnection, by: By<'_>, id: OrganizationId, to: &Zone) -> Result<()> {
    jobs::renew_endings(services, &mut *db, Some(id)).await?;
    record(services, db, by, Event::OrganizationMoved { organization: id, to: to.clone() }).await
}
