//! An application's history: rows are only ever added. What alone changes is when the candidate is told: a step that is
//! called back before that is never told.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    application::{ActorKind, EventKind, HistoryItem},
    ids::{ApplicationId, StageId, UserId},
    page::{Page, offset},
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// A step to add to the history.
pub struct NewEvent<'a> {
    /// The application.
    pub application: ApplicationId,
    /// Who; none for the program itself.
    pub actor: Option<UserId>,
    /// As what.
    pub actor_kind: ActorKind,
    /// What happened.
    pub kind: EventKind,
    /// From which stage, with its name at that time.
    pub from: Option<(StageId, &'a str)>,
    /// To which stage, with its name at that time.
    pub to: Option<(StageId, &'a str)>,
    /// Why, in words that the history shows.
    pub reason: Option<&'a str>,
    /// When.
    pub at: DateTime<Utc>,
    /// From when on the candidate's page shows it; never, where it was called back before anybody was told.
    pub told_at: Option<DateTime<Utc>>,
}

/// Adds a step; its key.
pub async fn add(db: impl PgExecutor<'_>, event: NewEvent<'_>) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into application_events
             (id, application_id, actor_id, actor_kind, kind, from_stage_id, to_stage_id, from_stage, to_stage, reason, created_at,
              told_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        event.application.0,
        event.actor.map(|a| a.0),
        event.actor_kind.as_str(),
        event.kind.as_str(),
        event.from.map(|f| f.0.0),
        event.to.map(|t| t.0.0),
        event.from.map(|f| f.1),
        event.to.map(|t| t.1),
        event.reason,
        event.at,
        event.told_at
    )
    .execute(db)
    .await?;
    Ok(id)
}

/// Calls back what the candidate has not been told yet: it never shows on their page.
pub async fn call_back(db: impl PgExecutor<'_>, id: ApplicationId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update application_events set told_at = null where application_id = $1 and told_at > $2", id.0, now)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a step of this kind waits to be told.
pub async fn waits(db: impl PgExecutor<'_>, id: ApplicationId, kind: EventKind, now: DateTime<Utc>) -> Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from application_events
             where application_id = $1 and kind = $2 and told_at > $3) as "waits!""#,
        id.0,
        kind.as_str(),
        now
    )
    .fetch_one(db)
    .await
}

/// A page of an application's history as its recruiters see it, newest first.
pub async fn history_page(
    db: impl PgExecutor<'_> + Copy,
    scope: &OrgScope,
    id: ApplicationId,
    (number, size): (i64, i64),
) -> Result<Page<HistoryItem>> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from application_events e
         join applications a on a.id = e.application_id and a.organization_id = $2
         where e.application_id = $1"#,
        id.0,
        scope.uuid()
    )
    .fetch_one(db)
    .await?;
    let items = history(db, scope, id, (offset(number, size), size)).await?;
    Ok(Page { items, total, number: number.max(1), size })
}

/// An application's history as its recruiters see it, newest first: `limit` rows after the first `skip`.
pub async fn history(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: ApplicationId,
    (skip, limit): (i64, i64),
) -> Result<Vec<HistoryItem>> {
    let rows = sqlx::query!(
        r#"select e.kind, e.actor_kind, e.from_stage, e.to_stage, e.reason, e.created_at, u.name as "actor?"
         from application_events e
         join applications a on a.id = e.application_id and a.organization_id = $2
         left join users u on u.id = e.actor_id
         where e.application_id = $1 order by e.created_at desc, e.id desc limit $3 offset $4"#,
        id.0,
        scope.uuid(),
        limit,
        skip
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let actor_kind: ActorKind = word("actor_kind", &r.actor_kind)?;
            let actor = match (actor_kind, r.actor) {
                (ActorKind::Recruiter | ActorKind::Admin, Some(name)) => name,
                (kind, _) => kind.label().to_owned(),
            };
            Ok(HistoryItem {
                kind: word("kind", &r.kind)?,
                actor,
                from_stage: r.from_stage,
                to_stage: r.to_stage,
                reason: r.reason,
                at: r.created_at,
            })
        })
        .collect()
}
