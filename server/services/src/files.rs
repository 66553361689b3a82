//! Uploaded files: under keys that we make, in a directory or an S3 bucket, streamed in both directions.

use crate::{Result, ServiceError, config::Storage};
use futures::{Stream, StreamExt};
use s3::{Bucket, Region, creds::Credentials};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::{
    io,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
};
use tempfile::NamedTempFile;
use tokio::io::{AsyncRead, AsyncWriteExt};
use uuid::Uuid;

/// The file store.
#[derive(Clone)]
pub struct Files(Arc<Backend>);

enum Backend {
    Local(PathBuf),
    S3(Box<Bucket>),
}

/// What was stored.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Where; never a name that somebody typed.
    pub key: String,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// Size.
    pub bytes: u64,
}

/// Bytes that are read as they are needed.
pub type ByteStream = Pin<Box<dyn AsyncRead + Send>>;

impl Files {
    /// Opens the store; a local directory is made.
    ///
    /// # Errors
    /// Where the directory cannot be made or the bucket's settings are wrong.
    pub fn open(storage: &Storage) -> Result<Self> {
        let backend = match storage {
            Storage::Local(dir) => {
                std::fs::create_dir_all(dir).map_err(ServiceError::internal)?;
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

    /// Stores a stream of at most `limit` bytes. Nothing is left behind where it fails.
    ///
    /// # Errors
    /// `TooLarge` past the limit; `Unavailable` where the store cannot be written.
    pub async fn put<S, B, E>(&self, stream: S, limit: u64) -> Result<StoredFile>
    where
        S: Stream<Item = std::result::Result<B, E>>,
        B: AsRef<[u8]>,
        E: std::error::Error + Send + Sync + 'static,
    {
        let key = Uuid::now_v7().to_string();
        // On disk first, so that memory stays small, and so that the store never shows half a file.
        let waiting = match &*self.0 {
            Backend::Local(dir) => NamedTempFile::new_in(dir),
            Backend::S3(_) => NamedTempFile::new(),
        }
        .map_err(not_stored)?;
        let (sha256, bytes) = spool(stream, waiting.path(), limit).await?;
        match &*self.0 {
            Backend::Local(dir) => {
                waiting.persist_noclobber(dir.join(&key)).map_err(not_stored)?;
            }
            Backend::S3(bucket) => {
                let mut file = tokio::fs::File::open(waiting.path()).await.map_err(not_stored)?;
                let answer = bucket.put_object_stream(&mut file, &key).await.map_err(not_stored)?;
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
    /// `NotFound` where the key is not there.
    pub async fn get(&self, key: &str) -> Result<ByteStream> {
        match &*self.0 {
            Backend::Local(dir) => match tokio::fs::File::open(dir.join(checked(key)?)).await {
                Ok(file) => Ok(Box::pin(file)),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(ServiceError::NotFound),
                Err(e) => Err(ServiceError::internal(e)),
            },
            Backend::S3(bucket) => {
                let answer = bucket.get_object_stream(checked(key)?).await.map_err(ServiceError::internal)?;
                match answer.status_code {
                    200 => Ok(Box::pin(answer)),
                    404 => Err(ServiceError::NotFound),
                    other => Err(ServiceError::internal(io::Error::other(format!("the bucket answered {other}")))),
                }
            }
        }
    }

    /// A file's bytes at once; for the parser, which needs all of them.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn read(&self, key: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut stream = self.get(key).await?;
        tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut bytes).await.map_err(ServiceError::internal)?;
        Ok(bytes)
    }

    /// Removes a file; a missing one is no error.
    ///
    /// # Errors
    /// Where the store refuses.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match &*self.0 {
            Backend::Local(dir) => match tokio::fs::remove_file(dir.join(checked(key)?)).await {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(ServiceError::internal(e)),
                _ => Ok(()),
            },
            Backend::S3(bucket) => {
                let answer = bucket.delete_object(checked(key)?).await.map_err(ServiceError::internal)?;
                match answer.status_code() {
                    200 | 204 | 404 => Ok(()),
                    other => Err(ServiceError::internal(io::Error::other(format!("the bucket answered {other}")))),
                }
            }
        }
    }

    /// Whether the store can be written.
    ///
    /// # Errors
    /// Where it cannot.
    pub async fn check(&self) -> Result<()> {
        let piece = futures::stream::iter([Ok::<_, std::io::Error>(b"ok")]);
        let stored = self.put(piece, 2).await?;
        self.delete(&stored.key).await
    }
}

/// Writes a stream to a file, piece by piece; its SHA-256 and size.
async fn spool<S, B, E>(stream: S, place: &Path, limit: u64) -> Result<([u8; 32], u64)>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
    E: std::error::Error + Send + Sync + 'static,
{
    let mut file = tokio::fs::File::create(place).await.map_err(not_stored)?;
    let mut stream = std::pin::pin!(stream);
    let mut hash = Sha256::new();
    let mut bytes = 0;
    while let Some(piece) = stream.next().await {
        let piece =
            piece.map_err(|_| ServiceError::field("file", "The upload was interrupted. Send the file again"))?;
        let piece = piece.as_ref();
        bytes += piece.len() as u64;
        if bytes > limit {
            return Err(ServiceError::TooLarge(format!(
                "The file is larger than {} MB. Save it smaller, for example without pictures, and send it again",
                limit / (1024 * 1024)
            )));
        }
        hash.update(piece);
        file.write_all(piece).await.map_err(not_stored)?;
    }
    file.flush().await.map_err(not_stored)?;
    Ok((hash.finalize().into(), bytes))
}

fn not_stored(error: impl std::fmt::Display) -> ServiceError {
    tracing::error!(%error, "a file could not be stored");
    ServiceError::Unavailable("The file could not be stored just now. Try again later".into())
}

/// Keys are UUIDs: anything else never reaches a path.
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
