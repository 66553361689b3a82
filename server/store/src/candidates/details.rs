//! Details of people without an account, which their organisation's recruiters may change, and what they changed.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    candidate::{PersonChange, PersonField},
    ids::{CandidateId, UserId},
};
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use uuid::Uuid;

/// The details of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: String,
    pub headline: String,
    pub location: String,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub links: Vec<String>,
}

/// Replaces the details of a person in the organisation's own pool. A former name is kept, to be covered where a job
/// hides its applicants. Returns whether there is such a person.
pub async fn set(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: CandidateId,
    details: &Details,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update candidates set
             former_names = case when name = $3 then former_names
                 else (array_prepend(name, array_remove(former_names, name)))[1:20] end,
             name = $3, headline = $4, location = $5, emails = $6, phones = $7, links = $8, updated_at = $9
         where id = $2 and organization_id = $1",
        scope.uuid(),
        id.0,
        details.name,
        details.headline,
        details.location,
        &details.emails,
        &details.phones,
        &details.links,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A change to keep.
pub struct NewChange<'a> {
    pub candidate: CandidateId,
    pub author: UserId,
    pub field: PersonField,
    /// The former values.
    pub before: &'a [String],
    /// The values that replaced them.
    pub after: &'a [String],
    pub at: DateTime<Utc>,
}

pub async fn add_change(db: impl PgExecutor<'_>, scope: &OrgScope, new: NewChange<'_>) -> Result<()> {
    sqlx::query!(
        "insert into candidate_changes (id, organization_id, candidate_id, author_id, field, before, after, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        Uuid::now_v7(),
        scope.uuid(),
        new.candidate.0,
        new.author.0,
        new.field.as_str(),
        new.before,
        new.after,
        new.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What the organisation's recruiters changed of a person's details, newest first.
pub async fn changes(db: impl PgExecutor<'_>, scope: &OrgScope, id: CandidateId) -> Result<Vec<PersonChange>> {
    changes_since(db, scope, id, DateTime::UNIX_EPOCH).await
}

/// What they changed after a moment, newest first; at most 50.
pub async fn changes_since(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: CandidateId,
    since: DateTime<Utc>,
) -> Result<Vec<PersonChange>> {
    let rows = sqlx::query!(
        "select h.field, h.before, h.after, h.created_at, u.name
         from candidate_changes h join users u on u.id = h.author_id
         where h.organization_id = $1 and h.candidate_id = $2 and h.created_at > $3
         order by h.created_at desc, h.id desc limit 50",
        scope.uuid(),
        id.0,
        since,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let field = word("field", &r.field)?;
            Ok(PersonChange { field, before: r.before, after: r.after, by: r.name, at: r.created_at })
        })
        .collect()
}
