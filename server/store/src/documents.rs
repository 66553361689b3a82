//! Uploaded files: their owners, names and reading status. The bytes are in the file store.

use crate::{CandidateScope, OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    candidate::{DocumentInfo, PagesRecognized},
    ids::{CandidateId, DocumentId, UserId},
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// A file to add.
pub struct NewDocument<'a> {
    pub id: DocumentId,
    /// The candidate whose file it is.
    pub candidate: CandidateId,
    pub uploaded_by: UserId,
    /// SHA-256 of the bytes.
    pub sha256: &'a [u8],
    /// The media type of the content.
    pub media_type: &'a str,
    /// Size in bytes.
    pub bytes: i64,
    /// The key in the file store.
    pub storage_key: &'a str,
    pub original_name: &'a str,
    pub created_at: DateTime<Utc>,
}

/// Adds a file as the candidate's next version. The candidate's row must be locked: see [`crate::candidates::lock`].
pub async fn add(db: impl PgExecutor<'_>, new: NewDocument<'_>) -> Result<()> {
    sqlx::query!(
        "insert into documents (id, candidate_id, uploaded_by, sha256, media_type, bytes, storage_key, original_name,
             version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8,
             (select coalesce(max(version), 0) + 1 from documents where candidate_id = $2), $9)",
        new.id.0,
        new.candidate.0,
        new.uploaded_by.0,
        new.sha256,
        new.media_type,
        new.bytes,
        new.storage_key,
        new.original_name,
        new.created_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The candidate's file with these bytes.
pub async fn with_bytes(db: impl PgExecutor<'_>, candidate: CandidateId, sha256: &[u8]) -> Result<Option<DocumentId>> {
    let id = sqlx::query_scalar!(
        "select id from documents where candidate_id = $1 and sha256 = $2 and organization_id is null
         order by version desc limit 1",
        candidate.0,
        sha256
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(DocumentId))
}

/// The file with these bytes that the organisation may see, in its own talent pool or with an application of somebody
/// whom it knows by name. If there are several, one of a person who asked not to be contacted comes first.
pub async fn visible_with_bytes(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    sha256: &[u8],
) -> Result<Option<(CandidateId, DocumentId)>> {
    let row = sqlx::query!(
        "select d.id, d.candidate_id from documents d join candidates c on c.id = d.candidate_id
         where d.sha256 = $2 and (c.organization_id = $1 or d.organization_id = $1 or exists (
             select 1 from named_applications n where n.organization_id = $1 and n.document_id = d.id))
         order by c.do_not_contact desc, d.created_at limit 1",
        scope.uuid(),
        sha256
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| (CandidateId(r.candidate_id), DocumentId(r.id))))
}

/// Those of the file store's keys that have a row.
pub async fn known_keys(db: impl PgExecutor<'_>, keys: &[String]) -> Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select storage_key as "key!" from documents where storage_key = any($1)
         union all select storage_key from unconfirmed_applications where storage_key = any($1)
         union all select logo_key from organization_pages where logo_key = any($1)"#,
        keys
    )
    .fetch_all(db)
    .await
}

struct Row {
    id: Uuid,
    candidate_id: Uuid,
    original_name: String,
    media_type: String,
    bytes: i64,
    version: i32,
    status: String,
    failure_message: Option<String>,
    pages_done: Option<i16>,
    pages: Option<i16>,
    created_at: DateTime<Utc>,
}

impl TryFrom<Row> for DocumentInfo {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: DocumentId(row.id),
            candidate_id: CandidateId(row.candidate_id),
            name: row.original_name,
            media_type: row.media_type,
            bytes: row.bytes,
            version: row.version,
            status: word("status", &row.status)?,
            failure: row.failure_message,
            recognized: row.pages_done.zip(row.pages).map(|(done, of)| PagesRecognized { done, of }),
            created_at: row.created_at,
        })
    }
}

/// The candidate's own files, newest first: not those that organisations hold of them.
pub async fn own(db: impl PgExecutor<'_>, scope: &CandidateScope) -> Result<Vec<DocumentInfo>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, candidate_id, original_name, media_type, bytes, version, status, failure_message, pages_done, pages,
             created_at
         from documents where candidate_id = $1 and organization_id is null order by version desc limit 100",
        scope.candidate().0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A candidate's files that the organisation may see, newest first.
pub async fn visible(db: impl PgExecutor<'_>, scope: &OrgScope, candidate: CandidateId) -> Result<Vec<DocumentInfo>> {
    let rows = sqlx::query_as!(
        Row,
        "select d.id, d.candidate_id, d.original_name, d.media_type, d.bytes, d.version, d.status, d.failure_message,
             d.pages_done, d.pages, d.created_at
         from documents d
         where d.candidate_id = $2 and exists (
             select 1 from organization_documents o where o.organization_id = $1 and o.document_id = d.id)
         order by d.created_at desc, d.version desc limit 100",
        scope.uuid(),
        candidate.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One of the candidate's own files.
pub async fn find_own(db: impl PgExecutor<'_>, scope: &CandidateScope, id: DocumentId) -> Result<Option<DocumentInfo>> {
    sqlx::query_as!(
        Row,
        "select id, candidate_id, original_name, media_type, bytes, version, status, failure_message, pages_done, pages,
             created_at
         from documents where candidate_id = $1 and id = $2 and organization_id is null",
        scope.candidate().0,
        id.0
    )
    .fetch_optional(db)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// A file that the organisation may see.
pub async fn find_visible(db: impl PgExecutor<'_>, scope: &OrgScope, id: DocumentId) -> Result<Option<DocumentInfo>> {
    sqlx::query_as!(
        Row,
        "select d.id, d.candidate_id, d.original_name, d.media_type, d.bytes, d.version, d.status, d.failure_message,
             d.pages_done, d.pages, d.created_at
         from documents d
         where d.id = $2 and exists (
             select 1 from organization_documents o where o.organization_id = $1 and o.document_id = d.id)",
        scope.uuid(),
        id.0
    )
    .fetch_optional(db)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// A file's key in the store, and what is needed to read it. Only for tasks, or after its visibility has been checked.
pub struct Stored {
    /// The candidate whose file it is.
    pub candidate: CandidateId,
    pub uploaded_by: Option<UserId>,
    /// The key in the file store.
    pub storage_key: String,
    /// The media type of the content.
    pub media_type: String,
    pub original_name: String,
    /// Size in bytes.
    pub bytes: i64,
    pub sha256: Vec<u8>,
    /// Whether an organisation holds it, and not the person whose file it is.
    pub held: bool,
}

pub async fn stored(db: impl PgExecutor<'_>, id: DocumentId) -> Result<Option<Stored>> {
    sqlx::query_as!(
        Stored,
        r#"select candidate_id as "candidate: CandidateId", uploaded_by as "uploaded_by: UserId", storage_key,
             media_type, original_name, bytes, sha256, organization_id is not null as "held!"
         from documents where id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await
}

/// Whether a file has been read.
pub async fn is_read(db: impl PgExecutor<'_>, id: DocumentId) -> Result<bool> {
    let status = sqlx::query_scalar!("select status from documents where id = $1", id.0).fetch_optional(db).await?;
    Ok(status.is_some_and(|status| status == "read"))
}

/// Marks a file as read.
pub async fn set_read(db: impl PgExecutor<'_>, id: DocumentId) -> Result<()> {
    sqlx::query!(
        "update documents set status = 'read', failure = null, failure_message = null, pages_done = null, pages = null
         where id = $1",
        id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Records the progress of text recognition on a file's pages; the file itself is still unread.
pub async fn set_recognized(db: impl PgExecutor<'_>, id: DocumentId, pages: PagesRecognized) -> Result<()> {
    sqlx::query!(
        "update documents set pages_done = $2, pages = $3 where id = $1 and status = 'queued'",
        id.0,
        pages.done,
        pages.of
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Marks a file as unreadable, with the parser's error code and the sentence for the person. A file that was read
/// before stays marked as read.
pub async fn set_failed(db: impl PgExecutor<'_>, id: DocumentId, word: &str, message: &str) -> Result<()> {
    sqlx::query!(
        "update documents set status = 'failed', failure = $2, failure_message = $3, pages_done = null, pages = null
         where id = $1 and status = 'queued'",
        id.0,
        word,
        message
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What an account uploaded recently, and how much of it is still unread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sent {
    /// The number of files since that moment.
    pub files: i64,
    pub bytes: i64,
    /// The number of the account's unread files.
    pub waiting: i64,
}

/// What an account uploaded since `since`, and how many of all its files are still unread.
pub async fn sent_by(db: impl PgExecutor<'_>, who: UserId, since: DateTime<Utc>) -> Result<Sent> {
    sqlx::query_as!(
        Sent,
        r#"select count(*) filter (where created_at > $2) as "files!",
               coalesce(sum(bytes) filter (where created_at > $2), 0)::bigint as "bytes!",
               count(*) filter (where status = 'queued') as "waiting!"
         from documents where uploaded_by = $1"#,
        who.0,
        since
    )
    .fetch_one(db)
    .await
}

/// How many files a candidate has.
pub async fn count_of(db: impl PgExecutor<'_>, candidate: CandidateId) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from documents where candidate_id = $1 and organization_id is null"#,
        candidate.0
    )
    .fetch_one(db)
    .await
}

/// Marks a failed file as unread again. Returns false if it has not failed.
pub async fn read_again(db: impl PgExecutor<'_>, id: DocumentId) -> Result<bool> {
    let done = sqlx::query!(
        "update documents set status = 'queued', failure = null, failure_message = null
         where id = $1 and status = 'failed' and failure = 'gave_up'",
        id.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a file is still unread; its row stays locked until the transaction ends.
pub async fn lock_unread(db: impl PgExecutor<'_>, id: DocumentId) -> Result<bool> {
    let row = sqlx::query_scalar!("select id from documents where id = $1 and status = 'queued' for update", id.0)
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}
