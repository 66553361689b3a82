//! What recruiters said of requirements in place of the machine's verdicts.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{ApplicationId, OverruleId, UserId},
    matching::{Lapsed, Overrule, Verdict},
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// What somebody says of a requirement.
pub struct NewOverrule<'a> {
    /// Key.
    pub id: OverruleId,
    pub application: ApplicationId,
    /// In the words of the current match.
    pub requirement: &'a str,
    pub verdict: Verdict,
    /// Why.
    pub note: &'a str,
    /// Who.
    pub author: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Writes what somebody says, in place of what was said before; whether the current match asks for this.
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

/// What was said of a requirement, and by whom.
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

/// Takes back what was said.
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

/// What was said of an application in words in which its current match asks no more, the newest first.
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

/// Those of some applications of which somebody said something. Tasks ask, for whole jobs.
pub async fn among(db: impl PgExecutor<'_>, applications: &[ApplicationId]) -> Result<Vec<ApplicationId>> {
    let ids: Vec<Uuid> = applications.iter().map(|id| id.0).collect();
    let found =
        sqlx::query_scalar!("select distinct application_id from overrules where application_id = any($1)", &ids)
            .fetch_all(db)
            .await?;
    Ok(found.into_iter().map(ApplicationId).collect())
}
