//! The embedded Postgres from its users' point of view: started, shared, orphaned, found again, stopped.

#![expect(clippy::unwrap_used, reason = "a test that unwraps has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hireq_postgres::{EmbeddedPostgres, EmbeddedPostgresError, EmbeddedPostgresOptions};

/// A directory for clusters that the database's user can reach, like a checkout's data directory.
fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    open_to_all(directory.path());
    directory
}

fn open_to_all(path: &Path) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

fn options(data: &Path) -> EmbeddedPostgresOptions {
    EmbeddedPostgresOptions { durable: false, ..EmbeddedPostgresOptions::new(data) }
}

fn pid(data: &Path) -> Option<String> {
    let file = std::fs::read_to_string(data.join("cluster/postmaster.pid")).ok()?;
    file.lines().next().map(str::to_owned)
}

fn answers(url: &str) -> bool {
    Command::new(psql()).args(["-Xq", url, "-c", "select 1"]).output().unwrap().status.success()
}

/// Runs a query using only the URL, like the application does.
fn ask(url: &str, sql: &str) -> String {
    let output = Command::new(psql()).args(["-XqAt", "-v", "ON_ERROR_STOP=1", url, "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn psql() -> PathBuf {
    let given = |name| std::env::var_os(name).map(PathBuf::from);
    let usual = || given("XDG_CACHE_HOME").unwrap_or_else(|| given("HOME").unwrap().join(".cache")).join("hireq");
    given("HIREQ_CACHE").unwrap_or_else(usual).join("postgres/16.14/bin/psql")
}

#[tokio::test]
async fn it_starts_answers_and_stops_and_keeps_what_was_written() {
    let home = directory();
    let data = home.path().join("it's a very long name / with spaces, so long that no socket fits into it, and more");
    let postgres = EmbeddedPostgres::start(options(&data)).await.unwrap();
    ask(&postgres.url(), "create extension vector; create table kept (v vector(2)); insert into kept values ('[1,2]')");
    assert_eq!(ask(&postgres.url(), "select current_user <> 'root' and version() like 'PostgreSQL 16%'"), "t");
    let url = postgres.url();
    postgres.stop().await.unwrap();
    assert!(!answers(&url));

    let postgres = EmbeddedPostgres::start(options(&data)).await.unwrap();
    assert_eq!(ask(&postgres.url(), "select v from kept"), "[1,2]");
    assert_eq!(ask(&postgres.url(), "select lower('ÅÉ')"), "åé");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn errors_in_its_log_name_nobody() {
    let home = directory();
    let postgres = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    ask(&postgres.url(), "create table person (email text unique); insert into person values ('ada@example.org')");
    let twice = ["-Xq", &postgres.url(), "-c", "insert into person values ('ada@example.org')"];
    assert!(!Command::new(psql()).args(twice).stderr(Stdio::null()).status().unwrap().success());
    let log = std::fs::read_to_string(postgres.log_path()).unwrap();
    assert!(log.contains("duplicate key"), "{log}");
    assert!(!log.contains("ada@"), "{log}");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn the_last_of_several_users_stops_it() {
    let home = directory();
    let first = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    let second = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    first.stop().await.unwrap();
    assert_eq!(ask(&second.url(), "select 1"), "1");
    let url = second.url();
    second.stop().await.unwrap();
    assert!(!answers(&url));
}

#[tokio::test]
async fn dropping_it_stops_it() {
    let home = directory();
    drop(EmbeddedPostgres::start(options(home.path())).await.unwrap());
    let give_up = Instant::now() + Duration::from_secs(20);
    while pid(home.path()).is_some() {
        assert!(Instant::now() < give_up);
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Not a test: the process that the next test kills.
#[tokio::test]
#[ignore = "run by another test, as a process of its own"]
async fn owner() {
    let data = PathBuf::from(std::env::var_os("HIREQ_TEST_OWNED").unwrap());
    let _postgres = EmbeddedPostgres::start(options(&data)).await.unwrap();
    std::fs::write(data.join("started"), "").unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
}

#[tokio::test]
async fn a_killed_owners_postgres_is_found_used_and_stopped() {
    let home = directory();
    let mut owner = Command::new(std::env::current_exe().unwrap());
    owner.args(["--exact", "owner", "--ignored"]).env("HIREQ_TEST_OWNED", home.path()).stdout(Stdio::null());
    let mut owner = owner.spawn().unwrap();
    let give_up = Instant::now() + Duration::from_secs(30);
    while !home.path().join("started").exists() {
        assert!(Instant::now() < give_up);
        std::thread::sleep(Duration::from_millis(20));
    }
    owner.kill().unwrap();
    owner.wait().unwrap();
    let orphan = pid(home.path()).unwrap();

    let postgres = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    assert_eq!(pid(home.path()).unwrap(), orphan);
    assert_eq!(ask(&postgres.url(), "select 1"), "1");
    let url = postgres.url();
    postgres.stop().await.unwrap();
    assert!(!answers(&url));
}

#[tokio::test]
async fn a_postgres_that_was_killed_itself_is_started_again() {
    let home = directory();
    // Durable, because committed data has to be there afterwards.
    let postgres = EmbeddedPostgres::start(EmbeddedPostgresOptions::new(home.path())).await.unwrap();
    ask(&postgres.url(), "create table kept (n int); insert into kept values (7)");
    let (pid, url) = (pid(home.path()).unwrap(), postgres.url());
    Command::new("kill").args(["-9", &pid]).status().unwrap();
    while answers(&url) {
        std::thread::sleep(Duration::from_millis(20));
    }
    // As after a reboot: the pid in the file now belongs to another process.
    let file = home.path().join("cluster/postmaster.pid");
    let left = std::fs::read_to_string(&file).unwrap().replacen(&pid, &std::process::id().to_string(), 1);
    std::fs::write(&file, left).unwrap();
    drop(postgres);
    let postgres = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    assert_eq!(ask(&postgres.url(), "select n from kept"), "7");
    postgres.stop().await.unwrap();
}

fn kill(pid: &str) {
    assert!(Command::new("kill").args(["-9", pid]).status().unwrap().success());
}

/// Waits until it answers, without doing anything about it.
async fn until_it_answers(url: &str) {
    let give_up = Instant::now() + Duration::from_secs(30);
    while !answers(url) {
        assert!(Instant::now() < give_up, "it is started again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn one_that_dies_under_its_user_is_started_again_until_that_user_leaves() {
    let home = directory();
    let postgres = EmbeddedPostgres::start(EmbeddedPostgresOptions::new(home.path())).await.unwrap();
    let url = postgres.url();
    ask(&url, "create table kept (n int); insert into kept values (7)");
    for _ in 0..3 {
        let died = pid(home.path()).unwrap();
        kill(&died);
        until_it_answers(&url).await;
        assert_ne!(pid(home.path()).unwrap(), died);
        assert_eq!(ask(&url, "select n from kept"), "7");
    }
    // Killed and released at the same moment, so it is not restarted.
    kill(&pid(home.path()).unwrap());
    postgres.stop().await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!answers(&url));
}

#[tokio::test]
async fn a_full_disk_is_survived() {
    let home = directory();
    let (image, disk) = (home.path().join("disk.img"), home.path().join("disk"));
    std::fs::create_dir(&disk).unwrap();
    let done = |program: &str, arguments: &[&str]| {
        let ran = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
        ran.is_ok_and(|status| status.success())
    };
    let (image, at) = (image.to_str().unwrap(), disk.to_str().unwrap());
    let made = done("truncate", &["-s", "160M", image]) && done("mkfs.ext4", &["-q", image]);
    if !made || !done("mount", &["-o", "loop", image, at]) {
        eprintln!("left out: mounting a disk image takes root");
        return;
    }
    open_to_all(&disk);
    let data = disk.join("data");
    let postgres = EmbeddedPostgres::start(EmbeddedPostgresOptions::new(&data)).await.unwrap();
    let url = postgres.url();
    ask(&url, "create table kept (n int, filler text); insert into kept values (7, '')");
    assert!(!done("dd", &["if=/dev/zero", &format!("of={}", disk.join("full").display()), "bs=1M"]), "it is full");
    let fill = "insert into kept select 8, repeat('x', 500) from generate_series(1, 50000); select pg_switch_wal()";
    let give_up = Instant::now() + Duration::from_secs(20);
    let first = pid(&data);
    while pid(&data) == first && Instant::now() < give_up {
        done(psql().to_str().unwrap(), &["-Xq", &url, "-c", fill]);
    }
    if pid(&data) == first {
        kill(&first.unwrap());
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(!answers(&url), "there is no room to start in");
    std::fs::remove_file(disk.join("full")).unwrap();
    until_it_answers(&url).await;
    assert_eq!(ask(&url, "select count(*) from kept where n = 7"), "1");
    postgres.stop().await.unwrap();
    assert!(done("umount", &[at]));
}

#[tokio::test]
async fn a_number_that_was_never_written_does_not_keep_it_from_starting() {
    let home = directory();
    EmbeddedPostgres::start(options(home.path())).await.unwrap().stop().await.unwrap();
    std::fs::write(home.path().join("cluster/postmaster.pid"), "").unwrap();
    let postgres = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    assert_eq!(ask(&postgres.url(), "select 1"), "1");
    postgres.stop().await.unwrap();
}

const NOBODY: u32 = 65534;

/// The answer to `nobody`, who is given access to the socket's directory, so that Postgres' own authentication is
/// tested.
fn as_nobody(data: &Path) -> String {
    use std::os::unix::process::CommandExt;
    let cluster = data.join("cluster");
    open_to_all(&cluster);
    let shared = PathBuf::from("/var/lib/hireq/postgres/16.14/bin/psql");
    let mut ask = Command::new(if shared.exists() { shared } else { psql() });
    ask.args(["-Xq", "-U", "hireq", "-d", "hireq", "-c", "select 1", "-h"]).arg(&cluster);
    let output = ask.uid(NOBODY).gid(NOBODY).current_dir("/").output().unwrap();
    assert!(!output.status.success(), "nobody was let in");
    String::from_utf8(output.stderr).unwrap()
}

fn belongs_to(data: &Path) -> u32 {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(data.join("cluster")).unwrap())
}

fn is_root(data: &Path) -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(data).unwrap()) == 0
}

#[tokio::test]
async fn another_user_of_the_machine_neither_owns_it_nor_is_let_in() {
    let home = directory();
    if !is_root(home.path()) {
        eprintln!("left out: being somebody else takes root");
        return;
    }
    let postgres = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    assert_ne!(belongs_to(home.path()), NOBODY);
    let said = as_nobody(home.path());
    assert!(said.contains("Peer authentication failed"), "{said}");
    assert_eq!(ask(&postgres.url(), "select 1"), "1");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_cluster_that_belongs_to_nobody_and_trusts_everybody_is_moved_over_at_the_next_start() {
    let home = directory();
    if !is_root(home.path()) {
        eprintln!("left out: being somebody else takes root");
        return;
    }
    let postgres = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    ask(&postgres.url(), "create table kept (n int); insert into kept values (7)");
    postgres.stop().await.unwrap();
    let cluster = home.path().join("cluster");
    std::fs::write(cluster.join("pg_hba.conf"), "local all all trust\n").unwrap();
    let given = Command::new("chown").args(["-R", &format!("{NOBODY}:{NOBODY}")]).arg(&cluster).status().unwrap();
    assert!(given.success());
    let postgres = EmbeddedPostgres::start(options(home.path())).await.unwrap();
    assert_ne!(belongs_to(home.path()), NOBODY);
    assert_eq!(ask(&postgres.url(), "select n from kept"), "7");
    let said = as_nobody(home.path());
    assert!(said.contains("Peer authentication failed"), "{said}");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_data_directory_in_a_closed_home_works_for_root() {
    let home = directory();
    std::fs::set_permissions(home.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let data = home.path().join("data");
    let postgres = EmbeddedPostgres::start(options(&data)).await.unwrap();
    ask(&postgres.url(), "create table kept (n int)");
    postgres.stop().await.unwrap();
    let postgres = EmbeddedPostgres::start(options(&data)).await.unwrap();
    ask(&postgres.url(), "select n from kept");
    postgres.stop().await.unwrap();
    if let Ok(elsewhere) = std::fs::read_link(data.join("cluster")) {
        std::fs::remove_dir_all(elsewhere).unwrap();
    }
}

#[tokio::test]
async fn a_start_that_fails_says_why() {
    let home = directory();
    EmbeddedPostgres::start(options(home.path())).await.unwrap().stop().await.unwrap();
    std::fs::write(home.path().join("cluster/postgresql.conf"), "no_such_setting = 1\n").unwrap();
    let error = EmbeddedPostgres::start(options(home.path())).await.unwrap_err();
    assert!(matches!(error, EmbeddedPostgresError::Program { .. }));
    assert!(error.to_string().contains("no_such_setting"), "{error}");
}
