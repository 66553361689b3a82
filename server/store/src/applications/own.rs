//! A candidate's own applications: not those that came from records of an organisation, which were merged into theirs.

use crate::{CandidateScope, Result, matching, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    application::{ActorKind, Answer, ApplicationStatus, HistoryItem, OwnApplication},
    event::{Part, candidate_reads},
    ids::{ApplicationId, DocumentId, JobId, StageId},
    job::StageKind,
    matching::MatchItem,
};
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    job_id: Uuid,
    slug: String,
    title: String,
    organization: String,
    stage_kind: String,
    status: String,
    applied_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    document_id: Option<Uuid>,
}

impl TryFrom<Row> for OwnApplication {
    type Error = sqlx::Error;

    fn try_from(r: Row) -> Result<Self> {
        Ok(Self {
            id: ApplicationId(r.id),
            job_id: JobId(r.job_id),
            job_slug: r.slug,
            job_title: r.title,
            organization: r.organization,
            stage_kind: word("kind", &r.stage_kind)?,
            status: word("status", &r.status)?,
            applied_at: r.applied_at,
            updated_at: r.updated_at,
            document_id: r.document_id.map(DocumentId),
        })
    }
}

/// The candidate's applications, newest first, with only what they have been told; if `only` is given, just that one.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &CandidateScope,
    only: Option<ApplicationId>,
    now: DateTime<Utc>,
) -> Result<Vec<OwnApplication>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select a.id, a.job_id, j.slug, j.title, o.name as organization, a.applied_at, a.document_id,
             coalesce(
                 (select t.kind from application_events e join stages t on t.id = e.to_stage_id
                  where e.application_id = a.id and e.told_at <= $3 order by e.told_at desc, e.id desc limit 1),
                 (select f.kind from application_events e join stages f on f.id = e.from_stage_id
                  where e.application_id = a.id and e.told_at > $3 order by e.id limit 1),
                 s.kind) as "stage_kind!",
             case when exists (select 1 from application_events e
                     where e.application_id = a.id and e.kind = a.status and e.told_at > $3)
                 then case (select e.kind from application_events e
                         where e.application_id = a.id and e.told_at <= $3 and e.kind in ('held', 'resumed', 'reopened')
                         order by e.told_at desc, e.id desc limit 1) when 'held' then 'on_hold' else 'active' end
                 else a.status end as "status!",
             coalesce((select max(e.told_at) from application_events e
                 where e.application_id = a.id and e.told_at <= $3), a.applied_at) as "updated_at!"
         from applications a join jobs j on j.id = a.job_id join organizations o on o.id = a.organization_id
         join stages s on s.id = a.stage_id
         where a.candidate_id = $1 and a.merged_from is null and ($2::uuid is null or a.id = $2)
         order by a.applied_at desc limit 200"#,
        scope.candidate().0,
        only.map(|id| id.0),
        now
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The different kinds of a job's stages, in order.
pub async fn stage_kinds(db: impl PgExecutor<'_>, job: JobId) -> Result<Vec<StageKind>> {
    let words =
        sqlx::query_scalar!("select kind from stages where job_id = $1 order by position", job.0).fetch_all(db).await?;
    let mut kinds: Vec<StageKind> = Vec::new();
    for w in words {
        let kind = word("kind", &w)?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

/// An application's history as its candidate may see it, newest first: stages by their kind, recruiters by their
/// organisation, other details as the event's table allows, and each step only once it has been told.
pub async fn history(
    db: impl PgExecutor<'_>,
    scope: &CandidateScope,
    id: ApplicationId,
    now: DateTime<Utc>,
) -> Result<Vec<HistoryItem>> {
    let rows = sqlx::query!(
        r#"select e.kind, e.actor_kind, e.reason, e.told_at as "told_at!", o.name as organization,
             f.kind as "from_kind?", t.kind as "to_kind?"
         from application_events e
         join applications a on a.id = e.application_id
         join organizations o on o.id = a.organization_id
         left join stages f on f.id = e.from_stage_id
         left join stages t on t.id = e.to_stage_id
         where e.application_id = $2 and a.candidate_id = $1 and a.merged_from is null and e.told_at <= $3
         order by e.told_at desc, e.id desc"#,
        scope.candidate().0,
        id.0,
        now
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let label = |w: Option<String>| -> Result<Option<String>> {
                w.map(|w| Ok(word::<StageKind>("kind", &w)?.label().to_owned())).transpose()
            };
            let actor_kind = word("actor_kind", &r.actor_kind)?;
            let kind = word("kind", &r.kind)?;
            let actor = match actor_kind {
                ActorKind::Candidate => "You".to_owned(),
                ActorKind::Recruiter | ActorKind::Admin => r.organization,
                kind @ (ActorKind::Rule | ActorKind::System) => kind.label().to_owned(),
            };
            Ok(HistoryItem {
                kind,
                actor,
                from_stage: label(r.from_kind)?,
                to_stage: label(r.to_kind)?,
                reason: r.reason.filter(|_| candidate_reads(kind).contains(&Part::Reason)),
                team_note: None,
                at: r.told_at,
            })
        })
        .collect()
}

pub async fn answers(db: impl PgExecutor<'_>, scope: &CandidateScope, id: ApplicationId) -> Result<Vec<Answer>> {
    let answers = sqlx::query_scalar!(
        r#"select answers as "answers: Json<Vec<Answer>>" from applications where candidate_id = $1 and id = $2 and merged_from is null"#,
        scope.candidate().0,
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(answers.map(|a| a.0).unwrap_or_default())
}

/// The items of the current match; `None` before the first one.
pub async fn match_items(
    db: impl PgExecutor<'_> + Copy,
    scope: &CandidateScope,
    id: ApplicationId,
) -> Result<Option<Vec<MatchItem>>> {
    let run = sqlx::query_scalar!(
        "select match_run_id from applications where candidate_id = $1 and id = $2 and merged_from is null",
        scope.candidate().0,
        id.0
    )
    .fetch_optional(db)
    .await?
    .flatten();
    let Some(run) = run else { return Ok(None) };
    let items = matching::items(db, &[run]).await?;
    Ok(Some(items.into_iter().map(|(_, item)| item).collect()))
}

/// An application that its candidate is about to withdraw, locked until the transaction ends.
pub struct Locked {
    pub status: ApplicationStatus,
    pub job: JobId,
    /// The stage that it leaves.
    pub stage: StageId,
    pub stage_name: String,
}

/// Locks the candidate's application.
pub async fn lock(db: &mut PgConnection, scope: &CandidateScope, id: ApplicationId) -> Result<Option<Locked>> {
    // Locked before the join, for the same reason as for a recruiter's step.
    sqlx::query!(
        "select id from applications where candidate_id = $1 and id = $2 and merged_from is null for update",
        scope.candidate().0,
        id.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let row = sqlx::query!(
        "select a.status, a.job_id, a.stage_id, s.name as stage_name
         from applications a join stages s on s.id = a.stage_id
         where a.candidate_id = $1 and a.id = $2 and a.merged_from is null",
        scope.candidate().0,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(Locked {
            status: word("status", &r.status)?,
            job: JobId(r.job_id),
            stage: StageId(r.stage_id),
            stage_name: r.stage_name,
        })
    })
    .transpose()
}

/// Marks it as withdrawn.
pub async fn withdraw(
    db: impl PgExecutor<'_>,
    scope: &CandidateScope,
    id: ApplicationId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update applications set status = 'withdrawn', updated_at = $3, row_version = row_version + 1
         where candidate_id = $1 and id = $2 and merged_from is null",
        scope.candidate().0,
        id.0,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}
