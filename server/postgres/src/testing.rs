//! Databases for tests: one cluster for all test processes of this user, one template for each set of migrations, and a
//! copy of it for each test, which is dropped with the value.
//!
//! The cluster is in the cache directory and starts with the first test. It stops by itself a few seconds after the
//! last test process has ended, so that tests in separate processes (nextest) need not each start it. Any error here
//! panics, because a test without its database has failed.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::OnceCell;

use crate::cluster::lock;
use crate::command::{away, run_with};
use crate::place::fingerprint;
use crate::{EmbeddedPostgres, EmbeddedPostgresError, EmbeddedPostgresOptions, binaries};

static CLUSTER: OnceCell<EmbeddedPostgres> = OnceCell::const_new();
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A test's own database, which is dropped together with this value.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    url: String,
    cluster: &'static EmbeddedPostgres,
}

impl TestDatabase {
    /// The connection URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The name within the cluster.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // `force` closes connections of the test that may still be open. Anything left over is removed at the next
        // start.
        let _ = self.cluster.sql("postgres", &format!("drop database if exists {} with (force)", self.name));
    }
}

/// A database with the repository's `migrations/*.sql` applied in the order of their names.
pub async fn database() -> TestDatabase {
    database_made_by("files", |database: FreshDatabase| async move { database.apply(&migrations()).await }).await
}

pub async fn empty_database() -> TestDatabase {
    copy_of(cluster().await, "template0").await
}

/// A database filled by `fill` once for all tests. `name` identifies what `fill` does: it is called again for another
/// name, or after a change to the repository's migrations.
pub async fn database_made_by<Fill, Filled, Failure>(name: &str, fill: Fill) -> TestDatabase
where
    Fill: FnOnce(FreshDatabase) -> Filled,
    Filled: Future<Output = Result<(), Failure>>,
    Failure: Display,
{
    let cluster = cluster().await;
    let template = format!("hireq_template_{:016x}", fingerprint(&fingerprinted(name)));
    // The template nearly always exists, so trying to copy it is the fastest check.
    match copy(cluster, &template).await {
        Err(EmbeddedPostgresError::Program { output, .. }) if output.contains("does not exist") => {
            make_template(cluster, &template, fill)
                .await
                .unwrap_or_else(|error| panic!("the test database {name:?} could not be made: {error}"));
            copy_of(cluster, &template).await
        }
        done => done.unwrap_or_else(|error| panic!("the test database could not be made: {error}")),
    }
}

/// The empty database that becomes a template.
#[derive(Debug)]
pub struct FreshDatabase {
    name: String,
    cluster: &'static EmbeddedPostgres,
}

impl FreshDatabase {
    /// The connection URL. All connections must be closed when filling ends.
    pub fn url(&self) -> String {
        self.cluster.url_of(&self.name)
    }

    /// Applies a directory's `*.sql` files in the order of their names, in one transaction.
    pub async fn apply(&self, migrations: &Path) -> Result<(), EmbeddedPostgresError> {
        let mut sql = Vec::new();
        for file in sql_files(migrations) {
            // Postgres' user may not be able to read the checkout, so psql gets the text on its standard input.
            sql.extend(std::fs::read(&file).map_err(EmbeddedPostgresError::io("cannot read", &file))?);
            sql.push(b'\n');
        }
        let mut psql = self.cluster.psql(&self.name);
        psql.args(["-1", "-f", "-"]);
        away(move || run_with(&mut psql, &sql)).await.map(drop)
    }
}

async fn cluster() -> &'static EmbeddedPostgres {
    let started = CLUSTER.get_or_try_init(|| away(start));
    started.await.unwrap_or_else(|error| panic!("the tests' Postgres did not start: {error}"))
}

fn start() -> Result<EmbeddedPostgres, EmbeddedPostgresError> {
    let home = binaries::cache_directory().unwrap_or_else(std::env::temp_dir);
    let data_dir = home.join("test-postgres");
    let options = EmbeddedPostgresOptions { data_dir, binaries: None, durable: false };
    EmbeddedPostgres::start_blocking(&options, sweep).or_else(|error| {
        if matches!(error, EmbeddedPostgresError::BinariesMissing { .. }) {
            return Err(error);
        }
        // After a power cut without fsync the cluster is corrupt, or its files have been deleted; nothing in it is
        // worth keeping.
        let inside = options.data_dir.join("cluster");
        if let Ok(elsewhere) = std::fs::read_link(&inside) {
            let _ = std::fs::remove_dir_all(elsewhere);
            let _ = std::fs::remove_file(&inside);
        }
        let _ = std::fs::remove_dir_all(&inside);
        EmbeddedPostgres::start_blocking(&options, sweep)
    })
}

/// After Postgres has been started: removes what killed tests and older migrations left behind, and starts the process
/// that will stop it.
fn sweep(postgres: &EmbeddedPostgres) -> Result<(), EmbeddedPostgresError> {
    if !postgres.fresh {
        return Ok(());
    }
    let left = "select datname from pg_database where datname like 'hireq\\_%'";
    for name in postgres.sql("postgres", left)?.lines() {
        // A database marked as a template cannot be dropped.
        postgres.sql("postgres", &format!("alter database {name} with is_template false"))?;
        postgres.sql("postgres", &format!("drop database {name} with (force)"))?;
    }
    watch(postgres);
    Ok(())
}

/// Starts a small background process that stops Postgres once no test process has used it for a few seconds.
fn watch(postgres: &EmbeddedPostgres) {
    const WATCH: &str = r#"
        cd / && pid=$(head -n 1 "$1") && command -v flock >/dev/null || exit
        while sleep 10; do
            kill -0 "$pid" || exit
            exec 8>>"$2" 9>>"$3"
            flock 8
            if flock -n 9; then
                kill -INT "$pid"
                while kill -0 "$pid"; do sleep 0.1; done
                exit
            fi
            exec 8>&- 9>&-
        done"#;
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", WATCH, "hireq-test-postgres"]).arg(postgres.cluster.join("postmaster.pid"));
    shell.arg(postgres.data.join("change.lock")).arg(postgres.data.join("users.lock"));
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    // If it cannot be started, the cluster keeps running until the machine stops, which does no harm.
    let _ = shell.spawn();
}

async fn make_template<Fill, Filled, Failure>(
    cluster: &'static EmbeddedPostgres,
    template: &str,
    fill: Fill,
) -> Result<(), String>
where
    Fill: FnOnce(FreshDatabase) -> Filled,
    Filled: Future<Output = Result<(), Failure>>,
    Failure: Display,
{
    // Held until the template is complete, so that other tests wait for it rather than also creating it.
    let _making = away(|| lock(&cluster.data, "template.lock")).await.map_err(text)?;
    let known = format!("select 1 from pg_database where datname = '{template}'");
    if !away(move || cluster.sql("postgres", &known)).await.map_err(text)?.is_empty() {
        return Ok(());
    }
    // It gets its final name when it is complete, so that nobody copies an incomplete one.
    let filling = template.replace("template", "filling");
    let name = filling.clone();
    away(move || {
        cluster.sql("postgres", &format!("drop database if exists {name} with (force)"))?;
        cluster.sql("postgres", &format!("create database {name} template template0"))
    })
    .await
    .map_err(text)?;
    fill(FreshDatabase { name: filling.clone(), cluster }).await.map_err(text)?;
    // A connection that closes late would prevent renaming and copying it.
    let shut = format!("alter database {filling} with is_template true allow_connections false");
    let end = format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{filling}'");
    let rename = format!("alter database {filling} rename to {template}");
    away(move || [shut, end, rename].iter().try_for_each(|sql| cluster.sql("postgres", sql).map(drop)))
        .await
        .map_err(text)
}

async fn copy_of(cluster: &'static EmbeddedPostgres, template: &str) -> TestDatabase {
    let made = copy(cluster, template).await;
    made.unwrap_or_else(|error| panic!("the test database could not be made: {error}"))
}

async fn copy(cluster: &'static EmbeddedPostgres, template: &str) -> Result<TestDatabase, EmbeddedPostgresError> {
    // Process ids are reused, so the time distinguishes this process from one that was killed.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let name = format!("hireq_test_{}_{now:x}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let create = format!("create database {name} template {template}");
    away(move || cluster.sql("postgres", &create)).await?;
    Ok(TestDatabase { url: cluster.url_of(&name), name, cluster })
}

/// The repository's migrations, from the checkout in which the test runs, which may differ from the one where it was
/// built.
fn migrations() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    let found = package.ancestors().map(|folder| folder.join("migrations")).find(|folder| folder.is_dir());
    found.unwrap_or_else(|| panic!("there are no migrations above {}", package.display()))
}

fn sql_files(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "sql")).collect();
    files.sort();
    files
}

fn fingerprinted(name: &str) -> Vec<u8> {
    let mut bytes = name.as_bytes().to_vec();
    for file in sql_files(&migrations()) {
        bytes.extend(file.file_name().unwrap_or_default().as_encoded_bytes());
        bytes.extend(std::fs::read(&file).unwrap_or_default());
    }
    bytes
}

fn text(error: impl Display) -> String {
    error.to_string()
}
