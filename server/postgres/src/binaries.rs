//! Finds Postgres' programs. They are copied elsewhere if the database's user cannot reach them, for example in root's
//! home directory.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::Pid;

use crate::EmbeddedPostgresError;
use crate::account::Account;
use crate::command::run;

/// The version installed by scripts/setup.
const VERSION: &str = "16.14";
/// The directory for what Postgres' user must be able to reach if the server runs as root.
pub(crate) const SHARED: &str = "/var/lib/hireq";

/// The project's cache directory, which scripts/setup uses.
pub(crate) fn cache_directory() -> Option<PathBuf> {
    let given = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    given("HIREQ_CACHE")
        .or_else(|| Some(given("XDG_CACHE_HOME")?.join("hireq")))
        .or_else(|| Some(given("HOME")?.join(".cache/hireq")))
}

/// The directory of a Postgres installation, which contains `bin`.
pub(crate) fn find(chosen: Option<&Path>) -> Result<PathBuf, EmbeddedPostgresError> {
    let mut looked_in = Vec::new();
    if let Some(chosen) = chosen {
        looked_in.push(chosen.to_path_buf());
    } else if let Some(given) = std::env::var_os("HIREQ_POSTGRES").filter(|value| !value.is_empty()) {
        looked_in.push(PathBuf::from(given));
    } else {
        looked_in.extend(cache_directory().map(|cache| cache.join("postgres").join(VERSION)));
        looked_in.push(Path::new(SHARED).join("postgres").join(VERSION));
    }
    match looked_in.iter().find(|place| place.join("bin/postgres").is_file()) {
        Some(place) => Ok(place.clone()),
        None => Err(EmbeddedPostgresError::BinariesMissing { looked_in }),
    }
}

/// The installation, or a copy of it that `account` can reach.
pub(crate) fn reachable(installation: PathBuf, account: Account) -> Result<PathBuf, EmbeddedPostgresError> {
    if account.reaches(&installation.join("bin/postgres")) {
        return Ok(installation);
    }
    let name = installation.file_name().unwrap_or_else(|| VERSION.as_ref()).to_owned();
    let shared = Path::new(SHARED).join("postgres");
    let target = shared.join(&name);
    if target.join("bin/postgres").is_file() {
        return Ok(target);
    }
    std::fs::create_dir_all(&shared).map_err(EmbeddedPostgresError::io("cannot create", &shared))?;
    remove_halves(&shared, &name);
    let mut half = name;
    half.push(format!(".{}", std::process::id()));
    let half = shared.join(half);
    // `cp -a` keeps links and permissions, and is available everywhere. The rename makes the copy appear as a whole.
    run(Command::new("cp").arg("-a").arg(&installation).arg(&half))?;
    if std::fs::rename(&half, &target).is_err() {
        // Another process was faster; its copy is just as good.
        let _ = std::fs::remove_dir_all(&half);
    }
    Ok(target)
}

/// Removes incomplete copies left by processes that were killed. If that fails, they only waste space.
fn remove_halves(shared: &Path, name: &OsStr) {
    let name = name.to_string_lossy();
    for entry in std::fs::read_dir(shared).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let pid = file.to_str().and_then(|file| file.strip_prefix(&*name)?.strip_prefix('.')?.parse().ok());
        if pid.is_some_and(|pid| kill(Pid::from_raw(pid), None) == Err(Errno::ESRCH)) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_programs_are_an_error_that_says_what_to_do() {
        let empty = tempfile::tempdir().unwrap();
        let error = find(Some(empty.path())).unwrap_err().to_string();
        assert!(error.contains("run scripts/setup"), "{error}");
        assert!(error.contains(&empty.path().display().to_string()), "{error}");
    }
}
