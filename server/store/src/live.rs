//! What open pages are told, kept for an hour: a page that was away asks for what it missed.

use crate::Result;
use hireq_domain::{
    event::{Heard, LiveEvent},
    ids::{CandidateId, OrganizationId, UserId},
};
use sqlx::{PgExecutor, types::Json};
use uuid::Uuid;

/// An event with those who may hear of it.
#[derive(Clone, Debug)]
pub struct Addressed {
    /// Key: a UUIDv7, so keys are in the order of time, though not of commits.
    pub id: Uuid,
    /// Organisations whose recruiters may know.
    pub organizations: Vec<OrganizationId>,
    /// Candidates who may know.
    pub candidates: Vec<CandidateId>,
    /// People who may know, whatever they are.
    pub users: Vec<UserId>,
    /// What happened.
    pub event: LiveEvent,
}

/// Somebody who listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Their account.
    pub user: UserId,
    /// Whom they hire for.
    pub organization: Option<OrganizationId>,
    /// Who they are as a candidate.
    pub candidate: Option<CandidateId>,
}

impl Listener {
    /// Whether they may hear of it.
    #[must_use]
    pub fn may_know(&self, event: &Addressed) -> bool {
        event.users.contains(&self.user)
            || self.organization.is_some_and(|id| event.organizations.contains(&id))
            || self.candidate.is_some_and(|id| event.candidates.contains(&id))
    }
}

/// Keeps an event and, once the transaction commits, tells every server its key: a notification has a limit, and however
/// many may know, a key keeps within it.
pub async fn add(db: impl PgExecutor<'_>, event: &Addressed) -> Result<()> {
    sqlx::query!(
        r#"with kept as (
             insert into live_events (id, organizations, candidates, users, event) values ($1, $2, $3, $4, $5) returning id)
         select pg_notify('hireq_live', id::text) as "told!: ()" from kept"#,
        event.id,
        &event.organizations as &[OrganizationId],
        &event.candidates as &[CandidateId],
        &event.users as &[UserId],
        Json(&event.event) as _,
    )
    .fetch_one(db)
    .await?;
    Ok(())
}

/// These events, in order.
pub async fn some(db: impl PgExecutor<'_>, ids: &[Uuid]) -> Result<Vec<Addressed>> {
    let rows = sqlx::query!(
        r#"select id, organizations as "organizations: Vec<OrganizationId>", candidates as "candidates: Vec<CandidateId>",
             users as "users: Vec<UserId>", event as "event: Json<LiveEvent>"
         from live_events where id = any($1) order by id"#,
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Addressed {
            id: r.id,
            organizations: r.organizations,
            candidates: r.candidates,
            users: r.users,
            event: r.event.0,
        })
        .collect())
}

/// What somebody may know of the events after a key, in order; `most` at a time.
pub async fn since(db: impl PgExecutor<'_>, who: &Listener, after: Uuid, most: i64) -> Result<Vec<Heard>> {
    let rows = sqlx::query!(
        r#"select id, event as "event: Json<LiveEvent>" from live_events
         where id > $1 and ($2 = any(users) or $3 = any(organizations) or $4 = any(candidates)) order by id limit $5"#,
        after,
        who.user.0,
        who.organization.map(|id| id.0),
        who.candidate.map(|id| id.0),
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.event.0)).collect())
}

/// Removes those before a key.
pub async fn delete_before(db: impl PgExecutor<'_>, before: Uuid) -> Result<u64> {
    Ok(sqlx::query!("delete from live_events where id < $1", before).execute(db).await?.rows_affected())
}
