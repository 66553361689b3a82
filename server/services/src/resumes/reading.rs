//! Reads a stored file: text, fields, chunks with vectors, and what follows from them.

use super::{JSON, hints, placeholder_name, recognition};
use crate::{
    Result, ServiceError, Services,
    events::{By, record},
    matching::{self, MatchApplication},
    queue, quotas,
};
use chrono::NaiveDate;
use hireq_documents::{Limits, ReadError, SeenPage};
use hireq_domain::{
    account::cleaned_name,
    event::Event,
    ids::DocumentId,
    json_resume::JsonResume,
    resume::{Field, ParsedResume, ReadWarning, Span},
    sheet::Places,
};
use hireq_ml::{embed::Priority, ner::Recognizer};
use hireq_store::{candidates, chunks, documents, resumes};
use std::time::Duration;

const UNREADABLE: &str = "The file could not be read. Save it anew, as PDF or DOCX, and upload that";
pub(super) const TOO_LONG: &str = "Reading this file took too long and was given up. Save it anew with less in it, as PDF or DOCX, \
    and upload that";
/// The limits for a stored file, whose size was already checked on upload.
pub(super) fn limits() -> Limits {
    Limits { max_bytes: usize::MAX, ..Limits::default() }
}

/// The most entries of each kind that are kept from a JSON Resume.
const MOST_ENTRIES: usize = 500;
const GAVE_UP: &str = "Reading this file was tried several times and given up. Upload the same file again to have it \
    read again";

/// Marks a file as failed, unless it has been read meanwhile.
pub(crate) async fn give_up(services: &Services, id: DocumentId) -> Result<()> {
    let Some(stored) = documents::stored(&services.pool, id).await? else { return Ok(()) };
    let mut tx = services.pool.begin().await?;
    // This was a second reading, just for the vectors: the existing result stays.
    if !documents::lock_unread(&mut *tx, id).await? {
        return Ok(());
    }
    documents::set_failed(&mut *tx, id, "gave_up", GAVE_UP).await?;
    let event = Event::DocumentFailed { document: id, candidate: stored.candidate };
    record(services, &mut tx, By::Program, event).await?;
    Ok(tx.commit().await?)
}

/// Reads a file and stores the result. Running it again does not change what a person has corrected.
///
/// # Errors
/// If another attempt may succeed. A file that cannot be read at all is marked as failed, with a sentence for its
/// owner.
pub(crate) async fn read(services: &Services, id: DocumentId) -> Result<()> {
    let Some(stored) = documents::stored(&services.pool, id).await? else { return Ok(()) };
    if let Some(read) = resumes::get(&services.pool, id).await?
        && documents::is_read(&services.pool, id).await?
    {
        return add_vectors(services, id, &stored, &read).await;
    }
    let Some(bytes) = bytes_of(services, id, &stored).await? else { return Ok(()) };
    let opened = opened(services, &stored, bytes, Vec::new()).await?;
    if services.page_reader.is_some() && is_scan(&opened) {
        return recognition::enqueue(services, id, &stored).await;
    }
    keep(services, id, &stored, opened).await
}

/// A file's bytes; `None` if they are gone, in which case the file is marked as failed.
pub(super) async fn bytes_of(
    services: &Services,
    id: DocumentId,
    stored: &documents::Stored,
) -> Result<Option<Vec<u8>>> {
    match services.files.read(&stored.storage_key).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ServiceError::NotFound) => {
            fail(services, id, stored, "corrupt", "The file is no longer stored. Upload it again").await.map(|()| None)
        }
        Err(error) => Err(error),
    }
}

/// Opens a file, including any text recognised on images of its pages.
pub(super) async fn opened(
    services: &Services,
    stored: &documents::Stored,
    bytes: Vec<u8>,
    seen: Vec<SeenPage>,
) -> Result<Opened> {
    let (name, media_type, today) = (stored.original_name.clone(), stored.media_type.clone(), services.clock.today());
    let recognizer = services.recognizer.clone();
    with_time_limit(quotas::READING, move || open(&bytes, &name, &media_type, today, recognizer.as_ref(), &seen)).await
}

/// Stores what was read, or why the file cannot be read.
pub(super) async fn keep(
    services: &Services,
    id: DocumentId,
    stored: &documents::Stored,
    opened: Opened,
) -> Result<()> {
    let ReadFile { text, resume: read, places } = match opened {
        Ok(read) => read,
        Err((word, message)) => return fail(services, id, stored, word, &message).await,
    };
    // A person's corrections describe the text's sections better than a second reading, and the text is the same.
    let resume = match resumes::get(&services.pool, id).await? {
        Some(before) if before.corrected_at.is_some() => before.resume,
        _ => read,
    };
    let pieces = embedded(services, &text, &resume).await;

    let now = services.clock.now();
    let mut tx = services.pool.begin().await?;
    // Erased by its owner meanwhile.
    if !candidates::lock(&mut *tx, stored.candidate).await? || documents::stored(&mut *tx, id).await?.is_none() {
        return Ok(());
    }
    resumes::put(&mut *tx, id, &text, &resume, &places).await?;
    if let Some((revision, pieces)) = pieces {
        chunks::replace(&mut tx, id, &revision, pieces).await?;
    }
    documents::set_read(&mut *tx, id).await?;
    let values = |fields: &[Field<String>]| fields.iter().map(|f| f.value.clone()).collect::<Vec<_>>();
    let value = |field: &Option<Field<String>>| field.as_ref().map(|f| f.value.chars().take(200).collect::<String>());
    // What an organisation holds of a person with an account changes nothing of theirs.
    if !stored.held {
        candidates::fill_blanks(
            &mut *tx,
            stored.candidate,
            &placeholder_name(&stored.original_name),
            candidates::Found {
                name: value(&resume.name).map(|name| cleaned_name(&name)).filter(|name| !name.is_empty()).as_deref(),
                headline: value(&resume.headline).as_deref(),
                location: value(&resume.location).as_deref(),
                emails: &addresses(&resume.emails),
                phones: &values(&resume.phones),
                links: &values(&resume.links),
            },
            now,
        )
        .await?;
    }
    for application in candidates::open_applications_with(&mut *tx, id).await? {
        queue::enqueue(&mut tx, &MatchApplication { application }).await?;
    }
    record(services, &mut tx, By::Program, Event::DocumentRead { document: id, candidate: stored.candidate }).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds the vectors of a file that was read before. What was read stays as it is, because people have corrected it and
/// based decisions on it.
async fn add_vectors(
    services: &Services,
    id: DocumentId,
    stored: &documents::Stored,
    read: &resumes::Parsed,
) -> Result<()> {
    let Some((revision, pieces)) = embedded(services, &read.text, &read.resume).await else { return Ok(()) };
    let mut tx = services.pool.begin().await?;
    if !candidates::lock(&mut *tx, stored.candidate).await? || documents::stored(&mut *tx, id).await?.is_none() {
        return Ok(());
    }
    chunks::replace(&mut tx, id, &revision, pieces).await?;
    for application in candidates::open_applications_with(&mut *tx, id).await? {
        queue::enqueue(&mut tx, &MatchApplication { application }).await?;
    }
    record(services, &mut tx, By::Program, Event::DocumentRead { document: id, candidate: stored.candidate }).await?;
    Ok(tx.commit().await?)
}

/// Mail addresses in the form in which they are compared: without duplicates, ignoring case.
fn addresses(fields: &[Field<String>]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for field in fields {
        let address = lower_case(field.value.trim());
        if !all.contains(&address) {
            all.push(address);
        }
    }
    all
}

/// Lower case, without the combining dot that lower-casing `İ` leaves behind.
fn lower_case(address: &str) -> String {
    address.chars().flat_map(char::to_lowercase).filter(|c| *c != '\u{307}').collect()
}

/// The result of reading a file.
#[derive(Debug, Default)]
pub(super) struct ReadFile {
    pub text: String,
    pub resume: ParsedResume,
    pub places: Places,
}

pub(super) type Opened = std::result::Result<ReadFile, (&'static str, String)>;

/// Whether pages are images, or their text cannot be decoded.
fn is_scan(opened: &Opened) -> bool {
    match opened {
        Ok(read) => read.resume.warnings.contains(&ReadWarning::PartlyScanned),
        Err((word, _)) => *word == ReadError::OcrRequired.status(),
    }
}

/// Opens a file within a time limit. A thread that takes longer is left running, but nobody waits for it.
async fn with_time_limit(limit: Duration, open: impl FnOnce() -> Opened + Send + 'static) -> Result<Opened> {
    match tokio::time::timeout(limit, tokio::task::spawn_blocking(open)).await {
        Ok(Ok(opened)) => Ok(opened),
        // A panic in the parser would happen again with the same bytes, so it is not retried.
        Ok(Err(error)) if error.is_panic() => Ok(Err(("corrupt", UNREADABLE.to_owned()))),
        Ok(Err(error)) => Err(ServiceError::internal(error)),
        Err(_) => Ok(Err(("too_large", TOO_LONG.to_owned()))),
    }
}

/// Returns the text and the fields, or the parser's error code and a sentence for the file's owner.
fn open(
    bytes: &[u8],
    name: &str,
    media_type: &str,
    today: NaiveDate,
    recognizer: Option<&Recognizer>,
    seen: &[SeenPage],
) -> Opened {
    let limits = &limits();
    if media_type == JSON {
        return JsonResume::read(bytes)
            .map(|resume| {
                let (text, resume) = shortened(resume.into_resume(today), limits);
                ReadFile { text, resume, places: Places::default() }
            })
            .map_err(|e| ("corrupt", format!("This is not a JSON Resume: {e}")));
    }
    let read = match seen {
        [] => hireq_documents::read(bytes, name, limits),
        seen => hireq_documents::read_seen(bytes, name, limits, seen),
    };
    let document = read.map_err(|e| (e.status(), e.to_string()))?;
    let resume = hireq_documents::parse_with(&document, today, &hints(recognizer, &document));
    let places = document.places();
    Ok(ReadFile { text: document.text, resume, places })
}

/// Limits a JSON Resume to the text length and number of entries allowed for a file.
fn shortened((mut text, mut resume): (String, ParsedResume), limits: &Limits) -> (String, ParsedResume) {
    if let Some((end, _)) = text.char_indices().nth(limits.max_chars) {
        text.truncate(end);
        resume.warnings.push(ReadWarning::Truncated);
    }
    resume.experience.truncate(MOST_ENTRIES);
    resume.education.truncate(MOST_ENTRIES);
    resume.skills.truncate(MOST_ENTRIES);
    resume.languages.truncate(MOST_ENTRIES);
    resume.certificates.truncate(MOST_ENTRIES);
    (text, resume)
}

/// Selects at most `most` items: half of them from the beginning, the others spread evenly over the rest.
fn spread<T>(all: Vec<T>, most: usize) -> Vec<T> {
    let (total, first) = (all.len(), most / 2);
    let chosen = |n: usize| {
        let rest = (n.saturating_sub(first)) * (most - first);
        total <= most || n < first || rest / (total - first) != (rest + most - first) / (total - first)
    };
    all.into_iter().enumerate().filter(|(n, _)| chosen(*n)).map(|(_, piece)| piece).collect()
}

/// The text's chunks with their vectors; `None` without the model, so that closeness stays unknown. Name and contact
/// details are blanked before the text is cut, so that the vectors do not depend on the person.
async fn embedded(services: &Services, text: &str, resume: &ParsedResume) -> Option<(String, Vec<chunks::NewChunk>)> {
    let embedder = services.embedder.as_ref()?;
    let pieces = spread(matching::chunks_of(text, resume), quotas::EMBEDDED_PIECES);
    let texts = pieces.iter().map(|p| p.text.clone()).collect();
    match embedder.embed(texts, Priority::Task).await {
        Ok(vectors) => {
            let pieces = pieces.into_iter().zip(vectors).map(|(p, embedding)| {
                let span = Span { start: p.start, end: p.end };
                chunks::NewChunk { section: p.section, text: span.slice(text).to_owned(), span, embedding }
            });
            Some((embedder.revision().to_owned(), pieces.collect()))
        }
        Err(error) => {
            tracing::warn!(error = %error, "a résumé was read without vectors");
            None
        }
    }
}

pub(super) async fn fail(
    services: &Services,
    id: DocumentId,
    stored: &documents::Stored,
    word: &str,
    message: &str,
) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    documents::set_failed(&mut *tx, id, word, message).await?;
    let event = Event::DocumentFailed { document: id, candidate: stored.candidate };
    record(services, &mut tx, By::Program, event).await?;
    tx.commit().await?;
    tracing::info!(document = %id, status = word, "a file could not be read");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_is_read_without_end_is_given_up_with_a_sentence_and_so_is_one_that_breaks_the_reader() {
        let nothing = || Ok(ReadFile::default());
        let endless = move || {
            std::thread::sleep(Duration::from_millis(300));
            nothing()
        };
        let given_up = with_time_limit(Duration::from_millis(10), endless).await.expect("an end");
        assert!(given_up.is_err_and(|(word, why)| word == "too_large" && why.contains("took too long")));
        let broken = with_time_limit(Duration::from_secs(60), || panic!("a fault")).await.expect("an end");
        assert!(broken.is_err_and(|(word, _)| word == "corrupt"));
        assert!(with_time_limit(Duration::from_secs(60), nothing).await.expect("an end").is_ok());
    }

    #[test]
    fn of_many_pieces_the_first_half_is_chosen_and_the_others_from_all_over_the_rest() {
        assert_eq!(spread((0..5).collect(), 6), [0, 1, 2, 3, 4]);
        assert_eq!(spread((0..33).collect(), 6), [0, 1, 2, 12, 22, 32]);
        assert_eq!(spread((0..1_000).collect(), 64).len(), 64);
    }

    #[test]
    fn a_json_resume_is_no_longer_than_other_files() {
        let limits = Limits { max_chars: 10, ..Limits::default() };
        let (text, resume) = shortened(("é".repeat(20), ParsedResume::default()), &limits);
        assert_eq!((text.chars().count(), resume.warnings), (10, vec![ReadWarning::Truncated]));
    }

    #[test]
    fn an_address_is_the_same_whatever_its_case() {
        assert_eq!(lower_case("Zoe.UENAL@Example.COM"), "zoe.uenal@example.com");
        assert_eq!(lower_case("İnci@example.com"), lower_case("inci@example.com"));
    }
}
