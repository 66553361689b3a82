//! Uploading a résumé: limited in size, checked before anything is stored, and stored once however often it is sent.

use super::JSON;
use crate::{
    Result, ServiceError, Services,
    applications::apply,
    auth::{Candidate, Hr},
    events::record,
    queue, quotas,
    resumes::ReadDocument,
    uploads::{Kind, Placed, Received, Sender, Upload, ending},
};
use futures::Stream;
use hireq_documents::{Document, Limits, ReadError};
use hireq_domain::{
    account::{CurrentUser, cleaned_name},
    candidate::Uploaded,
    event::Event,
    ids::{CandidateId, DocumentId, JobId, UserId},
    json_resume::JsonResume,
};
use hireq_store::{PgConnection, PgExecutor, applications, candidates, documents, users};
use uuid::Uuid;

/// A résumé as a document.
pub const RESUME: Kind = Kind {
    field: "file",
    called: "resume",
    endings: &["pdf", "docx", "doc", "odt", "rtf", "txt", "text", "md", "jpg", "jpeg", "png"],
    limit: |config| config.max_file_bytes,
};
/// A résumé in the JSON Resume format.
pub const JSON_RESUME: Kind =
    Kind { field: "json", called: "resume", endings: &["json", "txt"], limit: |config| config.max_file_bytes };

/// Why a file was refused, for its form field. The other fields of the form remain valid.
pub type FileError = ServiceError;

/// Receives a file and opens it. Its type is determined by its content.
///
/// # Errors
/// `Invalid` at `file`, with what is wrong and what to do; `TooManyRequests`.
pub async fn receive<S, B, E>(
    services: &Services,
    who: impl Into<Sender>,
    name: &str,
    stream: S,
) -> std::result::Result<Upload, FileError>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    let received = Received::new(services, who, &RESUME, name, stream).await?;
    let (limits, recognizes) = (limits(services), services.page_reader.is_some());
    let read = move |name: &str, bytes: &[u8]| open(name, bytes, &limits, recognizes).map(|(media_type, _)| media_type);
    let (received, media_type) = received.look(read).await?;
    let media_type = media_type.map_err(|e| RESUME.refuses(e.to_string()))?;
    let upload = received.is(media_type)?;
    let ending = ending(media_type);
    if services.config.resume_extensions.iter().any(|e| e == ending) {
        return Ok(upload);
    }
    let (is, accepted) = (ending.to_uppercase(), services.config.resume_extensions.join(", ").to_uppercase());
    Err(RESUME.refuses(format!("This file is {is}. Save the résumé as one of {accepted} and choose it again")))
}

/// Opens a file that comes in. Returns its media type, and what it says unless its text has to be recognised first.
pub(super) fn open(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    recognizes: bool,
) -> std::result::Result<(&'static str, Option<Document>), ReadError> {
    match hireq_documents::read(bytes, name, limits) {
        Ok(document) => Ok((document.media_type, Some(document))),
        Err(error) if recognizes && error.asks_for_recognition() => {
            hireq_documents::recognizable(bytes, name).map(|media_type| (media_type, None)).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

/// The limits for a file that comes in.
pub(super) fn limits(services: &Services) -> Limits {
    Limits { max_bytes: usize::try_from((RESUME.limit)(&services.config)).unwrap_or(usize::MAX), ..Limits::default() }
}

/// A candidate's name until their résumé provides one: the file's name without its ending and separators.
pub(crate) fn placeholder_name(file: &str) -> String {
    let file = cleaned_name(file);
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let words: Vec<&str> =
        stem.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|w| !w.is_empty()).collect();
    if words.is_empty() { "Candidate".into() } else { words.join(" ") }
}

/// Adds the file to the candidate's own, unless they have it already. Returns the file, and whether it existed before.
///
/// It continues even if the sender disconnects, so that a stored file always gets its row.
///
/// # Errors
/// If the file store or the database fails; `Invalid` at `file` if a limit is reached.
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
        let (id, known) = add_placed(services, &mut tx, who, &mut placed).await?;
        tx.commit().await?;
        Ok((id, known))
    }
    .await;
    placed.settle(services).await;
    done
}

/// Adds a stored file to the candidate's own, unless they have it already, in the caller's transaction. Returns the
/// file, and whether it existed before.
pub(crate) async fn add_placed(
    services: &Services,
    tx: &mut PgConnection,
    who: &Candidate,
    placed: &mut Placed,
) -> Result<(DocumentId, bool)> {
    let candidate = who.scope().candidate();
    candidates::lock(&mut *tx, candidate).await?;
    // The same form was sent twice at once: the second request finds the first one's file here.
    if let Some(known) = documents::with_bytes(&mut *tx, candidate, &placed.sha256).await? {
        return Ok((known, true));
    }
    // Checked again, now that the lock excludes parallel uploads.
    quotas::check_files(documents::count_of(&mut *tx, candidate).await?)?;
    check_sender(services, &mut *tx, &who.user, placed.size).await?;
    let id = add_row(placed, services, tx, candidate, who.user.id).await?;
    let event = Event::DocumentUploaded { document: id, media_type: placed.media_type.clone() };
    record(services, tx, who, event).await?;
    placed.used = true;
    Ok((id, false))
}

/// Adds a person with their file to the organisation's talent pool and, if a job is given, to its applicants. If the
/// organisation already sees a file with the same bytes, it belongs to the same person.
///
/// # Errors
/// `NotFound` if the job belongs to another organisation; `Conflict` if the job is over, or the person is known and
/// asked not to be contacted, or the job hides its applicants.
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
        // Uploads of one account go one after the other, so that the day's total is counted correctly.
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
        let earlier = match application {
            Some((id, false)) => applications::earlier(&mut *tx, hr.scope(), id).await?,
            _ => vec![],
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
            before: earlier.first().map(|one| one.status),
            duplicates: vec![],
            error: None,
        })
    }
    .await;
    placed.settle(services).await;
    done
}

/// Imports a JSON Resume as one of the candidate's own résumés.
///
/// # Errors
/// `Invalid` at `json` if the file is not a JSON Resume.
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

/// Checks whether the sender may upload this many bytes today.
async fn check_sender(services: &Services, db: impl PgExecutor<'_>, who: &CurrentUser, bytes: u64) -> Result<()> {
    let since = services.clock.now() - quotas::DAY;
    let sent = documents::sent_by(db, who.id, since).await?;
    quotas::check_upload(who.role, sent, bytes)
}

/// Reads a file again that had been given up, because its owner sent it again.
async fn read_again(services: &Services, document: DocumentId) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    if documents::read_again(&mut *tx, document).await? {
        queue::enqueue(&mut tx, &ReadDocument { document }).await?;
    }
    Ok(tx.commit().await?)
}

/// Adds a stored file's row, and the task that reads it.
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
            media_type: &placed.media_type,
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
