//! Pieces of résumés with their vectors.

use crate::Result;
use hireq_domain::{ids::DocumentId, resume::Span};
use pgvector::Vector;
use sqlx::PgConnection;
use uuid::Uuid;

/// A piece to store.
pub struct NewChunk {
    /// Its section's word.
    pub section: String,
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Its vector.
    pub embedding: Vec<f32>,
}

/// Puts a file's pieces in the place of those that it had.
pub async fn replace(db: &mut PgConnection, document: DocumentId, revision: &str, chunks: Vec<NewChunk>) -> Result<()> {
    sqlx::query!("delete from chunks where document_id = $1", document.0).execute(&mut *db).await?;
    for (position, chunk) in chunks.into_iter().enumerate() {
        let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        sqlx::query!(
            "insert into chunks (id, document_id, position, section, text, span_start, span_end, embedding, model_revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            Uuid::now_v7(),
            document.0,
            number(position),
            chunk.section,
            chunk.text,
            number(chunk.span.start),
            number(chunk.span.end),
            Vector::from(chunk.embedding) as _,
            revision,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// How many pieces of a file have vectors of this revision.
pub async fn count(db: &mut PgConnection, document: DocumentId, revision: &str) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from chunks where document_id = $1 and model_revision = $2"#,
        document.0,
        revision
    )
    .fetch_one(db)
    .await
}
