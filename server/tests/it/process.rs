//! The program as the operating system runs it: started, asked to stop, killed, asked for its health.

use crate::support::{TestApp, smtp::MailServer, until};
use hireq_domain::account::Role;
use hireq_services::accounts;
use std::{
    process::{Output, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// `hireq` on a test's database and files, without any settings of this shell.
fn hireq(app: &TestApp, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hireq"));
    command
        .args(arguments)
        .current_dir(app.files())
        .env_clear()
        .env("DATABASE_URL", app.database_url())
        .env("HIREQ_DATA_DIR", app.files())
        .env("MODELS_DIR", app.files())
        .envs(settings.iter().copied())
        .kill_on_drop(true);
    command
}

async fn run(mut command: Command) -> (Output, String) {
    let output = command.output().await.expect("the program starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output, said)
}

/// Starts a server and waits until it is ready; returns the address that it printed.
async fn serve(app: &TestApp, settings: &[(&str, &str)]) -> (Child, String) {
    let mut server = hireq(app, &["serve", "--port", "0", "--empty"], settings)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(server.stdout.take().expect("its output")).lines();
    while let Some(line) = lines.next_line().await.expect("its output") {
        if let Some((_, address)) = line.split_once("ready at ") {
            let address = address.trim().to_owned();
            // Keeps reading, so that the program never blocks on a full pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (server, address);
        }
    }
    panic!("the server ended before it was ready");
}

fn signal(server: &Child, name: &str) {
    let id = server.id().expect("it runs").to_string();
    let sent = std::process::Command::new("kill").args([name, &id]).status().expect("kill");
    assert!(sent.success());
}

/// Queues two mails: a welcome, and a password reset for the new account.
async fn forget(app: &TestApp) {
    app.account(Role::Candidate, "zoe@example.com").await;
    accounts::forgot_password(&app.services, "192.0.2.9", "zoe@example.com").await.expect("asked");
}

#[tokio::test]
async fn a_mail_is_handed_to_the_configured_server_once() {
    let app = TestApp::start().await;
    let mail = MailServer::start(Duration::ZERO).await;
    let (_server, _) = serve(&app, &[("SMTP_URL", &mail.url), ("FROM_EMAIL", "HireQ <jobs@example.com>")]).await;
    forget(&app).await;
    until("the mails arrive", Duration::from_secs(20), async || mail.mails().await.len() == 2).await;
    let mails = mail.mails().await;
    let text = mails.iter().find(|text| text.contains("/new-password")).expect("the way back in");
    assert!(text.contains("To: zoe@example.com"), "{text}");
    assert!(
        text.contains("From: \"HireQ\" <jobs@example.com>") || text.contains("From: HireQ <jobs@example.com>"),
        "{text}"
    );
    until("they are noted", Duration::from_secs(5), async || app.sent_mails().await == 2).await;
    assert_eq!(mail.begun().await, 2, "each once");
}

#[tokio::test]
async fn a_server_asked_to_stop_finishes_its_task_and_leaves() {
    let app = TestApp::start().await;
    let mail = MailServer::start(Duration::from_secs(2)).await;
    let (mut server, _) = serve(&app, &[("SMTP_URL", &mail.url)]).await;
    forget(&app).await;
    until("the task runs", Duration::from_secs(20), async || mail.begun().await > 0).await;
    signal(&server, "-TERM");
    let ended = tokio::time::timeout(Duration::from_secs(25), server.wait()).await.expect("it leaves").expect("it ran");
    assert!(ended.success(), "{ended}");
    let (noted, handed) = (app.sent_mails().await, mail.mails().await.len());
    assert!(noted > 0 && usize::try_from(noted) == Ok(handed), "what was sent is noted: {noted} of {handed}");
}

#[tokio::test]
async fn a_task_that_a_killed_server_held_is_taken_up_again_within_a_minute() {
    let app = TestApp::start().await;
    let stuck = MailServer::start(Duration::from_secs(600)).await;
    let (mut server, _) = serve(&app, &[("SMTP_URL", &stuck.url)]).await;
    forget(&app).await;
    until("the task runs", Duration::from_secs(20), async || stuck.begun().await > 0).await;
    signal(&server, "-KILL");
    server.wait().await.expect("it is gone");
    let mail = MailServer::start(Duration::ZERO).await;
    let (_second, _) = serve(&app, &[("SMTP_URL", &mail.url)]).await;
    until("both mails arrive", Duration::from_mins(1), async || mail.mails().await.len() == 2).await;
}

#[tokio::test]
async fn work_on_one_queue_leaves_the_others_alone_stops_when_asked_and_knows_the_queues() {
    let app = TestApp::start().await;
    app.with_resume("zoe@example.com").await;
    let mut worker = hireq(&app, &["work", "--queues", "mail"], &[]).stderr(Stdio::null()).spawn().expect("it starts");
    let in_state = async |sql: &'static str| -> i64 { app.value(sql).await };
    until("the mail is seen to", Duration::from_secs(20), async || {
        in_state("select count(*) from outbox where state = 'kept'").await == 1
    })
    .await;
    assert_eq!(in_state("select count(*) from graphile_worker.jobs where attempts = 0 and key like 'read %'").await, 1);
    signal(&worker, "-TERM");
    let ended = tokio::time::timeout(Duration::from_secs(15), worker.wait()).await.expect("it leaves").expect("it ran");
    assert!(ended.success(), "{ended}");
    let (output, _) = run(hireq(&app, &["work", "--queues", "mail,post"], &[])).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && said.contains("“post”; the queues are mail, documents, scans, upkeep"),
        "{said}"
    );
}

#[tokio::test]
async fn health_is_told_over_http_and_a_port_that_is_taken_is_named() {
    let app = TestApp::start().await;
    let (_server, address) = serve(&app, &[]).await;
    let port = address.rsplit(':').next().expect("a port").to_owned();
    let health = tokio::net::TcpStream::connect(address.trim_start_matches("http://")).await.expect("it listens");
    let answer = ask(health, "GET /api/health HTTP/1.1\r\nHost: hireq\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("\"database\":\"ok\""), "{answer}");
    let (second, _) = run(hireq(&app, &["serve", "--port", &port, "--empty"], &[])).await;
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(!second.status.success() && said.contains("--port"), "{said}");
}

async fn ask(mut stream: tokio::net::TcpStream, request: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    stream.write_all(request.as_bytes()).await.expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("answered");
    answer
}

#[tokio::test]
async fn the_doctor_says_what_is_there_and_keeps_secrets() {
    let app = TestApp::start().await;
    let (output, said) = run(hireq(&app, &["doctor"], &[("SMTP_URL", "smtp://me:hunter2@127.0.0.1:9")])).await;
    assert!(output.status.success(), "{said}");
    assert!(said.contains("read by rules alone"), "a missing recogniser of names is told: {said}");
    let files = std::fs::read_dir(app.files().join("files")).expect("the store").count();
    assert_eq!(files, 0, "asking makes no files");
    assert!(said.contains("SMTP_URL") && !said.contains("hunter2"), "{said}");
    assert!(said.contains("run scripts/models"), "what is missing, and what to do: {said}");
    let nowhere = [("DATABASE_URL", "postgres://hireq@127.0.0.1:9/nowhere")];
    let (output, said) = run(hireq(&app, &["doctor"], &nowhere)).await;
    assert!(!output.status.success() && said.contains("DOWN"), "{said}");
}

#[tokio::test]
async fn every_mistake_in_the_settings_is_named_at_once() {
    let app = TestApp::start().await;
    let wrong = [("PORT", "many"), ("SMTP_URL", "mail.example.com")];
    let (output, _) = run(hireq(&app, &["serve"], &wrong)).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(said.contains("PORT") && said.contains("SMTP_URL must begin with"), "{said}");
}

#[tokio::test]
async fn models_are_taken_from_a_folder_and_a_wrong_file_is_not() {
    let app = TestApp::start().await;
    let folder = app.files().join("weights");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("config.json"), "{}").expect("a file");
    let from = folder.display().to_string();
    let settings = [("PATH", "/usr/local/bin:/usr/bin:/bin")];
    let (output, _) = run(hireq(&app, &["models", "fetch", "--from", &from], &settings)).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("has no config.json with sha256"), "{said}");
    let (output, said) = run(hireq(&app, &["models", "list"], &[])).await;
    assert!(output.status.success() && said.contains("all-MiniLM-L6-v2") && said.contains("missing"), "{said}");
    let (output, _) = run(hireq(&app, &["models", "check"], &[])).await;
    assert!(!output.status.success());
}
