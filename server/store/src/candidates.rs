//! Candidates: their own rows, an organisation's talent pool, and those who have applied to it.

pub mod details;
mod duplicates;
pub mod merges;

pub use duplicates::duplicates;

use crate::{CandidateScope, OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    candidate::{CandidateApplication, CandidateInfo},
    event::{InStage, Stage},
    ids::{ApplicationId, CandidateId, DocumentId, JobId, OrganizationId, StageId},
};
use sqlx::PgExecutor;

/// The candidate behind an account.
pub async fn own(db: impl PgExecutor<'_>, scope: &CandidateScope) -> Result<Option<CandidateInfo>> {
    sqlx::query_as!(
        CandidateInfo,
        r#"select id as "id: CandidateId", user_id is not null as "has_account!", name, emails, phones, links, location,
               headline, do_not_contact, created_at, updated_at
         from candidates where id = $1 and user_id = $2"#,
        scope.candidate().0,
        scope.user().0,
    )
    .fetch_optional(db)
    .await
}

/// A candidate whom the organisation may see.
pub async fn visible(db: impl PgExecutor<'_>, scope: &OrgScope, id: CandidateId) -> Result<Option<CandidateInfo>> {
    sqlx::query_as!(
        CandidateInfo,
        r#"select c.id as "id: CandidateId", c.user_id is not null as "has_account!", c.name, c.emails, c.phones, c.links,
               c.location, c.headline, c.do_not_contact, c.created_at, c.updated_at
         from candidates c
         where c.id = $2 and exists (
             select 1 from organization_candidates o where o.organization_id = $1 and o.candidate_id = c.id)"#,
        scope.uuid(),
        id.0,
    )
    .fetch_optional(db)
    .await
}

/// The fields of the profile form.
pub struct ProfileFields<'a> {
    pub phones: &'a [String],
    pub links: &'a [String],
    pub location: &'a str,
    pub headline: &'a str,
    /// Whether they do not want to hear about other jobs.
    pub do_not_contact: bool,
}

/// Saves the candidate's own profile.
pub async fn set_own(
    db: impl PgExecutor<'_>,
    scope: &CandidateScope,
    fields: ProfileFields<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update candidates set phones = $3, links = $4, location = $5, headline = $6, do_not_contact = $7,
             updated_at = $8
         where id = $1 and user_id = $2",
        scope.candidate().0,
        scope.user().0,
        fields.phones,
        fields.links,
        fields.location,
        fields.headline,
        fields.do_not_contact,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds a person to an organisation's talent pool.
pub async fn add_to_pool(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: CandidateId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into candidates (id, organization_id, name, created_at, updated_at) values ($1, $2, $3, $4, $4)",
        id.0,
        scope.uuid(),
        name,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets or clears "do not contact" for a person in the organisation's own pool; returns whether there is such a person.
pub async fn set_do_not_contact(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: CandidateId,
    on: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "update candidates set do_not_contact = $3, updated_at = $4 where id = $2 and organization_id = $1",
        scope.uuid(),
        id.0,
        on,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Locks a candidate's row until the transaction ends, so that a form sent twice at once adds something only once.
/// Returns whether the row exists.
pub async fn lock(db: impl PgExecutor<'_>, id: CandidateId) -> Result<bool> {
    Ok(sqlx::query_scalar!("select 1 from candidates where id = $1 for update", id.0)
        .fetch_optional(db)
        .await?
        .is_some())
}

/// Makes uploads of the same bytes in an organisation wait for each other, until the transaction ends.
pub async fn lock_upload(db: impl PgExecutor<'_>, scope: &OrgScope, sha256: &[u8]) -> Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1::uuid::text || encode($2::bytea, 'hex'), 0))",
        scope.uuid(),
        sha256
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets the headline in the person's own words, which take precedence over what is read from a file.
pub async fn set_headline(db: impl PgExecutor<'_>, id: CandidateId, headline: &str, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update candidates set headline = $2, updated_at = $3 where id = $1", id.0, headline, now)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds a telephone number, unless the person has some.
pub async fn add_first_phone(db: impl PgExecutor<'_>, id: CandidateId, phone: &str) -> Result<()> {
    sqlx::query!("update candidates set phones = array[$2::text] where id = $1 and phones = '{}'", id.0, phone)
        .execute(db)
        .await?;
    Ok(())
}

/// What was found in a résumé, to fill fields that are still blank.
pub struct Found<'a> {
    pub name: Option<&'a str>,
    pub headline: Option<&'a str>,
    pub location: Option<&'a str>,
    /// Mail addresses.
    pub emails: &'a [String],
    pub phones: &'a [String],
    pub links: &'a [String],
}

/// Fills blank fields, for the task that read the file. `placeholder` is the temporary name that was given on upload.
/// Mail addresses are only set for people without an account; the others choose theirs themselves.
pub async fn fill_blanks(
    db: impl PgExecutor<'_>,
    id: CandidateId,
    placeholder: &str,
    found: Found<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update candidates set
             name = case when user_id is null and name = $2 then coalesce($3, name) else name end,
             headline = case when headline = '' then coalesce($4, '') else headline end,
             location = case when location = '' then coalesce($5, '') else location end,
             emails = case when user_id is null and emails = '{}' then $6 else emails end,
             phones = case when phones = '{}' then $7 else phones end,
             links = case when links = '{}' then $8 else links end,
             updated_at = $9
         where id = $1",
        id.0,
        placeholder,
        found.name,
        found.headline,
        found.location,
        found.emails,
        found.phones,
        found.links,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The organisations whose recruiters may know whose file this is, to notify their pages.
pub async fn named_to(db: impl PgExecutor<'_>, id: CandidateId, document: DocumentId) -> Result<Vec<OrganizationId>> {
    sqlx::query_scalar!(
        r#"select organization_id as "id!: OrganizationId" from candidates where id = $1 and organization_id is not null
         union
         select organization_id from documents where id = $2 and organization_id is not null
         union
         select organization_id from named_applications where candidate_id = $1 and document_id = $2"#,
        id.0,
        document.0
    )
    .fetch_all(db)
    .await
}

/// The organisations whose recruiters know a person by name, to notify their pages.
pub async fn known_to(db: impl PgExecutor<'_>, id: CandidateId) -> Result<Vec<OrganizationId>> {
    sqlx::query_scalar!(
        r#"select organization_id as "id!: OrganizationId" from organization_candidates where candidate_id = $1"#,
        id.0
    )
    .fetch_all(db)
    .await
}

/// A person's open applications, with their stages, whose recruiters know them by name.
pub async fn open_and_named(db: impl PgExecutor<'_>, id: CandidateId) -> Result<Vec<InStage>> {
    let rows = sqlx::query!(
        "select a.id, a.job_id, a.stage_id, s.name as stage from applications a join stages s on s.id = a.stage_id
         where a.candidate_id = $1 and a.status in ('active', 'on_hold') and a.id in (select id from named_applications)
         order by a.id",
        id.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| InStage {
            application: ApplicationId(r.id),
            job: JobId(r.job_id),
            stage: Stage { id: StageId(r.stage_id), name: r.stage },
        })
        .collect())
}

/// A candidate's applications to the organisation's jobs, newest first.
pub async fn applications(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: CandidateId,
) -> Result<Vec<CandidateApplication>> {
    let rows = sqlx::query!(
        "select a.id, a.job_id, j.title, s.name as stage, a.status, a.score, a.band, a.applied_at
         from applications a join jobs j on j.id = a.job_id join stages s on s.id = a.stage_id
         where a.organization_id = $1 and a.candidate_id = $2 and a.id in (select id from named_applications)
         order by a.applied_at desc limit 100",
        scope.uuid(),
        id.0,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(CandidateApplication {
                id: ApplicationId(r.id),
                job_id: JobId(r.job_id),
                job_title: r.title,
                stage: r.stage,
                status: word("status", &r.status)?,
                score: r.score,
                band: r.band.as_deref().map(|b| word("band", b)).transpose()?,
                applied_at: r.applied_at,
            })
        })
        .collect()
}

/// Open applications that were sent with a document, so that they can be matched again.
pub async fn open_applications_with(db: impl PgExecutor<'_>, document: DocumentId) -> Result<Vec<ApplicationId>> {
    sqlx::query_scalar!(
        r#"select id as "id: ApplicationId" from applications
         where document_id = $1 and status in ('active', 'on_hold') order by applied_at"#,
        document.0
    )
    .fetch_all(db)
    .await
}
