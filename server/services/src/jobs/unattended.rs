//! Jobs whose last recruiter has left.

use crate::{Result, Services, auth::Admin, events::record};
use hireq_domain::{event::Event, ids::OrganizationId, job::JobStatus};
use hireq_store::{OrgScope, PgConnection, jobs};

/// Pauses an organisation's open jobs if it has no active recruiter left: nobody would read the applications.
///
/// # Errors
/// If the database query fails.
pub(crate) async fn pause_unattended(
    services: &Services,
    tx: &mut PgConnection,
    admin: &Admin,
    organization: OrganizationId,
) -> Result<()> {
    let (scope, from, to) = (OrgScope::proven(organization), JobStatus::Open, JobStatus::Paused);
    for job in jobs::unattended(&mut *tx, organization).await? {
        jobs::set_status(&mut *tx, &scope, job, from, to, services.clock.now()).await?;
        record(services, tx, admin, Event::JobStatusChanged { job, from, to, applications: None }).await?;
    }
    Ok(())
}
