//! Matches as tasks make them: read in batches, scored only where something changed, written with their hashes.

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

/// Applications looked at together.
const BATCH: i64 = 50;

/// Applications judged before their matches are written and told to open pages: a few seconds' work.
const SCORED_AT_ONCE: usize = 5;

/// Scores one application, unless nothing changed since its current match.
///
/// # Errors
/// Where the database refuses.
pub async fn application(services: &Services, id: ApplicationId) -> Result<()> {
    let Some(job) = store::job_of(&services.pool, id).await? else { return Ok(()) };
    run(services, job, Some(id)).await.map(drop)
}

/// Scores every application of a job for which something changed; how many.
///
/// # Errors
/// Where the database refuses.
pub async fn job(services: &Services, id: JobId) -> Result<usize> {
    run(services, id, None).await
}

/// How often a job may be changed while its applications are scored before the task is put off.
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

/// A job with what it asks for.
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

/// The hash of what a job asks for now: a match with another is of what it asked before, and is made anew.
pub(crate) async fn criteria_hash(services: &Services, id: JobId) -> Result<Vec<u8>> {
    let mut db = services.pool.acquire().await?;
    Ok(criteria_of(services, &mut db, id).await?.map(|(_, criteria)| criteria.hash()).unwrap_or_default())
}

/// How many were scored; none where the job asks for something else by now.
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

/// The job still asks for what was judged, and does until the transaction ends. One that was changed and changed back has
/// no other task.
async fn still_asked(services: &Services, db: &mut PgConnection, id: JobId, hash: &[u8]) -> Result<bool> {
    store::keep_job(&mut *db, id).await?;
    Ok(criteria_of(services, db, id).await?.is_some_and(|(_, criteria)| criteria.hash() == hash))
}

/// Makes the job's vector anew where its words or the model changed; the model's revision, empty where there is none.
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
                // Skills, years and degrees still rank; the next run adds closeness.
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

/// What an application needs: nothing, a new total, or everything.
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

/// Writes matches, unless the job asks for something else by now; not of what was corrected, replaced or taken away while
/// it was judged: that has a task of its own.
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

/// The weights by which matches are made now.
pub(crate) fn current_revision(services: &Services) -> String {
    revision(services, services.embedder.as_ref().map_or("", |embedder| embedder.revision()))
}

/// The weights by which a match is made.
fn revision(services: &Services, embedder: &str) -> String {
    let judge = services.judge.as_ref().map(|judge| format!("{} {}", judge.revision(), *decide::REVISION));
    [embedder, judge.as_deref().unwrap_or_default()].join(" ").trim().to_owned()
}

/// What the judge says; nothing where it is not there.
async fn judge(services: &Services, criteria: &Criteria, profile: &Profile) -> Result<Option<Judged>> {
    let Some(judge) = &services.judge else { return Ok(None) };
    let questions = Questions::of(profile, criteria.requirements.len());
    let answers = judge.read(questions.pairs(&criteria.requirements), Priority::Task).await;
    Ok(Some(questions.answered(answers.map_err(ServiceError::internal)?)))
}
