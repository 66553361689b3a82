//! What the matcher reads and writes. Tasks use it for whole jobs, so its queries have no scope; requests must not
//! reach it without checking a guard's scope first.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{ApplicationId, CandidateId, DocumentId, JobId, OverruleId, RequirementId},
    job::Requirement,
    matching::{Band, Counted, MatchItem, MatchResult, Overrule, Shares, Weights},
};
use sqlx::{PgConnection, PgExecutor};
use std::collections::HashMap;
use uuid::Uuid;

/// A job as the matcher needs it.
pub struct JobToMatch {
    pub id: JobId,
    pub title: String,
    /// Markdown.
    pub description: String,
    /// The weights of the parts of the total.
    pub weights: Weights,
    /// The model and text that its vector was made from; `None` if it has no vector.
    pub embedding_revision: Option<String>,
}

/// A job as the matcher needs it.
pub async fn job(db: impl PgExecutor<'_>, id: JobId) -> Result<Option<JobToMatch>> {
    let row = sqlx::query!(
        "select id, title, description, weight_skills, weight_experience, weight_education,
             weight_closeness, case when embedding is not null then embedding_revision end as embedding_revision
         from jobs where id = $1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| JobToMatch {
        id: JobId(r.id),
        title: r.title,
        description: r.description,
        weights: Weights {
            skills: r.weight_skills,
            experience: r.weight_experience,
            education: r.weight_education,
            closeness: r.weight_closeness,
        },
        embedding_revision: r.embedding_revision,
    }))
}

/// Locks a job against changes until the transaction ends.
pub async fn keep_job(db: impl PgExecutor<'_>, id: JobId) -> Result<()> {
    sqlx::query!("select id from jobs where id = $1 for share", id.0).fetch_optional(db).await?;
    Ok(())
}

/// A job's requirements, in order.
pub async fn requirements(db: impl PgExecutor<'_>, job: JobId) -> Result<Vec<Requirement>> {
    let rows = sqlx::query!(
        "select id, kind, text, must, weight, quote from requirements where job_id = $1 order by position",
        job.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Requirement {
                id: Some(RequirementId(r.id)),
                kind: word("kind", &r.kind)?,
                text: r.text,
                must: r.must,
                weight: r.weight,
                quote: r.quote,
            })
        })
        .collect()
}

/// Stores a job's vector and what it was made from.
pub async fn set_job_vector(db: impl PgExecutor<'_>, job: JobId, vector: Vec<f32>, revision: &str) -> Result<()> {
    sqlx::query!(
        "update jobs set embedding = $2, embedding_revision = $3 where id = $1",
        job.0,
        pgvector::Vector::from(vector) as _,
        revision
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An application to score: what it is based on, and the hashes of its current match.
pub struct ToScore {
    pub application: ApplicationId,
    pub job: JobId,
    pub candidate: CandidateId,
    pub document: DocumentId,
    /// SHA-256 of everything read from the file.
    pub content_hash: Vec<u8>,
    pub read_at: DateTime<Utc>,
    pub current: Option<CurrentRun>,
}

pub struct CurrentRun {
    pub id: Uuid,
    /// Version of the scoring code.
    pub code_version: String,
    /// Revision of the embedding model.
    pub model_revision: String,
    /// The hash of the job's requirements and weights.
    pub criteria_hash: Vec<u8>,
    /// The hash of the résumé and its closeness to the job.
    pub input_hash: Vec<u8>,
    /// The shares of its total.
    pub shares: Shares,
}

/// A job's applications that have a file which was read, by key, after `after`; or one application.
pub async fn to_score(
    db: impl PgExecutor<'_>,
    job: JobId,
    only: Option<ApplicationId>,
    after: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<ToScore>> {
    let rows = sqlx::query!(
        r#"select a.id, a.candidate_id, p.document_id,
               sha256(convert_to(p.text || p.body::text, 'UTF8')) as "content_hash!", p.created_at as read_at,
               r.id as "run_id?", r.code_version as "code_version?", r.model_revision as "model_revision?",
               r.criteria_hash as "criteria_hash?", r.input_hash as "input_hash?",
               r.skills, r.experience, r.education, r.closeness
         from applications a
         join parsed_resumes p on p.document_id = a.document_id
         left join match_runs r on r.id = a.match_run_id
         where a.job_id = $1 and ($2::uuid is null or a.id = $2) and ($3::uuid is null or a.id > $3)
         order by a.id limit $4"#,
        job.0,
        only.map(|id| id.0),
        after.map(|id| id.0),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| ToScore {
            application: ApplicationId(r.id),
            job,
            candidate: CandidateId(r.candidate_id),
            document: DocumentId(r.document_id),
            content_hash: r.content_hash,
            read_at: r.read_at,
            current: match (r.run_id, r.code_version, r.model_revision, r.criteria_hash, r.input_hash) {
                (Some(id), Some(code_version), Some(model_revision), Some(criteria_hash), Some(input_hash)) => {
                    let shares = Shares {
                        skills: r.skills,
                        experience: r.experience,
                        education: r.education,
                        closeness: r.closeness,
                    };
                    Some(CurrentRun { id, code_version, model_revision, criteria_hash, input_hash, shares })
                }
                _ => None,
            },
        })
        .collect())
}

/// Whether an application still has the file, and the file's contents, on which its match was based. It stays locked
/// until the transaction ends.
pub async fn still_as_read(db: impl PgExecutor<'_>, row: &ToScore) -> Result<bool> {
    let found = sqlx::query_scalar!(
        "select a.id from applications a
         join parsed_resumes p on p.document_id = a.document_id
         where a.id = $1 and p.document_id = $2 and sha256(convert_to(p.text || p.body::text, 'UTF8')) = $3
         for update of a",
        row.application.0,
        row.document.0,
        row.content_hash
    )
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

/// The job of an application, for a task that only knows the application.
pub async fn job_of(db: impl PgExecutor<'_>, application: ApplicationId) -> Result<Option<JobId>> {
    let job =
        sqlx::query_scalar!("select job_id from applications where id = $1", application.0).fetch_optional(db).await?;
    Ok(job.map(JobId))
}

/// The texts of some files and what was read from them.
pub async fn resumes(
    db: impl PgExecutor<'_>,
    documents: &[DocumentId],
) -> Result<HashMap<DocumentId, (String, serde_json::Value)>> {
    let ids: Vec<Uuid> = documents.iter().map(|d| d.0).collect();
    let rows = sqlx::query!("select document_id, text, body from parsed_resumes where document_id = any($1)", &ids)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|r| (DocumentId(r.document_id), (r.text, r.body))).collect())
}

/// The closeness of a résumé's chunk to a job.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkCosine {
    /// Its section.
    pub section: String,
    /// Its length in characters without spaces; blanked-out personal details consist of spaces and do not count.
    pub chars: f64,
    /// The cosine of its vector and the job's, from -1 to 1.
    pub cosine: f64,
}

/// The cosines between a job's vector and the chunks of some files, with each chunk's section.
pub async fn cosines(
    db: impl PgExecutor<'_>,
    job: JobId,
    documents: &[DocumentId],
    model_revision: &str,
) -> Result<HashMap<DocumentId, Vec<ChunkCosine>>> {
    let ids: Vec<Uuid> = documents.iter().map(|d| d.0).collect();
    let rows = sqlx::query!(
        r#"select c.document_id, c.section, length(translate(c.text, ' ', '')) as "chars!", 1 - (c.embedding <=> j.embedding) as "cosine!"
         from chunks c join jobs j on j.id = $1 and j.embedding is not null
         where c.document_id = any($2) and c.model_revision = $3
         order by c.document_id, c.position"#,
        job.0,
        &ids,
        model_revision
    )
    .fetch_all(db)
    .await?;
    let mut found: HashMap<DocumentId, Vec<ChunkCosine>> = HashMap::new();
    for row in rows {
        let chunk = ChunkCosine { section: row.section, chars: f64::from(row.chars), cosine: row.cosine };
        found.entry(DocumentId(row.document_id)).or_default().push(chunk);
    }
    Ok(found)
}

/// A match to store.
pub struct NewRun<'a> {
    pub application: ApplicationId,
    pub result: &'a MatchResult,
    /// Version of the scoring code.
    pub code_version: &'a str,
    /// The revision of the embedding model; empty if there was none.
    pub model_revision: &'a str,
    /// The hash of the job's requirements and weights.
    pub criteria_hash: &'a [u8],
    /// The hash of the résumé and its closeness to the job.
    pub input_hash: &'a [u8],
    pub at: DateTime<Utc>,
}

/// Stores a match and makes it the application's current one. Older matches keep their totals, but their items are
/// deleted.
pub async fn add_run(db: &mut PgConnection, run: NewRun<'_>) -> Result<()> {
    let (id, result) = (Uuid::now_v7(), run.result);
    sqlx::query!(
        "insert into match_runs (id, application_id, total, band, skills, experience, education, closeness, code_version,
             model_revision, criteria_hash, input_hash, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id,
        run.application.0,
        result.total,
        result.band.as_str(),
        result.shares.skills,
        result.shares.experience,
        result.shares.education,
        result.shares.closeness,
        run.code_version,
        run.model_revision,
        run.criteria_hash,
        run.input_hash,
        run.at
    )
    .execute(&mut *db)
    .await?;
    let items = &result.items;
    sqlx::query!(
        "insert into match_items (run_id, position, kind, text, must, verdict, score, reason, evidence)
         select $1, * from unnest($2::integer[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::real[], $8::text[],
             $9::jsonb[])",
        id,
        &(0..).take(items.len()).collect::<Vec<i32>>(),
        &items.iter().map(|i| i.kind.as_str().to_owned()).collect::<Vec<_>>(),
        &items.iter().map(|i| i.text.clone()).collect::<Vec<_>>(),
        &items.iter().map(|i| i.must).collect::<Vec<_>>(),
        &items.iter().map(|i| i.verdict.as_str().to_owned()).collect::<Vec<_>>(),
        &items.iter().map(|i| i.score).collect::<Vec<_>>(),
        &items.iter().map(|i| i.reason.clone()).collect::<Vec<_>>(),
        &items.iter().map(|i| serde_json::json!(i.evidence)).collect::<Vec<_>>(),
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from match_items where run_id in (select id from match_runs where application_id = $1 and id <> $2)",
        run.application.0,
        id
    )
    .execute(&mut *db)
    .await?;
    // row_version does not change: a score is not a decision, and must not make a recruiter's step fail.
    sqlx::query!(
        "update applications set score = $2, band = $3, scored_at = $4, match_run_id = $5, musts_met = $6 where id = $1",
        run.application.0,
        result.total,
        result.band.as_str(),
        run.at,
        id,
        result.meets_musts()
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// A current match's total under new weights.
pub struct Reweighed {
    pub run: Uuid,
    pub total: f32,
    /// The band of the new total.
    pub band: Band,
}

/// Updates the totals of many current matches whose items remain valid.
pub async fn reweigh(db: &mut PgConnection, rows: &[Reweighed], criteria_hash: &[u8], at: DateTime<Utc>) -> Result<()> {
    let runs: Vec<Uuid> = rows.iter().map(|r| r.run).collect();
    let totals: Vec<f32> = rows.iter().map(|r| r.total).collect();
    let bands: Vec<String> = rows.iter().map(|r| r.band.as_str().to_owned()).collect();
    sqlx::query!(
        "update match_runs r set total = n.total, band = n.band, criteria_hash = $4
         from unnest($1::uuid[], $2::real[], $3::text[]) as n (id, total, band) where r.id = n.id",
        &runs,
        &totals,
        &bands,
        criteria_hash
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update applications a set score = n.total, band = n.band, scored_at = $4
         from unnest($1::uuid[], $2::real[], $3::text[]) as n (id, total, band) where a.match_run_id = n.id",
        &runs,
        &totals,
        &bands,
        at
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// The organisation's matches by their keys.
pub async fn results(db: &mut PgConnection, scope: &OrgScope, runs: &[Uuid]) -> Result<HashMap<Uuid, MatchResult>> {
    let found = sqlx::query_scalar!(
        "select r.id from match_runs r join applications a on a.id = r.application_id and a.organization_id = $2
         where r.id = any($1)",
        runs,
        scope.uuid()
    )
    .fetch_all(&mut *db)
    .await?;
    by_runs(db, &found).await
}

/// The current matches of some applications, by the matches' keys. The caller must have locked the applications.
pub async fn current(db: &mut PgConnection, applications: &[ApplicationId]) -> Result<HashMap<Uuid, MatchResult>> {
    let ids: Vec<Uuid> = applications.iter().map(|id| id.0).collect();
    let found = sqlx::query_scalar!(
        r#"select match_run_id as "run!" from applications where id = any($1) and match_run_id is not null"#,
        &ids
    )
    .fetch_all(&mut *db)
    .await?;
    by_runs(db, &found).await
}

async fn by_runs(db: &mut PgConnection, runs: &[Uuid]) -> Result<HashMap<Uuid, MatchResult>> {
    let heads = sqlx::query!(
        "select id, total, skills, experience, education, closeness, counted_total, counted_skills, counted_experience,
             counted_education
         from match_runs where id = any($1)",
        runs
    )
    .fetch_all(&mut *db)
    .await?;
    let mut found = HashMap::new();
    for r in heads {
        let shares =
            Shares { skills: r.skills, experience: r.experience, education: r.education, closeness: r.closeness };
        let counted = r.counted_total.map(|total| {
            let (skills, experience, education) = (r.counted_skills, r.counted_experience, r.counted_education);
            Counted { total, shares: Shares { skills, experience, education, ..shares } }
        });
        found.insert(r.id, MatchResult { counted, ..MatchResult::of_machine(r.total, shares, vec![]) });
    }
    for (run, item) in items(db, runs).await? {
        if let Some(result) = found.get_mut(&run) {
            result.items.push(item);
        }
    }
    Ok(found)
}

/// Stores what counts of a current match after recruiters' verdicts.
pub async fn set_counted(db: &mut PgConnection, run: Uuid, result: &MatchResult) -> Result<()> {
    let (counts, shares) = (result.counts(), result.counted.map(|counted| counted.shares).unwrap_or_default());
    sqlx::query!(
        "update match_runs set counted_total = $2, counted_skills = $3, counted_experience = $4, counted_education = $5
         where id = $1",
        run,
        result.counted.map(|counted| counted.total),
        shares.skills,
        shares.experience,
        shares.education
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update applications set score = $2, band = $3, musts_met = $4 where match_run_id = $1",
        run,
        counts.total,
        Band::of(counts.total).as_str(),
        result.meets_musts()
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// The items of some matches, each with a recruiter's verdict if there is one.
pub(crate) async fn items(db: impl PgExecutor<'_>, runs: &[Uuid]) -> Result<Vec<(Uuid, MatchItem)>> {
    let rows = sqlx::query!(
        r#"select i.run_id, i.kind, i.text, i.must, i.verdict, i.score, i.reason, i.evidence,
             o.id as "said_id?", o.verdict as "said?", o.note as "note?", o.created_at as "said_at?", u.name as "said_by?"
         from match_items i
         join match_runs r on r.id = i.run_id
         left join overrules o on o.application_id = r.application_id and o.requirement = i.text
         left join users u on u.id = o.author_id
         where i.run_id = any($1) order by i.run_id, i.position"#,
        runs
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let evidence = serde_json::from_value(r.evidence).map_err(|e| sqlx::Error::Decode(e.into()))?;
            let overrule = match (r.said_id, r.said, r.note, r.said_by, r.said_at) {
                (Some(id), Some(said), Some(note), Some(by), Some(at)) => {
                    Some(Overrule { id: OverruleId(id), verdict: word("verdict", &said)?, note, by, at })
                }
                _ => None,
            };
            Ok((
                r.run_id,
                MatchItem {
                    kind: word("kind", &r.kind)?,
                    text: r.text,
                    must: r.must,
                    verdict: word("verdict", &r.verdict)?,
                    score: r.score,
                    reason: r.reason,
                    evidence,
                    overrule,
                },
            ))
        })
        .collect()
}
