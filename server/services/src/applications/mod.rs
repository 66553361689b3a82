//! Applications as recruiters work on them: ranked, on the board, one at a time, side by side, and moved by explicit
//! steps. Scores only rank; no decision here depends on one.

pub mod apply;
pub mod board;
pub mod bulk;
pub mod compare;
pub mod csv;
pub mod detail;
pub mod guest;
pub mod masked;
pub mod overrule;
pub mod own;
pub mod ranked;
pub mod saved_filters;
pub mod transitions;
pub mod undo;

use crate::{Result, ServiceError, Services, matching};
use hireq_domain::{
    applicants::{JobHead, blind_name, day},
    application::ApplicantRow,
    ids::JobId,
};
use hireq_store::{
    OrgScope,
    applications::{self as store, ranked::Ranked},
};

/// A job with its stages and requirements, as shown on every page about its applicants, and the hash of its current
/// criteria.
pub(crate) async fn job_head(services: &Services, scope: &OrgScope, job: JobId) -> Result<(JobHead, Vec<u8>)> {
    let asked = matching::run::criteria_hash(services, job).await?;
    let (head, unscored, stages, requirements) = tokio::try_join!(
        store::job_head(&services.pool, scope, job),
        store::unscored(&services.pool, scope, job, &asked),
        store::stage_counts(&services.pool, scope, job),
        store::requirement_heads(&services.pool, scope, job),
    )?;
    let head = head.ok_or(ServiceError::NotFound)?;
    Ok((JobHead { unscored, stages, requirements, ..head }, asked))
}

/// An applicant's row, without anything that names the person if the job hides them. It counts as being rescored if its
/// score is not based on the current criteria, `asked`.
pub(crate) fn masked(ranked: Ranked, asked: &[u8]) -> ApplicantRow {
    let mut row = ranked.row;
    row.rescoring = ranked.criteria_hash.is_some_and(|hash| hash != asked);
    if ranked.hidden {
        row.name = blind_name(row.id);
        row.candidate_id = None;
        row.location = String::new();
        // People write their names into the headline, and it may come from another application.
        row.headline = String::new();
        row.applied_at = day(row.applied_at);
        row.stage_entered_at = day(row.stage_entered_at);
    }
    row
}

/// Rows with their verdicts; names are hidden if the job asks for that.
pub(crate) async fn with_verdicts(services: &Services, rows: Vec<Ranked>, asked: &[u8]) -> Result<Vec<ApplicantRow>> {
    let runs: Vec<_> = rows.iter().filter_map(|r| r.run).collect();
    let mut verdicts = store::ranked::verdicts(&services.pool, &runs).await?;
    Ok(rows
        .into_iter()
        .map(|ranked| {
            let run = ranked.run;
            let mut row = masked(ranked, asked);
            row.verdicts = run.and_then(|run| verdicts.remove(&run)).unwrap_or_default();
            row
        })
        .collect())
}
