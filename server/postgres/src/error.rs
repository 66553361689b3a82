//! What can keep a private Postgres from starting, each said with what to do about it.

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
        /// The places that were looked at, in order.
        looked_in: Vec<PathBuf>,
    },
    /// A file or directory could not be made or read.
    #[error("{action} {}: {source}", .path.display())]
    Io {
        /// What was being done, such as "cannot create".
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Root has no user to hand Postgres to.
    #[error(
        "Postgres does not run as root, and the system user {name} could not be made ({said}): make it with `useradd \
         --system {name}`, or run as another user, or set DATABASE_URL to a server of your own"
    )]
    NoAccount {
        /// What it is called.
        name: &'static str,
        /// Why it could not be made.
        said: String,
    },
    /// The database's files belong to somebody else.
    #[error("the database in {} belongs to user {owner}: run as that user or as root, or choose another data directory", .path.display())]
    NotOwner {
        /// The cluster's directory.
        path: PathBuf,
        /// Its owner's number.
        owner: u32,
    },
    /// The data directory refers to database files that are gone; starting empty would hide the loss.
    #[error(
        "{} says that the database's files are in {}, and they are not: restore them, or remove the link to start empty",
        .link.display(), .target.display()
    )]
    FilesGone {
        /// The link in the data directory.
        link: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// A directory for the socket exists and is not private to the database's user.
    #[error("{} is not private to the database's user: remove it", .path.display())]
    SocketNotPrivate {
        /// The directory.
        path: PathBuf,
    },
    /// A Postgres program failed.
    #[error("{program} failed ({status}): {output}")]
    Program {
        /// Which one.
        program: String,
        /// Its exit status.
        status: String,
        /// The end of what it said.
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
