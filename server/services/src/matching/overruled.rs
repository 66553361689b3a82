//! What recruiters said of verdicts, counted: in the total that is shown and ranked by, and in the must-haves. The
//! machine's match stays as it was made.

use super::{Criteria, counted, run::criteria_of};
use crate::{Result, Services};
use hireq_domain::{
    ids::{ApplicationId, JobId},
    matching::MatchResult,
};
use hireq_store::{PgConnection, matching as store, overrules};

/// Counts anew in one application, of which somebody said something or took it back. It is locked.
pub(crate) async fn count_again(
    services: &Services,
    db: &mut PgConnection,
    job: JobId,
    application: ApplicationId,
) -> Result<()> {
    let Some((_, criteria)) = criteria_of(services, &mut *db, job).await? else { return Ok(()) };
    count(db, &criteria, &[application]).await
}

/// Counts in those of some applications of which somebody said something; their matches were just written.
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
        // A match of what the job asked before: it is made anew, and counted then.
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
