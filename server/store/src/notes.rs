//! Recruiters' notes and tags on candidates, visible only to their own organisation.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    applicants::{NoteItem, NoteVisibility},
    ids::{ApplicationId, CandidateId, NoteId, UserId},
    page::{Page, offset},
};
use sqlx::PgExecutor;

/// A page of the notes about a candidate that `reader` may see, newest first; limited to one application if that is
/// given. Otherwise, notes on applications that hide their applicant are left out, because they would reveal whose
/// application it is.
pub async fn list(
    db: impl PgExecutor<'_> + Copy,
    scope: &OrgScope,
    reader: UserId,
    candidate: CandidateId,
    application: Option<ApplicationId>,
    (number, size): (i64, i64),
) -> Result<Page<NoteItem>> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from notes n
         where n.organization_id = $1 and n.candidate_id = $2
             and case when $4::uuid is not null then n.application_id = $4
                 else n.application_id is null
                     or exists (select 1 from named_applications x where x.id = n.application_id) end
             and (n.visibility = 'team' or n.author_id = $3)"#,
        scope.uuid(),
        candidate.0,
        reader.0,
        application.map(|id| id.0),
    )
    .fetch_one(db)
    .await?;
    let rows = sqlx::query!(
        "select n.id, n.author_id, u.name as author, n.body, n.visibility, n.created_at
         from notes n join users u on u.id = n.author_id
         where n.organization_id = $1 and n.candidate_id = $2
             and case when $4::uuid is not null then n.application_id = $4
                 else n.application_id is null
                     or exists (select 1 from named_applications x where x.id = n.application_id) end
             and (n.visibility = 'team' or n.author_id = $3)
         order by n.created_at desc, n.id desc limit $5 offset $6",
        scope.uuid(),
        candidate.0,
        reader.0,
        application.map(|id| id.0),
        size,
        offset(number, size),
    )
    .fetch_all(db)
    .await?;
    let items = rows
        .into_iter()
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
        .collect::<Result<_>>()?;
    Ok(Page { items, total, number: number.max(1), size })
}

pub struct NewNote<'a> {
    pub id: NoteId,
    pub author: UserId,
    pub candidate: CandidateId,
    /// The application that it is about.
    pub application: Option<ApplicationId>,
    /// Plain text.
    pub body: &'a str,
    pub visibility: NoteVisibility,
    pub at: DateTime<Utc>,
}

/// A note with the same text, author and subject, written since `since`.
pub async fn same_since(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    note: &NewNote<'_>,
    since: DateTime<Utc>,
) -> Result<Option<NoteId>> {
    let id = sqlx::query_scalar!(
        "select id from notes
         where organization_id = $1 and author_id = $2 and candidate_id = $3 and application_id is not distinct from $4
             and body = $5 and visibility = $6 and created_at > $7
         order by created_at desc limit 1",
        scope.uuid(),
        note.author.0,
        note.candidate.0,
        note.application.map(|id| id.0),
        note.body,
        note.visibility.as_str(),
        since,
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(NoteId))
}

/// Adds a note about a candidate, and optionally one of their applications. Returns false if the organisation may not
/// see them.
pub async fn add(db: impl PgExecutor<'_>, scope: &OrgScope, note: NewNote<'_>) -> Result<bool> {
    let done = sqlx::query!(
        "insert into notes (id, organization_id, candidate_id, application_id, author_id, body, visibility, created_at)
         select $2, $1, $3, $4, $5, $6, $7, $8
         where case when $4::uuid is null
             then exists (select 1 from organization_candidates c where c.candidate_id = $3 and c.organization_id = $1)
             else exists (
                 select 1 from applications a where a.id = $4 and a.organization_id = $1 and a.candidate_id = $3) end",
        scope.uuid(),
        note.id.0,
        note.candidate.0,
        note.application.map(|id| id.0),
        note.author.0,
        note.body,
        note.visibility.as_str(),
        note.at,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a recruiter's own note; returns whether there was one.
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

pub async fn tags(db: impl PgExecutor<'_>, scope: &OrgScope, candidate: CandidateId) -> Result<Vec<String>> {
    sqlx::query_scalar!(
        "select name from candidate_tags where organization_id = $1 and candidate_id = $2 order by name",
        scope.uuid(),
        candidate.0
    )
    .fetch_all(db)
    .await
}

/// Every tag of the organisation.
pub async fn all_tags(db: impl PgExecutor<'_>, scope: &OrgScope) -> Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct name from candidate_tags where organization_id = $1 order by name limit 500",
        scope.uuid()
    )
    .fetch_all(db)
    .await
}

/// Adds a tag to a candidate whom the organisation may see; returns whether it was added. An existing tag stays.
pub async fn add_tag(db: impl PgExecutor<'_>, scope: &OrgScope, candidate: CandidateId, name: &str) -> Result<bool> {
    let done = sqlx::query!(
        "insert into candidate_tags (organization_id, candidate_id, name)
         select $1, $2, $3
         where exists (select 1 from organization_candidates c where c.candidate_id = $2 and c.organization_id = $1)
         on conflict do nothing",
        scope.uuid(),
        candidate.0,
        name
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn remove_tag(db: impl PgExecutor<'_>, scope: &OrgScope, candidate: CandidateId, name: &str) -> Result<()> {
    sqlx::query!(
        "delete from candidate_tags where organization_id = $1 and candidate_id = $2 and name = $3",
        scope.uuid(),
        candidate.0,
        name
    )
    .execute(db)
    .await?;
    Ok(())
}
