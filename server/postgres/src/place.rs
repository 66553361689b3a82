//! Where a cluster and its socket live: in the data directory if the database's user can get there, else (root with a
//! data directory in a closed home) under a shared directory, with a link to it in the data directory.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown, symlink};
use std::path::{Path, PathBuf};

use crate::EmbeddedPostgresError;
use crate::account::Account;
use crate::binaries::SHARED;
use crate::command::reaches;

/// A socket's whole path may have 107 bytes on Linux and 103 on macOS, of which its name takes 15.
const LONGEST_SOCKET_DIRECTORY: usize = 85;

/// The cluster's directory for this data directory. It exists afterwards only if it did before.
pub(crate) fn cluster(data: &Path, account: Account) -> Result<PathBuf, EmbeddedPostgresError> {
    let inside = data.join("cluster");
    if let Ok(target) = std::fs::read_link(&inside) {
        return match target.is_dir() {
            true => Ok(target),
            false => Err(EmbeddedPostgresError::FilesGone { link: inside, target }),
        };
    }
    if inside.exists() || reaches(account, data) {
        return Ok(inside);
    }
    // A new name each time: whoever removed the data directory wants to start empty, not find the old files again.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos();
    Ok(Path::new(SHARED).join("clusters").join(format!("{now:x}-{:x}", std::process::id())))
}

/// Refers to a cluster that had to be put elsewhere.
pub(crate) fn link(data: &Path, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
    let inside = data.join("cluster");
    if cluster == inside || inside.is_symlink() {
        return Ok(());
    }
    symlink(cluster, &inside).map_err(EmbeddedPostgresError::io("cannot create the link", &inside))
}

/// Makes a directory that only `account` may enter.
pub(crate) fn private_directory(path: &Path, account: Account) -> Result<(), EmbeddedPostgresError> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(EmbeddedPostgresError::io("cannot create", parent))?;
    }
    DirBuilder::new().mode(0o700).create(path).map_err(EmbeddedPostgresError::io("cannot create", path))?;
    if account.change {
        chown(path, Some(account.uid), Some(account.gid))
            .map_err(EmbeddedPostgresError::io("cannot give away", path))?;
    }
    Ok(())
}

/// The socket's directory: the cluster itself, or a short private one when that path is too long for a socket.
pub(crate) fn socket(cluster: &Path, account: Account) -> Result<PathBuf, EmbeddedPostgresError> {
    if cluster.as_os_str().len() <= LONGEST_SOCKET_DIRECTORY {
        return Ok(cluster.to_path_buf());
    }
    let short = format!("/tmp/hireq-{}-{:016x}", account.uid, fingerprint(cluster.as_os_str().as_encoded_bytes()));
    let short = PathBuf::from(short);
    // Anybody may write to /tmp: what is there already must be a directory of ours that nobody else can enter.
    match std::fs::symlink_metadata(&short) {
        Ok(found) if found.is_dir() && found.uid() == account.uid && found.mode() & 0o077 == 0 => {}
        Ok(_) => return Err(EmbeddedPostgresError::SocketNotPrivate { path: short }),
        Err(_) => private_directory(&short, account)?,
    }
    Ok(short)
}

/// FNV-1a: the same number in every build, for names only.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_whose_files_are_gone_is_not_replaced_by_an_empty_one() {
        let data = tempfile::tempdir().unwrap();
        symlink("/nowhere/at/all", data.path().join("cluster")).unwrap();
        let account = Account::for_cluster(data.path());
        let error = cluster(data.path(), account).unwrap_err().to_string();
        assert!(error.contains("/nowhere/at/all"), "{error}");
    }

    #[test]
    fn a_socket_directory_that_others_may_enter_is_refused() {
        let account = Account::for_cluster(Path::new("/nonexistent"));
        let long = PathBuf::from(format!("/nonexistent/{}/{}", "x".repeat(90), std::process::id()));
        let short = socket(&long, account).unwrap();
        assert!(short.as_os_str().len() <= LONGEST_SOCKET_DIRECTORY);
        std::fs::set_permissions(&short, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        assert!(matches!(socket(&long, account), Err(EmbeddedPostgresError::SocketNotPrivate { .. })));
        std::fs::remove_dir(&short).unwrap();
    }
}
