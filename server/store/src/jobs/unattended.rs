//! Jobs without an active recruiter.

use crate::Result;
use hireq_domain::ids::{JobId, OrganizationId};
use sqlx::PgExecutor;

/// An organisation's open jobs, if it has no active recruiter.
pub async fn unattended(db: impl PgExecutor<'_>, organization: OrganizationId) -> Result<Vec<JobId>> {
    let ids = sqlx::query_scalar!(
        "select id from jobs where organization_id = $1 and status = 'open' and not exists (
             select 1 from users u where u.organization_id = $1 and u.role = 'hr' and u.status = 'active')
         order by id for no key update",
        organization.0
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(JobId).collect())
}
