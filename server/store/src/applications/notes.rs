//! What recruiters write beside an application: notes and tags.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    applicants::{NoteItem, NoteVisibility},
    ids::{ApplicationId, CandidateId, NoteId, UserId},
};
use sqlx::PgExecutor;

/// The notes on an application that a recruiter may read, newest first.
pub async fn list(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId, reader: UserId) -> Result<Vec<NoteItem>> {
    let rows = sqlx::query!(
        "select n.id, n.author_id, u.name as author, n.body, n.visibility, n.created_at
         from notes n join users u on u.id = n.author_id
         where n.application_id = $1 and n.organization_id = $2 and (n.visibility = 'team' or n.author_id = $3)
         order by n.created_at desc, n.id desc",
        id.0,
        scope.uuid(),
        reader.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(NoteItem {
                id: NoteId(r.id),
                mine: r.author_id == reader.0,
                author: r.author,
                body: r.body,
                visibility: word("visibility", &r.visibility)?,
                at: r.created_at,
            })
        })
        .collect()
}

/// Adds a note to an application of the organisation; false where there is no such application.
pub async fn add(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: NoteId,
    application: ApplicationId,
    author: UserId,
    body: &str,
    visibility: NoteVisibility,
    at: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into notes (id, organization_id, candidate_id, application_id, author_id, body, visibility, created_at)
         select $1, a.organization_id, a.candidate_id, a.id, $4, $5, $6, $7
         from applications a where a.id = $2 and a.organization_id = $3",
        id.0,
        application.0,
        scope.uuid(),
        author.0,
        body,
        visibility.as_str(),
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a recruiter's own note.
pub async fn remove(db: impl PgExecutor<'_>, scope: &OrgScope, id: NoteId, author: UserId) -> Result<bool> {
    let done = sqlx::query!(
        "delete from notes where id = $1 and organization_id = $2 and author_id = $3",
        id.0,
        scope.uuid(),
        author.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The organisation's tags on a candidate.
pub async fn tags(db: impl PgExecutor<'_>, scope: &OrgScope, candidate: CandidateId) -> Result<Vec<String>> {
    sqlx::query_scalar!(
        "select name from candidate_tags where organization_id = $1 and candidate_id = $2 order by lower(name)",
        scope.uuid(),
        candidate.0
    )
    .fetch_all(db)
    .await
}

/// Tags the candidate of an application; false where there is no such application.
pub async fn add_tag(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId, name: &str) -> Result<bool> {
    let known = sqlx::query_scalar!(
        r#"with found as (select organization_id, candidate_id from applications where id = $1 and organization_id = $2),
         added as (
             insert into candidate_tags (organization_id, candidate_id, name)
             select organization_id, candidate_id, $3 from found on conflict do nothing
         )
         select exists (select 1 from found) as "known!""#,
        id.0,
        scope.uuid(),
        name
    )
    .fetch_one(db)
    .await?;
    Ok(known)
}

/// Takes a tag off the candidate of an application.
pub async fn remove_tag(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId, name: &str) -> Result<()> {
    sqlx::query!(
        "delete from candidate_tags t using applications a
         where a.id = $1 and a.organization_id = $2 and t.organization_id = a.organization_id
             and t.candidate_id = a.candidate_id and t.name = $3",
        id.0,
        scope.uuid(),
        name
    )
    .execute(db)
    .await?;
    Ok(())
}
