//! Applications as recruiters work on them: ranked, on the board, one by one, side by side, and moved by steps that a
//! person takes. Scores rank; nothing here lets a score decide.

pub mod apply;
pub mod board;
pub mod compare;
pub mod csv;
pub mod detail;
pub mod masked;
pub mod overrule;
pub mod own;
pub mod ranked;
pub mod transitions;

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

/// A job with its stages and requirements, as every page about its applicants shows it, and the hash of what it asks now.
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

/// The row without what names the person, where the job hides them. Scored by anything but what is `asked` now, it is
/// being scored.
pub(crate) fn masked(ranked: Ranked, asked: &[u8]) -> ApplicantRow {
    let mut row = ranked.row;
    row.rescoring = ranked.criteria_hash.is_some_and(|hash| hash != asked);
    if ranked.hidden {
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
