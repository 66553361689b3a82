//! Uploads of any kind: streamed to disk, hashed and limited in size on the way; then inspected; then stored under a
//! generated key, and removed again if no row refers to them. Also downloads, complete or in part.

mod download;
mod names;
pub mod sweep;

pub use download::Download;
pub(crate) use names::ending;

use crate::{Result, ServiceError, Services, config::Config, files::Spooled, limits::Limits};
use futures::Stream;
use hireq_domain::{FieldErrors, ids::UserId};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Parsing a file may take many times its size in memory, so only a few are parsed at once. Those of people who are not
/// signed in wait for each other only.
static OPENING: Semaphore = Semaphore::const_new(3);
static OPENING_GUESTS: Semaphore = Semaphore::const_new(2);

/// What a kind of upload accepts.
#[derive(Debug)]
pub struct Kind {
    /// The form field, where errors are shown.
    pub field: &'static str,
    /// The name used if the file's own name is unusable.
    pub called: &'static str,
    /// The usual file name endings.
    pub endings: &'static [&'static str],
    /// The maximum size, in bytes.
    pub limit: fn(&Config) -> u64,
}

/// Who sends a file, for the rate limits.
#[derive(Clone, Debug)]
pub enum Sender {
    Account(UserId),
    /// Somebody who is not signed in, by their IP address.
    Guest(String),
}

impl From<UserId> for Sender {
    fn from(id: UserId) -> Self {
        Self::Account(id)
    }
}

impl Sender {
    fn count(&self, limits: &Limits) -> Result<()> {
        match self {
            Self::Account(id) => limits.upload(&id.to_string()),
            Self::Guest(ip) => limits.guest_upload(ip),
        }
    }

    const fn opening(&self) -> &'static Semaphore {
        match self {
            Self::Account(_) => &OPENING,
            Self::Guest(_) => &OPENING_GUESTS,
        }
    }
}

/// A file that was received but not inspected yet.
#[derive(Debug)]
pub struct Received {
    name: String,
    kind: &'static Kind,
    opening: &'static Semaphore,
    spooled: Spooled,
}

impl Received {
    /// Receives a file. Nothing remains of an interrupted upload.
    ///
    /// # Errors
    /// `Invalid` at the kind's field, with what is wrong and what to do; `TooManyRequests`.
    pub async fn new<S, B, E>(
        services: &Services,
        who: impl Into<Sender>,
        kind: &'static Kind,
        name: &str,
        stream: S,
    ) -> Result<Self>
    where
        S: Stream<Item = std::result::Result<B, E>>,
        B: AsRef<[u8]>,
    {
        let who = who.into();
        who.count(&services.limits)?;
        let spooled = services.files.spool(stream, (kind.limit)(&services.config)).await;
        let spooled = spooled.map_err(|error| match error {
            ServiceError::TooLarge(message) => kind.refuses(message),
            ServiceError::Invalid(fields) => {
                FieldErrors(fields.0.into_iter().map(|(_, message)| (kind.field.to_owned(), message)).collect()).into()
            }
            other => other,
        })?;
        if name.trim().is_empty() && spooled.bytes() == 0 {
            return Err(kind.refuses("Choose a file"));
        }
        Ok(Self { name: names::clean(name, kind.called), kind, opening: who.opening(), spooled })
    }

    /// Inspects the content with `look`. The bytes are in memory only during that call.
    ///
    /// # Errors
    /// If the disk fails.
    pub async fn look<T: Send + 'static>(
        self,
        look: impl FnOnce(&str, &[u8]) -> T + Send + 'static,
    ) -> Result<(Self, T)> {
        let _permit = self.opening.acquire().await.map_err(ServiceError::internal)?;
        let looked = spawn_blocking(move || {
            let seen = self.spooled.read().map(|bytes| look(&self.name, &bytes));
            (self, seen)
        });
        let (received, seen) = looked.await.map_err(ServiceError::internal)?;
        Ok((received, seen.map_err(ServiceError::internal)?))
    }

    /// Accepts the file under its real media type.
    ///
    /// # Errors
    /// `Invalid` if its name claims to be another type.
    pub fn is(self, media_type: &'static str) -> Result<Upload> {
        let Self { name, kind, spooled, .. } = self;
        names::check(&name, kind.endings, media_type).map_err(|message| kind.refuses(message))?;
        Ok(Upload { name, media_type, spooled })
    }
}

impl Kind {
    /// An error at this kind's form field.
    pub fn refuses(&self, message: impl Into<String>) -> ServiceError {
        ServiceError::field(self.field, message)
    }
}

/// A file that was received and inspected.
#[derive(Debug)]
pub struct Upload {
    /// The file's name, without a path.
    pub name: String,
    /// The media type of its content.
    pub media_type: &'static str,
    spooled: Spooled,
}

impl Upload {
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        self.spooled.sha256()
    }

    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.spooled.bytes()
    }

    /// Moves it into the store.
    ///
    /// # Errors
    /// `Unavailable` if the store cannot be written.
    pub async fn place(self, services: &Services) -> Result<Placed> {
        let Self { name, media_type, spooled } = self;
        let stored = services.files.keep(spooled).await?;
        let media_type = media_type.to_owned();
        Ok(Placed { name, media_type, sha256: stored.sha256, key: stored.key, size: stored.bytes, used: false })
    }
}

/// A file in the store that has no row yet.
#[derive(Debug)]
pub struct Placed {
    pub name: String,
    /// The media type of its content.
    pub media_type: String,
    pub sha256: [u8; 32],
    /// The key in the store.
    pub key: String,
    pub size: u64,
    /// Whether a row may refer to it. Set before the commit, whose result may be lost; the sweep then finds out later.
    pub used: bool,
}

impl Placed {
    /// Removes the bytes if no row refers to them.
    pub async fn settle(self, services: &Services) {
        if !self.used
            && let Err(error) = services.files.delete(&self.key).await
        {
            tracing::warn!(error = %error, "an unused file could not be removed");
        }
    }
}
