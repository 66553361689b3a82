//! Taking a file in: bounded, looked at before anything is stored, and stored once however often it is sent.

use super::JSON;
use crate::{
    Result, ServiceError, Services,
    applications::apply,
    auth::{Candidate, Hr},
    events::record,
    queue, quotas,
    resumes::ReadDocument,
    uploads::{Kind, Placed, Received, Upload, ending},
};
use futures::Stream;
use hireq_documents::Limits;
use hireq_domain::{
    account::{CurrentUser, cleaned_name},
    candidate::Uploaded,
    event::Event,
    ids::{CandidateId, DocumentId, JobId, UserId},
    json_resume::JsonResume,
};
use hireq_store::{PgConnection, PgExecutor, candidates, documents, users};
use uuid::Uuid;

/// A résumé as its owner wrote it.
pub const RESUME: Kind = Kind {
    field: "file",
    called: "resume",
    endings: &["pdf", "docx", "doc", "odt", "rtf", "txt", "text", "md", "jpg", "jpeg", "png"],
    limit: |config| config.max_file_bytes,
};
/// A résumé as data.
pub const JSON_RESUME: Kind =
    Kind { field: "json", called: "resume", endings: &["json", "txt"], limit: |config| config.max_file_bytes };

/// Why a file was not taken, for the field that it was chosen in. What was sent beside it is still good.
pub type FileError = ServiceError;

/// Receives a file and opens it: what it is, is judged by its content.
///
/// # Errors
/// `Invalid` at `file` with what is wrong with it and what to do; `TooManyRequests`.
pub async fn receive<S, B, E>(
    services: &Services,
    who: UserId,
    name: &str,
    stream: S,
) -> std::result::Result<Upload, FileError>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    let received = Received::new(services, who, &RESUME, name, stream).await?;
    let limits = Limits {
        max_bytes: usize::try_from((RESUME.limit)(&services.config)).unwrap_or(usize::MAX),
        ..Limits::default()
    };
    let recognizes = services.page_reader.is_some();
    let read = move |name: &str, bytes: &[u8]| match hireq_documents::read(bytes, name, &limits) {
        Ok(document) => Ok(document.media_type),
        Err(error) if recognizes && error.asks_for_recognition() => {
            hireq_documents::recognizable(bytes, name).ok_or(error)
        }
        Err(error) => Err(error),
    };
    let (received, media_type) = received.look(read).await?;
    let media_type = media_type.map_err(|e| RESUME.refuses(e.to_string()))?;
    let upload = received.is(media_type)?;
    let ending = ending(media_type);
    if services.config.resume_extensions.iter().any(|e| e == ending) {
        return Ok(upload);
    }
    let (is, accepted) = (ending.to_uppercase(), services.config.resume_extensions.join(", ").to_uppercase());
    Err(RESUME.refuses(format!("This is a {is} file. Save the résumé as one of {accepted} and choose it again")))
}

/// What a candidate is called until their résumé says better: the file's name without ending and dashes.
pub(crate) fn placeholder_name(file: &str) -> String {
    let file = cleaned_name(file);
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let words: Vec<&str> =
        stem.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|w| !w.is_empty()).collect();
    if words.is_empty() { "Candidate".into() } else { words.join(" ") }
}

/// Adds the file to the candidate's own, unless they have it; the file, and whether it was here before.
///
/// It goes on to its end when whoever sent it is gone: a file never stays without its row.
///
/// # Errors
/// Where file store or database refuse.
pub async fn upload_own(services: &Services, who: &Candidate, upload: Upload) -> Result<(DocumentId, bool)> {
    let (services, who) = (services.clone(), who.clone());
    let done = tokio::spawn(async move { add_own(&services, &who, upload).await });
    done.await.map_err(ServiceError::internal)?
}

async fn add_own(services: &Services, who: &Candidate, upload: Upload) -> Result<(DocumentId, bool)> {
    let candidate = who.scope().candidate();
    if let Some(known) = documents::with_bytes(&services.pool, candidate, upload.sha256()).await? {
        read_again(services, known).await?;
        return Ok((known, true));
    }
    quotas::check_files(documents::count_of(&services.pool, candidate).await?)?;
    check_sender(services, &services.pool, &who.user, upload.bytes()).await?;
    let mut placed = upload.place(services).await?;
    let done = async {
        let mut tx = services.begin(&who.user).await?;
        candidates::lock(&mut *tx, candidate).await?;
        // The same form sent twice at once: the second finds the first's file here.
        if let Some(known) = documents::with_bytes(&mut *tx, candidate, &placed.sha256).await? {
            return Ok((known, true));
        }
        // Again, now that no other upload of theirs goes on.
        quotas::check_files(documents::count_of(&mut *tx, candidate).await?)?;
        check_sender(services, &mut *tx, &who.user, placed.size).await?;
        let id = add_row(&placed, services, &mut tx, candidate, who.user.id).await?;
        let event = Event::DocumentUploaded { document: id, media_type: placed.media_type.to_owned() };
        record(services, &mut tx, who, event).await?;
        placed.used = true;
        tx.commit().await?;
        Ok((id, false))
    }
    .await;
    placed.settle(services).await;
    done
}

/// Adds a person with their file to the organisation's talent pool and, where a job is given, to its applicants. The
/// same bytes are the same person, wherever the organisation sees them.
///
/// # Errors
/// `NotFound` for a job of another organisation; `Conflict` where the job is over, or the person is known and asked to be
/// left alone, or the job hides who applies.
pub async fn upload_to_organization(
    services: &Services,
    hr: &Hr,
    job: Option<JobId>,
    upload: Upload,
) -> Result<Uploaded> {
    let (services, hr) = (services.clone(), hr.clone());
    let done = tokio::spawn(async move { add_to_organization(&services, &hr, job, upload).await });
    done.await.map_err(ServiceError::internal)?
}

async fn add_to_organization(services: &Services, hr: &Hr, job: Option<JobId>, upload: Upload) -> Result<Uploaded> {
    let name = upload.name.clone();
    check_sender(services, &services.pool, &hr.user, upload.bytes()).await?;
    let mut placed = upload.place(services).await?;
    let done = async {
        let mut tx = services.pool.begin().await?;
        // One upload of theirs after the other, so that what they sent today is counted right.
        users::lock(&mut *tx, hr.user.id).await?;
        candidates::lock_upload(&mut *tx, hr.scope(), &placed.sha256).await?;
        let before = documents::visible_with_bytes(&mut *tx, hr.scope(), &placed.sha256).await?;
        let (candidate, document) = match before {
            Some(known) => known,
            None => {
                let candidate = CandidateId(Uuid::now_v7());
                let now = services.clock.now();
                check_sender(services, &mut *tx, &hr.user, placed.size).await?;
                candidates::add_to_pool(&mut *tx, hr.scope(), candidate, &placeholder_name(&name), now).await?;
                let document = add_row(&placed, services, &mut tx, candidate, hr.user.id).await?;
                record(services, &mut tx, hr, Event::PersonAdded { candidate, document }).await?;
                (candidate, document)
            }
        };
        let application = match job {
            None => None,
            Some(job) if before.is_some() => {
                Some(apply::add_known(services, &mut tx, hr, job, candidate, Some(document)).await?)
            }
            Some(job) => Some(apply::add_by_recruiter(services, &mut tx, hr, job, candidate, Some(document)).await?),
        };
        placed.used = before.is_none();
        tx.commit().await?;
        if let Some((_, known)) = before {
            read_again(services, known).await?;
        }
        Ok(Uploaded {
            name,
            candidate: Some(candidate),
            document: Some(document),
            application: application.map(|(id, _)| id),
            known: before.is_some() && application.is_none_or(|(_, known)| known),
            error: None,
        })
    }
    .await;
    placed.settle(services).await;
    done
}

/// Takes a JSON Resume in as one of the candidate's own résumés.
///
/// # Errors
/// `Invalid` at `json` where it is none.
pub async fn import_json<S, B, E>(
    services: &Services,
    who: &Candidate,
    name: &str,
    stream: S,
) -> Result<(DocumentId, bool)>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    let received = Received::new(services, who.user.id, &JSON_RESUME, name, stream).await?;
    let today = services.clock.today();
    let read = move |_: &str, bytes: &[u8]| {
        let resume = JsonResume::read(bytes).map_err(|e| format!("This is not a JSON Resume: {e}"))?;
        let empty = resume.into_resume(today).0.trim().is_empty();
        if empty {
            Err("This JSON holds no résumé: it has neither “basics” nor “work”".to_owned())
        } else {
            Ok(())
        }
    };
    let (received, read) = received.look(read).await?;
    read.map_err(|message| JSON_RESUME.refuses(message))?;
    upload_own(services, who, received.is(JSON)?).await
}

/// Whether the sender may send so much more today.
async fn check_sender(services: &Services, db: impl PgExecutor<'_>, who: &CurrentUser, bytes: u64) -> Result<()> {
    let since = services.clock.now() - quotas::DAY;
    let sent = documents::sent_by(db, who.id, since).await?;
    quotas::check_upload(who.role, sent, bytes)
}

/// Has a file that was given up read again, because its owner sent it again.
async fn read_again(services: &Services, document: DocumentId) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    if documents::read_again(&mut *tx, document).await? {
        queue::enqueue(&mut tx, &ReadDocument { document }).await?;
    }
    Ok(tx.commit().await?)
}

/// A row for a file in the store, and the task that reads it.
async fn add_row(
    placed: &Placed,
    services: &Services,
    tx: &mut PgConnection,
    candidate: CandidateId,
    by: UserId,
) -> Result<DocumentId> {
    let id = DocumentId(Uuid::now_v7());
    documents::add(
        &mut *tx,
        documents::NewDocument {
            id,
            candidate,
            uploaded_by: by,
            sha256: &placed.sha256,
            media_type: placed.media_type,
            bytes: i64::try_from(placed.size).unwrap_or(i64::MAX),
            storage_key: &placed.key,
            original_name: &placed.name,
            created_at: services.clock.now(),
        },
    )
    .await?;
    let sent = documents::sent_by(&mut *tx, by, services.clock.now() - quotas::DAY).await?;
    queue::enqueue_in_turn(tx, &ReadDocument { document: id }, quotas::turn(sent)).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lends_its_name_to_a_candidate() {
        assert_eq!(placeholder_name("lukas_moderncv-classic.pdf"), "lukas moderncv classic");
        assert_eq!(placeholder_name(".pdf"), "Candidate");
    }
}
