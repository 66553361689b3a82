//! Uploaded files: stored under generated keys in a directory or an S3 bucket, streamed in both directions.

use crate::{Result, ServiceError, config::Storage};
use chrono::{DateTime, Utc};
use futures::{Stream, StreamExt};
use s3::{Bucket, Region, creds::Credentials};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    time::Duration,
};
use tempfile::NamedTempFile;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
    time::timeout,
};
use tokio_util::io::{ReaderStream, StreamReader};
use uuid::Uuid;

/// A bucket that does not answer, or does not send the next piece of a file, within this time counts as unavailable.
const TIMEOUT: Duration = Duration::from_secs(6);
/// The prefix that `tempfile` gives to partially received files.
const TEMP_PREFIX: &str = ".tmp";
/// How many bytes of a part are requested at once.
const PIECE_BYTES: u64 = 1 << 20;
/// A disk with less free space than this counts as full.
const MIN_FREE_BYTES: u64 = 64 << 10;

#[derive(Clone)]
pub struct Files(Arc<Backend>);

enum Backend {
    Local(PathBuf),
    S3(Box<Bucket>),
}

#[derive(Clone, Debug)]
pub struct StoredFile {
    /// The generated key; never a name that somebody typed.
    pub key: String,
    pub sha256: [u8; 32],
    pub bytes: u64,
}

/// Received bytes waiting on disk. They are deleted with this value unless [`Files::keep`] stores them.
#[derive(Debug)]
pub struct Spooled {
    file: Received,
    sha256: [u8; 32],
    bytes: u64,
}

/// Where received bytes are.
#[derive(Debug)]
enum Received {
    /// In the store's own directory, to be renamed.
    Named(NamedTempFile),
    /// In an unnamed file elsewhere, to be sent to a bucket: the system removes it however the process ends.
    Unnamed(File),
}

impl Received {
    /// The same open file, rewound to its start.
    fn at_start(&self) -> io::Result<File> {
        let mut file = match self {
            Self::Named(file) => file.as_file().try_clone()?,
            Self::Unnamed(file) => file.try_clone()?,
        };
        file.rewind()?;
        Ok(file)
    }
}

impl Spooled {
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// All bytes, for a parser that needs them at once. Blocks, so do not call it on an async thread.
    ///
    /// # Errors
    /// If reading from the disk fails.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.at_start()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A stream that reads its bytes as they are needed.
pub type ByteStream = Pin<Box<dyn AsyncRead + Send>>;

impl Files {
    /// Opens the store, and creates a local directory if needed.
    ///
    /// # Errors
    /// If the directory cannot be created or the bucket's settings are wrong.
    pub fn open(storage: &Storage) -> Result<Self> {
        let backend = match storage {
            Storage::Local(dir) => {
                std::fs::create_dir_all(dir).map_err(ServiceError::internal)?;
                // The directory and its parents may be new: their names must be flushed to disk too, or a power cut
                // could lose the directory with its files.
                for made in dir.ancestors().take(3).filter(|place| place.is_dir()) {
                    sync_folder(made).map_err(ServiceError::internal)?;
                }
                Backend::Local(dir.clone())
            }
            Storage::S3 { bucket, region, endpoint, access_key, secret_key } => {
                let region = match endpoint {
                    Some(endpoint) => Region::Custom { region: region.clone(), endpoint: endpoint.clone() },
                    None => region.parse().map_err(ServiceError::internal)?,
                };
                let credentials =
                    Credentials::new(Some(access_key), Some(secret_key.expose_secret()), None, None, None)
                        .map_err(ServiceError::internal)?;
                let bucket = Bucket::new(bucket, region, credentials).map_err(ServiceError::internal)?;
                Backend::S3(bucket.with_path_style())
            }
        };
        Ok(Self(Arc::new(backend)))
    }

    /// Stores a stream of at most `limit` bytes. Nothing remains if it fails.
    ///
    /// # Errors
    /// The same as [`Self::spool`] and [`Self::keep`].
    pub async fn put<S, B, E>(&self, stream: S, limit: u64) -> Result<StoredFile>
    where
        S: Stream<Item = std::result::Result<B, E>>,
        B: AsRef<[u8]>,
    {
        self.keep(self.spool(stream, limit).await?).await
    }

    /// Receives a stream of at most `limit` bytes: on disk, to keep memory use small, and under a temporary name, so
    /// that the store never shows half a file.
    ///
    /// # Errors
    /// `Invalid` at `file` if the stream breaks off; `TooLarge` past the limit; `Unavailable` if the disk cannot be
    /// written.
    pub async fn spool<S, B, E>(&self, stream: S, limit: u64) -> Result<Spooled>
    where
        S: Stream<Item = std::result::Result<B, E>>,
        B: AsRef<[u8]>,
    {
        let file = match &*self.0 {
            Backend::Local(dir) => NamedTempFile::new_in(dir).map(Received::Named),
            Backend::S3(_) => tempfile::tempfile().map(Received::Unnamed),
        }
        .map_err(not_stored)?;
        let (sha256, bytes) = write(stream, file.at_start().map_err(not_stored)?, limit).await?;
        Ok(Spooled { file, sha256, bytes })
    }

    /// Stores what was received. Once this returns the file survives a power cut: its bytes, and then its name, have
    /// been flushed to disk.
    ///
    /// # Errors
    /// `Unavailable` if the store cannot be written.
    pub async fn keep(&self, spooled: Spooled) -> Result<StoredFile> {
        let key = Uuid::now_v7().to_string();
        let Spooled { file, sha256, bytes } = spooled;
        match (&*self.0, file) {
            (Backend::Local(dir), Received::Named(file)) => {
                let (dir, key) = (dir.clone(), key.clone());
                let kept = tokio::task::spawn_blocking(move || keep_on_disk(file, &dir, &key)).await;
                kept.map_err(ServiceError::internal)?.map_err(not_stored)?;
            }
            (Backend::Local(_), Received::Unnamed(_)) => return Err(ServiceError::internal("received for a bucket")),
            (Backend::S3(bucket), file) => {
                let mut source = tokio::fs::File::from_std(file.at_start().map_err(not_stored)?);
                // One more second for each megabyte, for slow connections.
                let limit = TIMEOUT + Duration::from_secs(bytes >> 20);
                let sent = timeout(limit, bucket.put_object_stream(&mut source, &key)).await.map_err(not_stored)?;
                let answer = sent.map_err(not_stored)?;
                if answer.status_code() != 200 {
                    return Err(not_stored(format!("the bucket answered {}", answer.status_code())));
                }
            }
        }
        Ok(StoredFile { key, sha256, bytes })
    }

    /// A file's bytes as a stream.
    ///
    /// # Errors
    /// `NotFound` if there is no such key; `Unavailable` if the store refuses or does not answer.
    pub async fn get(&self, key: &str) -> Result<ByteStream> {
        match &*self.0 {
            Backend::Local(dir) => Ok(Box::pin(open(&dir.join(checked(key)?)).await?)),
            Backend::S3(bucket) => {
                let answer = timeout(TIMEOUT, bucket.get_object_stream(checked(key)?)).await.map_err(not_fetched)?;
                let answer = answer.map_err(not_fetched)?;
                match answer.status_code {
                    200 => Ok(with_timeout(Box::pin(answer))),
                    404 => Err(ServiceError::NotFound),
                    other => Err(not_fetched(format!("the bucket answered {other}"))),
                }
            }
        }
    }

    /// A part of a file's bytes as a stream.
    ///
    /// # Errors
    /// The same as [`Self::get`].
    pub async fn part(&self, key: &str, part: Range<u64>) -> Result<ByteStream> {
        let key = checked(key)?;
        match &*self.0 {
            Backend::Local(dir) => {
                let mut file = open(&dir.join(key)).await?;
                file.seek(SeekFrom::Start(part.start)).await.map_err(not_fetched)?;
                Ok(Box::pin(file.take(part.end.saturating_sub(part.start))))
            }
            Backend::S3(bucket) => {
                let asked = timeout(TIMEOUT, bucket.head_object(key)).await.map_err(not_fetched)?;
                match asked.map_err(not_fetched)?.1 {
                    200 => Ok(in_pieces(bucket.clone(), key.to_owned(), part)),
                    404 => Err(ServiceError::NotFound),
                    other => Err(not_fetched(format!("the bucket answered {other}"))),
                }
            }
        }
    }

    /// All bytes of a file at once, for a parser that needs them.
    ///
    /// # Errors
    /// The same as [`Self::get`].
    pub async fn read(&self, key: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut stream = self.get(key).await?;
        stream.read_to_end(&mut bytes).await.map_err(not_fetched)?;
        Ok(bytes)
    }

    /// Removes a file; a missing one is no error.
    ///
    /// # Errors
    /// `Unavailable` if the store refuses.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match &*self.0 {
            Backend::Local(dir) => match tokio::fs::remove_file(dir.join(checked(key)?)).await {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(ServiceError::internal(e)),
                _ => Ok(()),
            },
            Backend::S3(bucket) => {
                let answer = timeout(TIMEOUT, bucket.delete_object(checked(key)?)).await;
                let answer = answer.map_err(ServiceError::internal)?.map_err(ServiceError::internal)?;
                match answer.status_code() {
                    200 | 204 | 404 => Ok(()),
                    other => Err(ServiceError::internal(io::Error::other(format!("the bucket answered {other}")))),
                }
            }
        }
    }

    /// Checks that the store answers and has free space, without creating a file.
    ///
    /// # Errors
    /// `Unavailable` if it does not.
    pub async fn check(&self) -> Result<()> {
        match &*self.0 {
            Backend::Local(dir) => {
                let dir = dir.clone();
                tokio::task::spawn_blocking(move || check_free_space(&dir)).await.map_err(ServiceError::internal)?
            }
            Backend::S3(bucket) => {
                // No file has this key. A bucket that accepts our credentials answers "not found".
                let asked = timeout(TIMEOUT, bucket.head_object(Uuid::nil().to_string())).await;
                let (_, status) = asked.map_err(ServiceError::internal)?.map_err(ServiceError::internal)?;
                match status {
                    200 | 404 => Ok(()),
                    other => Err(ServiceError::internal(format!("the bucket answered {other}"))),
                }
            }
        }
    }

    /// Files stored, or partially received, before `moment`, under the store's own names.
    ///
    /// # Errors
    /// `Unavailable` if the store cannot be listed.
    pub async fn older_than(&self, moment: DateTime<Utc>) -> Result<Old> {
        match &*self.0 {
            Backend::Local(dir) => {
                let dir = dir.clone();
                let listed = tokio::task::spawn_blocking(move || old_on_disk(&dir, moment)).await;
                listed.map_err(ServiceError::internal)?.map_err(ServiceError::internal)
            }
            Backend::S3(bucket) => old_in_bucket(bucket, moment).await,
        }
    }

    /// Removes a partially received file.
    ///
    /// # Errors
    /// `Unavailable` if the disk refuses.
    pub async fn delete_half(&self, name: &str) -> Result<()> {
        match &*self.0 {
            Backend::Local(dir) if name.starts_with(TEMP_PREFIX) && !name.contains('/') => {
                tokio::fs::remove_file(dir.join(name)).await.map_err(ServiceError::internal)
            }
            _ => Ok(()),
        }
    }
}

/// Old files in the store.
#[derive(Debug, Default)]
pub struct Old {
    /// Keys of complete files.
    pub keys: Vec<String>,
    /// Names of partially received files.
    pub half: Vec<String>,
}

fn old_on_disk(dir: &Path, moment: DateTime<Utc>) -> io::Result<Old> {
    let mut old = Old::default();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        // An upload that ends at this moment may remove its file.
        let Ok(about) = entry.metadata() else { continue };
        if !about.is_file() || DateTime::<Utc>::from(about.modified()?) >= moment {
            continue;
        }
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with(TEMP_PREFIX) {
            old.half.push(name);
        } else if checked(&name).is_ok() {
            old.keys.push(name);
        }
    }
    Ok(old)
}

async fn old_in_bucket(bucket: &Bucket, moment: DateTime<Utc>) -> Result<Old> {
    let mut old = Old::default();
    let mut next = None;
    loop {
        let page = timeout(TIMEOUT, bucket.list_page(String::new(), None, next, None, Some(1000))).await;
        let (page, status) = page.map_err(ServiceError::internal)?.map_err(ServiceError::internal)?;
        if status != 200 {
            return Err(ServiceError::internal(format!("the bucket answered {status}")));
        }
        for object in page.contents {
            let stored = DateTime::parse_from_rfc3339(&object.last_modified).map_err(ServiceError::internal)?;
            if stored < moment && checked(&object.key).is_ok() {
                old.keys.push(object.key);
            }
        }
        next = page.next_continuation_token;
        if next.is_none() {
            return Ok(old);
        }
    }
}

/// Asks the operating system whether files can be written here.
fn check_free_space(dir: &Path) -> Result<()> {
    use nix::{
        sys::statvfs::statvfs,
        unistd::{AccessFlags, access},
    };
    access(dir, AccessFlags::W_OK | AccessFlags::X_OK).map_err(ServiceError::internal)?;
    let disk = statvfs(dir).map_err(ServiceError::internal)?;
    #[expect(clippy::useless_conversion, reason = "a count of 32 bits on macOS")]
    let free = u64::from(disk.blocks_available()).saturating_mul(disk.fragment_size());
    if free < MIN_FREE_BYTES {
        return Err(ServiceError::internal("the disk is full"));
    }
    Ok(())
}

/// Gives a received file its final name, after flushing its bytes, so that a name found after a power cut never stands
/// for an incomplete file.
fn keep_on_disk(file: NamedTempFile, dir: &Path, key: &str) -> io::Result<()> {
    file.as_file().sync_all()?;
    let place = dir.join(key);
    file.persist_noclobber(&place)?;
    sync_folder(dir).inspect_err(|_| drop(std::fs::remove_file(&place)))
}

/// Flushes a folder's entries to disk.
fn sync_folder(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

async fn open(place: &Path) -> Result<tokio::fs::File> {
    tokio::fs::File::open(place).await.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ServiceError::NotFound,
        _ => not_fetched(error),
    })
}

/// Part of a file, requested in pieces because the S3 crate holds each response in memory.
fn in_pieces(bucket: Box<Bucket>, key: String, part: Range<u64>) -> ByteStream {
    let pieces = futures::stream::try_unfold((bucket, key, part), |(bucket, key, mut left)| async move {
        if left.is_empty() {
            return Ok(None);
        }
        let end = left.end.min(left.start + PIECE_BYTES);
        let answer = timeout(TIMEOUT, bucket.get_object_range(&key, left.start, Some(end - 1))).await;
        let answer = answer.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?.map_err(io::Error::other)?;
        if answer.status_code() != 206 {
            return Err(io::Error::other(format!("the bucket answered {}", answer.status_code())));
        }
        left.start = end;
        Ok(Some((io::Cursor::new(answer.to_vec()), (bucket, key, left))))
    });
    Box::pin(StreamReader::new(Box::pin(pieces)))
}

/// A stream that fails instead of waiting for ever.
fn with_timeout(stream: ByteStream) -> ByteStream {
    let pieces = futures::stream::try_unfold(ReaderStream::new(stream), |mut pieces| async move {
        match timeout(TIMEOUT, pieces.next()).await {
            Ok(Some(piece)) => Ok(Some((piece?, pieces))),
            Ok(None) => Ok(None),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the bucket stopped sending")),
        }
    });
    Box::pin(StreamReader::new(Box::pin(pieces)))
}

/// Writes a stream to a file piece by piece and returns its SHA-256 and size. It writes to the open file instead of
/// opening it by name: if the sender has gone, the temporary name may be gone too.
async fn write<S, B, E>(stream: S, file: File, limit: u64) -> Result<([u8; 32], u64)>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    let mut file = tokio::fs::File::from_std(file);
    let mut stream = std::pin::pin!(stream);
    let mut hash = Sha256::new();
    let mut bytes = 0;
    while let Some(piece) = stream.next().await {
        let piece =
            piece.map_err(|_| ServiceError::field("file", "The upload was interrupted. Choose the file again"))?;
        let piece = piece.as_ref();
        bytes += piece.len() as u64;
        if bytes > limit {
            return Err(ServiceError::TooLarge(format!(
                "The file is larger than {} MB. Save it smaller, for example without pictures, and choose it again",
                limit / (1024 * 1024)
            )));
        }
        hash.update(piece);
        file.write_all(piece).await.map_err(not_stored)?;
    }
    file.flush().await.map_err(not_stored)?;
    Ok((hash.finalize().into(), bytes))
}

fn not_fetched(error: impl std::fmt::Display) -> ServiceError {
    tracing::error!(%error, "a file could not be fetched");
    ServiceError::Unavailable("The file cannot be fetched just now. Try again in a moment".into())
}

fn not_stored(error: impl std::fmt::Display) -> ServiceError {
    tracing::error!(%error, "a file could not be stored");
    ServiceError::Unavailable("The file could not be stored just now. Try again later".into())
}

/// Accepts only UUIDs as keys, so that nothing else ever becomes part of a path.
fn checked(key: &str) -> Result<&str> {
    if Uuid::parse_str(key).is_ok() { Ok(key) } else { Err(ServiceError::NotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(n: usize) -> impl Stream<Item = std::result::Result<Vec<u8>, std::io::Error>> {
        futures::stream::iter((0..n).map(|_| Ok(vec![7; 1024])))
    }

    #[tokio::test]
    async fn whoever_leaves_at_any_moment_leaves_no_file_behind() {
        let dir = std::env::temp_dir().join(format!("hireq-files-{}", Uuid::now_v7()));
        let files = Files::open(&Storage::Local(dir.clone())).expect("opens");
        for n in 0..40 {
            let slow = pieces(3).chain(futures::stream::pending());
            timeout(Duration::from_micros(n * 50), files.put(slow, 4096)).await.expect_err("they leave");
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(std::fs::read_dir(&dir).expect("dir").count(), 0);
        std::fs::remove_dir_all(dir).expect("removed");
    }

    #[tokio::test]
    async fn what_is_stored_comes_back_and_too_much_is_refused() {
        let dir = std::env::temp_dir().join(format!("hireq-files-{}", Uuid::now_v7()));
        let files = Files::open(&Storage::Local(dir.clone())).expect("opens");
        let stored = files.put(pieces(3), 4096).await.expect("stored");
        assert_eq!((stored.bytes, files.read(&stored.key).await.expect("read").len()), (3072, 3072));
        assert!(matches!(files.put(pieces(5), 4096).await, Err(ServiceError::TooLarge(_))));
        assert_eq!(std::fs::read_dir(&dir).expect("dir").count(), 1, "a refused file leaves nothing");
        files.delete(&stored.key).await.expect("deleted");
        assert!(matches!(files.read(&stored.key).await, Err(ServiceError::NotFound)));
        assert!(matches!(files.read("../../etc/passwd").await, Err(ServiceError::NotFound)));
        std::fs::remove_dir_all(dir).expect("removed");
    }
}
