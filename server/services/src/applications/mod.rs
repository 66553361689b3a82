//! Applications as recruiters work on them: ranked, on the board, one by one, side by side, and moved by steps that a
//! person takes. Scores rank; nothing here lets a score decide.

pub mod apply;
pub mod board;
pub mod compare;
pub mod csv;
pub mod detail;
pub mod masked;
pub mod notes;
pub mod own;
pub mod ranked;
pub mod steps;

use crate::{Result, ServiceError, Services};
use chrono::TimeDelta;
use hireq_domain::{
    applicants::{JobHead, blind_name, day},
    application::{ApplicantRow, ApplicationStatus},
    ids::JobId,
};
use hireq_store::{OrgScope, applications as store};

/// A job with its stages and requirements, as every page about its applicants shows it.
pub(crate) async fn job_head(services: &Services, scope: &OrgScope, job: JobId) -> Result<JobHead> {
    let (head, stages, requirements) = tokio::try_join!(
        store::job_head(&services.pool, scope, job),
        store::stage_counts(&services.pool, scope, job),
        store::requirement_heads(&services.pool, scope, job),
    )?;
    let head = head.ok_or(ServiceError::NotFound)?;
    Ok(JobHead { stages, requirements, ..head })
}

/// Whether a blind job still hides this applicant's name: until somebody moved or decided.
pub(crate) fn is_hidden(blind: bool, row: &ApplicantRow) -> bool {
    // Both times are written in one statement; the second's grace is for clocks that were set.
    let decided = row.stage_entered_at > row.applied_at + TimeDelta::seconds(1)
        || matches!(row.status, ApplicationStatus::Rejected | ApplicationStatus::Hired);
    blind && !decided
}

/// The row without what names the person, where the job hides it.
pub(crate) fn masked(blind: bool, mut row: ApplicantRow) -> ApplicantRow {
    if is_hidden(blind, &row) {
        row.name = blind_name(row.id);
        row.candidate_id = None;
        row.location = String::new();
        // People put their names there, and it comes from whatever they filled in last.
        row.headline = String::new();
        row.applied_at = day(row.applied_at);
        row.stage_entered_at = day(row.stage_entered_at);
    }
    row
}

/// Rows with their verdicts, names hidden where the job says so.
pub(crate) async fn with_verdicts(
    services: &Services,
    blind: bool,
    rows: Vec<store::ranked::Ranked>,
) -> Result<Vec<ApplicantRow>> {
    let runs: Vec<_> = rows.iter().filter_map(|r| r.run).collect();
    let mut verdicts = store::ranked::verdicts(&services.pool, &runs).await?;
    Ok(rows
        .into_iter()
        .map(|ranked| {
            let mut row = masked(blind, ranked.row);
            row.verdicts = ranked.run.and_then(|run| verdicts.remove(&run)).unwrap_or_default();
            row
        })
        .collect())
}
