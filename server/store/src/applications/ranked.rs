//! A job's applicants in ranked order. One query loads a page's rows, another one their verdicts.

use super::status_words;
use crate::{
    OrgScope, Result,
    words::{containing, word, words},
};
use hireq_domain::{
    applicants::{ApplicantFilter, ApplicantSort, Seen},
    application::{ApplicantRow, MoreOfApplicant},
    ids::{ApplicationId, CandidateId, JobId, StageId, UserId},
    matching::Verdict,
};
use sqlx::{PgExecutor, Postgres, QueryBuilder, Row, postgres::PgRow};
use std::collections::HashMap;
use uuid::Uuid;

const COLUMNS: &str = "a.id, a.candidate_id, c.name, c.headline, c.location, a.stage_id, s.name as stage, \
     s.kind as stage_kind, a.status, a.score, a.band, a.applied_at, a.stage_entered_at, a.row_version, a.match_run_id, \
     (select r.criteria_hash from match_runs r where r.id = a.match_run_id) as criteria_hash, \
     names_hidden(j.blind, a.named_at) as hidden, exists (select 1 from applications e \
     where e.job_id = a.job_id and e.candidate_id = a.candidate_id and e.applied_at < a.applied_at \
     and e.merged_from is not distinct from a.merged_from) as again";

const FROM: &str = " from applications a join candidates c on c.id = a.candidate_id join stages s on s.id = a.stage_id \
     join jobs j on j.id = a.job_id";

/// A row, and the match that its verdicts come from.
pub struct Ranked {
    /// The row, with its verdicts still to be filled in.
    pub row: ApplicantRow,
    /// The current match.
    pub run: Option<Uuid>,
    /// The hash of the job's criteria when the match was made.
    pub criteria_hash: Option<Vec<u8>>,
    /// Whether the job hides this person's identity.
    pub hidden: bool,
}

fn read(row: &PgRow) -> Result<Ranked> {
    let band: Option<String> = row.try_get("band")?;
    Ok(Ranked {
        run: row.try_get("match_run_id")?,
        criteria_hash: row.try_get("criteria_hash")?,
        hidden: row.try_get("hidden")?,
        row: ApplicantRow {
            id: ApplicationId(row.try_get("id")?),
            candidate_id: Some(CandidateId(row.try_get("candidate_id")?)),
            name: row.try_get("name")?,
            headline: row.try_get("headline")?,
            location: row.try_get("location")?,
            stage_id: StageId(row.try_get("stage_id")?),
            stage: row.try_get("stage")?,
            stage_kind: word("kind", row.try_get("stage_kind")?)?,
            status: word("status", row.try_get("status")?)?,
            score: row.try_get("score")?,
            band: band.map(|b| word("band", &b)).transpose()?,
            verdicts: vec![],
            rescoring: false,
            unseen: false,
            applied_at: row.try_get("applied_at")?,
            stage_entered_at: row.try_get("stage_entered_at")?,
            row_version: row.try_get("row_version")?,
            again: row.try_get("again")?,
            more: MoreOfApplicant::default(),
        },
    })
}

/// Who reads a job's list, and what the job is like.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub user: UserId,
    /// The job hides who applied.
    pub blind: bool,
    /// Of what the job asks now.
    pub criteria_hash: &'a [u8],
}

fn push_scope(query: &mut QueryBuilder<Postgres>, scope: &OrgScope, job: JobId) {
    query.push(" where a.job_id = ").push_bind(job.0).push(" and a.organization_id = ").push_bind(scope.uuid());
}

/// Filters as conditions, each after an `and`. In a blind job words find only those who are not hidden: a hit would name
/// the others.
fn push_filter(query: &mut QueryBuilder<Postgres>, filter: &ApplicantFilter, reading: Reading<'_>) {
    let statuses = filter.status.statuses();
    if statuses.len() < hireq_domain::application::ApplicationStatus::ALL.len() {
        query.push(" and a.status = any(").push_bind(status_words(statuses)).push(")");
    }
    if let Some(stage) = filter.stage {
        query.push(" and a.stage_id = ").push_bind(stage.0);
    }
    if let Some(band) = filter.band {
        query.push(" and a.band = ").push_bind(band.as_str());
    }
    if filter.musts {
        // Only if the match was made for the job's current criteria.
        query
            .push(" and a.musts_met and exists (select 1 from match_runs r where r.id = a.match_run_id and r.criteria_hash = ")
            .push_bind(reading.criteria_hash.to_vec())
            .push(")");
    }
    if filter.unseen {
        query
            .push(" and not exists (select 1 from application_views v where v.application_id = a.id and v.user_id = ")
            .push_bind(reading.user.0)
            .push(")");
    }
    if let Some(q) = &filter.q {
        let pattern = containing(q);
        if reading.blind {
            query.push(" and a.id in (select id from named_applications)");
        }
        // One text, so that accents are taken off once a row; the sign between the parts is in nobody's words.
        query.push(" and (unaccented(c.name || E'\\n' || c.headline || E'\\n' || c.location) like unaccented(");
        query.push_bind(pattern).push(")");
        // The last word may still be in the middle of being typed.
        query
            .push(" or exists (select 1 from parsed_resumes p, websearch_to_tsquery('simple', ")
            .push_bind(words(q))
            .push(
                ") asked where p.document_id = a.document_id and p.search @@ \
                 case when asked::text like '%''' then (asked::text || ':*')::tsquery else asked end))",
            );
    }
}

const fn order(sort: ApplicantSort, blind: bool) -> &'static str {
    match (sort, blind) {
        (ApplicantSort::Weakest, _) => " order by a.score asc nulls first, a.id desc",
        (ApplicantSort::Newest, _) => " order by a.applied_at desc, a.id",
        (ApplicantSort::Oldest, _) => " order by a.applied_at, a.id",
        (ApplicantSort::Name, false) => " order by lower(c.name), a.id",
        (ApplicantSort::NameBackwards, false) => " order by lower(c.name) desc, a.id",
        // Sorting by hidden names would reveal them.
        (ApplicantSort::Best | ApplicantSort::Name | ApplicantSort::NameBackwards, _) => {
            " order by a.score desc nulls last, a.id"
        }
    }
}

/// Rows of a job's list in the filter's order.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    job: JobId,
    filter: &ApplicantFilter,
    reading: Reading<'_>,
    (limit, offset): (i64, i64),
) -> Result<Vec<Ranked>> {
    let mut query = QueryBuilder::new(format!("select {COLUMNS}{FROM}"));
    push_scope(&mut query, scope, job);
    push_filter(&mut query, filter, reading);
    query.push(order(filter.sort, reading.blind));
    query.push(" limit ").push_bind(limit).push(" offset ").push_bind(offset);
    query.build().fetch_all(db).await?.iter().map(read).collect()
}

/// How many applications match a filter in each stage, whichever stage the filter names; stages without any are missing.
pub async fn count_by_stage(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    job: JobId,
    filter: &ApplicantFilter,
    reading: Reading<'_>,
) -> Result<HashMap<StageId, i64>> {
    let from = if filter.q.is_some() { FROM } else { " from applications a" };
    let mut query = QueryBuilder::new(format!("select a.stage_id, count(*) as count{from}"));
    push_scope(&mut query, scope, job);
    push_filter(&mut query, &ApplicantFilter { stage: None, ..filter.clone() }, reading);
    query.push(" group by a.stage_id");
    let read = |row: &PgRow| Ok((StageId(row.try_get("stage_id")?), row.try_get("count")?));
    query.build().fetch_all(db).await?.iter().map(read).collect()
}

/// The first `limit` applications that match a filter, as they stand now.
pub async fn seen(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    job: JobId,
    filter: &ApplicantFilter,
    reading: Reading<'_>,
    limit: i64,
) -> Result<Vec<Seen>> {
    let from = if filter.q.is_some() { FROM } else { " from applications a" };
    let mut query = QueryBuilder::new(format!("select a.id, a.row_version{from}"));
    push_scope(&mut query, scope, job);
    push_filter(&mut query, filter, reading);
    query.push(" order by a.id limit ").push_bind(limit);
    let read = |row: &PgRow| Ok(Seen { id: ApplicationId(row.try_get("id")?), version: row.try_get("row_version")? });
    query.build().fetch_all(db).await?.iter().map(read).collect()
}

/// The best applicants in every stage of a job whom the filter leaves, best first, at most `limit` per stage.
pub async fn best_by_stage(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    job: JobId,
    filter: &ApplicantFilter,
    reading: Reading<'_>,
    limit: i64,
) -> Result<Vec<Ranked>> {
    let mut query = QueryBuilder::new(format!(
        "select {COLUMNS} from stages s join lateral (select a.* from applications a \
         join candidates c on c.id = a.candidate_id where a.stage_id = s.id and a.job_id = s.job_id"
    ));
    push_filter(&mut query, filter, reading);
    query
        .push(" order by a.score desc nulls last, a.id limit ")
        .push_bind(limit)
        .push(") a on true join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id where s.job_id = ")
        .push_bind(job.0)
        .push(" and a.organization_id = ")
        .push_bind(scope.uuid())
        .push(" order by s.position, a.score desc nulls last, a.id");
    query.build().fetch_all(db).await?.iter().map(read).collect()
}

/// Some applications of the organisation by key, in no particular order.
pub async fn some(db: impl PgExecutor<'_>, scope: &OrgScope, ids: &[ApplicationId]) -> Result<Vec<Ranked>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let mut query = QueryBuilder::new(format!("select {COLUMNS}{FROM} where a.id = any("));
    query.push_bind(ids).push(") and a.organization_id = ").push_bind(scope.uuid());
    query.build().fetch_all(db).await?.iter().map(read).collect()
}

/// The verdicts that count, for matches made for their jobs' current criteria, in the job's order.
pub async fn verdicts(db: impl PgExecutor<'_>, runs: &[Uuid]) -> Result<HashMap<Uuid, Vec<Option<Verdict>>>> {
    let rows = sqlx::query!(
        r#"select r.id, array_agg(i.verdict order by q.position) as "verdicts!: Vec<Option<String>>"
         from match_runs r
         join applications a on a.id = r.application_id
         join requirements q on q.job_id = a.job_id
         left join lateral (
             select coalesce(o.verdict, i.verdict) as verdict from match_items i
             left join overrules o on o.application_id = a.id and o.requirement = i.text
             where i.run_id = r.id and i.kind = q.kind and i.text = q.text order by i.position limit 1) i on true
         where r.id = any($1) group by r.id"#,
        runs
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let verdicts = r.verdicts.iter().map(|v| v.as_deref().map(|v| word("verdict", v)).transpose());
            Ok((r.id, verdicts.collect::<Result<Vec<_>>>()?))
        })
        .collect()
}

/// Where an application stands in a job's list.
pub struct Place {
    /// From 1; none where the filter leaves it out.
    pub rank: Option<i64>,
    /// How many the list has.
    pub of: i64,
    /// The one before it.
    pub previous: Option<ApplicationId>,
    /// The one after it.
    pub next: Option<ApplicationId>,
}

impl Place {
    /// Of a row `rank, previous, next, all_rows, listed`, of a list that holds the application whether it is `listed` or not.
    pub(crate) fn read(row: &PgRow) -> Result<Self> {
        let (listed, all): (bool, i64) = (row.try_get("listed")?, row.try_get("all_rows")?);
        let neighbour = |name| Ok::<_, sqlx::Error>(row.try_get::<Option<Uuid>, _>(name)?.map(ApplicationId));
        Ok(Self {
            rank: if listed { Some(row.try_get("rank")?) } else { None },
            of: if listed { all } else { all - 1 },
            previous: neighbour("previous")?,
            next: neighbour("next")?,
        })
    }
}

/// Where an application stands in the list that a filter leaves. One that the filter leaves out, such as one that was
/// just decided, still has the neighbours that it would have.
pub async fn place(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    job: JobId,
    id: ApplicationId,
    filter: &ApplicantFilter,
    reading: Reading<'_>,
) -> Result<Place> {
    let mut query = QueryBuilder::new(
        "select * from (select a.id, row_number() over list as rank, lag(a.id) over list as previous, \
         lead(a.id) over list as next, count(*) over () as all_rows, (true",
    );
    push_filter(&mut query, filter, reading);
    query.push(") as listed from applications a");
    if filter.q.is_some() || matches!(filter.sort, ApplicantSort::Name | ApplicantSort::NameBackwards) {
        query.push(" join candidates c on c.id = a.candidate_id");
    }
    push_scope(&mut query, scope, job);
    query.push(" and (a.id = ").push_bind(id.0).push(" or (true");
    push_filter(&mut query, filter, reading);
    query.push(")) window list as (").push(order(filter.sort, reading.blind));
    query.push(")) listed where id = ").push_bind(id.0);
    Place::read(&query.build().fetch_one(db).await?)
}
