//! Receiving an application. Submitting twice creates one application. An answer that breaks one of the recruiter's
//! knock-out rules ends the application only after it has been recorded.

use crate::{
    Result, ServiceError, Services,
    auth::{Candidate, Hr},
    events::{By, record},
    matching::MatchApplication,
    queue, quotas,
};
use chrono::{DateTime, Utc};
use hireq_domain::{
    FieldErrors,
    application::{Answer, Source},
    candidate::{ApplyForm, JobToApply},
    event::{Event, InStage, Stage},
    ids::{ApplicationId, CandidateId, DocumentId, JobId, QuestionId},
    job::{JobStatus, Question, QuestionKind},
    number::{self, Bounds},
    unseen::shows,
};
use hireq_store::{PgConnection, applications::apply as rows, candidates, documents};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The version of the privacy notice that candidates agree to.
pub const PRIVACY_VERSION: &str = "2026-11";

/// The longest answer, in characters.
const MOST_CHARS: usize = 5000;

/// The data of the application form.
///
/// # Errors
/// `NotFound` if there is no such job, or it was never public.
pub async fn form(services: &Services, who: &Candidate, slug: &str) -> Result<ApplyForm> {
    let job = rows::by_slug(&services.pool, slug).await?.ok_or(ServiceError::NotFound)?;
    let already = rows::earlier(&services.pool, who.scope().candidate(), job.id).await?;
    if already.is_none() && matches!(job.status, JobStatus::Draft) {
        return Err(ServiceError::NotFound);
    }
    Ok(ApplyForm {
        job: shown(services, job).await?,
        documents: documents::own(&services.pool, who.scope()).await?,
        profile: candidates::own(&services.pool, who.scope()).await?.ok_or(ServiceError::NotFound)?,
        already,
    })
}

/// A job as its application form shows it.
pub(super) async fn shown(services: &Services, job: rows::Target) -> Result<JobToApply> {
    let over = (!job.is_open(services.clock.now())).then(|| why_over(&job));
    let mut questions = rows::questions(&services.pool, job.id).await?;
    for question in &mut questions {
        // Candidates must not see the knock-out rule.
        question.knock_out = None;
    }
    Ok(JobToApply {
        slug: job.slug,
        title: job.title,
        organization: job.organization,
        location: job.location,
        asked: asked(&questions)?,
        questions,
        over,
        max_megabytes: services.config.max_file_bytes / (1024 * 1024),
    })
}

fn why_over(job: &rows::Target) -> String {
    if job.status == JobStatus::Paused {
        format!("{} has paused this job. It may be back later", job.organization)
    } else {
        "This job takes no more applications".into()
    }
}

#[derive(Clone, Debug, Default)]
pub struct Input {
    /// One of the candidate's own files.
    pub document: Option<DocumentId>,
    pub answers: Vec<(QuestionId, String)>,
    /// Whether they agree to the privacy notice.
    pub consent: bool,
    /// The form's hash of the questions that were shown, from [`asked`].
    pub asked: Option<String>,
}

/// A hash of the questions as they are worded now. Answers are only accepted for the wording that the candidate saw.
fn asked(questions: &[Question]) -> Result<String> {
    let words: Vec<_> = questions.iter().map(|q| (q.id, &q.text, q.kind, &q.options, q.required)).collect();
    let words = serde_json::to_vec(&words).map_err(ServiceError::internal)?;
    Ok(Sha256::digest(words).iter().take(12).map(|byte| format!("{byte:02x}")).collect())
}

/// Checks that a job takes an application now, with answers to the questions that were shown.
///
/// # Errors
/// `Conflict`, saying what to do.
pub(super) fn takes(services: &Services, job: &rows::Target, questions: &[Question], seen: Option<&str>) -> Result<()> {
    if !job.is_open(services.clock.now()) {
        return Err(ServiceError::Conflict(why_over(job)));
    }
    if seen.is_some_and(|seen| asked(questions).is_ok_and(|now| now != seen)) {
        let why = "The job's questions changed while you wrote. Look at them again, then send your application";
        return Err(ServiceError::Conflict(why.into()));
    }
    Ok(())
}

/// Which privacy notice somebody agreed to, and when.
pub(super) struct Agreed<'a> {
    pub version: &'a str,
    pub at: DateTime<Utc>,
}

/// Applies for a job. Returns the application, and whether it existed already.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `NotFound`; `Conflict` if the job no longer takes applications.
pub async fn apply(services: &Services, who: &Candidate, slug: &str, input: Input) -> Result<(ApplicationId, bool)> {
    let mut tx = services.begin(&who.user).await?;
    let agreed = Agreed { version: PRIVACY_VERSION, at: services.clock.now() };
    let applied = apply_in(services, &mut tx, who, slug, &input, &agreed).await?;
    tx.commit().await?;
    Ok(applied)
}

/// The same in the caller's transaction, which has locked the account. It writes nothing if it is refused.
pub(super) async fn apply_in(
    services: &Services,
    tx: &mut PgConnection,
    who: &Candidate,
    slug: &str,
    input: &Input,
    agreed: &Agreed<'_>,
) -> Result<(ApplicationId, bool)> {
    let candidate = who.scope().candidate();
    candidates::lock(&mut *tx, candidate).await?;
    let found = rows::by_slug(&mut *tx, slug).await?.ok_or(ServiceError::NotFound)?;
    rows::hold_status(&mut *tx, found.id).await?;
    let job = rows::by_slug(&mut *tx, slug).await?.ok_or(ServiceError::NotFound)?;
    if let Some(known) = rows::earlier(&mut *tx, candidate, job.id).await? {
        return Ok((known, true));
    }
    let questions = rows::questions(&mut *tx, job.id).await?;
    takes(services, &job, &questions, input.asked.as_deref())?;
    let mut errors = FieldErrors::default();
    match input.document {
        None => errors.add("document", "Choose a résumé, or upload one"),
        Some(id) => {
            if documents::find_own(&mut *tx, who.scope(), id).await?.is_none() {
                errors.add("document", "Choose one of your own résumés");
            }
        }
    }
    let answers = checked(&questions, input, &mut errors);
    errors.into_result()?;
    let since = services.clock.now() - quotas::DAY;
    quotas::check_applications(rows::sent_since(&mut *tx, candidate, since).await?)?;

    let id = new_key();
    let told: Vec<Answer> = answers
        .iter()
        .map(|(question, answer)| Answer { question: question.text.clone(), answer: answer.clone() })
        .collect();
    let arrival = Arrival { id, candidate, document: input.document, source: Source::Careers, answers: &told };
    arrive(services, &mut *tx, &job, arrival).await?;
    rows::add_consent(&mut *tx, candidate, id, "application", agreed.version, agreed.at).await?;
    record(services, &mut *tx, who, Event::Applied(first_stage(id, &job))).await?;
    if let Some((question, _)) = answers.iter().find(|(question, answer)| question.knocks_out(answer)) {
        rows::knock_out(&mut *tx, id).await?;
        let event = Event::KnockedOut { at: first_stage(id, &job), question: question.text.clone() };
        record(services, &mut *tx, By::Program, event).await?;
    }
    Ok((id, false))
}

/// Adds a candidate visible to the organisation to a job's applicants, in the caller's transaction. Returns the
/// application, and whether it existed already.
pub(crate) async fn add_by_recruiter(
    services: &Services,
    tx: &mut PgConnection,
    hr: &Hr,
    job: JobId,
    candidate: CandidateId,
    document: Option<DocumentId>,
) -> Result<(ApplicationId, bool)> {
    candidates::lock(&mut *tx, candidate).await?;
    rows::hold_status(&mut *tx, job).await?;
    let job = rows::by_id(&mut *tx, hr.scope(), job).await?.ok_or(ServiceError::NotFound)?;
    if let Some(known) = rows::going_on(&mut *tx, candidate, job.id).await? {
        return Ok((known, true));
    }
    if !matches!(job.status, JobStatus::Open | JobStatus::Paused) {
        return Err(ServiceError::Conflict(format!(
            "The job “{}” takes no applications now: it is {}",
            job.title,
            job.status.label().to_lowercase()
        )));
    }
    let id = new_key();
    arrive(services, tx, &job, Arrival { id, candidate, document, source: Source::Recruiter, answers: &[] }).await?;
    record(services, tx, hr, Event::Added { at: first_stage(id, &job), candidate }).await?;
    Ok((id, false))
}

/// Adds a candidate to a job's applicants with their newest visible file. Returns the application, and whether it
/// existed already.
///
/// # Errors
/// `NotFound` if the organisation may not see the candidate; `Conflict` if the job is over or the person asked not to
/// be contacted.
pub async fn add_candidate(
    services: &Services,
    hr: &Hr,
    candidate: CandidateId,
    job: JobId,
) -> Result<(ApplicationId, bool)> {
    let mut tx = services.begin(&hr.user).await?;
    let document = documents::visible(&mut *tx, hr.scope(), candidate).await?.first().map(|d| d.id);
    let added = add_known(services, &mut tx, hr, job, candidate, document).await?;
    tx.commit().await?;
    Ok(added)
}

/// Like [`add_by_recruiter`], for a person whom the organisation already knows. They may have asked not to be
/// contacted; and for a blind job, the answer must not reveal whether they have applied.
pub(crate) async fn add_known(
    services: &Services,
    tx: &mut PgConnection,
    hr: &Hr,
    job: JobId,
    candidate: CandidateId,
    document: Option<DocumentId>,
) -> Result<(ApplicationId, bool)> {
    candidates::lock(&mut *tx, candidate).await?;
    let info = candidates::visible(&mut *tx, hr.scope(), candidate).await?.ok_or(ServiceError::NotFound)?;
    if rows::is_blind(&mut *tx, hr.scope(), job).await? {
        let why = "This job hides who applies, so people whom you know are not added to it. They can apply themselves";
        return Err(ServiceError::Conflict(why.into()));
    }
    if info.do_not_contact && rows::going_on(&mut *tx, candidate, job).await?.is_none() {
        return Err(ServiceError::Conflict("This person does not want to be contacted about other jobs".into()));
    }
    add_by_recruiter(services, tx, hr, job, candidate, document).await
}

/// An application about to be stored.
struct Arrival<'a> {
    id: ApplicationId,
    candidate: CandidateId,
    document: Option<DocumentId>,
    source: Source,
    answers: &'a [Answer],
}

async fn arrive(services: &Services, tx: &mut PgConnection, job: &rows::Target, new: Arrival<'_>) -> Result<()> {
    rows::add(
        &mut *tx,
        rows::NewApplication {
            id: new.id,
            organization: job.organization_id,
            job: job.id,
            candidate: new.candidate,
            document: new.document,
            stage: job.stage,
            source: new.source,
            answers: new.answers,
            at: services.clock.now(),
        },
    )
    .await?;
    if new.document.is_some() {
        // If the file has not been read yet, reading it will queue this task again.
        queue::enqueue(&mut *tx, &MatchApplication { application: new.id }).await?;
    }
    Ok(())
}

/// The stage in which an application begins.
fn first_stage(id: ApplicationId, job: &rows::Target) -> InStage {
    let stage = Stage { id: job.stage, name: job.stage_name.clone() };
    InStage { application: id, job: job.id, stage }
}

/// The form field for the answer to a question.
#[must_use]
pub fn answer_field(id: QuestionId) -> String {
    format!("answer-{id}")
}

/// The answers of a form, if its sender agrees to the privacy notice and each fits its question.
pub(super) fn checked<'a>(
    questions: &'a [Question],
    input: &Input,
    errors: &mut FieldErrors,
) -> Vec<(&'a Question, String)> {
    let answers = checked_answers(questions, &input.answers, errors);
    if !input.consent {
        errors.add("consent", "Confirm that your application may be stored and read");
    }
    answers
}

/// The given answers, each checked against its question.
fn checked_answers<'a>(
    questions: &'a [Question],
    given: &[(QuestionId, String)],
    errors: &mut FieldErrors,
) -> Vec<(&'a Question, String)> {
    let mut answers = Vec::new();
    for question in questions {
        let Some(id) = question.id else { continue };
        let answer = given.iter().find(|(q, _)| *q == id).map_or("", |(_, a)| a.trim());
        let field = answer_field(id);
        if !shows(answer) {
            if question.required {
                errors.add(field, "Answer this question");
            }
            continue;
        }
        let wrong = match question.kind {
            QuestionKind::Text => (answer.chars().count() > MOST_CHARS)
                .then(|| format!("Shorten this to {MOST_CHARS} characters or fewer")),
            QuestionKind::YesNo => (!matches!(answer, "yes" | "no")).then(|| "Answer yes or no".to_owned()),
            QuestionKind::Number => number::read(answer, Bounds::ANY).err().map(|why| why.to_string()),
            QuestionKind::Choice => {
                (!question.options.iter().any(|o| o == answer)).then(|| "Choose one of the answers".to_owned())
            }
        };
        match wrong {
            Some(message) => errors.add(field, message),
            None => answers.push((question, answer.to_owned())),
        }
    }
    answers
}

/// A random key instead of a time-ordered one: in a blind job, the time would match that of the file uploaded just
/// before.
fn new_key() -> ApplicationId {
    ApplicationId(Uuid::new_v4())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind, required: bool) -> Question {
        Question {
            id: Some(QuestionId(Uuid::now_v7())),
            text: "?".into(),
            kind,
            options: vec!["A".into(), "B".into()],
            required,
            knock_out: None,
        }
    }

    #[test]
    fn each_answer_is_checked_against_its_question() {
        let questions = [
            question(QuestionKind::YesNo, true),
            question(QuestionKind::Number, true),
            question(QuestionKind::Choice, false),
        ];
        let ids: Vec<QuestionId> = questions.iter().filter_map(|q| q.id).collect();
        let mut errors = FieldErrors::default();
        let given = [(ids[0], "maybe".into()), (ids[1], " 2,5 ".into())];
        let answers = checked_answers(&questions, &given, &mut errors);
        assert_eq!(answers.len(), 1);
        assert_eq!(errors.0.len(), 1, "an optional question may stay open");
        assert!(errors.get(&answer_field(ids[0])).is_some());
    }

    #[test]
    fn a_number_that_could_be_two_is_asked_about() {
        let questions = [question(QuestionKind::Number, true)];
        let id = questions[0].id.expect("a key");
        for (answer, taken) in [("1,500", false), ("1.500", false), ("1 500", true), ("1500", true), ("1,5", true)] {
            let mut errors = FieldErrors::default();
            let answers = checked_answers(&questions, &[(id, answer.into())], &mut errors);
            assert_eq!((answers.len() == 1, errors.is_empty()), (taken, taken), "{answer}: {errors:?}");
        }
    }
}
