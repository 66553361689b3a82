//! Adding applications: sent through the careers site, or added by a recruiter.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    application::{Answer, RejectReason, Source},
    candidate::OpenJob,
    ids::{ApplicationId, CandidateId, DocumentId, JobId, OrganizationId, QuestionId, StageId},
    job::{JobStatus, Question},
};
use sqlx::{PgExecutor, types::Json};
use uuid::Uuid;

/// A job that somebody applies to.
pub struct Target {
    pub id: JobId,
    pub organization_id: OrganizationId,
    pub organization: String,
    /// The last part of its URL.
    pub slug: String,
    pub title: String,
    pub location: String,
    pub status: JobStatus,
    /// The moment when the last day for applications ends.
    pub closes_at: Option<DateTime<Utc>>,
    /// The stage in which applications arrive.
    pub stage: StageId,
    pub stage_name: String,
}

impl Target {
    /// Whether it takes applications now.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.status == JobStatus::Open && self.closes_at.is_none_or(|end| now < end)
    }
}

struct Row {
    id: Uuid,
    organization_id: Uuid,
    organization: String,
    slug: String,
    title: String,
    location: String,
    status: String,
    closes_at: Option<DateTime<Utc>>,
    stage: Uuid,
    stage_name: String,
}

impl TryFrom<Row> for Target {
    type Error = sqlx::Error;

    fn try_from(r: Row) -> Result<Self> {
        Ok(Self {
            id: JobId(r.id),
            organization_id: OrganizationId(r.organization_id),
            organization: r.organization,
            slug: r.slug,
            title: r.title,
            location: r.location,
            status: word("status", &r.status)?,
            closes_at: r.closes_at,
            stage: StageId(r.stage),
            stage_name: r.stage_name,
        })
    }
}

/// Locks a job's status until the transaction ends, so that nobody can close the job together with its applications
/// while another application is being added.
pub async fn hold_status(db: impl PgExecutor<'_>, job: JobId) -> Result<()> {
    sqlx::query!("select id from jobs where id = $1 for share", job.0).fetch_optional(db).await?;
    Ok(())
}

/// A published job by the last part of its URL. Drafts are not found.
pub async fn by_slug(db: impl PgExecutor<'_>, slug: &str) -> Result<Option<Target>> {
    sqlx::query_as!(
        Row,
        r#"select j.id, j.organization_id, o.name as organization, j.slug, j.title, j.location, j.status, j.closes_at,
               s.id as stage, s.name as stage_name
         from jobs j join organizations o on o.id = j.organization_id
         join lateral (select id, name from stages where job_id = j.id order by position limit 1) s on true
         where j.slug = $1 and j.status <> 'draft'"#,
        slug
    )
    .fetch_optional(db)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// A job of the organisation.
pub async fn by_id(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId) -> Result<Option<Target>> {
    sqlx::query_as!(
        Row,
        r#"select j.id, j.organization_id, o.name as organization, j.slug, j.title, j.location, j.status, j.closes_at,
               s.id as stage, s.name as stage_name
         from jobs j join organizations o on o.id = j.organization_id
         join lateral (select id, name from stages where job_id = j.id order by position limit 1) s on true
         where j.id = $2 and j.organization_id = $1"#,
        scope.uuid(),
        job.0
    )
    .fetch_optional(db)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// A job's screening questions, in order.
pub async fn questions(db: impl PgExecutor<'_>, job: JobId) -> Result<Vec<Question>> {
    let rows = sqlx::query!(
        "select id, text, kind, options, required, knock_out from questions where job_id = $1 order by position",
        job.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Question {
                id: Some(QuestionId(r.id)),
                text: r.text,
                kind: word("kind", &r.kind)?,
                options: r.options,
                required: r.required,
                knock_out: r.knock_out,
            })
        })
        .collect()
}

/// The organisation's jobs to which a candidate could be added.
pub async fn open_jobs(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    candidate: Option<CandidateId>,
) -> Result<Vec<OpenJob>> {
    sqlx::query_as!(
        OpenJob,
        r#"select j.id as "id: JobId", j.title from jobs j
         where j.organization_id = $1 and j.status in ('open', 'paused') and not exists (
             select 1 from applications a where a.job_id = j.id and a.candidate_id = $2
                 and a.status in ('active', 'on_hold', 'hired'))
             -- Of a job that hides its applicants, being here or not would tell who is among them.
             and ($2::uuid is null or not j.blind)
         order by j.title limit 200"#,
        scope.uuid(),
        candidate.map(|c| c.0)
    )
    .fetch_all(db)
    .await
}

/// Whether a job of the organisation hides its applicants' identities.
pub async fn is_blind(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId) -> Result<bool> {
    let blind =
        sqlx::query_scalar!("select blind from jobs where id = $1 and organization_id = $2", job.0, scope.uuid())
            .fetch_optional(db)
            .await?;
    Ok(blind == Some(true))
}

/// How many applications a candidate has sent themselves since `since`.
pub async fn sent_since(db: impl PgExecutor<'_>, candidate: CandidateId, since: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from applications
         where candidate_id = $1 and source = 'careers' and applied_at > $2"#,
        candidate.0,
        since,
    )
    .fetch_one(db)
    .await
}

/// The candidate's application for a job, if it is open or led to a hire.
pub async fn going_on(db: impl PgExecutor<'_>, candidate: CandidateId, job: JobId) -> Result<Option<ApplicationId>> {
    let id = sqlx::query_scalar!(
        "select id from applications where candidate_id = $1 and job_id = $2 and status in ('active', 'on_hold', 'hired')",
        candidate.0,
        job.0
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(ApplicationId))
}

/// The candidate's application for a job that they have not withdrawn. Only one per job is allowed, and a form sent
/// twice finds the first one.
pub async fn earlier(db: impl PgExecutor<'_>, candidate: CandidateId, job: JobId) -> Result<Option<ApplicationId>> {
    let id = sqlx::query_scalar!(
        "select id from applications where candidate_id = $1 and job_id = $2 and status <> 'withdrawn' and merged_from is null
         order by applied_at desc limit 1",
        candidate.0,
        job.0
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(ApplicationId))
}

pub struct NewApplication<'a> {
    pub id: ApplicationId,
    pub organization: OrganizationId,
    pub job: JobId,
    pub candidate: CandidateId,
    /// The résumé of the application.
    pub document: Option<DocumentId>,
    /// The stage in which it arrives.
    pub stage: StageId,
    pub source: Source,
    pub answers: &'a [Answer],
    pub at: DateTime<Utc>,
}

/// Adds an application. With a file that came from a merged record it belongs to that record. A second open one for the same job violates `applications_active_key`.
pub async fn add(db: impl PgExecutor<'_>, new: NewApplication<'_>) -> Result<()> {
    sqlx::query!(
        "insert into applications (id, organization_id, job_id, candidate_id, document_id, stage_id, source, answers,
             applied_at, stage_entered_at, updated_at, merged_from)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, (select d.merged_from from documents d where d.id = $5))",
        new.id.0,
        new.organization.0,
        new.job.0,
        new.candidate.0,
        new.document.map(|d| d.0),
        new.stage.0,
        new.source.as_str(),
        Json(new.answers) as _,
        new.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Rejects an application that was just added, because of a knock-out answer.
pub async fn knock_out(db: impl PgExecutor<'_>, id: ApplicationId) -> Result<()> {
    sqlx::query!(
        "update applications set status = 'rejected', reject_reason = $2, row_version = row_version + 1 where id = $1",
        id.0,
        RejectReason::ScreeningAnswer.as_str(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Records what a candidate agreed to.
pub async fn add_consent(
    db: impl PgExecutor<'_>,
    candidate: CandidateId,
    application: ApplicationId,
    purpose: &str,
    text_version: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into consents (id, candidate_id, application_id, purpose, text_version, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        candidate.0,
        application.0,
        purpose,
        text_version,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
