//! Jobs: one row each, with requirements, questions and stages that are written and read together with it.

mod careers;
mod closing;
mod ending;
mod list;
pub mod members;
mod parts;
pub mod saved;
mod unattended;

pub use careers::{FacetRow, Posted, SitemapEntry, Terms, facets, posting, recent, search, sitemap, unaccented};
pub use closing::{Ending, endings, set_endings};
pub use ending::{Course, astray, course, ending, set_ends_applications};
pub use list::{counts, list};
pub use parts::{StageUse, set_questions, set_requirements, set_stages, stages_in_use};
pub use unattended::unattended;

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{JobId, OrganizationId, UserId},
    job::{Job, JobContent, JobStatus, Pay, Question, Requirement, Stage},
    matching::Weights,
    number::Decimal,
    zone::Zone,
};
use sqlx::{PgExecutor, types::Json};

/// A job to add; it always starts as a draft.
pub struct NewJob<'a> {
    /// The key, generated with the form: a second request with the same key adds nothing.
    pub id: JobId,
    /// The last part of its public URL.
    pub slug: &'a str,
    /// The contents of the form; requirements, questions and stages are written by [`set_requirements`] and similar
    /// functions.
    pub content: &'a JobContent,
    /// The moment when its last day ends.
    pub closes_at: Option<DateTime<Utc>>,
    pub created_by: UserId,
    pub now: DateTime<Utc>,
}

/// Adds a draft; returns whether it was new.
///
/// Conflicts in any column are accepted, not only in the key: if the same form is being saved at the same moment,
/// Postgres may detect the duplicate slug first.
pub async fn add(db: impl PgExecutor<'_>, scope: &OrgScope, job: NewJob<'_>) -> Result<bool> {
    let (content, pay) = (job.content, job.content.pay.as_ref());
    let done = sqlx::query!(
        "insert into jobs (id, organization_id, slug, title, description, location, remote, employment,
             pay_min, pay_max, pay_currency, pay_period, closes_on, blind,
             weight_skills, weight_experience, weight_education, weight_closeness, created_by, created_at, updated_at,
             time_zone, closes_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::numeric, $10::text::numeric, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20,
             $21, $22)
         on conflict do nothing",
        job.id.0,
        scope.uuid(),
        job.slug,
        content.title,
        content.description,
        content.location,
        content.remote.as_str(),
        content.employment.as_str(),
        pay.and_then(|p| p.min).map(|n| n.to_string()),
        pay.and_then(|p| p.max).map(|n| n.to_string()),
        pay.map(|p| p.currency.as_str()),
        pay.map(|p| p.period.as_str()),
        content.closes_on,
        content.blind,
        content.weights.skills,
        content.weights.experience,
        content.weights.education,
        content.weights.closeness,
        job.created_by.0,
        job.now,
        content.time_zone.as_ref().map(Zone::as_str),
        job.closes_at,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The new contents of a job's own row.
pub struct Edit<'a> {
    /// The last part of its public URL.
    pub slug: &'a str,
    /// The contents of the form.
    pub content: &'a JobContent,
    /// The moment when its last day ends.
    pub closes_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

/// Writes a job's own row if it still has the version `row_version`. Returns the new version, or `None` if somebody
/// else changed it first. If the text changes, its vector is deleted.
pub async fn update(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: JobId,
    row_version: i32,
    Edit { slug, content, closes_at, now }: Edit<'_>,
) -> Result<Option<i32>> {
    let pay = content.pay.as_ref();
    sqlx::query_scalar!(
        "update jobs set slug = $4, title = $5, description = $6, location = $7, remote = $8, employment = $9,
             pay_min = $10::text::numeric, pay_max = $11::text::numeric, pay_currency = $12, pay_period = $13, closes_on = $14, blind = $15,
             weight_skills = $16, weight_experience = $17, weight_education = $18, weight_closeness = $19,
             embedding = case when title = $5 and description = $6 then embedding end,
             embedding_revision = case when title = $5 and description = $6 then embedding_revision end,
             updated_at = $20, row_version = row_version + 1, time_zone = $21, closes_at = $22
         where id = $1 and organization_id = $2 and row_version = $3
         returning row_version",
        id.0,
        scope.uuid(),
        row_version,
        slug,
        content.title,
        content.description,
        content.location,
        content.remote.as_str(),
        content.employment.as_str(),
        pay.and_then(|p| p.min).map(|n| n.to_string()),
        pay.and_then(|p| p.max).map(|n| n.to_string()),
        pay.map(|p| p.currency.as_str()),
        pay.map(|p| p.period.as_str()),
        content.closes_on,
        content.blind,
        content.weights.skills,
        content.weights.experience,
        content.weights.education,
        content.weights.closeness,
        now,
        content.time_zone.as_ref().map(Zone::as_str),
        closes_at,
    )
    .fetch_optional(db)
    .await
}

/// Changes a job's status; returns false if its status was no longer the expected one. The time of the first opening is
/// kept.
pub async fn set_status(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: JobId,
    from: JobStatus,
    to: JobStatus,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update jobs set status = $4, updated_at = $5, row_version = row_version + 1,
             published_at = case when $4 = 'open' then coalesce(published_at, $5) else published_at end
         where id = $1 and organization_id = $2 and status = $3",
        id.0,
        scope.uuid(),
        from.as_str(),
        to.as_str(),
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A job with all its parts, in one query.
pub async fn find(db: impl PgExecutor<'_>, scope: &OrgScope, id: JobId) -> Result<Option<Job>> {
    let row = sqlx::query!(
        r#"select j.id, j.organization_id, o.name as organization, j.slug, j.status, j.published_at, j.created_at,
               j.updated_at, j.row_version, j.title, j.description, j.location, j.remote, j.employment,
               j.pay_min::text, j.pay_max::text, j.pay_currency, j.pay_period, j.closes_on, j.time_zone, j.blind,
               j.weight_skills, j.weight_experience, j.weight_education, j.weight_closeness,
               (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'text', r.text,
                    'must', r.must, 'weight', r.weight, 'quote', r.quote) order by r.position), '[]')
                from requirements r where r.job_id = j.id) as "requirements!: Json<Vec<Requirement>>",
               (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'text', q.text, 'kind', q.kind,
                    'options', q.options, 'required', q.required, 'knock_out', q.knock_out) order by q.position), '[]')
                from questions q where q.job_id = j.id) as "questions!: Json<Vec<Question>>",
               (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind,
                    'sla_days', s.sla_days) order by s.position), '[]')
                from stages s where s.job_id = j.id) as "stages!: Json<Vec<Stage>>"
         from jobs j join organizations o on o.id = j.organization_id
         where j.id = $1 and j.organization_id = $2"#,
        id.0,
        scope.uuid(),
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(Job {
            id: JobId(r.id),
            organization_id: OrganizationId(r.organization_id),
            organization: r.organization,
            slug: r.slug,
            status: word("status", &r.status)?,
            published_at: r.published_at,
            created_at: r.created_at,
            updated_at: r.updated_at,
            row_version: r.row_version,
            content: JobContent {
                title: r.title,
                description: r.description,
                location: r.location,
                remote: word("remote", &r.remote)?,
                employment: word("employment", &r.employment)?,
                pay: pay(r.pay_min.as_deref(), r.pay_max.as_deref(), r.pay_currency, r.pay_period.as_deref())?,
                closes_on: r.closes_on,
                time_zone: r.time_zone.map(|zone| word("time_zone", &zone)).transpose()?,
                blind: r.blind,
                weights: Weights {
                    skills: r.weight_skills,
                    experience: r.weight_experience,
                    education: r.weight_education,
                    closeness: r.weight_closeness,
                },
                requirements: r.requirements.0,
                questions: r.questions.0,
                stages: r.stages.0,
            },
        })
    })
    .transpose()
}

/// Builds a pay range from its columns.
pub(crate) fn pay(
    min: Option<&str>,
    max: Option<&str>,
    currency: Option<String>,
    period: Option<&str>,
) -> Result<Option<Pay>> {
    let exact = |text: Option<&str>| text.map(str::parse::<Decimal>).transpose();
    let (min, max) = (exact(min), exact(max));
    let (Ok(min), Ok(max)) = (min, max) else { return Err(sqlx::Error::Decode("an amount of pay".into())) };
    match (min.or(max), currency, period) {
        (Some(_), Some(currency), Some(period)) => {
            Ok(Some(Pay { min, max, currency, period: word("pay_period", period)? }))
        }
        _ => Ok(None),
    }
}

/// The organisation of a job, to notify its pages.
pub async fn organization_of(db: impl PgExecutor<'_>, id: JobId) -> Result<Option<OrganizationId>> {
    sqlx::query_scalar!(r#"select organization_id as "id: OrganizationId" from jobs where id = $1"#, id.0)
        .fetch_optional(db)
        .await
}
