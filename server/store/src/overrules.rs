//! Recruiters' verdicts on requirements, which replace the machine's.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{ApplicationId, OverruleId, UserId},
    matching::{Lapsed, Overrule, Verdict},
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// A verdict to store.
pub struct NewOverrule<'a> {
    pub id: OverruleId,
    pub application: ApplicationId,
    /// The requirement's text in the current match.
    pub requirement: &'a str,
    pub verdict: Verdict,
    /// The reason.
    pub note: &'a str,
    pub author: UserId,
    pub at: DateTime<Utc>,
}

/// Stores a verdict, replacing an earlier one. Returns false if the current match does not contain the requirement.
pub async fn set(db: impl PgExecutor<'_>, scope: &OrgScope, new: NewOverrule<'_>) -> Result<bool> {
    let done = sqlx::query!(
        "insert into overrules (id, application_id, requirement, verdict, note, author_id, created_at)
         select $3, a.id, $4, $5, $6, $7, $8 from applications a
         where a.id = $2 and a.organization_id = $1
             and exists (select 1 from match_items i where i.run_id = a.match_run_id and i.text = $4)
         on conflict (application_id, requirement) do update
         set id = excluded.id, verdict = excluded.verdict, note = excluded.note, author_id = excluded.author_id,
             created_at = excluded.created_at",
        scope.uuid(),
        new.application.0,
        new.id.0,
        new.requirement,
        new.verdict.as_str(),
        new.note,
        new.author.0,
        new.at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The verdict on a requirement, and its author.
pub async fn find(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    application: ApplicationId,
    requirement: &str,
) -> Result<Option<(Overrule, UserId)>> {
    let row = sqlx::query!(
        "select o.id, o.verdict, o.note, o.created_at, o.author_id, u.name
         from overrules o
         join applications a on a.id = o.application_id and a.organization_id = $1
         join users u on u.id = o.author_id
         where o.application_id = $2 and o.requirement = $3",
        scope.uuid(),
        application.0,
        requirement
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        let verdict = word("verdict", &r.verdict)?;
        let said = Overrule { id: OverruleId(r.id), verdict, note: r.note, by: r.name, at: r.created_at };
        Ok((said, UserId(r.author_id)))
    })
    .transpose()
}

/// Removes a verdict.
pub async fn remove(db: impl PgExecutor<'_>, scope: &OrgScope, id: OverruleId) -> Result<()> {
    sqlx::query!(
        "delete from overrules o using applications a
         where o.id = $2 and a.id = o.application_id and a.organization_id = $1",
        scope.uuid(),
        id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Verdicts on an application whose requirement is no longer in its current match, newest first.
pub async fn lapsed(db: impl PgExecutor<'_>, scope: &OrgScope, application: ApplicationId) -> Result<Vec<Lapsed>> {
    let rows = sqlx::query!(
        "select o.id, o.requirement, o.verdict, o.note, o.created_at, u.name
         from overrules o
         join applications a on a.id = o.application_id and a.organization_id = $1
         join users u on u.id = o.author_id
         where o.application_id = $2
             and not exists (select 1 from match_items i where i.run_id = a.match_run_id and i.text = o.requirement)
         order by o.created_at desc, o.id desc",
        scope.uuid(),
        application.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let verdict = word("verdict", &r.verdict)?;
            let overrule = Overrule { id: OverruleId(r.id), verdict, note: r.note, by: r.name, at: r.created_at };
            Ok(Lapsed { requirement: r.requirement, overrule })
        })
        .collect()
}

/// Those of the applications that have such verdicts. Called by tasks for whole jobs.
pub async fn among(db: impl PgExecutor<'_>, applications: &[ApplicationId]) -> Result<Vec<ApplicationId>> {
    let ids: Vec<Uuid> = applications.iter().map(|id| id.0).collect();
    let found =
        sqlx::query_scalar!("select distinct application_id from overrules where application_id = any($1)", &ids)
            .fetch_all(db)
            .await?;
    Ok(found.into_iter().map(ApplicationId).collect())
}
