//! File storage: a bucket on a real S3 server, and a full disk.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{TEXT, upload},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use hireq_domain::account::Role;
use hireq_services::{config::Storage, health, uploads::sweep};
use secrecy::SecretString;
use std::{net::TcpListener, path::Path, process::Stdio, time::Duration};
use tokio::process::{Child, Command};

/// `s3s-fs` with one bucket, on a port of its own.
struct S3 {
    dir: tempfile::TempDir,
    address: String,
    _server: Child,
}

const ACCESS: &str = "hireq";
const SECRET: &str = "a secret for tests";

impl S3 {
    async fn start() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        std::fs::create_dir(dir.path().join("resumes")).expect("a bucket");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port");
        let server = Command::new("s3s-fs")
            .args(["--host", "127.0.0.1", "--port", &free.port().to_string()])
            .args(["--access-key", ACCESS, "--secret-key", SECRET])
            .arg(dir.path())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("s3s-fs, which scripts/setup installs");
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(free).await.is_ok() {
                return Self { dir, address: format!("http://{free}"), _server: server };
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the S3 server does not listen");
    }

    fn storage(&self, secret: &str) -> Storage {
        Storage::S3 {
            bucket: "resumes".into(),
            region: "eu-central-1".into(),
            endpoint: Some(self.address.clone()),
            access_key: ACCESS.into(),
            secret_key: SecretString::from(secret.to_owned()),
        }
    }

    /// The number of files in it.
    fn files(&self) -> usize {
        let files = std::fs::read_dir(self.dir.path().join("resumes")).expect("the bucket");
        files.filter(|file| file.as_ref().is_ok_and(|f| !f.file_name().to_string_lossy().starts_with('.'))).count()
    }
}

#[tokio::test]
async fn a_bucket_keeps_resumes_and_hands_them_back_to_their_owner() {
    let s3 = S3::start().await;
    let app = TestApp::with(|config| config.storage = s3.storage(SECRET)).await;
    let zoe = app.candidate("zoe@example.com").await;
    // More than one part of a multipart upload.
    let long = format!("{TEXT}{}", "word ".repeat(1_800_000));
    let id = app.upload(&zoe, &long).await;
    assert_eq!(s3.files(), 1);
    app.run_tasks().await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let file = browser.get(&format!("/files/{id}")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.body == long, "{} of {} bytes came back", file.body.len(), long.len());
    let part = Request::get(format!("/files/{id}")).header(header::RANGE, "bytes=1000000-3100000");
    let part = browser.send(part.body(Body::empty()).expect("a request")).await;
    assert!(part.body == long[1_000_000..=3_100_000], "{} {} bytes came back", part.status, part.body.len());
    assert_eq!(health::check(&app.services).await.storage, "ok");
    assert_eq!(s3.files(), 1, "the check leaves nothing");
}

#[tokio::test]
async fn a_bucket_that_refuses_is_told_and_nothing_is_lost() {
    let s3 = S3::start().await;
    let app = TestApp::with(|config| config.storage = s3.storage("another secret")).await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    refused(&app, &mut browser).await;
    assert_eq!(s3.files(), 0);
}

/// Uploads a résumé that cannot be stored: the page and the health check say so, and the site continues to work.
async fn refused(app: &TestApp, browser: &mut Browser) {
    let page = browser.get("/me/resume").await;
    assert_eq!(page.status, StatusCode::OK);
    let answer = send(browser, TEXT).await;
    assert!(answer.contains("could not be stored just now"), "{answer}");
    assert_eq!(health::check(&app.services).await.storage, "down");
    assert!(!browser.get("/me/resume").await.body.contains("zoe.txt"), "nothing half-stored is listed");
}

/// Submits the form, and returns the resulting page.
async fn send(browser: &mut Browser, text: &str) -> String {
    let files: [(&str, &str, &[u8]); 1] = [("file", "zoe.txt", text.as_bytes())];
    let answer = browser.post_files("/api/resumes/upload-own", "/me/resume", &[], &files).await;
    if answer.location().is_empty() { answer.body } else { browser.get(answer.location()).await.body }
}

/// A file system in memory with very little space; `None` if this user may not mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let dir = tempfile::tempdir().expect("a directory");
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(dir.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(dir))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(std::process::Command::new("umount").arg("--lazy").arg(self.path()).status());
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_the_site_recovers_by_itself() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("left out: mounting a small disk takes root");
        return;
    };
    let app = TestApp::with(|config| config.storage = Storage::Local(disk.path().join("files"))).await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let filler = disk.path().join("filler");
    std::fs::write(&filler, vec![1; 1 << 20]).expect_err("the disk is full");
    refused(&app, &mut browser).await;
    std::fs::remove_file(&filler).expect("room again");
    let page = send(&mut browser, TEXT).await;
    assert!(page.contains("zoe.txt"), "{page}");
    assert_eq!(health::check(&app.services).await.storage, "ok");
}

/// A server that accepts connections and never answers.
async fn silent() -> Storage {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    Storage::S3 {
        bucket: "resumes".into(),
        region: "eu-central-1".into(),
        endpoint: Some(format!("http://{address}")),
        access_key: ACCESS.into(),
        secret_key: SecretString::from(SECRET.to_owned()),
    }
}

#[tokio::test]
async fn a_bucket_that_never_answers_is_told_within_seconds_both_ways() {
    let mut app = TestApp::start().await;
    let (_, id) = app.with_resume("zoe@example.com").await;
    app.move_files(&silent().await);
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let begun = std::time::Instant::now();
    let answer = browser.get(&format!("/files/{id}")).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert!(answer.body.contains("cannot be fetched just now"), "{}", answer.body);
    browser.get("/me/resume").await;
    let answer = send(&mut browser, "Another text").await;
    assert!(answer.contains("could not be stored just now"), "{answer}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_bucket_that_refuses_a_download_is_told_in_a_sentence() {
    let s3 = S3::start().await;
    let mut app = TestApp::start().await;
    let (_, id) = app.with_resume("zoe@example.com").await;
    app.move_files(&s3.storage("another secret"));
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let answer = browser.get(&format!("/files/{id}")).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert!(answer.body.contains("cannot be fetched just now"), "{}", answer.body);
}

/// Leaves a complete and a partially received file behind, as a killed server does.
fn leave_behind(dir: &Path) {
    std::fs::write(dir.join(uuid::Uuid::now_v7().to_string()), "whole").expect("written");
    std::fs::write(dir.join(".tmpHalf"), "half").expect("written");
}

#[tokio::test]
async fn files_that_no_row_names_are_removed_after_a_day_and_no_others() {
    let app = TestApp::start().await;
    let (zoe, _) = app.with_resume("zoe@example.com").await;
    leave_behind(app.files());
    let count = || std::fs::read_dir(app.files()).expect("the store").count();
    sweep::run(&app.services).await.expect("swept");
    assert_eq!(count(), 3, "an upload may still be under way");
    app.advance(chrono::TimeDelta::hours(25));
    sweep::run(&app.services).await.expect("swept");
    assert_eq!(count(), 1, "the résumé stays");
    assert_eq!(upload(&app.services, &zoe, "zoe.txt", TEXT.as_bytes()).await.map(|(_, known)| known).ok(), Some(true));
}

#[tokio::test]
async fn a_store_of_another_database_is_not_swept() {
    let app = TestApp::start().await;
    for _ in 0..30 {
        leave_behind(app.files());
    }
    app.advance(chrono::TimeDelta::hours(25));
    sweep::run(&app.services).await.expect("looked");
    assert_eq!(std::fs::read_dir(app.files()).expect("the store").count(), 30, "whole files stay, half ones go");
}

#[tokio::test]
async fn a_database_that_is_busy_leaves_no_file_and_neither_does_whoever_leaves() {
    let app = TestApp::start().await;
    let zoe = app.candidate("zoe@example.com").await;
    let mut lock = app.services.pool.begin().await.expect("a transaction");
    sqlx::query("lock table documents in access exclusive mode").execute(&mut *lock).await.expect("locked");
    let receive = |text: &'static str| {
        let piece = futures::stream::iter([Ok::<_, std::io::Error>(text.as_bytes().to_vec())]);
        hireq_services::resumes::receive(&app.services, zoe.user.id, "a.txt", piece)
    };
    let left = receive(TEXT).await.expect("taken");
    let leaving = hireq_services::resumes::upload_own(&app.services, &zoe, left);
    tokio::time::timeout(Duration::from_millis(200), leaving).await.expect_err("they leave");
    drop(lock);
    let documents = async || {
        let count = sqlx::query_scalar::<_, i64>("select count(*) from documents").fetch_one(&app.services.pool);
        usize::try_from(count.await.expect("counted")).expect("small")
    };
    tokio::time::sleep(Duration::from_secs(1)).await;
    let files = std::fs::read_dir(app.files()).expect("the store").count();
    assert_eq!((files, documents().await), (1, 1), "each file has its row");
}
