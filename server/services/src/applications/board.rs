//! The board: a column for each stage, with its best applicants.

use super::{job_head, with_verdicts};
use crate::{Result, Services, auth::Hr};
use hireq_domain::{
    applicants::{BoardColumn, BoardPage},
    ids::JobId,
};
use hireq_store::applications::ranked;

/// Cards per column; the table shows the rest.
pub const CARDS: i64 = 25;

/// A job's board.
///
/// # Errors
/// `NotFound` if the job belongs to another organisation.
pub async fn load(services: &Services, who: &Hr, job: JobId) -> Result<BoardPage> {
    let (job, asked) = job_head(services, who.scope(), job).await?;
    let rows = ranked::best_by_stage(&services.pool, who.scope(), job.id, CARDS).await?;
    let rows = with_verdicts(services, rows, &asked).await?;
    let mut columns: Vec<BoardColumn> =
        job.stages.iter().map(|stage| BoardColumn { stage: stage.clone(), cards: vec![] }).collect();
    for row in rows {
        if let Some(column) = columns.iter_mut().find(|c| c.stage.id == row.stage_id) {
            column.cards.push(row);
        }
    }
    Ok(BoardPage { job, columns })
}
