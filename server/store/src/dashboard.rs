//! The totals on a recruiter's dashboard, within their organisation.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    dashboard::{JobLine, JobLink, Unreadable},
    ids::{ApplicationId, JobId},
    job::StageKind,
};
use sqlx::PgExecutor;

/// How many applications arrived in one interval between moments; intervals are numbered from 1.
pub(crate) struct Arrivals {
    pub place: i32,
    pub count: i64,
}

impl Arrivals {
    /// A count for every interval, including those without arrivals.
    pub(crate) fn in_order(rows: &[Self], moments: usize) -> Vec<i64> {
        let places = 1..=i32::try_from(moments).unwrap_or(i32::MAX);
        places.map(|place| rows.iter().find(|r| r.place == place).map_or(0, |r| r.count)).collect()
    }
}

/// Applications in progress.
pub struct Counts {
    /// In any stage.
    pub active: i64,
    /// In the first stage.
    pub new: i64,
    /// Those that arrived in the last seven days.
    pub this_week: i64,
    pub open_jobs: i64,
}

/// Totals of the organisation's applications and open jobs.
pub async fn counts(db: impl PgExecutor<'_>, scope: &OrgScope, now: DateTime<Utc>) -> Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"select
             count(*) filter (where a.status = 'active') as "active!",
             count(*) filter (where a.status = 'active' and s.kind = 'applied') as "new!",
             count(*) filter (where a.applied_at > $2::timestamptz - interval '7 days') as "this_week!",
             (select count(*) from jobs where organization_id = $1 and status = 'open') as "open_jobs!"
         from applications a join stages s on s.id = a.stage_id
         where a.organization_id = $1"#,
        scope.uuid(),
        now
    )
    .fetch_one(db)
    .await
}

/// Open jobs that nobody has applied to, the oldest first.
pub async fn without_applicants(db: impl PgExecutor<'_>, scope: &OrgScope, limit: i64) -> Result<Vec<JobLink>> {
    let rows = sqlx::query!(
        r#"select id, title, coalesce(published_at, created_at) as "since!" from jobs j
         where organization_id = $1 and status = 'open'
             and not exists (select 1 from applications a where a.job_id = j.id)
         order by 3, id limit $2"#,
        scope.uuid(),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| JobLink { id: JobId(r.id), title: r.title, since: r.since }).collect())
}

/// Jobs still being written, last changed first.
pub async fn drafts(db: impl PgExecutor<'_>, scope: &OrgScope, limit: i64) -> Result<Vec<JobLink>> {
    let rows = sqlx::query!(
        "select id, title, updated_at from jobs where organization_id = $1 and status = 'draft'
         order by updated_at desc, id limit $2",
        scope.uuid(),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| JobLink { id: JobId(r.id), title: r.title, since: r.updated_at }).collect())
}

/// Résumés of open applications that could not be read, newest first.
pub async fn unreadable(db: impl PgExecutor<'_>, scope: &OrgScope, limit: i64) -> Result<Vec<Unreadable>> {
    let rows = sqlx::query!(
        r#"select a.id as application_id, j.id as job_id, j.title,
               case when not names_hidden(j.blind, a.named_at) then c.name end as name,
               coalesce(d.failure_message, 'It could not be read') as "message!"
         from applications a
         join documents d on d.id = a.document_id
         join jobs j on j.id = a.job_id
         join candidates c on c.id = a.candidate_id
         where a.organization_id = $1 and a.status in ('active', 'on_hold') and d.status = 'failed'
         order by a.applied_at desc, a.id limit $2"#,
        scope.uuid(),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Unreadable {
            application: ApplicationId(r.application_id),
            job: JobId(r.job_id),
            job_title: r.title,
            name: r.name,
            message: r.message,
        })
        .collect())
}

/// The number of applications in each interval between these moments, and since the last one.
pub async fn arrivals(db: impl PgExecutor<'_>, scope: &OrgScope, from: &[DateTime<Utc>]) -> Result<Vec<i64>> {
    let rows = sqlx::query_as!(
        Arrivals,
        r#"select width_bucket(applied_at, $2::timestamptz[]) as "place!", count(*) as "count!"
         from applications where organization_id = $1 and applied_at >= $3 group by 1"#,
        scope.uuid(),
        from,
        from.first().copied()
    )
    .fetch_all(db)
    .await?;
    Ok(Arrivals::in_order(&rows, from.len()))
}

/// How many applications since `since` reached each kind of stage. An application that got past a kind counts as having
/// reached it, even if its job has no such stage; kinds that no job has are left out.
pub async fn funnel(db: impl PgExecutor<'_>, scope: &OrgScope, since: DateTime<Utc>) -> Result<Vec<(StageKind, i64)>> {
    let rows = sqlx::query!(
        r#"with kinds as (
             select kind, rank from unnest(array['applied', 'screening', 'assessment', 'interview', 'offer', 'hired'])
                 with ordinality as k (kind, rank)
         ), furthest as (
             select a.id, greatest(max(own.rank), coalesce(max(passed.rank), 0)) as rank
             from applications a
             join stages s on s.id = a.stage_id
             join kinds own on own.kind = s.kind
             left join application_events e on e.application_id = a.id
             left join stages t on t.id = e.to_stage_id
             left join kinds passed on passed.kind = t.kind
             where a.organization_id = $1 and a.applied_at >= $2
             group by a.id
         )
         select kinds.kind as "kind!", count(furthest.id) as "count!"
         from kinds left join furthest on furthest.rank >= kinds.rank
         where exists (
             select 1 from stages s join applications a on a.job_id = s.job_id
             where s.kind = kinds.kind and a.organization_id = $1 and a.applied_at >= $2)
         group by kinds.kind, kinds.rank order by kinds.rank"#,
        scope.uuid(),
        since
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|r| Ok((word("kind", &r.kind)?, r.count))).collect()
}

/// Open and paused jobs with their counts, newest first.
pub async fn jobs(db: impl PgExecutor<'_>, scope: &OrgScope, limit: i64) -> Result<Vec<JobLine>> {
    let rows = sqlx::query!(
        r#"select j.id, j.title, j.status, j.published_at, j.closes_on,
               coalesce(j.time_zone, o.time_zone, 'UTC') as "zone!",
               count(a.id) as "applications!",
               count(a.id) filter (where a.status in ('active', 'on_hold')) as "active!",
               count(a.id) filter (where a.status = 'active' and s.kind = 'applied') as "new!",
               count(a.id) filter (where a.status = 'hired') as "hired!"
         from jobs j
         join organizations o on o.id = j.organization_id
         left join applications a on a.job_id = j.id
         left join stages s on s.id = a.stage_id
         where j.organization_id = $1 and j.status in ('open', 'paused')
         group by j.id, o.id order by j.published_at desc nulls last, j.id limit $2"#,
        scope.uuid(),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(JobLine {
                id: JobId(r.id),
                title: r.title,
                status: word("status", &r.status)?,
                applications: r.applications,
                active: r.active,
                new: r.new,
                hired: r.hired,
                published_at: r.published_at,
                closes_on: r.closes_on,
                zone: word("time_zone", &r.zone)?,
            })
        })
        .collect()
}
