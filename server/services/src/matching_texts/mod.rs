//! Matches plain texts with the same rules as the site.

mod lines;

pub use lines::{JobLine, RequirementLine, ResumeLine};

use crate::{
    Result, ServiceError,
    jobs::{self, Lines},
    matching::{Criteria, Judged, Number, Profile, Questions, chunks_of, closeness, numbers, score},
};
use chrono::NaiveDate;
use hireq_domain::{
    job::Requirement,
    matching::{MatchResult, Weights},
    resume::ParsedResume,
};
use hireq_ml::{chunk::Chunk, embed::Embedder, judge::Judge};
use hireq_store::matching::ChunkCosine;

/// Weights for requirements that nobody has reviewed: a text mentions more than its author would insist on. So
/// closeness counts most, according to the measurements in `docs/quality.md`.
const UNREVIEWED: Weights = Weights { skills: 0.15, experience: 0.1, education: 0.05, closeness: 0.7 };

/// Texts embedded in one call.
const BATCH: usize = 64;

/// Matches plain texts with the site's rules: parses each résumé and calls [`score`]. For command-line use, not for
/// requests: it blocks while the models work.
pub struct TextMatcher<'a> {
    embedder: Option<&'a Embedder>,
    judge: Option<&'a Judge>,
    background: Vec<Vec<f32>>,
    today: NaiveDate,
}

/// A job, ready to be compared.
pub struct JobText {
    criteria: Criteria,
    vector: Option<Vec<f32>>,
}

/// A résumé, ready to be compared.
pub struct ResumeText {
    /// The text that was read, to show evidence in.
    pub text: String,
    profile: Profile,
    chunks: Vec<(Chunk, Vec<f32>)>,
}

impl<'a> TextMatcher<'a> {
    /// # Errors
    /// If the model fails.
    pub fn new(embedder: Option<&'a Embedder>, judge: Option<&'a Judge>, today: NaiveDate) -> Result<Self> {
        let background = match embedder {
            Some(embedder) => embed(embedder, closeness::background_texts())?,
            None => vec![],
        };
        Ok(Self { embedder, judge, background, today })
    }

    /// Prepares a job with the given reviewed requirements, or with those proposed from its text.
    ///
    /// # Errors
    /// If the model fails.
    pub fn job(&self, title: &str, text: &str, requirements: Option<Vec<Requirement>>) -> Result<JobText> {
        let reviewed = requirements.is_some() || self.judge.is_some();
        let weights = if reviewed { Weights::default() } else { UNREVIEWED };
        let requirements = match (requirements, self.judge) {
            (Some(given), _) => given,
            (None, Some(judge)) => {
                let lines = Lines::of(title, text);
                let answers = on_own_thread(|| judge.read_advert_blocking(lines.pairs()))?;
                lines.requirements(&answers.map_err(ServiceError::internal)?)
            }
            (None, None) => jobs::propose(title, text),
        };
        let criteria = Criteria::new(title, text, requirements, weights).judged(self.judge.is_some());
        let vector = match self.embedder {
            Some(embedder) => {
                let own = embed(embedder, closeness::job_texts(title, text))?;
                Some(closeness::job_vector(&own, &self.background))
            }
            None => None,
        };
        Ok(JobText { criteria, vector })
    }

    /// # Errors
    /// If the model fails.
    pub fn resume(&self, text: &str) -> Result<ResumeText> {
        let document = hireq_documents::read(text.as_bytes(), "resume.txt", &hireq_documents::Limits::default());
        let (text, resume) = match document {
            Ok(document) => {
                let resume = hireq_documents::parse(&document, self.today);
                (document.text, resume)
            }
            Err(_) => (text.to_owned(), ParsedResume::default()),
        };
        let mut chunks = Vec::new();
        if let Some(embedder) = self.embedder {
            let cut = chunks_of(&text, &resume);
            for batch in cut.chunks(BATCH) {
                let texts = batch.iter().map(|c| c.text.clone()).collect();
                chunks.extend(batch.iter().cloned().zip(embed(embedder, texts)?));
            }
        }
        Ok(ResumeText { profile: Profile::read(&text, &resume, self.today), text, chunks })
    }

    /// Scores a résumé against a job.
    ///
    /// # Errors
    /// If the model fails.
    pub fn compare(&self, job: &JobText, resume: &ResumeText) -> Result<MatchResult> {
        let close = job.vector.as_ref().and_then(|job| {
            let cosines = resume.chunks.iter().map(|(chunk, vector)| ChunkCosine {
                section: chunk.section.clone(),
                #[expect(clippy::cast_precision_loss, reason = "a chunk is a few hundred characters")]
                chars: chunk.text.chars().filter(|c| *c != ' ').count() as f64,
                cosine: closeness::cosine(job, vector),
            });
            closeness::share(&cosines.collect::<Vec<_>>())
        });
        let judged = self.judged(job, resume)?;
        Ok(score(&job.criteria, &resume.profile, close, judged.as_ref()))
    }

    fn judged(&self, job: &JobText, resume: &ResumeText) -> Result<Option<Judged>> {
        let Some(judge) = self.judge else { return Ok(None) };
        let questions = Questions::of(&resume.profile, job.criteria.requirements.len());
        let pairs = questions.pairs(&job.criteria.requirements);
        let answers = on_own_thread(|| judge.read_blocking(pairs))?.map_err(ServiceError::internal)?;
        Ok(Some(questions.answered(answers)))
    }

    /// The features from which each requirement's verdict is decided, for fitting their weights; empty without the
    /// judge.
    ///
    /// # Errors
    /// If the model fails.
    pub fn numbers(&self, job: &JobText, resume: &ResumeText) -> Result<Vec<Vec<Number>>> {
        let Some(judged) = self.judged(job, resume)? else { return Ok(vec![]) };
        Ok(numbers(&job.criteria, &resume.profile, &judged))
    }
}

impl JobText {
    #[must_use]
    pub fn requirements(&self) -> &[Requirement] {
        &self.criteria.requirements
    }
}

/// Scores every résumé against every job of the same task. Jobs are (id, task, title, text), résumés (id, task, text).
///
/// # Errors
/// If the model fails.
pub fn rank_texts(
    jobs: &[(String, String, String, String)],
    resumes: &[(String, String, String)],
    embedder: Option<&Embedder>,
    today: NaiveDate,
) -> Result<Vec<(String, String, f32)>> {
    let matcher = TextMatcher::new(embedder, None, today)?;
    let read = resumes.iter().map(|(_, _, text)| matcher.resume(text)).collect::<Result<Vec<_>>>()?;
    let mut scores = Vec::new();
    for (job, task, title, text) in jobs {
        let criteria = matcher.job(title, text, None)?;
        for ((resume, _, _), read) in resumes.iter().zip(&read).filter(|((_, t, _), _)| t == task) {
            let result = matcher.compare(&criteria, read)?;
            // Totals are rounded to a tenth, so closeness decides between equal ones.
            let finer = result.shares.closeness.unwrap_or(0.0) * 0.04;
            scores.push((job.clone(), resume.clone(), (result.total + finer).min(100.0)));
        }
    }
    Ok(scores)
}

fn embed(embedder: &Embedder, texts: Vec<String>) -> Result<Vec<Vec<f32>>> {
    on_own_thread(|| embedder.embed_blocking(texts))?.map_err(ServiceError::internal)
}

/// Runs the work on a thread of its own, because a command may call this inside an async runtime, where blocking is not
/// allowed.
fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    std::thread::scope(|scope| scope.spawn(work).join())
        .map_err(|_| ServiceError::internal("a model's thread panicked"))
}
