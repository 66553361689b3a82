//! Applications: adding, listing, changing their stage, and what is stored with them.

pub mod apply;
pub mod events;
pub mod own;
pub mod ranked;
pub mod transitions;
pub mod unconfirmed;

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    applicants::{JobHead, RequirementHead, StageCount},
    application::{ApplicationStatus, EarlierApplication, RejectReason},
    ids::{ApplicationId, CandidateId, DocumentId, JobId, StageId},
};
use sqlx::PgExecutor;

/// A job as shown on the pages about its applicants, but without stages, requirements and the number of applications to
/// be scored.
pub async fn job_head(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId) -> Result<Option<JobHead>> {
    let row = sqlx::query!(
        r#"select id, title, location, slug, status, blind,
               (select count(*) from applications a where a.job_id = jobs.id) as "applications!",
               (select name from users where id = job_owner(jobs.id)) as owner
         from jobs where id = $1 and organization_id = $2"#,
        job.0,
        scope.uuid()
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(JobHead {
            id: JobId(r.id),
            title: r.title,
            location: r.location,
            slug: r.slug,
            status: word("status", &r.status)?,
            blind: r.blind,
            stages: vec![],
            requirements: vec![],
            applications: r.applications,
            unscored: 0,
            owner: r.owner,
        })
    })
    .transpose()
}

/// The number of a job's open applications that have an unread file, or no match for the job's current criteria.
pub async fn unscored(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId, criteria_hash: &[u8]) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from applications a
         join documents d on d.id = a.document_id
         left join match_runs r on r.id = a.match_run_id
         where a.job_id = $1 and a.organization_id = $2 and a.status in ('active', 'on_hold')
             and (d.status = 'queued' or r.criteria_hash is distinct from $3
                 and exists (select 1 from parsed_resumes p where p.document_id = d.id))"#,
        job.0,
        scope.uuid(),
        criteria_hash
    )
    .fetch_one(db)
    .await
}

/// A job's stages in order, each with its number of open applications.
pub async fn stage_counts(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId) -> Result<Vec<StageCount>> {
    let rows = sqlx::query!(
        r#"select s.id, s.name, s.kind, s.sla_days, coalesce(c.n, 0) as "open!"
         from stages s
         join jobs j on j.id = s.job_id and j.organization_id = $2
         left join (
             select stage_id, count(*) as n from applications
             where job_id = $1 and status in ('active', 'on_hold') group by stage_id
         ) c on c.stage_id = s.id
         where s.job_id = $1 order by s.position"#,
        job.0,
        scope.uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(StageCount {
                id: StageId(r.id),
                name: r.name,
                kind: word("kind", &r.kind)?,
                sla_days: r.sla_days,
                open: r.open,
            })
        })
        .collect()
}

/// A job's requirements, in order.
pub async fn requirement_heads(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId) -> Result<Vec<RequirementHead>> {
    let rows = sqlx::query!(
        "select r.kind, r.text, r.must from requirements r
         join jobs j on j.id = r.job_id and j.organization_id = $2
         where r.job_id = $1 order by r.position",
        job.0,
        scope.uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|r| Ok(RequirementHead { kind: word("kind", &r.kind)?, text: r.text, must: r.must })).collect()
}

/// What the page of an application shows in addition to its row in the table.
pub struct Particulars {
    pub job: JobId,
    /// The current match.
    pub run: Option<uuid::Uuid>,
    pub scored_at: Option<DateTime<Utc>>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub links: Vec<String>,
    /// Their former names.
    pub former_names: Vec<String>,
    /// Whether they asked not to be contacted.
    pub do_not_contact: bool,
    /// The answers as stored.
    pub answers: serde_json::Value,
    pub reject_reason: Option<RejectReason>,
    /// Whether they applied themselves, so that mail is sent to them.
    pub applied: bool,
    /// When the mail about the last step will be sent, if it has not been yet.
    pub mail_at: Option<DateTime<Utc>>,
    pub file: Option<File>,
}

/// The file of an application.
pub struct File {
    pub id: DocumentId,
    /// The name as uploaded.
    pub name: String,
    /// `queued`, `read` or `failed`.
    pub status: String,
    /// Why it could not be read.
    pub failure: Option<String>,
    /// The text read from it, and the parsed fields.
    pub parsed: Option<(String, serde_json::Value)>,
}

/// What the page of an application shows in addition to its row in the table.
pub async fn particulars(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId) -> Result<Option<Particulars>> {
    let row = sqlx::query!(
        r#"select a.job_id, a.source = 'careers' as "applied!", a.match_run_id, a.scored_at, a.answers, a.reject_reason, a.document_id,
               c.emails, c.phones, c.links, c.former_names, c.do_not_contact,
               d.original_name as "original_name?", d.status as "document_status?", d.failure_message as "failure_message?",
               p.text as "text?", p.body as "body?",
               (select min(send_after) from outbox o where o.application_id = a.id
                   and o.event = any($3) and o.state = 'queued') as mail_at
         from applications a
         join candidates c on c.id = a.candidate_id
         left join documents d on d.id = a.document_id
         left join parsed_resumes p on p.document_id = a.document_id
         where a.id = $1 and a.organization_id = $2"#,
        id.0,
        scope.uuid(),
        &hireq_domain::event::Mail::OF_STEPS.map(str::to_owned)
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        let file = match (r.document_id, r.original_name, r.document_status) {
            (Some(id), Some(name), Some(status)) => {
                Some(File { id: DocumentId(id), name, status, failure: r.failure_message, parsed: r.text.zip(r.body) })
            }
            _ => None,
        };
        Ok(Particulars {
            job: JobId(r.job_id),
            run: r.match_run_id,
            scored_at: r.scored_at,
            emails: r.emails,
            phones: r.phones,
            links: r.links,
            former_names: r.former_names,
            do_not_contact: r.do_not_contact,
            answers: r.answers,
            reject_reason: r.reject_reason.as_deref().map(|w| word("reject_reason", w)).transpose()?,
            applied: r.applied,
            mail_at: r.mail_at,
            file,
        })
    })
    .transpose()
}

pub async fn job_of(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId) -> Result<Option<JobId>> {
    let job = sqlx::query_scalar!(
        "select job_id from applications where id = $1 and organization_id = $2",
        id.0,
        scope.uuid()
    )
    .fetch_optional(db)
    .await?;
    Ok(job.map(JobId))
}

pub async fn candidate_and_job(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: ApplicationId,
) -> Result<Option<(CandidateId, JobId)>> {
    let row = sqlx::query!(
        "select candidate_id, job_id from applications where id = $1 and organization_id = $2",
        id.0,
        scope.uuid()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| (CandidateId(r.candidate_id), JobId(r.job_id))))
}

/// Earlier applications of the same person for the same job, newest first. Those of a merged record are not among them:
/// where the job hides its applicants, they would tell who this is.
pub async fn earlier(db: impl PgExecutor<'_>, scope: &OrgScope, id: ApplicationId) -> Result<Vec<EarlierApplication>> {
    let rows = sqlx::query!(
        r#"select e.id, e.applied_at, e.status,
             coalesce((select h.kind = 'rejected' from application_events h
                 where h.application_id = e.id and h.kind in ('rejected', 'reopened', 'hired', 'closed')
                 order by h.created_at desc, h.id desc limit 1), false) as "rejected!"
         from applications a
         join applications e on e.job_id = a.job_id and e.candidate_id = a.candidate_id
             and e.merged_from is not distinct from a.merged_from and e.applied_at < a.applied_at
         where a.id = $1 and a.organization_id = $2
         order by e.applied_at desc limit 20"#,
        id.0,
        scope.uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(EarlierApplication {
                known: Some((ApplicationId(r.id), r.applied_at)),
                status: word("status", &r.status)?,
                rejected: r.rejected,
            })
        })
        .collect()
}

/// Statuses as strings, in the form in which the database stores them.
pub(crate) fn status_words(statuses: &[ApplicationStatus]) -> Vec<String> {
    statuses.iter().map(|s| s.as_str().to_owned()).collect()
}
