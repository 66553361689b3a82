//! A job's requirements, questions and stages. Callers must have written the job's row in the same transaction, which
//! proves that the job is theirs. Keys that belong to another job's parts are never taken over.

use crate::Result;
use hireq_domain::{
    ids::{JobId, StageId},
    job::{Question, Requirement, Stage},
};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

fn positions(len: usize) -> Vec<i32> {
    (0..).take(len).collect()
}

fn key<T: Into<Uuid>>(id: Option<T>) -> Uuid {
    id.map_or_else(Uuid::now_v7, Into::into)
}

/// Replaces a job's requirements.
pub async fn set_requirements(db: &mut PgConnection, job: JobId, requirements: &[Requirement]) -> Result<()> {
    sqlx::query!("delete from requirements where job_id = $1", job.0).execute(&mut *db).await?;
    let ids: Vec<Uuid> = requirements.iter().map(|r| key(r.id)).collect();
    let kinds: Vec<String> = requirements.iter().map(|r| r.kind.to_string()).collect();
    let texts: Vec<String> = requirements.iter().map(|r| r.text.clone()).collect();
    let musts: Vec<bool> = requirements.iter().map(|r| r.must).collect();
    let weights: Vec<f32> = requirements.iter().map(|r| r.weight).collect();
    let quotes: Vec<Option<String>> = requirements.iter().map(|r| r.quote.clone()).collect();
    sqlx::query!(
        "insert into requirements (id, job_id, kind, text, must, weight, quote, position)
         select u.id, $1, u.kind, u.text, u.must, u.weight, u.quote, u.position
         from unnest($2::uuid[], $3::text[], $4::text[], $5::bool[], $6::real[], $7::text[], $8::int[])
             as u (id, kind, text, must, weight, quote, position)",
        job.0,
        &ids,
        &kinds,
        &texts,
        &musts,
        &weights,
        &quotes as &[Option<String>],
        &positions(requirements.len()),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces a job's questions. Existing keys are kept, so that answers still refer to their question.
pub async fn set_questions(db: &mut PgConnection, job: JobId, questions: &[Question]) -> Result<()> {
    sqlx::query!("delete from questions where job_id = $1", job.0).execute(&mut *db).await?;
    for (question, position) in questions.iter().zip(positions(questions.len())) {
        sqlx::query!(
            "insert into questions (id, job_id, text, kind, options, required, knock_out, position)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            key(question.id),
            job.0,
            question.text,
            question.kind.as_str(),
            &question.options,
            question.required,
            question.knock_out,
            position,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Writes a job's stages in order, and removes those not given. Applications refer to stages, so a removed stage must
/// not be in use: check [`stages_in_use`] first.
pub async fn set_stages(db: &mut PgConnection, job: JobId, stages: &[Stage]) -> Result<()> {
    let ids: Vec<Uuid> = stages.iter().map(|s| key(s.id)).collect();
    sqlx::query!("delete from stages where job_id = $1 and not (id = any ($2))", job.0, &ids).execute(&mut *db).await?;
    let names: Vec<String> = stages.iter().map(|s| s.name.clone()).collect();
    let kinds: Vec<String> = stages.iter().map(|s| s.kind.to_string()).collect();
    let days: Vec<Option<i32>> = stages.iter().map(|s| s.sla_days).collect();
    sqlx::query!(
        "insert into stages (id, job_id, name, kind, sla_days, position)
         select u.id, $1, u.name, u.kind, u.sla_days, u.position
         from unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[]) as u (id, name, kind, sla_days, position)
         on conflict (id) do update
             set name = excluded.name, kind = excluded.kind, sla_days = excluded.sla_days, position = excluded.position
             where stages.job_id = excluded.job_id",
        job.0,
        &ids,
        &names,
        &kinds,
        &days as &[Option<i32>],
        &positions(stages.len()),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A stage that cannot be removed.
pub struct StageUse {
    pub stage: StageId,
    /// The recruiters' name for it.
    pub name: String,
    /// The number of applications in it now. If there are none, some were in it earlier.
    pub applications: i64,
}

/// The job's stages outside `keep` that applications are or have been in.
pub async fn stages_in_use(db: impl PgExecutor<'_>, job: JobId, keep: &[Uuid]) -> Result<Vec<StageUse>> {
    let rows = sqlx::query!(
        r#"select s.id, s.name, (select count(*) from applications a where a.stage_id = s.id) as "applications!"
         from stages s
         where s.job_id = $1 and not (s.id = any ($2)) and (
             exists (select 1 from applications a where a.stage_id = s.id)
             or exists (select 1 from application_events e join applications a on a.id = e.application_id
                        where a.job_id = $1 and (e.from_stage_id = s.id or e.to_stage_id = s.id)))
         order by s.position"#,
        job.0,
        keep,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| StageUse { stage: StageId(r.id), name: r.name, applications: r.applications })
        .collect())
}
