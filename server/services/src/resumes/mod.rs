//! Résumés: uploading, reading, showing them to those who may see them, correcting, and exporting.

use crate::{
    Result, ServiceError, Services,
    auth::{Candidate, Hr, Visitor},
    events::record,
    matching::MatchApplication,
    queue,
    uploads::Download,
};
use hireq_domain::{
    account::Role,
    candidate::{DocumentInfo, ReadResume},
    event::Event,
    ids::{CandidateId, DocumentId},
    json_resume::JsonResume,
    resume_form::ResumeForm,
};
use hireq_store::{candidates, documents, resumes};

mod contact;
mod hints;
mod read_task;
pub(crate) mod reading;
mod recognition;
pub mod sheets;
pub(crate) mod upload;

pub use contact::contact;
pub use hints::hints;
pub use read_task::ReadDocument;
pub use recognition::RecognizeDocument;
pub use upload::{FileError, RESUME, import_json, receive, upload_own, upload_to_organization};
pub(crate) use upload::{add_placed, placeholder_name};

/// The media type of a JSON Resume.
pub(crate) const JSON: &str = "application/json";

/// The candidate's own files, newest first.
///
/// # Errors
/// If the database query fails.
pub async fn own(services: &Services, who: &Candidate) -> Result<Vec<DocumentInfo>> {
    Ok(documents::own(&services.pool, who.scope()).await?)
}

/// A candidate's files that the organisation may see, newest first.
///
/// # Errors
/// If the database query fails.
pub async fn visible(services: &Services, hr: &Hr, candidate: CandidateId) -> Result<Vec<DocumentInfo>> {
    Ok(documents::visible(&services.pool, hr.scope(), candidate).await?)
}

/// One of the candidate's own files with what was read from it, which is `None` while it is still being read.
///
/// # Errors
/// `NotFound` if the file belongs to somebody else.
pub async fn own_parsed(
    services: &Services,
    who: &Candidate,
    id: DocumentId,
) -> Result<(DocumentInfo, Option<ReadResume>)> {
    let document = documents::find_own(&services.pool, who.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    let read = with_reading(services, document.clone()).await?;
    Ok((document, read))
}

/// A file that the organisation may see, with what was read from it.
///
/// # Errors
/// `NotFound` if the organisation may not see the file, or it was not read.
pub async fn parsed(services: &Services, hr: &Hr, id: DocumentId) -> Result<ReadResume> {
    let document = documents::find_visible(&services.pool, hr.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    with_reading(services, document).await?.ok_or(ServiceError::NotFound)
}

pub(crate) async fn with_reading(services: &Services, document: DocumentInfo) -> Result<Option<ReadResume>> {
    let parsed = resumes::get(&services.pool, document.id).await?;
    Ok(parsed.map(|p| {
        let corrections = p.corrections();
        ReadResume { document, text: p.text, resume: p.resume, corrected_at: p.corrected_at, corrections }
    }))
}

/// Stores the candidate's corrections and queues new matches of their open applications. Corrections take precedence
/// over any later reading.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `NotFound` if the file belongs to somebody else.
pub async fn correct(services: &Services, who: &Candidate, id: DocumentId, form: &ResumeForm) -> Result<()> {
    documents::find_own(&services.pool, who.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    let now = services.clock.now();
    let mut tx = services.begin(&who.user).await?;
    candidates::lock(&mut *tx, who.scope().candidate()).await?;
    let read = resumes::get(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    let corrected = form.correct(&read.resume, services.clock.today())?;
    resumes::correct(&mut *tx, id, &corrected, who.user.id, now).await?;
    if corrected.headline != read.resume.headline {
        let headline: String = corrected.headline.iter().flat_map(|h| h.value.chars()).take(200).collect();
        candidates::set_headline(&mut *tx, who.scope().candidate(), &headline, now).await?;
    }
    for application in candidates::open_applications_with(&mut *tx, id).await? {
        queue::enqueue(&mut tx, &MatchApplication { application }).await?;
    }
    record(services, &mut tx, who, Event::ResumeCorrected(id)).await?;
    tx.commit().await?;
    Ok(())
}

/// What was read from the candidate's file, as a JSON Resume. A file uploaded in that format is exported unchanged,
/// except for the candidate's corrections.
///
/// # Errors
/// `NotFound` if the file belongs to somebody else, or was not read.
pub async fn export_json(services: &Services, who: &Candidate, id: DocumentId) -> Result<JsonResume> {
    let (_, read) = own_parsed(services, who, id).await?;
    let resume = read.ok_or(ServiceError::NotFound)?.resume;
    let stored = documents::stored(&services.pool, id).await?.filter(|stored| stored.media_type == JSON);
    let brought = match stored {
        Some(stored) => {
            let bytes = services.files.read(&stored.storage_key).await.map_err(ServiceError::internal)?;
            JsonResume::read(&bytes).ok()
        }
        None => None,
    };
    Ok(brought.map_or_else(|| JsonResume::from(&resume), |own| own.corrected(&resume, services.clock.today())))
}

/// A file for its candidate, or for a recruiter whose organisation may see it.
///
/// # Errors
/// `NotFound` if the visitor may not see the file; `Unauthenticated`.
pub async fn download(services: &Services, visitor: &Visitor, id: DocumentId) -> Result<Download> {
    let user = visitor.signed_in()?.user;
    let seen = match user.role {
        Role::Candidate => documents::find_own(&services.pool, visitor.candidate(services).await?.scope(), id).await?,
        Role::Hr => {
            let hr = visitor.hr()?;
            let seen = documents::find_visible(&services.pool, hr.scope(), id).await?;
            if seen.is_some() {
                let mut db = services.pool.acquire().await?;
                record(services, &mut db, &hr, Event::DocumentDownloaded(id)).await?;
            }
            seen
        }
        // Administrators have no need to see résumés.
        Role::Admin => None,
    };
    seen.ok_or(ServiceError::NotFound)?;
    let stored = documents::stored(&services.pool, id).await?.ok_or(ServiceError::NotFound)?;
    Ok(Download::new(stored, &RESUME))
}
