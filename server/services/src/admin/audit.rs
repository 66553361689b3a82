//! Reading the audit log.

use super::PAGE_SIZE;
use crate::{Result, Services, auth::Admin};
use hireq_domain::{
    admin::{AuditChoices, AuditFilter, AuditRow},
    page::Page,
};
use hireq_store::admin as store;

/// A page of the entries that match `filter`, newest first.
///
/// # Errors
/// If the database query fails.
pub async fn list(services: &Services, _admin: &Admin, filter: &AuditFilter, page: i64) -> Result<Page<AuditRow>> {
    Ok(store::audit::list(&services.pool, filter, page, 2 * PAGE_SIZE).await?)
}

/// The values that the log can be filtered by.
///
/// # Errors
/// If the database query fails.
pub async fn choices(services: &Services, _admin: &Admin) -> Result<AuditChoices> {
    Ok(store::audit::choices(&services.pool).await?)
}
