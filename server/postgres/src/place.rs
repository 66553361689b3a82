//! The location of a cluster and its socket: in the data directory if the database's user can reach it; otherwise (for
//! root with a data directory in a private home) in a shared directory, with a link to it in the data directory.

use std::fs::{DirBuilder, File};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown, symlink};
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;

use crate::EmbeddedPostgresError;
use crate::account::Account;
use crate::binaries::SHARED;

/// A socket's path may have 107 bytes on Linux and 103 on macOS, of which its file name takes 15.
const LONGEST_SOCKET_DIRECTORY: usize = 85;
/// A file in the data directory that says where a cluster is being created, if not in the data directory, so that one
/// whose creation was interrupted can be found.
const MAKING: &str = "making";

/// The cluster's directory for this data directory. Afterwards it exists only if it did before.
pub(crate) fn cluster(data: &Path, account: Account) -> Result<PathBuf, EmbeddedPostgresError> {
    let inside = data.join("cluster");
    finish_or_discard(data, &inside)?;
    if let Ok(target) = std::fs::read_link(&inside) {
        return match target.is_dir() {
            true => Ok(target),
            false => Err(EmbeddedPostgresError::FilesGone { link: inside, target }),
        };
    }
    if inside.exists() || account.reaches(data) {
        return Ok(inside);
    }
    // A new name each time, because somebody who removed the data directory wants to start with an empty database
    // rather than the old files.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos();
    let elsewhere = clusters().join(format!("{now:x}-{:x}", std::process::id()));
    let note = data.join(MAKING);
    let written = File::create(&note).and_then(|mut file| {
        file.write_all(elsewhere.as_os_str().as_encoded_bytes())?;
        file.sync_all()
    });
    written.map_err(EmbeddedPostgresError::io("cannot write", &note))?;
    Ok(elsewhere)
}

fn clusters() -> PathBuf {
    Path::new(SHARED).join("clusters")
}

/// Completes or cleans up an interrupted creation: a complete cluster gets its link, an incomplete one is removed.
fn finish_or_discard(data: &Path, inside: &Path) -> Result<(), EmbeddedPostgresError> {
    let note = data.join(MAKING);
    let Ok(noted) = std::fs::read_to_string(&note) else { return Ok(()) };
    let target = PathBuf::from(noted);
    // The note itself may be incomplete.
    if target.parent() == Some(&clusters()) && !inside.is_symlink() {
        if target.join("PG_VERSION").exists() {
            return link(data, &target);
        }
        clear(&aside(&target))?;
    }
    std::fs::remove_file(&note).map_err(EmbeddedPostgresError::io("cannot remove", &note))
}

/// Where a cluster is created before it gets its final name.
pub(crate) fn aside(cluster: &Path) -> PathBuf {
    let mut aside = cluster.as_os_str().to_owned();
    aside.push(".new");
    aside.into()
}

/// Removes a directory that is no longer in use. A program of a killed start may still write a last file meanwhile.
pub(crate) fn clear(directory: &Path) -> Result<(), EmbeddedPostgresError> {
    for tries in 0.. {
        match std::fs::remove_dir_all(directory) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => break,
            Err(error) if tries == 20 => return Err(EmbeddedPostgresError::io("cannot remove", directory)(error)),
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(100)),
            Ok(()) => break,
        }
    }
    Ok(())
}

/// Makes file creations and renames in a directory survive a power cut.
pub(crate) fn flush(directory: &Path) -> Result<(), EmbeddedPostgresError> {
    let flushed = File::open(directory).and_then(|directory| directory.sync_all());
    flushed.map_err(EmbeddedPostgresError::io("cannot flush", directory))
}

/// Links to a cluster that had to be placed elsewhere.
pub(crate) fn link(data: &Path, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
    let inside = data.join("cluster");
    if cluster == inside || inside.is_symlink() {
        return Ok(());
    }
    symlink(cluster, &inside).map_err(EmbeddedPostgresError::io("cannot create the link", &inside))?;
    flush(data)?;
    let note = data.join(MAKING);
    std::fs::remove_file(&note).map_err(EmbeddedPostgresError::io("cannot remove", &note))
}

/// Creates a directory that only `account` may enter.
pub(crate) fn private_directory(path: &Path, account: Account) -> Result<(), EmbeddedPostgresError> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(EmbeddedPostgresError::io("cannot create", parent))?;
    }
    DirBuilder::new().mode(0o700).create(path).map_err(EmbeddedPostgresError::io("cannot create", path))?;
    change_owner(path, account)
}

fn change_owner(path: &Path, account: Account) -> Result<(), EmbeddedPostgresError> {
    if account.change {
        chown(path, Some(account.uid), Some(account.gid))
            .map_err(EmbeddedPostgresError::io("cannot give away", path))?;
    }
    Ok(())
}

/// The socket's directory: the cluster itself, or a short private one if its path is too long for a socket.
pub(crate) fn socket(cluster: &Path, account: Account) -> Result<PathBuf, EmbeddedPostgresError> {
    if cluster.as_os_str().len() <= LONGEST_SOCKET_DIRECTORY {
        return Ok(cluster.to_path_buf());
    }
    let short = format!("/tmp/hireq-{}-{:016x}", account.uid, fingerprint(cluster.as_os_str().as_encoded_bytes()));
    let short = PathBuf::from(short);
    // Anybody can write to /tmp, so an existing directory must be our own and private.
    match std::fs::symlink_metadata(&short) {
        Ok(found) if found.is_dir() && found.uid() == account.uid && found.mode() & 0o077 == 0 => {}
        // Root created it and was killed before changing its owner.
        Ok(found) if found.is_dir() && found.uid() == geteuid().as_raw() && found.mode() & 0o077 == 0 => {
            change_owner(&short, account)?;
        }
        Ok(_) => return Err(EmbeddedPostgresError::SocketNotPrivate { path: short }),
        Err(_) => private_directory(&short, account)?,
    }
    Ok(short)
}

/// FNV-1a: gives the same number in every build; used for names only.
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
        let account = Account::for_cluster(data.path(), false).unwrap();
        let error = cluster(data.path(), account).unwrap_err().to_string();
        assert!(error.contains("/nowhere/at/all"), "{error}");
    }

    /// A note in a new data directory, and the name of its cluster among the shared ones.
    fn noted() -> (tempfile::TempDir, PathBuf) {
        let data = tempfile::tempdir().unwrap();
        let target = clusters().join(format!("test-{}", data.path().file_name().unwrap().to_string_lossy()));
        std::fs::write(data.path().join(MAKING), target.as_os_str().as_encoded_bytes()).unwrap();
        (data, target)
    }

    #[test]
    fn a_making_that_was_cut_off_is_ended_well() {
        if !geteuid().is_root() {
            return;
        }
        let account = Account::for_cluster(Path::new("/nonexistent"), false).unwrap();
        let (data, target) = noted();
        std::fs::create_dir_all(aside(&target)).unwrap();
        std::fs::write(aside(&target).join("half"), "").unwrap();
        let fresh = cluster(data.path(), account).unwrap();
        assert!(!aside(&target).exists() && fresh != target, "half of one is removed");

        let (data, target) = noted();
        std::fs::create_dir_all(&target).unwrap();
        std::fs::write(target.join("PG_VERSION"), "16").unwrap();
        assert_eq!(cluster(data.path(), account).unwrap(), target, "a whole one is found");
        assert!(data.path().join("cluster").is_symlink() && !data.path().join(MAKING).exists());
        std::fs::remove_dir_all(target).unwrap();
    }

    #[test]
    fn a_socket_directory_that_others_may_enter_is_refused() {
        let account = Account::for_cluster(Path::new("/nonexistent"), false).unwrap();
        let long = PathBuf::from(format!("/nonexistent/{}/{}", "x".repeat(90), std::process::id()));
        let short = socket(&long, account).unwrap();
        assert!(short.as_os_str().len() <= LONGEST_SOCKET_DIRECTORY);
        std::fs::set_permissions(&short, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        assert!(matches!(socket(&long, account), Err(EmbeddedPostgresError::SocketNotPrivate { .. })));
        std::fs::remove_dir(&short).unwrap();
    }
}
