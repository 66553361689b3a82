//! The ranked table: a page of a job's applicants.

use super::{job_head, with_verdicts};
use crate::{Result, Services, auth::Hr};
use hireq_domain::{
    applicants::{ApplicantQuery, RankedPage},
    application::ListColumn,
    ids::{JobId, StageId},
    page::{Page, offset},
};
use hireq_store::{
    applications::ranked::{self, Reading},
    list_columns, saved_filters, views,
};

/// Rows per page.
pub const PAGE: i64 = 50;

/// A page of a job's applicants.
///
/// # Errors
/// `NotFound` if the job belongs to another organisation.
pub async fn page(services: &Services, who: &Hr, job: JobId, query: &ApplicantQuery) -> Result<RankedPage> {
    let (scope, filter) = (who.scope(), query.read());
    let (job, asked) = job_head(services, scope, job).await?;
    let reading = Reading { user: who.user.id, blind: job.blind, criteria_hash: &asked };
    let counts = ranked::count_by_stage(&services.pool, scope, job.id, &filter, reading).await?;
    let in_stage = |id: StageId| counts.get(&id).copied().unwrap_or(0);
    let total = filter.stage.map_or_else(|| counts.values().sum(), in_stage);
    let fitting = job.stages.iter().map(|stage| in_stage(stage.id)).collect();
    // A page past the end, perhaps of a list that shrank, shows the last one.
    let last = (total + PAGE - 1) / PAGE;
    let number = filter.page.min(last.max(1));
    let at = (PAGE, offset(number, PAGE));
    let rows = ranked::list(&services.pool, scope, job.id, &filter, reading, at).await?;
    let mut items = with_verdicts(services, rows, &asked).await?;
    let ids: Vec<_> = items.iter().map(|row| row.id).collect();
    let opened = views::opened(&services.pool, &ids, who.user.id).await?;
    items.iter_mut().for_each(|row| row.unseen = !opened.contains(&row.id));
    let columns = list_columns::chosen(&services.pool, who.user.id).await?;
    if !columns.is_empty() {
        let mut more = list_columns::of(&services.pool, scope, &ids).await?;
        items.iter_mut().for_each(|row| row.more = more.remove(&row.id).unwrap_or_default());
    }
    let saved = saved_filters::list(&services.pool, job.id, who.user.id).await?;
    Ok(RankedPage { job, saved, columns, fitting, rows: Page { items, total, number, size: PAGE } })
}

/// Keeps which columns a recruiter wants in every job's list; words that name none are left out.
///
/// # Errors
/// Only the database's.
pub async fn choose_columns(services: &Services, who: &Hr, columns: &[String]) -> Result<()> {
    let chosen: Vec<_> =
        ListColumn::ALL.iter().copied().filter(|c| columns.iter().any(|word| word == c.as_str())).collect();
    let mut tx = services.begin(&who.user).await?;
    list_columns::choose(&mut *tx, who.user.id, &chosen).await?;
    tx.commit().await?;
    Ok(())
}
