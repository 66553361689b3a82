//! Taking a file in: bounded, looked at before anything is stored, and stored once however often it is sent.

use super::{JSON, names};
use crate::{
    Result, ServiceError, Services,
    applications::apply,
    auth::{Candidate, Hr},
    events::record,
    files::Spooled,
    quotas, tasks,
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
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Opening a file may take many times its size in memory, so only a few are opened at once.
static OPENING: Semaphore = Semaphore::const_new(3);

/// A file that was received and looked at.
pub struct Upload {
    name: String,
    media_type: &'static str,
    spooled: Spooled,
}

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
    let (name, spooled) = collect(services, who, name, stream).await?;
    let limits = Limits {
        max_bytes: usize::try_from(services.config.max_file_bytes).unwrap_or(usize::MAX),
        ..Limits::default()
    };
    let permit = OPENING.acquire().await.map_err(ServiceError::internal)?;
    let file_name = name.clone();
    // Its bytes are in memory only while they are looked at.
    let (spooled, read) = tokio::task::spawn_blocking(move || {
        let read = spooled.read().map(|bytes| hireq_documents::read(&bytes, &file_name, &limits).map(|d| d.media_type));
        (spooled, read)
    })
    .await
    .map_err(ServiceError::internal)?;
    drop(permit);
    let media_type = read.map_err(ServiceError::internal)?.map_err(|e| ServiceError::field("file", e.to_string()))?;
    names::check(&name, media_type).map_err(|message| ServiceError::field("file", message))?;
    let ending = ending(media_type);
    if !services.config.resume_extensions.iter().any(|e| e == ending) {
        let accepted = services.config.resume_extensions.join(", ").to_uppercase();
        return Err(ServiceError::field(
            "file",
            format!(
                "This is a {} file. Save the résumé as one of {accepted} and choose it again",
                ending.to_uppercase()
            ),
        ));
    }
    Ok(Upload { name, media_type, spooled })
}

async fn collect<S, B, E>(services: &Services, who: UserId, name: &str, stream: S) -> Result<(String, Spooled)>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    services.limits.upload(&who.to_string())?;
    let received = services.files.spool(stream, services.config.max_file_bytes).await;
    let spooled = received.map_err(|error| match error {
        ServiceError::TooLarge(message) => ServiceError::field("file", message),
        other => other,
    })?;
    if name.trim().is_empty() && spooled.bytes() == 0 {
        return Err(ServiceError::field("file", "Choose a file"));
    }
    Ok((clean_name(name), spooled))
}

/// The ending that people know a media type by.
pub(super) fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "application/msword" => "doc",
        "application/rtf" | "text/rtf" => "rtf",
        t if t.contains("opendocument") => "odt",
        t if t.contains("wordprocessingml") => "docx",
        _ => "txt",
    }
}

/// The last part of a name, without what could not be written into a header.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control() && *c != '"').take(150).collect();
    let clean = clean.trim();
    if clean.is_empty() { "resume".into() } else { clean.to_owned() }
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
    if let Some(known) = documents::with_bytes(&services.pool, candidate, upload.spooled.sha256()).await? {
        read_again(services, known).await?;
        return Ok((known, true));
    }
    quotas::check_files(documents::count_of(&services.pool, candidate).await?)?;
    check_sender(services, &services.pool, &who.user, upload.spooled.bytes()).await?;
    let mut placed = Placed::put(services, upload).await?;
    let done = async {
        let mut tx = services.pool.begin().await?;
        candidates::lock(&mut *tx, candidate).await?;
        // The same form sent twice at once: the second finds the first's file here.
        if let Some(known) = documents::with_bytes(&mut *tx, candidate, &placed.sha256).await? {
            return Ok((known, true));
        }
        // Again, now that no other upload of theirs goes on.
        quotas::check_files(documents::count_of(&mut *tx, candidate).await?)?;
        check_sender(services, &mut *tx, &who.user, placed.size).await?;
        let id = placed.add(services, &mut tx, candidate, who.user.id).await?;
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
/// same bytes are the same person.
///
/// # Errors
/// `NotFound` for a job of another organisation; `Conflict` where the job is over.
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
    check_sender(services, &services.pool, &hr.user, upload.spooled.bytes()).await?;
    let mut placed = Placed::put(services, upload).await?;
    let done = async {
        let mut tx = services.pool.begin().await?;
        candidates::lock_upload(&mut *tx, hr.scope(), &placed.sha256).await?;
        let before = documents::in_pool_with_bytes(&mut *tx, hr.scope(), &placed.sha256).await?;
        let (candidate, document) = match before {
            Some(known) => known,
            None => {
                let candidate = CandidateId(Uuid::now_v7());
                let now = services.clock.now();
                // Again, one upload of theirs after the other.
                users::lock(&mut *tx, hr.user.id).await?;
                check_sender(services, &mut *tx, &hr.user, placed.size).await?;
                candidates::add_to_pool(&mut *tx, hr.scope(), candidate, &placeholder_name(&name), now).await?;
                let document = placed.add(services, &mut tx, candidate, hr.user.id).await?;
                record(services, &mut tx, hr, Event::PersonAdded { candidate, document }).await?;
                (candidate, document)
            }
        };
        let application = match job {
            None => None,
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
/// `Invalid` at `file` where it is none.
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
    let (name, spooled) = collect(services, who.user.id, name, stream).await?;
    let (spooled, bytes) = tokio::task::spawn_blocking(move || {
        let bytes = spooled.read();
        (spooled, bytes)
    })
    .await
    .map_err(ServiceError::internal)?;
    let bytes = bytes.map_err(ServiceError::internal)?;
    let resume =
        JsonResume::read(&bytes).map_err(|e| ServiceError::field("file", format!("This is not a JSON Resume: {e}")))?;
    if resume.into_resume(services.clock.today()).0.trim().is_empty() {
        return Err(ServiceError::field("file", "This JSON holds no résumé: it has neither “basics” nor “work”"));
    }
    names::check(&name, JSON).map_err(|message| ServiceError::field("file", message))?;
    upload_own(services, who, Upload { name, media_type: JSON, spooled }).await
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
        tasks::enqueue(&mut tx, &tasks::ReadDocument { document }).await?;
    }
    Ok(tx.commit().await?)
}

/// A file in the store that has no row yet.
struct Placed {
    name: String,
    media_type: &'static str,
    sha256: [u8; 32],
    key: String,
    size: u64,
    /// Whether a row may name it: where a commit's answer is lost, the sweep finds out later.
    used: bool,
}

impl Placed {
    async fn put(services: &Services, upload: Upload) -> Result<Self> {
        let Upload { name, media_type, spooled } = upload;
        let stored = services.files.keep(spooled).await?;
        Ok(Self { name, media_type, sha256: stored.sha256, key: stored.key, size: stored.bytes, used: false })
    }

    async fn add(
        &self,
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
                sha256: &self.sha256,
                media_type: self.media_type,
                bytes: i64::try_from(self.size).unwrap_or(i64::MAX),
                storage_key: &self.key,
                original_name: &self.name,
                created_at: services.clock.now(),
            },
        )
        .await?;
        let sent = documents::sent_by(&mut *tx, by, services.clock.now() - quotas::DAY).await?;
        tasks::enqueue_in_turn(tx, &tasks::ReadDocument { document: id }, quotas::turn(sent)).await?;
        Ok(id)
    }

    /// Removes the bytes that no row names.
    async fn settle(self, services: &Services) {
        if !self.used
            && let Err(error) = services.files.delete(&self.key).await
        {
            tracing::warn!(error = %error, "an unused file could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_no_path_and_nothing_that_breaks_a_header() {
        assert_eq!(clean_name("C:\\Users\\zoe\\Lebenslauf \"neu\"\r\n.pdf"), "Lebenslauf neu.pdf");
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("  "), "resume");
    }

    #[test]
    fn a_file_lends_its_name_to_a_candidate() {
        assert_eq!(placeholder_name("lukas_moderncv-classic.pdf"), "lukas moderncv classic");
        assert_eq!(placeholder_name(".pdf"), "Candidate");
    }
}
