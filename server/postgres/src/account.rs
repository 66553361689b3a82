//! The system user that runs Postgres: the user of this process, except that root hands Postgres over to a system user
//! of its own, which is created if needed. It is not `nobody`, because other programs run as that user, and whoever
//! owns the database's files has full control over them.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::{User, geteuid, getgid};

use crate::EmbeddedPostgresError;
use crate::command::run;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Whether programs have to be started as this user: only root can change the user, and Postgres requires root to.
    pub(crate) change: bool,
}

/// The system user that root hands Postgres to.
const OWN: &str = "hireq-postgres";
/// The id of `nobody` on Linux and macOS, used if the user database does not contain it.
const NOBODY: u32 = 65534;

impl Account {
    /// The account for the cluster directory `cluster`, which does not have to exist yet. A cluster that belongs to
    /// `nobody` has to be moved to the returned account, unless it is in use.
    pub(crate) fn for_cluster(cluster: &Path, in_use: bool) -> Result<Self, EmbeddedPostgresError> {
        let uid = geteuid();
        if !uid.is_root() {
            return Ok(Self { uid: uid.as_raw(), gid: getgid().as_raw(), change: false });
        }
        let owner = std::fs::metadata(cluster).ok().filter(|found| found.uid() != 0);
        match owner.map(|found| Self { uid: found.uid(), gid: found.gid(), change: true }) {
            None => Self::own(),
            Some(owner) if in_use || owner.uid != nobody() => Ok(owner),
            // If no user can be created, the database keeps its owner.
            Some(owner) => Ok(Self::own().unwrap_or(owner)),
        }
    }

    /// The system user, created if there is none.
    fn own() -> Result<Self, EmbeddedPostgresError> {
        let known = || match User::from_name(OWN) {
            Ok(Some(user)) => Some(Self { uid: user.uid.as_raw(), gid: user.gid.as_raw(), change: true }),
            _ => None,
        };
        if let Some(known) = known() {
            return Ok(known);
        }
        let mut make = Command::new("useradd");
        make.args(["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]);
        let made = run(make.args(["--shell", "/usr/sbin/nologin", OWN]));
        // Another process may have created it first.
        match (known(), made) {
            (Some(known), _) => Ok(known),
            (None, made) => Err(EmbeddedPostgresError::NoAccount {
                name: OWN,
                said: made.map_or_else(|error| error.to_string(), |_| "it is not there afterwards".into()),
            }),
        }
    }

    /// Transfers a cluster from `nobody` to this account. The directory itself comes last, so that an interrupted
    /// transfer is repeated at the next start.
    pub(crate) fn take_over(self, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
        let found = std::fs::metadata(cluster).map_err(EmbeddedPostgresError::io("cannot read", cluster))?;
        if !self.change || found.uid() != nobody() || self.uid == found.uid() {
            return Ok(());
        }
        let entries = std::fs::read_dir(cluster).map_err(EmbeddedPostgresError::io("cannot read", cluster))?;
        let owner = format!("{}:{}", self.uid, self.gid);
        // Must not follow links, because `nobody` could have placed some there.
        let chown = || {
            let mut chown = Command::new("chown");
            chown.args(["-RPh", &owner]);
            chown
        };
        run(chown().args(entries.flatten().map(|entry| entry.path())))?;
        run(chown().arg(cluster)).map(drop)
    }

    pub(crate) fn name(self) -> Option<String> {
        User::from_uid(self.uid.into()).ok().flatten().map(|user| user.name)
    }
    /// Checks the owner of the files, which Postgres requires too, to give a better error message.
    pub(crate) fn must_own(self, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
        let found = std::fs::metadata(cluster).map_err(EmbeddedPostgresError::io("cannot read", cluster))?;
        if found.uid() == self.uid {
            return Ok(());
        }
        Err(EmbeddedPostgresError::NotOwner { path: cluster.to_path_buf(), owner: found.uid() })
    }

    /// A command that runs as this user, in a directory that every user may enter, and without the caller's connection
    /// settings.
    pub(crate) fn program(self, path: &Path) -> Command {
        let mut command = Command::new(path);
        command.current_dir("/").stdin(Stdio::null());
        for name in ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGDATA", "PGOPTIONS", "PGSERVICE"] {
            command.env_remove(name);
        }
        if self.change {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Whether this user can reach `path`. It is tested by a process of that user, because only that takes all access
    /// rules into account.
    pub(crate) fn reaches(self, path: &Path) -> bool {
        !self.change
            || self.program(Path::new("test")).arg("-x").arg(path).status().is_ok_and(|status| status.success())
    }
}

fn nobody() -> u32 {
    User::from_name("nobody").ok().flatten().map_or(NOBODY, |user| user.uid.as_raw())
}
