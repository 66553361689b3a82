//! The life cycle of a cluster: created on first use, started or found running, shared between processes, stopped by
//! its last user.
//!
//! It is coordinated by two lock files in the data directory. `change.lock` is held while starting or stopping. A
//! shared lock on `users.lock` is held for as long as a process uses the cluster; the system releases it even if the
//! process is killed, so a process that gets an exclusive lock is the last user.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nix::unistd::{User, geteuid};

use crate::EmbeddedPostgresError;
use crate::account::Account;
use crate::command::{away, run, run_with, tail};
use crate::keeper::Keeper;
use crate::{binaries, place};

/// The name of the database that is created with the cluster, and of its owner.
pub(crate) const NAME: &str = "hireq";
const PORT: u16 = 5432;
/// A log longer than this is moved aside at the next start.
const LOG_LIMIT: u64 = 4 * 1024 * 1024;

/// The options of an embedded Postgres.
#[derive(Debug, Clone)]
pub struct EmbeddedPostgresOptions {
    /// The directory for its files; created if it does not exist. It should contain nothing else.
    pub data_dir: PathBuf,
    /// A PostgreSQL installation (the directory that contains `bin`). By default `HIREQ_POSTGRES`, or else the one that
    /// scripts/setup has put into the cache.
    pub binaries: Option<PathBuf>,
    /// Whether committed data survives a power failure. Turning it off is much faster, but only acceptable for tests.
    pub durable: bool,
}

impl EmbeddedPostgresOptions {
    /// A durable Postgres in `data_dir`, with the default installation.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), binaries: None, durable: true }
    }
}

/// A running private Postgres, which is restarted if it ends unexpectedly. Stop it with [`stop`](Self::stop); dropping
/// it also stops it, but without waiting.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    pub(crate) bin: PathBuf,
    pub(crate) cluster: PathBuf,
    pub(crate) socket: PathBuf,
    pub(crate) account: Account,
    pub(crate) data: PathBuf,
    /// Whether this start has started Postgres, rather than finding it running.
    pub(crate) fresh: bool,
    durable: bool,
    users: Option<File>,
    keeper: Option<Keeper>,
}

impl EmbeddedPostgres {
    /// Creates the cluster if necessary, starts Postgres unless it is running, and waits until it answers.
    pub async fn start(options: EmbeddedPostgresOptions) -> Result<Self, EmbeddedPostgresError> {
        let mut postgres = away(move || Self::start_blocking(&options, Self::make_database)).await?;
        postgres.keeper = Some(Keeper::of(postgres.unused()));
        Ok(postgres)
    }

    /// The same Postgres, without being counted as its user.
    fn unused(&self) -> Self {
        Self {
            bin: self.bin.clone(),
            cluster: self.cluster.clone(),
            socket: self.socket.clone(),
            account: self.account,
            data: self.data.clone(),
            fresh: false,
            durable: self.durable,
            users: None,
            keeper: None,
        }
    }

    /// Like `start`; `prepare` runs while no other process can start or stop the cluster.
    pub(crate) fn start_blocking(
        options: &EmbeddedPostgresOptions,
        prepare: impl FnOnce(&Self) -> Result<(), EmbeddedPostgresError>,
    ) -> Result<Self, EmbeddedPostgresError> {
        let installation = binaries::find(options.binaries.as_deref())?;
        let data = &options.data_dir;
        std::fs::create_dir_all(data).map_err(EmbeddedPostgresError::io("cannot create", data))?;
        let data = data.canonicalize().map_err(EmbeddedPostgresError::io("cannot enter", data))?;
        let change = lock(&data, "change.lock")?;

        let in_use = is_alive(&data.join("cluster"));
        let account = Account::for_cluster(&data.join("cluster"), in_use)?;
        let cluster = place::cluster(&data, account)?;
        let bin = binaries::reachable(installation, account)?.join("bin");
        if !cluster.join("PG_VERSION").exists() {
            initialise(&bin, &cluster, account, options.durable, &change)?;
            place::link(&data, &cluster)?;
        }
        account.take_over(&cluster)?;
        account.must_own(&cluster)?;

        let socket = place::socket(&cluster, account)?;
        let durable = options.durable;
        let mut postgres =
            Self { bin, cluster, socket, account, data, fresh: false, durable, users: None, keeper: None };
        match postgres.running() {
            Some(socket) => postgres.socket = socket,
            None => {
                postgres.launch_patiently(&change)?;
                postgres.fresh = true;
            }
        }
        prepare(&postgres)?;
        let users = open(&postgres.data, "users.lock")?;
        users.lock_shared().map_err(EmbeddedPostgresError::io("cannot lock", &postgres.data))?;
        postgres.users = Some(users);
        Ok(postgres)
    }

    /// The connection URL of the database `hireq`, over a socket.
    pub fn url(&self) -> String {
        self.url_of(NAME)
    }

    /// The connection URL of another database in this cluster.
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://{NAME}@localhost:{PORT}/{database}?host={}", percent_encoded(&self.socket))
    }

    /// Postgres' log: warnings and errors, without values of any row.
    pub fn log_path(&self) -> PathBuf {
        self.cluster.join("server.log")
    }

    /// Stops Postgres, unless another process still uses it; waits until all data is on disk.
    pub async fn stop(mut self) -> Result<(), EmbeddedPostgresError> {
        away(move || self.leave(true)).await
    }

    /// Like `stop`, but returns after `limit`: Postgres then finishes writing by itself, and the next start waits for
    /// it.
    pub async fn stop_within(self, limit: Duration) -> Result<(), EmbeddedPostgresError> {
        tokio::time::timeout(limit, self.stop()).await.unwrap_or(Ok(()))
    }

    /// Starts Postgres unless it is running, or its user has stopped it meanwhile.
    pub(crate) fn start_again(&self, left: &AtomicBool) -> Result<(), EmbeddedPostgresError> {
        let change = lock(&self.data, "change.lock")?;
        if left.load(Ordering::SeqCst) || self.running().is_some() {
            return Ok(());
        }
        self.launch_patiently(&change)
    }

    /// Whether this Postgres' process exists; it may be starting or ending.
    pub(crate) fn is_alive(&self) -> bool {
        is_alive(&self.cluster)
    }

    fn leave(&mut self, wait: bool) -> Result<(), EmbeddedPostgresError> {
        // First, so that nothing restarts what is about to be stopped.
        self.keeper = None;
        let Some(users) = self.users.take() else {
            return Ok(());
        };
        let _change = lock(&self.data, "change.lock")?;
        users.unlock().map_err(EmbeddedPostgresError::io("cannot unlock", &self.data))?;
        match users.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(()),
            Err(TryLockError::Error(error)) => {
                return Err(EmbeddedPostgresError::io("cannot lock", &self.data)(error));
            }
        }
        if self.running().is_none() {
            return Ok(());
        }
        let mut stop = self.tool("pg_ctl");
        stop.arg("-D").arg(&self.cluster).args(["-m", "fast", "-t", "60", if wait { "-w" } else { "-W" }, "stop"]);
        run(&mut stop).map(drop)
    }

    /// A command for one of Postgres' programs, run as the right user.
    pub(crate) fn tool(&self, name: &str) -> Command {
        self.account.program(&self.bin.join(name))
    }

    /// Runs SQL with psql in one database and returns the unformatted result.
    pub(crate) fn sql(&self, database: &str, sql: &str) -> Result<String, EmbeddedPostgresError> {
        let mut psql = self.psql(database);
        psql.args(["-c", sql]);
        run(&mut psql).map(|said| said.trim().to_owned())
    }

    pub(crate) fn psql(&self, database: &str) -> Command {
        let mut psql = self.tool("psql");
        psql.args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", NAME, "-p", &PORT.to_string(), "-d", database]);
        psql.arg("-h").arg(&self.socket).env("PGOPTIONS", "-c client_min_messages=warning");
        psql
    }

    /// The socket's directory, if Postgres is running on this cluster; waits until it is ready. Removes a pid file left
    /// behind by a killed Postgres: it would prevent the next start if its pid has been reused, or if a full disk has
    /// left it empty.
    fn running(&self) -> Option<PathBuf> {
        let file = self.cluster.join("postmaster.pid");
        for tries in 0..600 {
            let text = std::fs::read_to_string(&file).ok()?;
            let mut lines = text.lines().map(str::trim);
            let pid = lines.next().unwrap_or_default();
            let about_to_be_written = pid.is_empty() && tries < 10;
            if !about_to_be_written && !is_postgres_of(pid, &self.cluster) {
                let _ = std::fs::remove_file(&file);
                let _ = std::fs::remove_file(self.socket.join(format!(".s.PGSQL.{PORT}.lock")));
                return None;
            }
            // The socket's line is written a little later than the pid.
            if let Some(socket) = lines.nth(3).filter(|socket| !socket.is_empty()).map(PathBuf::from)
                && self.is_ready(&socket)
            {
                return Some(socket);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        None
    }

    /// False while it starts, recovers or stops.
    fn is_ready(&self, socket: &Path) -> bool {
        let mut ready = self.tool("pg_isready");
        ready.arg("-q").arg("-h").arg(socket).args(["-p", &PORT.to_string(), "-t", "5"]);
        run(&mut ready).is_ok()
    }

    /// The child processes of a killed Postgres take a moment to notice, and until then they prevent the next start.
    fn launch_patiently(&self, change: &File) -> Result<(), EmbeddedPostgresError> {
        for _ in 0..20 {
            match self.launch(change) {
                Err(EmbeddedPostgresError::Program { output, .. }) if output.contains("is still in use") => {
                    std::thread::sleep(Duration::from_millis(500));
                }
                done => return done,
            }
        }
        self.launch(change)
    }

    /// Only lets in the system user of this process, using peer authentication: a password would have to be stored in a
    /// file beside the data.
    fn guard(&self) -> Result<(), EmbeddedPostgresError> {
        const WRITE: &str = r#"umask 077 && cd "$1" && printf %s "$2" >pg_ident.conf.new && cat >pg_hba.conf.new \
            && mv pg_ident.conf.new pg_ident.conf && mv pg_hba.conf.new pg_hba.conf"#;
        let us = geteuid();
        let names = [self.account.name(), User::from_uid(us).ok().flatten().map(|user| user.name)];
        let mut map = String::from("# Written at every start.\n");
        for name in names.into_iter().flatten() {
            map.push_str(&format!("hireq \"{}\" {NAME}\n", name.replace('"', "\"\"")));
        }
        let rules = format!("# Written at every start.\nlocal all {NAME} peer map=hireq\n");
        // Written by the owner of the directory, because root would follow a link placed there by somebody else.
        let mut shell = self.account.program(Path::new("sh"));
        shell.args(["-c", WRITE, "hireq-postgres"]).arg(&self.cluster).arg(map);
        run_with(&mut shell, rules.as_bytes()).map(drop)
    }

    fn launch(&self, change: &File) -> Result<(), EmbeddedPostgresError> {
        self.guard()?;
        let log = self.log_path();
        if std::fs::metadata(&log).is_ok_and(|found| found.len() > LOG_LIMIT) {
            let _ = std::fs::rename(&log, log.with_extension("log.1"));
        }
        let before = std::fs::metadata(&log).map_or(0, |found| usize::try_from(found.len()).unwrap_or_default());
        let mut start = self.tool("pg_ctl");
        start.arg("-D").arg(&self.cluster).arg("-l").arg(&log).args(["-w", "-t", "60", "-s", "-o"]);
        start.arg(settings(&self.socket, self.durable)).arg("start");
        // Postgres outlives pg_ctl and would keep a pipe open for ever, so its output goes to the log.
        start.stdout(Stdio::null()).stderr(Stdio::null()).stdin(lock_as_stdin(change, &self.data)?);
        run(&mut start).map(drop).map_err(|error| match error {
            EmbeddedPostgresError::Program { program, status, .. } => {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                let said = said.get(before..).unwrap_or_default();
                EmbeddedPostgresError::Program { program, status, output: tail(said.trim()).to_owned() }
            }
            other => other,
        })
    }

    fn make_database(&self) -> Result<(), EmbeddedPostgresError> {
        let mut tries = 0;
        loop {
            let known = self.sql("postgres", &format!("select 1 from pg_database where datname = '{NAME}'"))?;
            if !known.is_empty() {
                return Ok(());
            }
            // The same request of a killed start may still be in progress; then this one is refused.
            match self.sql("postgres", &format!("create database {NAME}")) {
                Err(EmbeddedPostgresError::Program { .. }) if tries < 50 => tries += 1,
                done => return done.map(drop),
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for EmbeddedPostgres {
    fn drop(&mut self) {
        // There is nobody to report an error to; the next start copes with any state.
        let _ = self.leave(false);
    }
}

/// Creates the cluster under another name and moves it into place when it is complete, so that a killed first start
/// leaves nothing incomplete.
fn initialise(
    bin: &Path,
    cluster: &Path,
    account: Account,
    durable: bool,
    change: &File,
) -> Result<(), EmbeddedPostgresError> {
    let aside = place::aside(cluster);
    place::clear(&aside)?;
    place::private_directory(&aside, account)?;
    let locale = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };
    let mut initdb = account.program(&bin.join("initdb"));
    initdb.arg("-D").arg(&aside).args(["-U", NAME, "--encoding=UTF8", "--locale", locale, "--data-checksums"]);
    // The actual authentication rules are written at every start.
    initdb.args(["--auth-local=reject", "--auth-host=reject"]);
    if !durable {
        initdb.arg("--no-sync");
    }
    run(initdb.stdin(lock_as_stdin(change, cluster)?))?;
    std::fs::rename(&aside, cluster).map_err(EmbeddedPostgresError::io("cannot rename", &aside))?;
    cluster.parent().map_or(Ok(()), place::flush)
}

/// Passes a lock to a program as its standard input, which it does not read: if this process is killed, the lock lasts
/// as long as the program, and the next start waits for it.
fn lock_as_stdin(lock: &File, directory: &Path) -> Result<Stdio, EmbeddedPostgresError> {
    lock.try_clone().map(Stdio::from).map_err(EmbeddedPostgresError::io("cannot share the lock of", directory))
}

/// Postgres' settings as pg_ctl requires them: one line for a shell.
fn settings(socket: &Path, durable: bool) -> String {
    let socket = socket.to_string_lossy().replace('\'', r"'\''");
    let mut line = format!("-p {PORT} -c unix_socket_directories='{socket}'");
    // Statements and details of errors contain personal data, which must not be logged.
    let mut set = vec!["listen_addresses=", "log_min_error_statement=panic", "log_error_verbosity=terse"];
    // Queries here are short, so compiling them costs more than it saves.
    set.extend(["max_connections=120", "jit=off", "timezone=UTC", "log_timezone=UTC", "maintenance_work_mem=128MB"]);
    if !durable {
        set.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]);
    }
    for setting in set {
        line.push_str(" -c ");
        line.push_str(setting);
    }
    line
}

/// Whether this cluster's Postgres process exists; it may be starting or ending.
fn is_alive(cluster: &Path) -> bool {
    let file = std::fs::read_to_string(cluster.join("postmaster.pid")).unwrap_or_default();
    is_postgres_of(file.lines().next().unwrap_or_default().trim(), cluster)
}

/// Whether the process with this pid is the Postgres of this cluster.
fn is_postgres_of(pid: &str, cluster: &Path) -> bool {
    if pid.is_empty() || !pid.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let named = |name: &str| Path::new(name.trim()).file_name().is_some_and(|name| name == "postgres");
    if Path::new("/proc/self/cwd").exists() {
        // The pid may have been reused by another cluster's Postgres; each has its own cluster as its working
        // directory.
        let inside = std::fs::read_link(format!("/proc/{pid}/cwd")).ok();
        return std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| named(&name))
            && inside.is_some_and(|inside| cluster.canonicalize().is_ok_and(|cluster| cluster == inside));
    }
    run(Command::new("ps").args(["-o", "comm=", "-p", pid])).is_ok_and(|name| named(&name))
}

fn open(directory: &Path, name: &str) -> Result<File, EmbeddedPostgresError> {
    let path = directory.join(name);
    let opened = File::options().create(true).truncate(false).write(true).open(&path);
    opened.map_err(EmbeddedPostgresError::io("cannot open", &path))
}

pub(crate) fn lock(directory: &Path, name: &str) -> Result<File, EmbeddedPostgresError> {
    let file = open(directory, name)?;
    file.lock().map_err(EmbeddedPostgresError::io("cannot lock", directory))?;
    Ok(file)
}

fn percent_encoded(path: &Path) -> String {
    let mut encoded = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(*byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_odd_characters_fits_in_an_address_and_in_a_shell() {
        assert_eq!(percent_encoded(Path::new("/a b/é?x")), "/a%20b/%C3%A9%3Fx");
        assert!(settings(Path::new("/it's"), true).contains(r"unix_socket_directories='/it'\''s'"));
    }

    #[test]
    fn only_a_clusters_own_postgres_counts_as_one() {
        let here = std::env::current_dir().unwrap();
        assert!(!is_postgres_of(&std::process::id().to_string(), &here));
        assert!(!is_postgres_of("", &here));
        assert!(!is_postgres_of("../1", &here));
    }
}
