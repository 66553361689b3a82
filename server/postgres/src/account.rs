//! Who runs Postgres: whoever runs us, except that root hands it to the cluster's owner or to `nobody`.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::unistd::{User, geteuid, getgid};

use crate::EmbeddedPostgresError;

/// The user that Postgres runs as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Whether programs have to change to this user first: only root can, and only root must.
    pub(crate) change: bool,
}

/// What Linux and macOS call the user without rights, should the user database lack `nobody`.
const NOBODY: u32 = 65534;

impl Account {
    /// The account for the cluster in `cluster`, which need not exist yet.
    pub(crate) fn for_cluster(cluster: &Path) -> Self {
        let uid = geteuid();
        if !uid.is_root() {
            return Self { uid: uid.as_raw(), gid: getgid().as_raw(), change: false };
        }
        if let Ok(found) = std::fs::metadata(cluster)
            && found.uid() != 0
        {
            return Self { uid: found.uid(), gid: found.gid(), change: true };
        }
        match User::from_name("nobody") {
            Ok(Some(user)) => Self { uid: user.uid.as_raw(), gid: user.gid.as_raw(), change: true },
            _ => Self { uid: NOBODY, gid: NOBODY, change: true },
        }
    }
    /// Postgres only starts on files of its own user: say so better than it does.
    pub(crate) fn must_own(self, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
        let found = std::fs::metadata(cluster).map_err(EmbeddedPostgresError::io("cannot read", cluster))?;
        if found.uid() == self.uid {
            return Ok(());
        }
        Err(EmbeddedPostgresError::NotOwner { path: cluster.to_path_buf(), owner: found.uid() })
    }
}
