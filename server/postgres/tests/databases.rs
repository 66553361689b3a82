//! The databases given to tests: migrated, private to each test, and removed afterwards.

#![expect(clippy::unwrap_used, reason = "a test that unwraps has failed")]

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use hireq_postgres::testing;
use hireq_postgres::testing::{FreshDatabase, TestDatabase};

/// Runs a query using only the URL, like a driver would.
fn ask(database: &TestDatabase, sql: &str) -> String {
    ask_at(database.url(), sql)
}

fn ask_at(url: &str, sql: &str) -> String {
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
async fn two_tests_do_not_see_each_other() {
    let (first, second) = tokio::join!(testing::database(), testing::database());
    assert_ne!(first.name(), second.name());
    ask(&first, "create table mine (n int)");
    assert_eq!(ask(&second, "select to_regclass('mine') is null"), "t");
}

#[tokio::test]
async fn the_migrations_are_applied() {
    let database = testing::database().await;
    assert_eq!(ask(&database, "select count(*) from pg_extension where extname = 'vector'"), "1");
}

#[tokio::test]
async fn an_empty_database_is_empty() {
    let database = testing::empty_database().await;
    assert_eq!(ask(&database, "select count(*) from pg_tables where schemaname = 'public'"), "0");
}

#[tokio::test]
async fn filling_happens_once_for_all_copies() {
    static FILLED: AtomicU32 = AtomicU32::new(0);
    let name = format!("once {}", std::process::id());
    let fill = |database: FreshDatabase| async move {
        FILLED.fetch_add(1, Ordering::SeqCst);
        ask_at(&database.url(), "create table filled (n int); insert into filled values (3)");
        Ok::<(), std::io::Error>(())
    };
    let (first, second) = tokio::join!(testing::database_made_by(&name, fill), testing::database_made_by(&name, fill));
    assert_eq!(ask(&first, "select n from filled"), "3");
    assert_eq!(ask(&second, "select n from filled"), "3");
    assert_eq!(FILLED.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_database_is_dropped_with_its_value_even_while_connected() {
    let other = testing::empty_database().await;
    let database = testing::empty_database().await;
    let name = database.name().to_owned();
    let known = format!("select count(*) from pg_database where datname = '{name}'");
    assert_eq!(ask(&other, &known), "1");
    let url = database.url().to_owned();
    let asleep = std::thread::spawn(move || {
        Command::new(psql()).args(["-Xq", &url, "-c", "select pg_sleep(60)"]).output().unwrap()
    });
    let sleeping = format!("select count(*) from pg_stat_activity where datname = '{name}'");
    while ask(&other, &sleeping) == "0" {}
    drop(database);
    assert_eq!(ask(&other, &known), "0");
    assert!(!asleep.join().unwrap().status.success());
}
