//! Finds missing work: tasks that were skipped, lost or given up.

use crate::Result;
use hireq_domain::ids::{ApplicationId, DocumentId, JobId};
use sqlx::PgExecutor;

/// Files that have been read but have no vectors of this model, newest first.
pub async fn without_vectors(db: impl PgExecutor<'_>, revision: &str, limit: i64) -> Result<Vec<DocumentId>> {
    sqlx::query_scalar!(
        r#"select d.id as "id: DocumentId" from documents d join parsed_resumes p on p.document_id = d.id
         where d.status = 'read' and p.vectors_revision is distinct from $1
         order by d.created_at desc limit $2"#,
        revision,
        limit
    )
    .fetch_all(db)
    .await
}

/// Files that are still unread ten minutes after their upload, oldest first.
pub async fn unread(db: impl PgExecutor<'_>, limit: i64) -> Result<Vec<DocumentId>> {
    sqlx::query_scalar!(
        r#"select id as "id: DocumentId" from documents
         where status = 'queued' and created_at < now() - interval '10 minutes'
         order by created_at limit $1"#,
        limit
    )
    .fetch_all(db)
    .await
}

/// Open applications that still have no score after ten minutes although their file has been read.
pub async fn without_score(db: impl PgExecutor<'_>, limit: i64) -> Result<Vec<ApplicationId>> {
    sqlx::query_scalar!(
        r#"select a.id as "id: ApplicationId" from applications a
         join parsed_resumes p on p.document_id = a.document_id
         where a.match_run_id is null and a.status = 'active' and a.applied_at < now() - interval '10 minutes'
         order by a.applied_at desc limit $1"#,
        limit
    )
    .fetch_all(db)
    .await
}

/// Jobs with open applications that were scored with other rules or weights than these.
pub async fn scored_otherwise(
    db: impl PgExecutor<'_>,
    code_version: &str,
    model_revision: &str,
    limit: i64,
) -> Result<Vec<JobId>> {
    sqlx::query_scalar!(
        r#"select distinct a.job_id as "id: JobId" from applications a
         join parsed_resumes p on p.document_id = a.document_id
         join match_runs r on r.id = a.match_run_id
         where a.status = 'active' and (r.code_version <> $1 or r.model_revision <> $2) limit $3"#,
        code_version,
        model_revision,
        limit
    )
    .fetch_all(db)
    .await
}
