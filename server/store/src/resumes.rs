//! What was read from files: text and fields. A person's corrections take precedence over later readings.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::{
    correction::{Correction, corrections},
    ids::{DocumentId, UserId},
    resume::ParsedResume,
    sheet::Places,
};
use sqlx::{PgExecutor, types::Json};

pub struct Parsed {
    /// The text that the spans refer to.
    pub text: String,
    pub resume: ParsedResume,
    /// When a person corrected the fields.
    pub corrected_at: Option<DateTime<Utc>>,
    /// The fields before the first correction, if known.
    pub first: Option<ParsedResume>,
}

impl Parsed {
    /// The differences between the person's corrections and the file.
    #[must_use]
    pub fn corrections(&self) -> Vec<Correction> {
        self.first.as_ref().map(|file| corrections(file, &self.resume)).unwrap_or_default()
    }
}

/// What was read from a file. Check the file's visibility first: see [`crate::documents`].
pub async fn get(db: impl PgExecutor<'_>, document: DocumentId) -> Result<Option<Parsed>> {
    let row = sqlx::query!(
        r#"select text, body as "body: Json<ParsedResume>", corrected_at, first_body as "first: Json<ParsedResume>"
         from parsed_resumes where document_id = $1"#,
        document.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| {
        let first = r.first.map(|first| first.0);
        Parsed { text: r.text, resume: r.body.0, corrected_at: r.corrected_at, first }
    }))
}

/// Stores a reading, unless a person has corrected the existing one.
pub async fn put(
    db: impl PgExecutor<'_>,
    document: DocumentId,
    text: &str,
    resume: &ParsedResume,
    places: &Places,
) -> Result<()> {
    sqlx::query!(
        "insert into parsed_resumes (document_id, text, body, parser_version, places) values ($1, $2, $3, $4, $5)
         on conflict (document_id) do update
         set text = excluded.text, body = excluded.body, parser_version = excluded.parser_version, places = excluded.places
         where parsed_resumes.corrected_at is null",
        document.0,
        text,
        Json(resume) as _,
        resume.parser_version,
        Json(places) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The positions of a text's words on the pages; `None` if it was read before positions were stored.
pub async fn places(db: impl PgExecutor<'_>, document: DocumentId) -> Result<Option<Places>> {
    let row = sqlx::query!(
        r#"select places as "places: Json<Places>" from parsed_resumes where document_id = $1"#,
        document.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| row.places).map(|places| places.0))
}

/// Stores the positions of a text that was read before positions were stored.
pub async fn set_places(db: impl PgExecutor<'_>, document: DocumentId, places: &Places) -> Result<()> {
    sqlx::query!(
        "update parsed_resumes set places = $2 where document_id = $1 and places is null",
        document.0,
        Json(places) as _
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Stores a person's corrections, and keeps the original fields at the first correction. Returns whether there was a
/// reading to correct.
pub async fn correct(
    db: impl PgExecutor<'_>,
    document: DocumentId,
    resume: &ParsedResume,
    by: UserId,
    at: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update parsed_resumes set body = $2, corrected_by = $3, corrected_at = $4,
             first_body = case when corrected_at is null then body else first_body end
         where document_id = $1",
        document.0,
        Json(resume) as _,
        by.0,
        at,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
