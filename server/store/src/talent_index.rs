//! Vector indexes for semantic search, one for each organisation with many rows in `talent_chunks`.

use crate::Result;
use hireq_domain::ids::OrganizationId;
use sqlx::{AssertSqlSafe, PgConnection, PgExecutor};

/// The organisations with at least this many rows and no valid index of their own.
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

/// Takes the lock for building indexes until the connection closes; returns false if somebody else has it. It does not
/// wait: a session waiting for a lock would block `create index concurrently`, which is a deadlock.
pub async fn claim(db: &mut PgConnection) -> Result<bool> {
    sqlx::query_scalar!(r#"select pg_try_advisory_lock(hashtext('talent_chunks')) as "had!""#).fetch_one(db).await
}

/// Builds an organisation's index while its rows stay readable and writable, replacing one that was left incomplete.
/// Must not be called in a transaction. If it fails, close the connection, because its memory setting remains.
pub async fn build(db: &mut PgConnection, organization: OrganizationId) -> Result<()> {
    let name = format!("talent_chunks_{}", organization.0.simple());
    for statement in [
        // A graph that does not fit into memory takes several times longer to build. Postgres only uses what the graph
        // needs.
        "set maintenance_work_mem = '1GB'".to_owned(),
        format!("drop index concurrently if exists {name}"),
        // Names and keys consist of hexadecimal digits, so they need no quoting.
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
