//! The errors of starting a private Postgres, each with advice.

use std::path::{Path, PathBuf};

/// Why the private Postgres could not be started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedPostgresError {
    /// There are no Postgres programs to run.
    #[error(
        "PostgreSQL was not found (looked in {}): run scripts/setup, or set HIREQ_POSTGRES to a PostgreSQL with \
         pgvector, or set DATABASE_URL to a server of your own",
        list(.looked_in)
    )]
    BinariesMissing {
        /// The places that were searched, in order.
        looked_in: Vec<PathBuf>,
    },
    /// A file or directory could not be created or read.
    #[error("{action} {}: {source}", .path.display())]
    Io {
        /// What was attempted, such as "cannot create".
        action: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    /// There is no system user to which root could hand Postgres over.
    #[error(
        "Postgres does not run as root, and the system user {name} could not be made ({said}): make it with `useradd \
         --system {name}`, or run as another user, or set DATABASE_URL to a server of your own"
    )]
    NoAccount {
        /// The name of that user.
        name: &'static str,
        /// Why it could not be created.
        said: String,
    },
    /// The database's files belong to another user.
    #[error("the database in {} belongs to user {owner}: run as that user or as root, or choose another data directory", .path.display())]
    NotOwner {
        /// The cluster's directory.
        path: PathBuf,
        /// The user id of its owner.
        owner: u32,
    },
    /// The data directory links to database files that are gone; starting with an empty database would hide the loss.
    #[error(
        "{} says that the database's files are in {}, and they are not: restore them, or remove the link to start empty",
        .link.display(), .target.display()
    )]
    FilesGone {
        /// The link in the data directory.
        link: PathBuf,
        /// The target of the link.
        target: PathBuf,
    },
    /// A directory for the socket exists and is not private to the database's user.
    #[error("{} is not private to the database's user: remove it", .path.display())]
    SocketNotPrivate { path: PathBuf },
    /// One of Postgres' programs failed.
    #[error("{program} failed ({status}): {output}")]
    Program {
        /// Its name.
        program: String,
        /// Its exit status.
        status: String,
        /// The end of its output.
        output: String,
    },
}

impl EmbeddedPostgresError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }
}

fn list(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    paths.join(", ")
}
