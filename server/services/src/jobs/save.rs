//! Saving a job's form: sending it repeatedly saves it once, and another person's changes are never overwritten unseen.

use crate::{Result, ServiceError, Services, accounts, auth::Hr, events::record, matching::MatchJob, queue, zones};
use chrono::{DateTime, Utc};
use hireq_domain::{
    FieldErrors,
    event::Event,
    ids::JobId,
    job::{Job, JobContent, JobStatus},
    job_form::{JobForm, field},
    team::JobRole,
};
use hireq_store::{
    PgConnection, applications,
    jobs::{self, members},
};

/// Saves a job. `id` comes from the form, also for a new job, so that sending the form twice creates one job. `base` is
/// the row version that the form started from, or 0 for a new job. With `open`, the job is also published, or nothing
/// is saved.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `Conflict` if somebody else changed the job meanwhile; `NotFound`.
pub async fn save(services: &Services, hr: &Hr, id: JobId, base: i32, form: &JobForm, open: bool) -> Result<Job> {
    let mut tx = services.begin(&hr.user).await?;
    let before = jobs::find(&mut *tx, hr.scope(), id).await?;
    // Checked before the form's contents: whose job it is matters more than any mistakes in the form.
    if base > 0 && before.is_none() {
        return Err(ServiceError::NotFound);
    }
    let mut content = form.read()?;
    content.time_zone = match &content.time_zone {
        Some(zone) => zones::read(&field("time_zone"), zone.as_str())?,
        None => None,
    };
    let place = super::place(&mut tx, hr, &content).await?;
    if open {
        content.missing(zones::day_of(&place, services.clock.now())).into_result()?;
    }
    let closes_at = content.closes_on.map(|day| zones::day_ends(&place, day));
    match before {
        None => insert(services, &mut tx, hr, id, &mut content, closes_at).await?,
        Some(before) if base == 0 => {
            // The same form again. It is fine if it says what is saved already; any other content would be lost without
            // notice.
            keep_own_keys(&mut content, &before.content);
            if !same(&content, &before.content) {
                return Err(stale());
            }
        }
        Some(before) => update(services, &mut tx, hr, (&before, base), &mut content, closes_at).await?,
    }
    if open {
        super::change_status(services, &mut tx, hr, id, JobStatus::Open, None).await?;
    }
    let job = jobs::find(&mut *tx, hr.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(job)
}

/// How many times a save is retried when somebody else keeps saving in between, before the form is returned.
const MERGE_ATTEMPTS: usize = 3;

/// The outcome of saving a form that somebody else may have saved at the same time.
pub enum Beside {
    /// Saved. `merged` says whether another person's changes were included.
    Saved { job: Job, merged: bool },
    /// Both people changed these fields. The form already contains what only the other person changed.
    Both { form: JobForm, fields: Vec<&'static str>, why: ServiceError },
}

/// Saves a job like [`save`]. If somebody else has saved meanwhile, the fields that only they changed since the form
/// `began` are taken over.
///
/// # Errors
/// The same as [`save`], and `Conflict` if the form's original contents are unknown.
pub async fn save_beside(
    services: &Services,
    hr: &Hr,
    id: JobId,
    (base, began): (i32, Option<&JobForm>),
    form: &JobForm,
    open: bool,
) -> Result<Beside> {
    let (mut base, mut began, mut form, mut merged) = (base, began.cloned(), form.clone(), false);
    for _ in 0..MERGE_ATTEMPTS {
        let why = match (save(services, hr, id, base, &form, open).await, began.as_ref()) {
            (Ok(job), _) => return Ok(Beside::Saved { job, merged }),
            (Err(why @ ServiceError::Conflict(_)), Some(_)) if base > 0 => why,
            (Err(error), _) => return Err(error),
        };
        let saved = super::load(services, hr, id).await?;
        let theirs = JobForm::from(&saved.content);
        let fields = form.take_over(&began.unwrap_or_default(), &theirs);
        if !fields.is_empty() {
            return Ok(Beside::Both { form, fields, why });
        }
        (base, began, merged) = (saved.row_version, Some(theirs), true);
    }
    Err(stale())
}

fn stale() -> ServiceError {
    ServiceError::Conflict("Somebody else has saved this job since you opened it. Nothing of yours is saved yet".into())
}

async fn insert(
    services: &Services,
    tx: &mut PgConnection,
    hr: &Hr,
    id: JobId,
    content: &mut JobContent,
    closes_at: Option<DateTime<Utc>>,
) -> Result<()> {
    forget_keys(content);
    let slug = slug(&content.title, id);
    let job = jobs::NewJob { id, slug: &slug, content, closes_at, created_by: hr.user.id, now: services.clock.now() };
    if !jobs::add(&mut *tx, hr.scope(), job).await? {
        // Either the same form is being saved at the same moment, or the key belongs to another organisation.
        return match jobs::find(&mut *tx, hr.scope(), id).await? {
            Some(saved) if same(content, &saved.content) => Ok(()),
            Some(_) => Err(stale()),
            None => Err(ServiceError::NotFound),
        };
    }
    write_parts(tx, id, content).await?;
    members::set(tx, id, hr.user.id, JobRole::Owner, services.clock.now()).await?;
    record(services, tx, hr, Event::JobCreated(id)).await
}

async fn update(
    services: &Services,
    tx: &mut PgConnection,
    hr: &Hr,
    (before, base): (&Job, i32),
    content: &mut JobContent,
    closes_at: Option<DateTime<Utc>>,
) -> Result<()> {
    keep_own_keys(content, &before.content);
    if before.row_version != base {
        // A second click on "save": its changes are there already.
        return if before.row_version == base + 1 && same(content, &before.content) { Ok(()) } else { Err(stale()) };
    }
    if *content == before.content {
        return Ok(());
    }
    // A published job keeps its address, because people have received it in mails.
    let slug = if before.published_at.is_some() { before.slug.clone() } else { slug(&content.title, before.id) };
    // The row first: this locks the job, and checks that it belongs to the organisation and is unchanged.
    let edit = jobs::Edit { slug: &slug, content, closes_at, now: services.clock.now() };
    jobs::update(&mut *tx, hr.scope(), before.id, base, edit).await?.ok_or_else(stale)?;
    refuse_used_stages(tx, before, content).await?;
    let seen = applications::job_head(&mut *tx, hr.scope(), before.id).await?.map_or(0, |job| job.applications);
    refuse_unhiding_names(before, content, seen)?;
    write_parts(tx, before.id, content).await?;
    let old = &before.content;
    let matters = content.requirements != old.requirements
        || content.weights != old.weights
        || content.description != old.description
        || content.title != old.title;
    if matters && before.status != JobStatus::Draft {
        queue::enqueue(&mut *tx, &MatchJob { job: before.id }).await?;
    }
    if content.blind != old.blind {
        let event = Event::NamesHidden { job: before.id, hidden: content.blind, applications: seen };
        record(services, tx, hr, event).await?;
    }
    record(services, tx, hr, Event::JobEdited(before.id)).await
}

/// Once people have applied, hidden names stay hidden: otherwise switching the setting off and on would reveal them.
fn refuse_unhiding_names(before: &Job, content: &JobContent, applications: i64) -> Result<()> {
    if before.content.blind && !content.blind && applications > 0 {
        let why = "People have applied under hidden names, so these stay hidden. A copy of this job can begin without";
        return Err(ServiceError::field(&field("blind"), why));
    }
    Ok(())
}

async fn write_parts(tx: &mut PgConnection, id: JobId, content: &JobContent) -> Result<()> {
    jobs::set_requirements(&mut *tx, id, &content.requirements).await?;
    jobs::set_questions(&mut *tx, id, &content.questions).await?;
    jobs::set_stages(&mut *tx, id, &content.stages).await?;
    Ok(())
}

async fn refuse_used_stages(tx: &mut PgConnection, before: &Job, content: &JobContent) -> Result<()> {
    let keep: Vec<_> = content.stages.iter().filter_map(|s| s.id.map(|id| id.0)).collect();
    let mut errors = FieldErrors::default();
    for used in jobs::stages_in_use(&mut *tx, before.id, &keep).await? {
        let why = match used.applications {
            0 => "is part of earlier applications' history, so it stays. Rename it instead".to_owned(),
            1 => "holds 1 application. Move it to another stage first".to_owned(),
            n => format!("holds {n} applications. Move them to another stage first"),
        };
        errors.add("", format!("“{}” {why}", used.name));
    }
    Ok(errors.into_result()?)
}

/// Keeps only those keys of a form's parts that belong to this job, so that a form cannot take over another job's
/// parts.
fn keep_own_keys(content: &mut JobContent, before: &JobContent) {
    fn own<K: Copy + PartialEq>(id: &mut Option<K>, seen: &mut Vec<K>, known: impl Fn(K) -> bool) {
        match *id {
            Some(key) if known(key) && !seen.contains(&key) => seen.push(key),
            _ => *id = None,
        }
    }
    let mut seen = Vec::new();
    for r in &mut content.requirements {
        own(&mut r.id, &mut seen, |key| before.requirements.iter().any(|b| b.id == Some(key)));
    }
    let mut seen = Vec::new();
    for q in &mut content.questions {
        own(&mut q.id, &mut seen, |key| before.questions.iter().any(|b| b.id == Some(key)));
    }
    let mut seen = Vec::new();
    for s in &mut content.stages {
        own(&mut s.id, &mut seen, |key| before.stages.iter().any(|b| b.id == Some(key)));
    }
}

fn forget_keys(content: &mut JobContent) {
    content.requirements.iter_mut().for_each(|r| r.id = None);
    content.questions.iter_mut().for_each(|q| q.id = None);
    content.stages.iter_mut().for_each(|s| s.id = None);
}

/// Whether two drafts have the same contents, ignoring the keys of their parts.
fn same(one: &JobContent, other: &JobContent) -> bool {
    let (mut one, mut other) = (one.clone(), other.clone());
    forget_keys(&mut one);
    forget_keys(&mut other);
    one == other
}

/// The title and the random end of the key: readable and unique.
fn slug(title: &str, id: JobId) -> String {
    let key = id.0.simple().to_string();
    format!("{}-{}", accounts::slug(title, "job"), &key[key.len() - 8..])
}

/// The contents that a copy of a job starts with. It is then saved like any new job.
///
/// # Errors
/// `NotFound`.
pub async fn copy_of(services: &Services, hr: &Hr, id: JobId) -> Result<JobContent> {
    let original = super::load(services, hr, id).await?.content;
    let title: String = original.title.chars().take(140).collect();
    let mut content = JobContent { title: format!("{title} (copy)"), closes_on: None, ..original };
    forget_keys(&mut content);
    Ok(content)
}
