//! Indexes for search by meaning, one for each organisation that has many rows in `talent_chunks`.

use crate::Result;
use hireq_domain::ids::OrganizationId;
use sqlx::{AssertSqlSafe, PgConnection, PgExecutor};

/// The organisations with at least so many rows and no index of their own that works.
pub async fn wanting(db: impl PgExecutor<'_>, rows: i64) -> Result<Vec<OrganizationId>> {
    sqlx::query_scalar!(
        r#"select t.organization_id as "id!: OrganizationId" from talent_chunks t
         group by t.organization_id
         having count(*) >= $1 and not exists (
             select 1 from pg_index i join pg_class c on c.oid = i.indexrelid
             where i.indrelid = 'talent_chunks'::regclass and i.indisvalid
                 and c.relname = 'talent_chunks_' || replace(t.organization_id::text, '-', ''))
         order by t.organization_id"#,
        rows,
    )
    .fetch_all(db)
    .await
}

/// Takes the right to build indexes until the connection closes; false where another has it. Does not wait: a session
/// that waits for a lock holds up `create index concurrently`, so that both would wait for ever.
pub async fn claim(db: &mut PgConnection) -> Result<bool> {
    sqlx::query_scalar!(r#"select pg_try_advisory_lock(hashtext('talent_chunks')) as "had!""#).fetch_one(db).await
}

/// Builds an organisation's index while its rows stay readable and writable, in place of one that was left half built.
/// Not for use in a transaction. Where it fails, close the connection: its memory setting stays.
pub async fn build(db: &mut PgConnection, organization: OrganizationId) -> Result<()> {
    let name = format!("talent_chunks_{}", organization.0.simple());
    for statement in [
        // A graph that does not fit is built several times slower. Postgres takes only what the graph needs.
        "set maintenance_work_mem = '1GB'".to_owned(),
        format!("drop index concurrently if exists {name}"),
        // Names and keys are hexadecimal digits.
        format!(
            "create index concurrently {name} on talent_chunks using hnsw (embedding halfvec_cosine_ops)
             where organization_id = '{}'",
            organization.0
        ),
        "reset maintenance_work_mem".to_owned(),
    ] {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *db).await?;
    }
    Ok(())
}
