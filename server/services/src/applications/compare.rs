//! Two to four candidates for one job, side by side.

use super::{job_head, masked::Person, with_verdicts};
use crate::{Result, ServiceError, Services, auth::Hr};
use hireq_domain::{
    applicants::{ComparePage, Compared},
    application::Answer,
    ids::{ApplicationId, JobId},
};
use hireq_store::{applications, applications::ranked, matching};

/// The fewest and most candidates that can be compared.
pub const FEWEST: usize = 2;
/// See [`FEWEST`].
pub const MOST: usize = 4;

/// The candidates with their matches, in the order asked for. Applications to other jobs are left out.
///
/// # Errors
/// `NotFound` if the job is not the organisation's; `Invalid` for fewer than two or more than four.
pub async fn load(services: &Services, who: &Hr, job: JobId, ids: &[ApplicationId]) -> Result<ComparePage> {
    let scope = who.scope();
    let (job, asked) = job_head(services, scope, job).await?;
    if ids.len() < FEWEST || ids.len() > MOST {
        return Err(ServiceError::field("a", "Choose two to four applicants to compare"));
    }
    let mut rows = ranked::some(&services.pool, scope, ids).await?;
    rows.sort_by_key(|r| ids.iter().position(|id| *id == r.row.id));
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        if applications::job_of(&services.pool, scope, row.row.id).await? == Some(job.id) {
            kept.push(row);
        }
    }
    let runs: Vec<_> = kept.iter().map(|r| r.run).collect();
    let known: Vec<_> = runs.iter().flatten().copied().collect();
    let mut db = services.pool.acquire().await?;
    let mut results = matching::results(&mut db, scope, &known).await?;
    let mut more = Vec::with_capacity(kept.len());
    for (row, run) in kept.iter().zip(&runs) {
        let particulars = applications::particulars(&services.pool, scope, row.row.id).await?;
        let particulars = particulars.ok_or(ServiceError::NotFound)?;
        let mut answers: Vec<Answer> = serde_json::from_value(particulars.answers.clone()).unwrap_or_default();
        if row.hidden {
            let (person, _) = Person::of(&row.row.name, &particulars)?;
            // Reasons quote the résumé; its text is not shown here, so evidence points nowhere.
            person.cover_result(run.and_then(|run| results.get_mut(&run)), |_| None);
            answers.iter_mut().for_each(|answer| answer.answer = person.cover(&answer.answer).text);
        }
        more.push((answers, particulars.applied));
    }
    let rows = with_verdicts(services, kept, &asked).await?;
    let candidates = rows
        .into_iter()
        .zip(runs)
        .zip(more)
        .map(|((row, run), (answers, applied))| {
            let result = run.and_then(|run| results.remove(&run));
            Compared { row, result, answers, applied }
        })
        .collect();
    Ok(ComparePage { job, candidates })
}
