//! Files coming in, whatever they are for: received piece by piece onto the disk, hashed on the way and bounded by their
//! kind; looked at; then stored under a key of ours, and gone again where no row comes to name them. And files going out,
//! whole or in parts.

mod download;
mod names;
pub mod sweep;

pub use download::Download;
pub(crate) use names::ending;

use crate::{Result, ServiceError, Services, config::Config, files::Spooled};
use futures::Stream;
use hireq_domain::{FieldErrors, ids::UserId};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Opening a file may take many times its size in memory, so only a few are opened at once.
static OPENING: Semaphore = Semaphore::const_new(3);

/// What one kind of file may be.
#[derive(Debug)]
pub struct Kind {
    /// The field of its form: what is wrong with it is told there.
    pub field: &'static str,
    /// What it is called where its own name says nothing.
    pub called: &'static str,
    /// Endings that people give to it.
    pub endings: &'static [&'static str],
    /// The most bytes.
    pub limit: fn(&Config) -> u64,
}

/// A file that was received and not looked at.
#[derive(Debug)]
pub struct Received {
    name: String,
    kind: &'static Kind,
    spooled: Spooled,
}

impl Received {
    /// Receives a file. Nothing stays of one that breaks off.
    ///
    /// # Errors
    /// `Invalid` at the kind's field with what is wrong and what to do; `TooManyRequests`.
    pub async fn new<S, B, E>(
        services: &Services,
        who: UserId,
        kind: &'static Kind,
        name: &str,
        stream: S,
    ) -> Result<Self>
    where
        S: Stream<Item = std::result::Result<B, E>>,
        B: AsRef<[u8]>,
    {
        services.limits.upload(&who.to_string())?;
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
        Ok(Self { name: names::clean(name, kind.called), kind, spooled })
    }

    /// Looks at its content. The bytes are in memory only meanwhile.
    ///
    /// # Errors
    /// Where the disk fails.
    pub async fn look<T: Send + 'static>(
        self,
        look: impl FnOnce(&str, &[u8]) -> T + Send + 'static,
    ) -> Result<(Self, T)> {
        let _permit = OPENING.acquire().await.map_err(ServiceError::internal)?;
        let looked = spawn_blocking(move || {
            let seen = self.spooled.read().map(|bytes| look(&self.name, &bytes));
            (self, seen)
        });
        let (received, seen) = looked.await.map_err(ServiceError::internal)?;
        Ok((received, seen.map_err(ServiceError::internal)?))
    }

    /// The file as what its content is.
    ///
    /// # Errors
    /// `Invalid` where its name says that it is something else.
    pub fn is(self, media_type: &'static str) -> Result<Upload> {
        let Self { name, kind, spooled } = self;
        names::check(&name, kind.endings, media_type).map_err(|message| kind.refuses(message))?;
        Ok(Upload { name, media_type, spooled })
    }
}

impl Kind {
    /// What is wrong with a file of this kind.
    pub fn refuses(&self, message: impl Into<String>) -> ServiceError {
        ServiceError::field(self.field, message)
    }
}

/// A file that was received and looked at.
#[derive(Debug)]
pub struct Upload {
    /// What it is called, without a path.
    pub name: String,
    /// What its content is.
    pub media_type: &'static str,
    spooled: Spooled,
}

impl Upload {
    /// SHA-256 of the bytes.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        self.spooled.sha256()
    }

    /// Size.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.spooled.bytes()
    }

    /// Puts it into the store.
    ///
    /// # Errors
    /// `Unavailable` where the store cannot be written.
    pub async fn place(self, services: &Services) -> Result<Placed> {
        let Self { name, media_type, spooled } = self;
        let stored = services.files.keep(spooled).await?;
        Ok(Placed { name, media_type, sha256: stored.sha256, key: stored.key, size: stored.bytes, used: false })
    }
}

/// A file in the store that has no row yet.
#[derive(Debug)]
pub struct Placed {
    /// What it is called.
    pub name: String,
    /// What its content is.
    pub media_type: &'static str,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// Where it is.
    pub key: String,
    pub size: u64,
    /// Whether a row may name it: where a commit's answer is lost, the sweep finds out later.
    pub used: bool,
}

impl Placed {
    /// Removes the bytes that no row names.
    pub async fn settle(self, services: &Services) {
        if !self.used
            && let Err(error) = services.files.delete(&self.key).await
        {
            tracing::warn!(error = %error, "an unused file could not be removed");
        }
    }
}
