//! Organisations with their totals.

use crate::{Result, words::containing};
use hireq_domain::{
    account::OrganizationRef,
    admin::OrganizationRow,
    ids::OrganizationId,
    page::{Page, offset},
};
use sqlx::PgExecutor;

/// A page of the organisations whose name contains `q`, sorted by name.
pub async fn list(db: impl PgExecutor<'_> + Copy, q: &str, number: i64, size: i64) -> Result<Page<OrganizationRow>> {
    let pattern = containing(q);
    let total = sqlx::query_scalar!(r#"select count(*) as "count!" from organizations where name ilike $1"#, pattern)
        .fetch_one(db)
        .await?;
    let rows = sqlx::query!(
        r#"select o.id, o.name, o.slug, o.created_at,
               (select count(*) from users u where u.organization_id = o.id) as "recruiters!",
               (select count(*) from users u where u.organization_id = o.id and u.status = 'pending') as "pending!",
               (select count(*) from jobs j where j.organization_id = o.id) as "jobs!",
               (select count(*) from jobs j where j.organization_id = o.id and j.status = 'open') as "open_jobs!",
               (select count(*) from applications a where a.organization_id = o.id) as "applications!"
         from organizations o where o.name ilike $1
         order by lower(o.name), o.id limit $2 offset $3"#,
        pattern,
        size,
        offset(number, size)
    )
    .fetch_all(db)
    .await?;
    let items = rows
        .into_iter()
        .map(|r| OrganizationRow {
            id: OrganizationId(r.id),
            name: r.name,
            slug: r.slug,
            created_at: r.created_at,
            recruiters: r.recruiters,
            pending: r.pending,
            jobs: r.jobs,
            open_jobs: r.open_jobs,
            applications: r.applications,
        })
        .collect();
    Ok(Page { items, total, number: number.max(1), size })
}

/// All organisations by name, for a list to choose from; at most a thousand. The totals distinguish organisations with
/// the same name.
pub async fn choices(db: impl PgExecutor<'_>) -> Result<Vec<OrganizationRef>> {
    let rows = sqlx::query!(
        r#"select o.id,
             case when count(*) over (partition by lower(o.name)) = 1 then o.name
                  else o.name || ' (since ' || to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD') || ', '
                       || (select count(*) from jobs j where j.organization_id = o.id) || ' jobs)' end as "name!"
           from organizations o order by lower(o.name), o.created_at, o.id limit 1000"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| OrganizationRef { id: OrganizationId(r.id), name: r.name }).collect())
}

pub async fn name(db: impl PgExecutor<'_>, id: OrganizationId) -> Result<Option<String>> {
    sqlx::query_scalar!("select name from organizations where id = $1", id.0).fetch_optional(db).await
}

/// Changes an organisation's name. Its slug stays, so that existing links keep working. Returns false if there is no
/// such organisation.
pub async fn rename(db: impl PgExecutor<'_>, id: OrganizationId, name: &str) -> Result<bool> {
    let done = sqlx::query!("update organizations set name = $2 where id = $1", id.0, name).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
