//! Applicants of all jobs of an organisation that wait for a recruiter. An application on hold has its clock stopped, and
//! nobody waits in a job that is over.

use crate::{OrgScope, Result, applications::ranked::Place};
use chrono::{DateTime, Utc};
use hireq_domain::{
    applicants::{blind_name, day},
    dashboard::DEFAULT_SLA_DAYS,
    ids::{ApplicationId, JobId, UserId},
    inbox::{InboxCounts, InboxPart, InboxRow},
};
use sqlx::{PgExecutor, Postgres, QueryBuilder, Row, postgres::PgRow};

const FROM: &str = " from (select a.id, a.job_id, a.candidate_id, a.named_at, a.score, a.stage_entered_at, s.name as stage, \
     s.kind = 'applied' as is_new, j.title, j.blind, \
     a.status = 'active' and s.kind <> 'hired' and j.status in ('open', 'paused') as waits, \
     a.stage_entered_at + make_interval(days => coalesce(s.sla_days, case when s.kind = 'applied' then ";

/// The organisation's applications, or those of the jobs whose team has `member`, each with what decides whether it
/// waits; the end of [`FROM`].
fn push_from(query: &mut QueryBuilder<Postgres>, scope: &OrgScope, member: Option<UserId>) {
    query.push(FROM).push_bind(DEFAULT_SLA_DAYS);
    query.push(" end)) as due from applications a join jobs j on j.id = a.job_id join stages s on s.id = a.stage_id");
    query.push(" where a.organization_id = ").push_bind(scope.uuid());
    if let Some(member) = member {
        query.push(" and exists (select 1 from job_members m where m.job_id = j.id and m.user_id = ");
        query.push_bind(member.0).push(")");
    }
    query.push(") w");
}

fn push_part(query: &mut QueryBuilder<Postgres>, part: InboxPart, now: DateTime<Utc>) {
    match part {
        InboxPart::All => query.push("(w.waits and (w.is_new or w.due < ").push_bind(now).push("))"),
        InboxPart::New => query.push("(w.waits and w.is_new)"),
        InboxPart::Overdue => query.push("(w.waits and w.due < ").push_bind(now).push(")"),
    };
}

fn read(row: &PgRow) -> Result<InboxRow> {
    let id = ApplicationId(row.try_get("id")?);
    let hidden: bool = row.try_get("hidden")?;
    // A moment to the second leads to what else somebody hidden did then.
    let shown = |at: DateTime<Utc>| if hidden { day(at) } else { at };
    Ok(InboxRow {
        id,
        job: JobId(row.try_get("job_id")?),
        job_title: row.try_get("title")?,
        name: if hidden { blind_name(id) } else { row.try_get("name")? },
        hidden,
        // What somebody says of themselves may name them.
        headline: if hidden { String::new() } else { row.try_get("headline")? },
        stage: row.try_get("stage")?,
        new: row.try_get("is_new")?,
        since: shown(row.try_get("stage_entered_at")?),
        due: shown(row.try_get("due")?),
        score: row.try_get("score")?,
    })
}

/// How many wait in each part.
pub async fn counts(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    member: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<InboxCounts> {
    let mut query = QueryBuilder::new("select ");
    for (part, comma) in [(InboxPart::All, ", "), (InboxPart::New, ", "), (InboxPart::Overdue, "")] {
        query.push("count(*) filter (where ");
        push_part(&mut query, part, now);
        query.push(")").push(comma);
    }
    push_from(&mut query, scope, member);
    let row = query.build().fetch_one(db).await?;
    Ok(InboxCounts { all: row.try_get(0)?, new: row.try_get(1)?, overdue: row.try_get(2)? })
}

/// Who waits, what is due first first.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    (part, member): (InboxPart, Option<UserId>),
    now: DateTime<Utc>,
    (limit, offset): (i64, i64),
) -> Result<Vec<InboxRow>> {
    let mut query = QueryBuilder::new("select w.*, c.name, c.headline, names_hidden(w.blind, w.named_at) as hidden");
    push_from(&mut query, scope, member);
    query.push(" join candidates c on c.id = w.candidate_id where ");
    push_part(&mut query, part, now);
    query.push(" order by w.due, w.id limit ").push_bind(limit).push(" offset ").push_bind(offset);
    query.build().fetch_all(db).await?.iter().map(read).collect()
}

/// Where an application stands in the inbox. One that does not wait, such as one that was just decided, still has
/// neighbours.
pub async fn place(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: ApplicationId,
    (part, member): (InboxPart, Option<UserId>),
    now: DateTime<Utc>,
) -> Result<Place> {
    let mut query = QueryBuilder::new(
        "select * from (select w.id, row_number() over list as rank, lag(w.id) over list as previous, \
         lead(w.id) over list as next, count(*) over () as all_rows, ",
    );
    // No limit, no answer: whoever was moved to a stage without one waits for nobody.
    query.push("coalesce(");
    push_part(&mut query, part, now);
    query.push(", false) as listed");
    push_from(&mut query, scope, member);
    query.push(" where w.id = ").push_bind(id.0).push(" or ");
    push_part(&mut query, part, now);
    query.push(" window list as (order by w.due, w.id)) placed where id = ").push_bind(id.0);
    Place::read(&query.build().fetch_one(db).await?)
}
