//! People and jobs of an organisation by name.

use crate::{OrgScope, Result, words::containing, words::word};
use hireq_domain::{
    find::{FoundApplication, FoundJob, FoundPerson},
    ids::{ApplicationId, CandidateId, JobId},
};
use sqlx::PgExecutor;

/// People whom the organisation may see with `words` in their name, or in one of their e-mail addresses: whose name begins
/// so first, then whoever applied last.
pub async fn people(db: impl PgExecutor<'_>, scope: &OrgScope, words: &str, limit: i64) -> Result<Vec<FoundPerson>> {
    let pattern = containing(words);
    let rows = sqlx::query!(
        r#"select c.id, c.name, c.headline, a.id as "application?", a.title as "title?", a.stage as "stage?",
               a.status as "status?"
         from candidates c
         left join lateral (
             select n.id, j.title, s.name as stage, n.status, n.applied_at from applications n
             join named_applications k on k.id = n.id
             join jobs j on j.id = n.job_id join stages s on s.id = n.stage_id
             where n.candidate_id = c.id and n.organization_id = $1 order by n.applied_at desc limit 1) a on true
         where exists (
                 select 1 from organization_candidates o where o.organization_id = $1 and o.candidate_id = c.id)
             and (c.name ilike $2 or exists (select 1 from unnest(c.emails) as mail where mail ilike $2))
         order by not c.name ilike substr($2, 2), a.applied_at desc nulls last, c.id limit $3"#,
        scope.uuid(),
        pattern,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let application = match (r.application, r.title, r.stage, r.status) {
                (Some(id), Some(job_title), Some(stage), Some(status)) => {
                    let status = word("status", &status)?;
                    Some(FoundApplication { id: ApplicationId(id), job_title, stage, status })
                }
                _ => None,
            };
            Ok(FoundPerson { id: CandidateId(r.id), name: r.name, headline: r.headline, application })
        })
        .collect()
}

/// Jobs with `words` in their title: open ones first, then the newest.
pub async fn jobs(db: impl PgExecutor<'_>, scope: &OrgScope, words: &str, limit: i64) -> Result<Vec<FoundJob>> {
    let rows = sqlx::query!(
        "select id, title, location, status from jobs where organization_id = $1 and title ilike $2
         order by status <> 'open', created_at desc, id limit $3",
        scope.uuid(),
        containing(words),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let status = word("status", &r.status)?;
            Ok(FoundJob { id: JobId(r.id), title: r.title, location: r.location, status })
        })
        .collect()
}
