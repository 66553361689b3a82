//! Ranks plain texts against plain texts, with the same rules as the site: requirements are proposed from the job's
//! text, the résumé is parsed, and [`super::score`] decides.

use super::{Criteria, Profile, chunks_of, closeness, score};
use crate::{Result, ServiceError};
use chrono::NaiveDate;
use hireq_domain::{matching::Weights, resume::ParsedResume};
use hireq_ml::{chunk::Chunk, embed::Embedder};
use hireq_store::matching::ChunkCosine;

/// Nobody looked at these requirements: what a text mentions is not what its author would insist on. So closeness
/// counts most, by the measurements in `docs/quality.md`.
const UNREVIEWED: Weights = Weights { skills: 0.15, experience: 0.1, education: 0.05, closeness: 0.7 };

/// Texts embedded in one call.
const BATCH: usize = 64;

struct Read {
    profile: Profile,
    /// Each chunk with its vector.
    chunks: Vec<(Chunk, Vec<f32>)>,
}

/// Scores of every résumé for every job of the same task. Jobs are (id, task, title, text), résumés (id, task, text).
///
/// Blocks for as long as the model works; for commands, not for requests.
///
/// # Errors
/// Where the model fails.
pub fn rank_texts(
    jobs: &[(String, String, String, String)],
    resumes: &[(String, String, String)],
    embedder: Option<&Embedder>,
    today: NaiveDate,
) -> Result<Vec<(String, String, f32)>> {
    let mut read = Vec::with_capacity(resumes.len());
    for (_, _, text) in resumes {
        read.push(read_resume(text, embedder, today)?);
    }
    let background = match embedder {
        Some(embedder) => embed(embedder, closeness::background_texts())?,
        None => vec![],
    };
    let mut scores = Vec::new();
    for (job, task, title, text) in jobs {
        let criteria = Criteria::new(title, text, crate::jobs::propose(title, text), UNREVIEWED);
        let vector = match embedder {
            Some(embedder) => {
                let own = embed(embedder, closeness::job_texts(title, text))?;
                Some(closeness::job_vector(&own, &background))
            }
            None => None,
        };
        for ((resume, _, _), read) in resumes.iter().zip(&read).filter(|((_, t, _), _)| t == task) {
            let close = vector.as_ref().and_then(|job| {
                let cosines = read.chunks.iter().map(|(chunk, vector)| ChunkCosine {
                    section: chunk.section.clone(),
                    #[expect(clippy::cast_precision_loss, reason = "a chunk is a few hundred characters")]
                    chars: chunk.text.chars().filter(|c| *c != ' ').count() as f64,
                    cosine: closeness::cosine(job, vector),
                });
                closeness::share(&cosines.collect::<Vec<_>>())
            });
            let result = score(&criteria, &read.profile, close);
            // Totals are rounded to a tenth; closeness orders what is equal.
            let finer = result.shares.closeness.unwrap_or(0.0) * 0.04;
            scores.push((job.clone(), resume.clone(), (result.total + finer).min(100.0)));
        }
    }
    Ok(scores)
}

fn read_resume(text: &str, embedder: Option<&Embedder>, today: NaiveDate) -> Result<Read> {
    let document = hireq_documents::read(text.as_bytes(), "resume.txt", &hireq_documents::Limits::default());
    let (text, resume) = match &document {
        Ok(document) => (document.text.as_str(), hireq_documents::parse(document, today)),
        Err(_) => (text, ParsedResume::default()),
    };
    let mut chunks = Vec::new();
    if let Some(embedder) = embedder {
        let cut = chunks_of(text, &resume);
        for batch in cut.chunks(BATCH) {
            let texts = batch.iter().map(|c| c.text.clone()).collect();
            chunks.extend(batch.iter().cloned().zip(embed(embedder, texts)?));
        }
    }
    Ok(Read { profile: Profile::read(text, &resume, today), chunks })
}

/// Vectors of texts, from a thread of its own: a command may call this from inside a runtime, where waiting is refused.
fn embed(embedder: &Embedder, texts: Vec<String>) -> Result<Vec<Vec<f32>>> {
    let vectors = std::thread::scope(|scope| scope.spawn(|| embedder.embed_blocking(texts)).join());
    match vectors {
        Ok(vectors) => vectors.map_err(ServiceError::internal),
        Err(_) => Err(ServiceError::internal("the embedding thread panicked")),
    }
}
