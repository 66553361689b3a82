//! Who runs Postgres: whoever runs us, except that root hands it to a system user of its own, which is made at need. Other
//! programs run as `nobody`, and whoever owns the database's files can do anything with them.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::{User, geteuid, getgid};

use crate::EmbeddedPostgresError;
use crate::command::run;

/// The user that Postgres runs as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Whether programs have to change to this user first: only root can, and only root must.
    pub(crate) change: bool,
}

/// The system user that root hands Postgres to.
const OWN: &str = "hireq-postgres";
/// What Linux and macOS call the user without rights, should the user database lack `nobody`.
const NOBODY: u32 = 65534;

impl Account {
    /// The account for the cluster in `cluster`, which need not exist yet. One that belongs to `nobody` is to be moved to
    /// the account given here, unless it is in use.
    pub(crate) fn for_cluster(cluster: &Path, in_use: bool) -> Result<Self, EmbeddedPostgresError> {
        let uid = geteuid();
        if !uid.is_root() {
            return Ok(Self { uid: uid.as_raw(), gid: getgid().as_raw(), change: false });
        }
        let owner = std::fs::metadata(cluster).ok().filter(|found| found.uid() != 0);
        match owner.map(|found| Self { uid: found.uid(), gid: found.gid(), change: true }) {
            None => Self::own(),
            Some(owner) if in_use || owner.uid != nobody() => Ok(owner),
            // Where no user can be made, the database goes on as it is.
            Some(owner) => Ok(Self::own().unwrap_or(owner)),
        }
    }

    /// The system user, made if there is none.
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
        // Somebody else may have been quicker.
        match (known(), made) {
            (Some(known), _) => Ok(known),
            (None, made) => Err(EmbeddedPostgresError::NoAccount {
                name: OWN,
                said: made.map_or_else(|error| error.to_string(), |_| "it is not there afterwards".into()),
            }),
        }
    }

    /// Gives a cluster of `nobody`'s to this account. The directory comes last: until then the next start does it again.
    pub(crate) fn take_over(self, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
        let found = std::fs::metadata(cluster).map_err(EmbeddedPostgresError::io("cannot read", cluster))?;
        if !self.change || found.uid() != nobody() || self.uid == found.uid() {
            return Ok(());
        }
        let entries = std::fs::read_dir(cluster).map_err(EmbeddedPostgresError::io("cannot read", cluster))?;
        let owner = format!("{}:{}", self.uid, self.gid);
        // It follows no link, whatever `nobody` put there.
        let give = || {
            let mut chown = Command::new("chown");
            chown.args(["-RPh", &owner]);
            chown
        };
        run(give().args(entries.flatten().map(|entry| entry.path())))?;
        run(give().arg(cluster)).map(drop)
    }

    /// What the system calls the account.
    pub(crate) fn name(self) -> Option<String> {
        User::from_uid(self.uid.into()).ok().flatten().map(|user| user.name)
    }
    /// Postgres only starts on files of its own user: say so better than it does.
    pub(crate) fn must_own(self, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
        let found = std::fs::metadata(cluster).map_err(EmbeddedPostgresError::io("cannot read", cluster))?;
        if found.uid() == self.uid {
            return Ok(());
        }
        Err(EmbeddedPostgresError::NotOwner { path: cluster.to_path_buf(), owner: found.uid() })
    }

    /// A program to be run as this user, in a directory that every user may enter, without the caller's connection settings.
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

    /// Whether this user can reach `path`. Asked of a process that runs as that user, which knows every rule there is.
    pub(crate) fn reaches(self, path: &Path) -> bool {
        !self.change
            || self.program(Path::new("test")).arg("-x").arg(path).status().is_ok_and(|status| status.success())
    }
}

fn nobody() -> u32 {
    User::from_name("nobody").ok().flatten().map_or(NOBODY, |user| user.uid.as_raw())
}
