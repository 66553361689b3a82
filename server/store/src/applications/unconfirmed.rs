//! Applications waiting for their address to be confirmed. Only the hashes of their links are stored.

use crate::{Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    account::Email,
    candidate,
    ids::{JobId, QuestionId},
};
use sqlx::{PgExecutor, types::Json};

/// A file in the store.
pub struct StoredFile {
    pub sha256: Vec<u8>,
    /// The media type of the content.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: i64,
    /// The key in the file store.
    pub storage_key: String,
    pub original_name: String,
}

/// An application that awaits confirmation.
pub struct Unconfirmed {
    pub email: Email,
    pub name: String,
    pub phone: String,
    pub file: StoredFile,
    pub answers: Vec<(QuestionId, String)>,
    /// The hash of the questions that were shown.
    pub asked: String,
    /// The version of the privacy notice that was agreed to.
    pub privacy_version: String,
    pub created_at: DateTime<Utc>,
}

/// Adds an application with its link's hash.
pub async fn add(db: impl PgExecutor<'_>, hash: &[u8], job: JobId, new: &Unconfirmed) -> Result<()> {
    sqlx::query!(
        "insert into unconfirmed_applications
             (token_hash, email, email_key, name, phone, job_id, sha256, media_type, bytes, storage_key, original_name,
              answers, asked, privacy_version, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        hash,
        new.email.as_str(),
        new.email.key(),
        new.name,
        new.phone,
        job.0,
        new.file.sha256,
        new.file.media_type,
        new.file.bytes,
        new.file.storage_key,
        new.file.original_name,
        Json(&new.answers) as _,
        new.asked,
        new.privacy_version,
        new.created_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What limits another application.
pub struct Waiting {
    /// How many were sent with this address since the given moment.
    pub of_address: i64,
    /// How many wait in all.
    pub all: i64,
    /// The size of all their files.
    pub bytes: i64,
}

/// How many wait, and how many were sent with an address since `since`.
pub async fn waiting(db: impl PgExecutor<'_>, email: &Email, since: DateTime<Utc>) -> Result<Waiting> {
    sqlx::query_as!(
        Waiting,
        r#"select count(*) filter (where email_key = $1 and created_at > $2) as "of_address!", count(*) as "all!",
               coalesce(sum(bytes), 0)::bigint as "bytes!"
         from unconfirmed_applications"#,
        email.key(),
        since
    )
    .fetch_one(db)
    .await
}

/// What the page of a link shows, if it came in after `after`.
pub async fn shown(
    db: impl PgExecutor<'_>,
    hash: &[u8],
    after: DateTime<Utc>,
) -> Result<Option<candidate::Unconfirmed>> {
    sqlx::query_as!(
        candidate::Unconfirmed,
        "select j.title as job, o.name as organization, u.name, u.original_name as file
         from unconfirmed_applications u
         join jobs j on j.id = u.job_id
         join organizations o on o.id = j.organization_id
         where u.token_hash = $1 and u.created_at > $2",
        hash,
        after
    )
    .fetch_optional(db)
    .await
}

/// The address of a valid link, and whether the link signs in.
pub async fn find(db: impl PgExecutor<'_>, hash: &[u8], after: DateTime<Utc>) -> Result<Option<(Email, bool)>> {
    let row = sqlx::query!(
        "select email, signs_in from unconfirmed_applications where token_hash = $1 and created_at > $2",
        hash,
        after
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| Ok((word("email", &r.email)?, r.signs_in))).transpose()
}

/// Uses a link up: takes its application out, with the last part of the job's URL. Of two at once, one finds it gone.
pub async fn take(db: impl PgExecutor<'_>, hash: &[u8], after: DateTime<Utc>) -> Result<Option<(String, Unconfirmed)>> {
    let row = sqlx::query!(
        r#"delete from unconfirmed_applications u using jobs j
         where u.token_hash = $1 and u.created_at > $2 and j.id = u.job_id
         returning j.slug, u.email, u.name, u.phone, u.sha256, u.media_type, u.bytes, u.storage_key, u.original_name,
             u.answers as "answers: Json<Vec<(QuestionId, String)>>", u.asked, u.privacy_version, u.created_at"#,
        hash,
        after
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        let file = StoredFile {
            sha256: r.sha256,
            media_type: r.media_type,
            bytes: r.bytes,
            storage_key: r.storage_key,
            original_name: r.original_name,
        };
        let taken = Unconfirmed {
            email: word("email", &r.email)?,
            name: r.name,
            phone: r.phone,
            file,
            answers: r.answers.0,
            asked: r.asked,
            privacy_version: r.privacy_version,
            created_at: r.created_at,
        };
        Ok((r.slug, taken))
    })
    .transpose()
}

/// Makes the links that an address was sent until now sign nobody in: its account has another password.
pub async fn end_sign_ins(db: impl PgExecutor<'_>, email: &Email) -> Result<()> {
    sqlx::query!("update unconfirmed_applications set signs_in = false where email_key = $1", email.key())
        .execute(db)
        .await?;
    Ok(())
}

/// Removes applications that came in before `before`; returns the keys of their files.
pub async fn delete_ended(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<Vec<String>> {
    sqlx::query_scalar!("delete from unconfirmed_applications where created_at <= $1 returning storage_key", before)
        .fetch_all(db)
        .await
}
