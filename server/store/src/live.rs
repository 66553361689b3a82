//! Live events for open pages, kept for an hour, so that a page that was disconnected can ask for what it missed.

use crate::Result;
use hireq_domain::{
    event::{Heard, LiveEvent},
    ids::{CandidateId, OrganizationId, UserId},
};
use sqlx::{PgExecutor, types::Json};
use uuid::Uuid;

/// An event, and who may receive it.
#[derive(Clone, Debug)]
pub struct Addressed {
    /// The key, a UUIDv7: keys are in order of time, but not in order of commits.
    pub id: Uuid,
    /// Organisations whose recruiters may receive it.
    pub organizations: Vec<OrganizationId>,
    /// Candidates who may receive it.
    pub candidates: Vec<CandidateId>,
    /// Users who may receive it, whatever their role.
    pub users: Vec<UserId>,
    pub event: LiveEvent,
}

/// The recipient of live events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listener {
    pub user: UserId,
    /// The organisation that they hire for.
    pub organization: Option<OrganizationId>,
    /// Their candidate row.
    pub candidate: Option<CandidateId>,
}

impl Listener {
    /// Whether they may receive the event.
    #[must_use]
    pub fn may_know(&self, event: &Addressed) -> bool {
        event.users.contains(&self.user)
            || self.organization.is_some_and(|id| event.organizations.contains(&id))
            || self.candidate.is_some_and(|id| event.candidates.contains(&id))
    }
}

/// Stores an event and, once the transaction commits, sends its key to every server. Only the key, because the size of
/// notifications is limited.
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

/// The events after a key that somebody may receive, in order, at most `most`.
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

/// Removes events before a key.
pub async fn delete_before(db: impl PgExecutor<'_>, before: Uuid) -> Result<u64> {
    Ok(sqlx::query!("delete from live_events where id < $1", before).execute(db).await?.rows_affected())
}
