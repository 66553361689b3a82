//! Reads from a résumé how to reach its person, to fill in a form. The file is in memory only while it is read, and
//! nothing of it is kept.

use super::{RESUME, hints, upload};
use crate::{Result, ServiceError, Services, auth::Origin, candidates::checked_phone};
use futures::{Stream, StreamExt};
use hireq_domain::{
    account::{Email, checked_person_name, cleaned_name},
    candidate::Contact,
    resume::ParsedResume,
};
use std::{pin::pin, time::Duration};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

/// Files that are in memory at once. Whoever comes when there are as many fills in the form themselves.
static READING: Semaphore = Semaphore::const_new(3);
/// How long a file may take to arrive, and to be read.
const ARRIVES_IN: Duration = Duration::from_secs(30);
const READ_IN: Duration = Duration::from_secs(15);

/// Name, address and telephone number as a résumé says them; empty where it says none, or its text would have to be
/// recognised.
///
/// # Errors
/// `Invalid` at `file`, with what is wrong and what to do; `TooManyRequests`; `Unavailable` if many are read just now.
pub async fn contact<S, B, E>(services: &Services, from: impl Into<Origin>, name: &str, stream: S) -> Result<Contact>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    services.limits.guest_reading(&from.into().ip)?;
    let busy = || ServiceError::Unavailable("Many résumés are being read just now. Fill in the form yourself".into());
    let permit = READING.try_acquire().map_err(|_| busy())?;
    let bytes = timeout(ARRIVES_IN, received(services, stream)).await.map_err(|_| busy())??;
    let (limits, recognizes) = (upload::limits(services), services.page_reader.is_some());
    let (name, today, recognizer) = (name.to_owned(), services.clock.today(), services.recognizer.clone());
    let read = spawn_blocking(move || {
        let _permit = permit;
        let (_, document) = upload::open(&name, &bytes, &limits, recognizes).map_err(|error| error.to_string())?;
        let parse = |document| hireq_documents::parse_with(&document, today, &hints(recognizer.as_ref(), &document));
        Ok(document.map(parse).as_ref().map(contact_of).unwrap_or_default())
    });
    match timeout(READ_IN, read).await {
        Ok(Ok(read)) => read.map_err(|message: String| RESUME.refuses(message)),
        // It takes too long, or the parser failed: the form is filled in by hand.
        Ok(Err(_)) | Err(_) => Ok(Contact::default()),
    }
}

async fn received<S, B, E>(services: &Services, stream: S) -> Result<Vec<u8>>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    let most = upload::limits(services).max_bytes;
    let mut stream = pin!(stream);
    let mut bytes = Vec::new();
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|_| RESUME.refuses("The upload was interrupted. Choose the file again"))?;
        if bytes.len() + piece.as_ref().len() > most {
            let megabytes = most / (1024 * 1024);
            return Err(RESUME.refuses(format!("The file is larger than {megabytes} MB. Choose a smaller one")));
        }
        bytes.extend_from_slice(piece.as_ref());
    }
    Ok(bytes)
}

/// Only what the form would accept.
fn contact_of(resume: &ParsedResume) -> Contact {
    let name = resume.name.as_ref().and_then(|name| checked_person_name(&cleaned_name(&name.value), "a name").ok());
    let email = resume.emails.iter().find_map(|email| Email::mailable(email.value.trim()).ok());
    let phone = resume.phones.iter().find_map(|phone| checked_phone(&phone.value).ok());
    Contact {
        name: name.unwrap_or_default(),
        email: email.map(|email| email.as_str().to_owned()).unwrap_or_default(),
        phone: phone.unwrap_or_default(),
    }
}
