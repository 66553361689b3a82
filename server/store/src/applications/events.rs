//! The history of applications, which is append-only. The only thing that changes is when the candidate is told: a step
//! that is cancelled before that time is never told.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    application::{ActorKind, EventKind, HistoryItem},
    ids::{ApplicationId, CandidateId, JobId, OrganizationId, StageId, UserId},
    page::{Page, offset},
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// An event to add to the history.
pub struct NewEvent<'a> {
    pub id: Uuid,
    pub application: ApplicationId,
    /// Who did it; `None` for the program itself.
    pub actor: Option<UserId>,
    /// The capacity in which they acted.
    pub actor_kind: ActorKind,
    pub kind: EventKind,
    /// The previous stage, with its name at that time.
    pub from: Option<(StageId, &'a str)>,
    /// The new stage, with its name at that time.
    pub to: Option<(StageId, &'a str)>,
    /// The reason, which everybody may read.
    pub reason: Option<&'a str>,
    /// A note only for recruiters.
    pub team_note: Option<&'a str>,
    pub at: DateTime<Utc>,
    /// When the candidate's page starts to show it; `None` if it was cancelled before anybody was told.
    pub told_at: Option<DateTime<Utc>>,
}

pub async fn add(db: impl PgExecutor<'_>, event: NewEvent<'_>) -> Result<()> {
    sqlx::query!(
        "insert into application_events
             (id, application_id, actor_id, actor_kind, kind, from_stage_id, to_stage_id, from_stage, to_stage, reason, created_at,
              told_at, team_note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        event.id,
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
        event.told_at,
        event.team_note
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The people and the organisation that an application involves.
pub struct Parties {
    pub candidate: CandidateId,
    /// Whether it is the candidate's own: one that came from a merged record is the organisation's.
    pub own: bool,
    pub name: String,
    /// The address for mail to them; `None` if they did not apply themselves.
    pub email: Option<String>,
    /// Whether they asked not to be contacted.
    pub do_not_contact: bool,
    pub job_id: JobId,
    /// The job's title.
    pub job: String,
    pub organization: OrganizationId,
    pub organization_name: String,
    /// The candidate's account.
    pub user: Option<UserId>,
}

/// The parties of an application that was just added or is locked.
pub async fn parties(db: impl PgExecutor<'_>, id: ApplicationId) -> Result<Parties> {
    sqlx::query_as!(
        Parties,
        r#"select a.candidate_id as "candidate: CandidateId", a.merged_from is null as "own!", c.name,
               case when a.source = 'careers' and u.status is distinct from 'former' then coalesce(u.email, c.emails[1]) end
                   as email, c.do_not_contact,
               j.id as "job_id: JobId", j.title as job, a.organization_id as "organization: OrganizationId", o.name as organization_name,
               u.id as "user?: UserId"
         from applications a
         join candidates c on c.id = a.candidate_id
         left join users u on u.id = c.user_id
         join jobs j on j.id = a.job_id
         join organizations o on o.id = a.organization_id
         where a.id = $1"#,
        id.0
    )
    .fetch_one(db)
    .await
}

/// Cancels steps that the candidate has not been told of yet, so that they never appear on their page.
pub async fn call_back(db: impl PgExecutor<'_>, id: ApplicationId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update application_events set told_at = null where application_id = $1 and told_at > $2", id.0, now)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a step of this kind has not been told yet.
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

/// The newest step of an application.
pub struct LastStep {
    pub kind: EventKind,
    /// The stage that it left.
    pub from_stage: Option<StageId>,
}

/// The newest step of an application of the organisation.
pub async fn last_step(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId) -> Result<Option<LastStep>> {
    let steps: Vec<&str> = EventKind::ALL.iter().filter(|kind| kind.is_step()).map(|kind| kind.as_str()).collect();
    let row = sqlx::query!(
        r#"select e.kind, e.from_stage_id from application_events e
         join applications a on a.id = e.application_id and a.organization_id = $2
         where e.application_id = $1 and e.kind = any($3) order by e.created_at desc, e.id desc limit 1"#,
        id.0,
        scope.uuid(),
        &steps as &[&str]
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| Ok(LastStep { kind: word("kind", &r.kind)?, from_stage: r.from_stage_id.map(StageId) })).transpose()
}

/// Why an application was last put on hold, as its recruiters wrote it.
pub async fn held_because(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId) -> Result<Option<String>> {
    let why = sqlx::query_scalar!(
        "select e.team_note from application_events e
         join applications a on a.id = e.application_id and a.organization_id = $2
         where e.application_id = $1 and e.kind = $3 order by e.created_at desc, e.id desc limit 1",
        id.0,
        scope.uuid(),
        EventKind::Held.as_str()
    )
    .fetch_optional(db)
    .await?;
    Ok(why.flatten())
}

/// A page of an application's history as its recruiters see it, newest first. While the job hides who applied, it is not
/// said that a name changed: that would hint at the person.
pub async fn history_page(
    db: impl PgExecutor<'_> + Copy,
    scope: &OrgScope,
    id: ApplicationId,
    (number, size): (i64, i64),
) -> Result<Page<HistoryItem>> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from application_events e
         join applications a on a.id = e.application_id and a.organization_id = $2
         join jobs j on j.id = a.job_id
         where e.application_id = $1 and (e.kind <> 'renamed' or not names_hidden(j.blind, a.named_at))"#,
        id.0,
        scope.uuid()
    )
    .fetch_one(db)
    .await?;
    let items = history(db, scope, id, (offset(number, size), size)).await?;
    Ok(Page { items, total, number: number.max(1), size })
}

/// An application's history as recruiters see it, newest first: `limit` rows after skipping `skip`.
pub async fn history(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: ApplicationId,
    (skip, limit): (i64, i64),
) -> Result<Vec<HistoryItem>> {
    let rows = sqlx::query!(
        r#"select e.kind, e.actor_kind, e.from_stage, e.to_stage, e.reason, e.team_note, e.created_at,
             u.name as "actor?"
         from application_events e
         join applications a on a.id = e.application_id and a.organization_id = $2
         join jobs j on j.id = a.job_id
         left join users u on u.id = e.actor_id
         where e.application_id = $1 and (e.kind <> 'renamed' or not names_hidden(j.blind, a.named_at))
         order by e.created_at desc, e.id desc limit $3 offset $4"#,
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
                team_note: r.team_note,
                at: r.created_at,
            })
        })
        .collect()
}
