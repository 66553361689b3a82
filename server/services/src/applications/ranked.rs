//! The ranked table: a page of a job's applicants.

use super::{job_head, with_verdicts};
use crate::{Result, Services, auth::Hr};
use hireq_domain::{
    applicants::{ApplicantQuery, RankedPage},
    ids::JobId,
    page::{Page, offset},
};
use hireq_store::applications::ranked;

/// Rows per page.
pub const PAGE: i64 = 50;

/// A page of a job's applicants.
///
/// # Errors
/// `NotFound` if the job belongs to another organisation.
pub async fn page(services: &Services, who: &Hr, job: JobId, query: &ApplicantQuery) -> Result<RankedPage> {
    let (scope, filter) = (who.scope(), query.read());
    let (job, asked) = job_head(services, scope, job).await?;
    let total = ranked::count(&services.pool, scope, job.id, &filter, (job.blind, &asked)).await?;
    // A page past the end, perhaps because the list shrank, shows the last page.
    let last = (total + PAGE - 1) / PAGE;
    let number = filter.page.min(last.max(1));
    let at = (PAGE, offset(number, PAGE));
    let rows = ranked::list(&services.pool, scope, job.id, &filter, (job.blind, &asked), at).await?;
    let items = with_verdicts(services, rows, &asked).await?;
    Ok(RankedPage { job, rows: Page { items, total, number, size: PAGE } })
}
