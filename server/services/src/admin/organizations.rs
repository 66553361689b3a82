//! Organisations: listing and renaming.

use super::PAGE_SIZE;
use crate::{Result, ServiceError, Services, auth::Admin, events::record};
use hireq_domain::{account::checked_name, admin::OrganizationRow, event::Event, ids::OrganizationId, page::Page};
use hireq_store::admin as store;

/// A page of the organisations whose name contains `q`.
///
/// # Errors
/// If the database query fails.
pub async fn list(services: &Services, _admin: &Admin, q: &str, page: i64) -> Result<Page<OrganizationRow>> {
    Ok(store::organizations::list(&services.pool, q, page, PAGE_SIZE).await?)
}

/// Renames an organisation. Its URLs stay the same, so that existing links keep working.
///
/// # Errors
/// `Invalid` at `name`; `NotFound`.
pub async fn rename(services: &Services, admin: &Admin, id: OrganizationId, name: &str) -> Result<()> {
    let name = checked_name(name, "the organisation's name").map_err(|e| ServiceError::field("name", e))?;
    let mut tx = services.pool.begin().await?;
    let before = store::organizations::name(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    if before == name {
        return Ok(());
    }
    store::organizations::rename(&mut *tx, id, &name).await?;
    let event = Event::OrganizationRenamed { organization: id, from: before, to: name };
    record(services, &mut tx, admin, event).await?;
    tx.commit().await?;
    Ok(())
}
