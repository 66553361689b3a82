//! Chunks of résumés with their vectors.

use crate::Result;
use hireq_domain::{ids::DocumentId, resume::Span};
use pgvector::Vector;
use sqlx::PgConnection;
use uuid::Uuid;

/// A chunk to store.
pub struct NewChunk {
    /// The name of its section.
    pub section: String,
    pub text: String,
    /// The range in the text.
    pub span: Span,
    pub embedding: Vec<f32>,
}

/// Replaces a file's chunks.
pub async fn replace(db: &mut PgConnection, document: DocumentId, revision: &str, chunks: Vec<NewChunk>) -> Result<()> {
    sqlx::query!("delete from chunks where document_id = $1", document.0).execute(&mut *db).await?;
    let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let ids: Vec<Uuid> = chunks.iter().map(|_| Uuid::now_v7()).collect();
    let positions: Vec<i32> = (0..chunks.len()).map(number).collect();
    let starts: Vec<i32> = chunks.iter().map(|c| number(c.span.start)).collect();
    let ends: Vec<i32> = chunks.iter().map(|c| number(c.span.end)).collect();
    let (mut sections, mut texts, mut vectors) = (Vec::new(), Vec::new(), Vec::new());
    for chunk in chunks {
        sections.push(chunk.section);
        texts.push(chunk.text);
        vectors.push(Vector::from(chunk.embedding));
    }
    sqlx::query!(
        "insert into chunks (id, document_id, position, section, text, span_start, span_end, embedding, model_revision)
         select n.id, $1, n.position, n.section, n.text, n.span_start, n.span_end, n.embedding, $2
         from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::int[], $8::int[], $9::vector[])
             n (id, position, section, text, span_start, span_end, embedding)",
        document.0,
        revision,
        &ids,
        &positions,
        &sections,
        &texts,
        &starts,
        &ends,
        &vectors as _,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update parsed_resumes set vectors_revision = $2 where document_id = $1", document.0, revision)
        .execute(db)
        .await?;
    Ok(())
}

/// How many chunks of a file have vectors of this revision.
pub async fn count(db: &mut PgConnection, document: DocumentId, revision: &str) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from chunks where document_id = $1 and model_revision = $2"#,
        document.0,
        revision
    )
    .fetch_one(db)
    .await
}
