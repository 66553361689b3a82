//! The board: a column for each stage, with its best applicants.

use super::{job_head, with_verdicts};
use crate::{Result, Services, auth::Hr};
use hireq_domain::{
    applicants::{ApplicantFilter, ApplicantQuery, BoardColumn, BoardPage, StageCount, StatusFilter},
    ids::JobId,
};
use hireq_store::applications::ranked::{self, Reading};

/// Cards per column; the table shows the rest.
pub const CARDS: i64 = 25;

/// A job's board: its open applications, filtered.
///
/// # Errors
/// `NotFound` if the job belongs to another organisation.
pub async fn load(services: &Services, who: &Hr, job: JobId, query: &ApplicantQuery) -> Result<BoardPage> {
    let (scope, filter) = (who.scope(), query.read());
    let filter = ApplicantFilter { status: StatusFilter::Open, stage: None, ..filter };
    let (job, asked) = job_head(services, scope, job).await?;
    let reading = Reading { user: who.user.id, blind: job.blind, criteria_hash: &asked };
    let counts = ranked::count_by_stage(&services.pool, scope, job.id, &filter, reading).await?;
    let rows = ranked::best_by_stage(&services.pool, scope, job.id, &filter, reading, CARDS).await?;
    let rows = with_verdicts(services, rows, &asked).await?;
    let stages = job
        .stages
        .iter()
        .map(|stage| StageCount { open: counts.get(&stage.id).copied().unwrap_or(0), ..stage.clone() });
    let mut columns: Vec<BoardColumn> = stages.map(|stage| BoardColumn { stage, cards: vec![] }).collect();
    for row in rows {
        if let Some(column) = columns.iter_mut().find(|c| c.stage.id == row.stage_id) {
            column.cards.push(row);
        }
    }
    Ok(BoardPage { job, columns })
}
