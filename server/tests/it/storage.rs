//! Where files are kept: a bucket on a real S3 server, a disk that is full.

use crate::{
    resumes::{TEXT, post_form, upload},
    support::{TestApp, browser::Browser},
};
use axum::http::StatusCode;
use hireq_domain::account::Role;
use hireq_services::config::Storage;
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

    /// How many files it holds.
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
    let (id, _) = upload(&app.services, &zoe, "zoe.txt", long.as_bytes()).await.expect("stored");
    assert_eq!(s3.files(), 1);
    app.run_tasks().await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let file = browser.get(&format!("/files/{id}")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.body == long, "{} of {} bytes came back", file.body.len(), long.len());
    assert!(browser.get("/api/health").await.body.contains("\"storage\":\"ok\""));
    assert_eq!(s3.files(), 1, "the check leaves nothing");
}

#[tokio::test]
async fn a_bucket_that_refuses_is_told_and_nothing_is_lost() {
    let s3 = S3::start().await;
    let app = TestApp::with(|config| config.storage = s3.storage("another secret")).await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    refused(&mut browser).await;
    assert_eq!(s3.files(), 0);
}

/// Uploads a résumé that cannot be stored: the page says so, health too, and the site goes on.
async fn refused(browser: &mut Browser) {
    let page = browser.get("/me/resume").await;
    assert_eq!(page.status, StatusCode::OK);
    let answer = send(browser, TEXT).await;
    assert!(answer.contains("could not be stored just now"), "{answer}");
    let health = browser.get("/api/health").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(health.body.contains("\"storage\":\"down\""), "{}", health.body);
    assert!(!browser.get("/me/resume").await.body.contains("zoe.txt"), "nothing half-stored is listed");
}

/// Sends the form; what the page says then.
async fn send(browser: &mut Browser, text: &str) -> String {
    let files: [(&str, &str, &[u8]); 1] = [("file", "zoe.txt", text.as_bytes())];
    let answer = post_form(browser, "/api/resumes/upload-own", "/me/resume", &[], &files).await;
    if answer.location().is_empty() { answer.body } else { browser.get(answer.location()).await.body }
}

/// A file system of its own in memory, with room for very little; none where this user may not mount.
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
    refused(&mut browser).await;
    std::fs::remove_file(&filler).expect("room again");
    let page = send(&mut browser, TEXT).await;
    assert!(page.contains("zoe.txt"), "{page}");
    assert!(browser.get("/api/health").await.body.contains("\"storage\":\"ok\""));
}
