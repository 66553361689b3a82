//! Tasks and mail when something outside fails: a mail server that never answers, a worker that dies, a heap of work.

use crate::{
    resumes::{TEXT, upload},
    support::{TestApp, smtp::MailServer},
};
use chrono::TimeDelta;
use hireq_domain::{account::Role, candidate::DocumentStatus};
use hireq_server::serve;
use hireq_services::{Services, config::MailTransport, health, mail, resumes, tasks};
use hireq_store::outbox;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// The same HireQ with another mail server.
fn with_mail(services: &Services, server: &MailServer) -> Services {
    let mut config = (*services.config).clone();
    config.mail = MailTransport::Smtp(server.url.clone().into());
    Services { config: Arc::new(config), ..services.clone() }
}

async fn until(what: &str, limit: Duration, mut happened: impl AsyncFnMut() -> bool) -> Duration {
    let started = Instant::now();
    while !happened().await {
        assert!(started.elapsed() < limit, "{what} within {limit:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    started.elapsed()
}

fn message_id(mail: &str) -> &str {
    mail.lines().find(|line| line.starts_with("Message-ID:")).expect("a number of its own")
}

#[tokio::test]
async fn a_mail_server_that_never_answers_stops_no_reading_and_its_mail_goes_out_once_by_another() {
    let app = TestApp::start().await;
    let silent = MailServer::silent().await;
    let stuck = with_mail(&app.services, &silent);
    let stop = CancellationToken::new();
    let working = tokio::spawn(serve::work(stuck, stop.clone()));
    let zoe = app.candidate("zoe@example.com").await;
    app.account(Role::Candidate, "ada@example.com").await;
    until("the mail server is asked", Duration::from_secs(10), async || silent.begun().await > 0).await;
    let (document, _) = upload(&app.services, &zoe, "zoe.txt", TEXT.as_bytes()).await.expect("taken");
    until("the résumé is read", Duration::from_secs(10), async || {
        let own = resumes::own(&app.services, &zoe).await.expect("seen");
        own.iter().any(|d| d.id == document && d.status == DocumentStatus::Read)
    })
    .await;
    // It gives up on the server and holds nothing.
    until("the mail waits again", Duration::from_secs(40), async || {
        let tried: i64 = sqlx::query_scalar("select count(*) from outbox where state = 'queued' and attempts > 0")
            .fetch_one(&app.services.pool)
            .await
            .expect("counted");
        tried > 0
    })
    .await;
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(30), working).await.expect("it stops").expect("it ran");
    let good = MailServer::start(Duration::ZERO).await;
    app.advance(TimeDelta::hours(1));
    mail::send_due(&with_mail(&app.services, &good)).await.expect("sent");
    mail::send_due(&with_mail(&app.services, &good)).await.expect("nothing is left");
    assert_eq!(good.mails().await.len(), 2, "each once");
    assert_eq!(app.sent_mails().await, 2);
}

#[tokio::test]
async fn a_mail_whose_worker_died_is_sent_when_its_claim_runs_out_and_with_the_same_number() {
    let app = TestApp::start().await;
    let server = MailServer::start(Duration::ZERO).await;
    let services = with_mail(&app.services, &server);
    app.account(Role::Candidate, "zoe@example.com").await;
    let dead = outbox::claim(&services.pool, 0.0, 30.0).await.expect("asked").expect("a mail");
    mail::send_due(&services).await.expect("asked");
    assert_eq!(server.mails().await.len(), 0, "another holds it");
    app.advance(TimeDelta::seconds(31));
    mail::send_due(&services).await.expect("sent");
    let mails = server.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(message_id(&mails[0]), format!("Message-ID: <{}@hireq>", dead.id));
    // The dead one comes back late: what the other noted counts.
    let late = outbox::Outcome::Again { error: "late", seconds: 0.0 };
    assert!(!outbox::mark(&services.pool, &dead, late, 0.0).await.expect("asked"));
    assert_eq!(app.sent_mails().await, 1);
}

#[tokio::test]
async fn a_mail_is_due_by_the_database_clock_even_where_the_workers_is_behind() {
    let app = TestApp::start().await;
    let mut behind = app.services.clone();
    behind.clock = hireq_services::clock::Clock::default();
    app.account(Role::Candidate, "zoe@example.com").await;
    let lag: f64 = sqlx::query_scalar("select extract(epoch from send_after - now())::float8 from outbox")
        .fetch_one(&app.services.pool)
        .await
        .expect("a mail");
    assert!(lag <= 0.0, "due at once by the database's clock");
    mail::send_due(&behind).await.expect("kept");
    let kept: i64 = sqlx::query_scalar("select count(*) from outbox where state = 'kept'")
        .fetch_one(&app.services.pool)
        .await
        .expect("counted");
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn the_sweep_finds_a_due_mail_that_has_no_task() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    sqlx::query("delete from graphile_worker._private_jobs").execute(&app.services.pool).await.expect("lost");
    sqlx::query("update outbox set send_after = now() - interval '20 minutes'")
        .execute(&app.services.pool)
        .await
        .expect("old");
    let health = health::check(&app.services).await;
    assert!(health.oldest_mail_seconds >= 1200 && health.status == "degraded", "{health:?}");
    tasks::sweep(&app.services).await.expect("queued");
    app.run_tasks().await;
    assert_eq!(health::check(&app.services).await.oldest_mail_seconds, 0);
}

#[tokio::test]
async fn a_backlog_drains_at_its_own_speed() {
    let app = TestApp::start().await;
    // Of jobs that are not there: nothing to do for each.
    let mut db = app.services.pool.acquire().await.expect("a connection");
    for _ in 0..200 {
        let job = hireq_domain::ids::JobId(uuid::Uuid::now_v7());
        tasks::enqueue(&mut db, &tasks::MatchJob { job }).await.expect("queued");
    }
    drop(db);
    let stop = CancellationToken::new();
    let working = tokio::spawn(serve::work(app.services.clone(), stop.clone()));
    let took = until("200 empty tasks are done", Duration::from_secs(20), async || {
        let left: i64 =
            sqlx::query_scalar("select count(*) from graphile_worker.jobs where task_identifier = 'match_job'")
                .fetch_one(&app.services.pool)
                .await
                .expect("counted");
        left == 0
    })
    .await;
    println!("200 empty tasks: {took:?}");
    stop.cancel();
    working.await.expect("it ran");
}
