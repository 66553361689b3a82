//! Matching as run by tasks: reads applications in batches, scores only what changed, and stores the matches with the
//! hashes of their inputs.

use super::{
    CODE_VERSION, Criteria, Judged, Profile, closeness, decide, judged::Questions, overruled::count_among, score, total,
};
use crate::{
    Result, ServiceError, Services,
    events::{By, record},
};
use hireq_domain::{
    event::Event,
    ids::{ApplicationId, JobId},
    matching::{Band, MatchResult},
    resume::ParsedResume,
};
use hireq_ml::embed::Priority;
use hireq_store::{
    PgConnection,
    matching::{self as store, CurrentRun, JobToMatch, NewRun, Reweighed, ToScore},
};
use sha2::{Digest, Sha256};

/// Applications loaded at a time.
const BATCH: i64 = 50;

/// Applications scored before their matches are written and open pages are notified: a few seconds of work.
const SCORED_AT_ONCE: usize = 5;

/// Scores one application, unless nothing has changed since its current match.
///
/// # Errors
/// If the database query fails.
pub async fn application(services: &Services, id: ApplicationId) -> Result<()> {
    let Some(job) = store::job_of(&services.pool, id).await? else { return Ok(()) };
    run(services, job, Some(id)).await.map(drop)
}

/// Scores those of a job's applications for which something has changed, and returns how many there were.
///
/// # Errors
/// If the database query fails.
pub async fn job(services: &Services, id: JobId) -> Result<usize> {
    run(services, id, None).await
}

/// How many times scoring starts again because the job was changed meanwhile, before the task is postponed.
const CHANGED_MEANWHILE: usize = 5;

async fn run(services: &Services, id: JobId, only: Option<ApplicationId>) -> Result<usize> {
    for _ in 0..CHANGED_MEANWHILE {
        let mut db = services.pool.acquire().await?;
        let Some((job, criteria)) = criteria_of(services, &mut db, id).await? else { return Ok(0) };
        drop(db);
        if let Some(changed) = run_by(services, &job, &criteria, only).await? {
            return Ok(changed);
        }
    }
    Err(ServiceError::Unavailable("The job is being changed time and again".into()))
}

/// A job and its criteria.
pub(super) async fn criteria_of(
    services: &Services,
    db: &mut PgConnection,
    id: JobId,
) -> Result<Option<(JobToMatch, Criteria)>> {
    let Some(job) = store::job(&mut *db, id).await? else { return Ok(None) };
    let requirements = store::requirements(&mut *db, id).await?;
    let criteria = Criteria::new(&job.title, &job.description, requirements, job.weights);
    Ok(Some((job, criteria.judged(services.judge.is_some()))))
}

/// The hash of a job's current criteria. A match with another hash was made for earlier criteria and is made again.
pub(crate) async fn criteria_hash(services: &Services, id: JobId) -> Result<Vec<u8>> {
    let mut db = services.pool.acquire().await?;
    Ok(criteria_of(services, &mut db, id).await?.map(|(_, criteria)| criteria.hash()).unwrap_or_default())
}

/// Returns how many applications were scored, or `None` if the job's criteria changed meanwhile.
async fn run_by(
    services: &Services,
    job: &JobToMatch,
    criteria: &Criteria,
    only: Option<ApplicationId>,
) -> Result<Option<usize>> {
    let model = embed_job(services, job).await?;
    let hash = criteria.hash();
    let (mut after, mut changed) = (None, 0);
    loop {
        let batch = store::to_score(&services.pool, job.id, only, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(Some(changed)) };
        after = Some(last.application);
        let Some(scored) = score_batch(services, job, criteria, &hash, &model, batch).await? else { return Ok(None) };
        changed += scored;
        if only.is_some() {
            return Ok(Some(changed));
        }
    }
}

/// Checks that the job's criteria are still those that were judged, and keeps them unchanged until the transaction
/// ends. A job that was changed and changed back has no other task queued.
async fn still_asked(services: &Services, db: &mut PgConnection, id: JobId, hash: &[u8]) -> Result<bool> {
    store::keep_job(&mut *db, id).await?;
    Ok(criteria_of(services, db, id).await?.is_some_and(|(_, criteria)| criteria.hash() == hash))
}

/// Updates the job's vector if its text or the model has changed. Returns the model's revision; empty if there is no
/// model.
async fn embed_job(services: &Services, job: &JobToMatch) -> Result<String> {
    let Some(embedder) = &services.embedder else { return Ok(String::new()) };
    let texts = closeness::job_texts(&job.title, &job.description);
    let words = hex::encode(&Sha256::digest(texts.join("\n"))[..8]);
    let revision = format!("{} {} {words}", embedder.revision(), closeness::RECIPE);
    if job.embedding_revision.as_ref() != Some(&revision) {
        let count = texts.len();
        let texts = texts.into_iter().chain(closeness::background_texts()).collect();
        match embedder.embed(texts, Priority::Task).await {
            Ok(vectors) => {
                let (own, background) = vectors.split_at(count.min(vectors.len()));
                let vector = closeness::job_vector(own, background);
                store::set_job_vector(&services.pool, job.id, vector, &revision).await?;
            }
            Err(error) => {
                // Skills, years and degrees still give a ranking; the next run adds closeness.
                tracing::warn!(job = %job.id, error = %error, "a job could not be embedded");
                return Ok(String::new());
            }
        }
    }
    Ok(embedder.revision().to_owned())
}

enum Work {
    Skip,
    Reweigh(Reweighed),
    Score { input_hash: Vec<u8>, closeness: Option<f32> },
}

/// What has to be done for an application: nothing, a new total, or everything.
fn work(row: &ToScore, criteria: &Criteria, hash: &[u8], model: &str, closeness: Option<f32>) -> Work {
    let mut input = Sha256::new();
    input.update(&row.content_hash);
    input.update(row.read_at.date_naive().to_string());
    input.update(closeness.map_or([0xff; 4], |c| c.to_bits().to_le_bytes()));
    let input_hash = input.finalize().to_vec();
    let same = |run: &CurrentRun| {
        run.code_version == CODE_VERSION && run.model_revision == model && run.input_hash == input_hash
    };
    match &row.current {
        Some(run) if same(run) && run.criteria_hash == hash => Work::Skip,
        Some(run) if same(run) && run.criteria_hash.get(..32) == hash.get(..32) => {
            let total = total::total(&run.shares, criteria);
            Work::Reweigh(Reweighed { run: run.id, total, band: Band::of(total) })
        }
        _ => Work::Score { input_hash, closeness },
    }
}

async fn score_batch(
    services: &Services,
    job: &JobToMatch,
    criteria: &Criteria,
    hash: &[u8],
    model: &str,
    batch: Vec<ToScore>,
) -> Result<Option<usize>> {
    let documents: Vec<_> = batch.iter().map(|row| row.document).collect();
    let cosines = if model.is_empty() {
        std::collections::HashMap::new()
    } else {
        store::cosines(&services.pool, job.id, &documents, model).await?
    };
    let revision = revision(services, model);
    let (mut reweighed, mut to_score) = (vec![], vec![]);
    for row in batch {
        let closeness = cosines.get(&row.document).and_then(|c| closeness::share(c));
        match work(&row, criteria, hash, &revision, closeness) {
            Work::Skip => {}
            Work::Reweigh(new) => reweighed.push((row, new)),
            Work::Score { input_hash, closeness } => to_score.push((row, input_hash, closeness)),
        }
    }
    let changed = reweighed.len() + to_score.len();
    if changed == 0 {
        return Ok(Some(0));
    }
    if !reweighed.is_empty() {
        let (applications, rows): (Vec<_>, Vec<_>) =
            reweighed.into_iter().map(|(row, new)| (row.application, new)).unzip();
        let mut tx = services.pool.begin().await?;
        if !still_asked(services, &mut tx, job.id, hash).await? {
            return Ok(None);
        }
        store::reweigh(&mut tx, &rows, hash, services.clock.now()).await?;
        count_among(&mut tx, criteria, &applications).await?;
        record(services, &mut tx, By::Program, Event::Scored(job.id)).await?;
        tx.commit().await?;
    }
    let mut to_score = to_score.into_iter().peekable();
    while to_score.peek().is_some() {
        let few = to_score.by_ref().take(SCORED_AT_ONCE).collect();
        let scored = score_all(services, criteria, few).await?;
        if !write(services, (job.id, criteria), &scored, hash, &revision).await? {
            return Ok(None);
        }
    }
    Ok(Some(changed))
}

/// Writes matches, unless the job's criteria have changed. Skips applications whose résumé was corrected, replaced or
/// removed meanwhile, because these have tasks of their own.
async fn write(
    services: &Services,
    (job, criteria): (JobId, &Criteria),
    scored: &[Scored],
    hash: &[u8],
    revision: &str,
) -> Result<bool> {
    let now = services.clock.now();
    let mut tx = services.pool.begin().await?;
    if !still_asked(services, &mut tx, job, hash).await? {
        return Ok(false);
    }
    for (row, input_hash, result) in scored {
        if !store::still_as_read(&mut *tx, row).await? {
            continue;
        }
        let run = NewRun {
            application: row.application,
            result,
            code_version: CODE_VERSION,
            model_revision: revision,
            criteria_hash: hash,
            input_hash,
            at: now,
        };
        store::add_run(&mut tx, run).await?;
        count_among(&mut tx, criteria, &[row.application]).await?;
    }
    record(services, &mut tx, By::Program, Event::Scored(job)).await?;
    tx.commit().await?;
    Ok(true)
}

type Scored = (ToScore, Vec<u8>, MatchResult);

async fn score_all(
    services: &Services,
    criteria: &Criteria,
    rows: Vec<(ToScore, Vec<u8>, Option<f32>)>,
) -> Result<Vec<Scored>> {
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let documents: Vec<_> = rows.iter().map(|(row, ..)| row.document).collect();
    let resumes = store::resumes(&services.pool, &documents).await?;
    let profiles = tokio::task::spawn_blocking(move || {
        let mut profiles = Vec::with_capacity(rows.len());
        for (row, input_hash, closeness) in rows {
            let Some((text, body)) = resumes.get(&row.document) else { continue };
            let resume: ParsedResume = match serde_json::from_value(body.clone()) {
                Ok(resume) => resume,
                Err(error) => {
                    tracing::error!(document = %row.document, error = %error, "a parsed résumé cannot be read");
                    continue;
                }
            };
            let profile = Profile::read(text, &resume, row.read_at.date_naive());
            profiles.push((row, input_hash, profile, closeness));
        }
        profiles
    });
    let mut scored = Vec::new();
    for (row, input_hash, profile, closeness) in profiles.await.map_err(ServiceError::internal)? {
        let judged = judge(services, criteria, &profile).await?;
        scored.push((row, input_hash, score(criteria, &profile, closeness, judged.as_ref())));
    }
    Ok(scored)
}

/// The revision of the weights used for matches now.
pub(crate) fn current_revision(services: &Services) -> String {
    revision(services, services.embedder.as_ref().map_or("", |embedder| embedder.revision()))
}

/// The revision of the weights used for a match.
fn revision(services: &Services, embedder: &str) -> String {
    let judge = services.judge.as_ref().map(|judge| format!("{} {}", judge.revision(), *decide::REVISION));
    [embedder, judge.as_deref().unwrap_or_default()].join(" ").trim().to_owned()
}

/// The judge's answers; `None` if the judge is not available.
async fn judge(services: &Services, criteria: &Criteria, profile: &Profile) -> Result<Option<Judged>> {
    let Some(judge) = &services.judge else { return Ok(None) };
    let questions = Questions::of(profile, criteria.requirements.len());
    let answers = judge.read(questions.pairs(&criteria.requirements), Priority::Task).await;
    Ok(Some(questions.answered(answers.map_err(ServiceError::internal)?)))
}
