//! Applies recruiters' own verdicts to the total that is shown and ranked by, and to the must-haves. The machine's
//! match stays unchanged.

use super::{Criteria, counted, run::criteria_of};
use crate::{Result, Services};
use hireq_domain::{
    ids::{ApplicationId, JobId},
    matching::MatchResult,
};
use hireq_store::{PgConnection, matching as store, overrules};

/// Recomputes one application after a recruiter set or took back a verdict. The application must be locked.
pub(crate) async fn count_again(
    services: &Services,
    db: &mut PgConnection,
    job: JobId,
    application: ApplicationId,
) -> Result<()> {
    let Some((_, criteria)) = criteria_of(services, &mut *db, job).await? else { return Ok(()) };
    count(db, &criteria, &[application]).await
}

/// Recomputes those of the applications that have recruiters' verdicts, after their matches were written.
pub(super) async fn count_among(
    db: &mut PgConnection,
    criteria: &Criteria,
    applications: &[ApplicationId],
) -> Result<()> {
    let overruled = overrules::among(&mut *db, applications).await?;
    if overruled.is_empty() { Ok(()) } else { count(db, criteria, &overruled).await }
}

async fn count(db: &mut PgConnection, criteria: &Criteria, applications: &[ApplicationId]) -> Result<()> {
    for (run, mut result) in store::current(&mut *db, applications).await? {
        // A match made for earlier criteria is skipped: it will be made again, and recomputed then.
        if is_of(&result, criteria) {
            result.counted = counted(&result, criteria);
            store::set_counted(&mut *db, run, &result).await?;
        }
    }
    Ok(())
}

fn is_of(result: &MatchResult, criteria: &Criteria) -> bool {
    result.items.len() == criteria.requirements.len()
        && result.items.iter().zip(&criteria.requirements).all(|(item, asked)| item.text == asked.text)
}
