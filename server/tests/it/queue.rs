//! Tasks and mail when something external fails: a mail server that never answers, a worker that dies, a backlog.

use crate::support::{
    TestApp,
    smtp::MailServer,
    until,
    world::{TEXT, World, upload},
};
use chrono::TimeDelta;
use hireq_domain::{account::Role, candidate::DocumentStatus, ids::ApplicationId};
use hireq_server::serve;
use hireq_services::{
    Services,
    config::MailTransport,
    health,
    housekeeping::MakeUp,
    mail::{self, SendMail},
    matching::{MatchApplication, MatchJob},
    queue::{self, Queue, Task},
    resumes,
};
use hireq_store::outbox;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The same HireQ with another mail server.
fn with_mail(services: &Services, server: &MailServer) -> Services {
    let mut config = (*services.config).clone();
    config.mail = MailTransport::Smtp(server.url.clone().into());
    Services { config: Arc::new(config), ..services.clone() }
}

async fn queue_one<T: Task>(services: &Services, task: &T) {
    let mut db = services.pool.acquire().await.expect("a connection");
    queue::enqueue(&mut db, task).await.expect("queued");
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
    let working = tokio::spawn(serve::work(stuck, Queue::ALL.to_vec(), stop.clone()));
    let zoe = app.candidate("zoe@example.com").await;
    app.account(Role::Candidate, "ada@example.com").await;
    until("the mail server is asked", Duration::from_secs(10), async || silent.begun().await > 0).await;
    let document = app.upload(&zoe, TEXT).await;
    until("the résumé is read", Duration::from_secs(10), async || {
        let own = resumes::own(&app.services, &zoe).await.expect("seen");
        own.iter().any(|d| d.id == document && d.status == DocumentStatus::Read)
    })
    .await;
    // It gives up on the server and holds nothing.
    until("the mail waits again", Duration::from_secs(40), async || {
        let tried: i64 = app.value("select count(*) from outbox where state = 'queued' and attempts > 0").await;
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
    // The dead worker comes back late: the other one's result counts.
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
    let lag: f64 = app.value("select extract(epoch from send_after - now())::float8 from outbox").await;
    assert!(lag <= 0.0, "due at once by the database's clock");
    mail::send_due(&behind).await.expect("kept");
    let kept: i64 = app.value("select count(*) from outbox where state = 'kept'").await;
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn the_sweep_finds_a_due_mail_that_has_no_task() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    app.sql("delete from graphile_worker._private_jobs").await;
    app.sql("update outbox set send_after = now() - interval '20 minutes'").await;
    let health = health::check(&app.services).await;
    assert!(
        health.oldest_mail_seconds >= 1200 && health.status == "degraded" && health.waiting == "late",
        "{health:?}"
    );
    queue_one(&app.services, &SendMail { swept: true }).await;
    app.run_tasks().await;
    assert_eq!(health::check(&app.services).await.oldest_mail_seconds, 0);
}

#[tokio::test]
async fn a_backlog_drains_at_its_own_speed() {
    let app = TestApp::start().await;
    // For jobs that do not exist, so each task has nothing to do.
    let mut db = app.services.pool.acquire().await.expect("a connection");
    for _ in 0..200 {
        let job = hireq_domain::ids::JobId(uuid::Uuid::now_v7());
        queue::enqueue(&mut db, &MatchJob { job }).await.expect("queued");
    }
    drop(db);
    let stop = CancellationToken::new();
    let working = tokio::spawn(serve::work(app.services.clone(), Queue::ALL.to_vec(), stop.clone()));
    let took = until("200 empty tasks are done", Duration::from_secs(20), async || {
        let left: i64 =
            app.value("select count(*) from graphile_worker.jobs where task_identifier = 'match_job'").await;
        left == 0
    })
    .await;
    println!("200 empty tasks: {took:?}");
    stop.cancel();
    working.await.expect("it ran");
}

async fn status(services: &Services, who: &hireq_services::auth::Candidate) -> (DocumentStatus, Option<String>) {
    let own = resumes::own(services, who).await.expect("seen");
    (own[0].status, own[0].failure.clone())
}

async fn an_hour_later(services: &Services) {
    sqlx::query("update documents set created_at = created_at - interval '1 hour'")
        .execute(&services.pool)
        .await
        .expect("aged");
    queue_one(services, &MakeUp {}).await;
}

#[tokio::test]
async fn a_file_whose_task_was_lost_is_read() {
    let app = TestApp::start().await;
    let (zoe, _) = app.with_resume("zoe@example.com").await;
    app.sql("delete from graphile_worker._private_jobs").await;
    an_hour_later(&app.services).await;
    app.run_tasks().await;
    assert_eq!(status(&app.services, &zoe).await.0, DocumentStatus::Read);
}

#[tokio::test]
async fn a_file_whose_reading_gave_up_says_so_and_is_read_when_it_is_sent_again() {
    let app = TestApp::start().await;
    let (zoe, id) = app.with_resume("zoe@example.com").await;
    app.sql("update graphile_worker._private_jobs set attempts = max_attempts").await;
    an_hour_later(&app.services).await;
    app.run_tasks().await;
    let (state, failure) = status(&app.services, &zoe).await;
    assert_eq!(state, DocumentStatus::Failed);
    assert!(failure.is_some_and(|why| why.contains("Upload the same file again")));
    let again = upload(&app.services, &zoe, "cv.txt", TEXT.as_bytes()).await.expect("taken");
    assert_eq!(again, (id, true));
    app.run_tasks().await;
    assert_eq!(status(&app.services, &zoe).await.0, DocumentStatus::Read);
}

#[tokio::test]
async fn a_resume_read_without_the_model_gets_its_vectors_when_the_model_is_there() {
    let mut app = TestApp::start().await;
    app.with_resume("zoe@example.com").await;
    app.run_tasks().await;
    if !app.find_models() {
        return;
    }
    queue_one(&app.services, &MakeUp {}).await;
    app.run_tasks().await;
    let pieces: i64 = app.value("select count(*) from chunks").await;
    assert!(pieces > 0);
}

#[tokio::test]
async fn what_was_scored_by_earlier_rules_or_weights_is_scored_anew_once() {
    let World { app, job, .. } = World::new().await;
    app.applicant(&job, "zoe@example.com", &[]).await;
    app.run_tasks().await;
    let aged = [
        "update match_runs set code_version = 'earlier rules'",
        "update match_runs set model_revision = 'other weights'",
    ];
    for aged in aged {
        app.sql(aged).await;
        queue_one(&app.services, &MakeUp {}).await;
        app.run_tasks().await;
        let old = "select count(*) from applications a join match_runs r on r.id = a.match_run_id
                   where r.code_version = 'earlier rules' or r.model_revision = 'other weights'";
        assert_eq!(app.value::<i64>(old).await, 0, "{aged}");
        queue_one(&app.services, &MakeUp {}).await;
        assert_eq!(
            app.value::<i64>("select count(*) from graphile_worker._private_jobs where key like 'match job %'").await,
            0
        );
    }
}

#[tokio::test]
async fn one_persons_heap_of_files_has_an_end_and_waits_behind_anothers_first() {
    let app = TestApp::start().await;
    let (zoe, ada) = (app.candidate("zoe@example.com").await, app.candidate("ada@example.com").await);
    for n in 0..30 {
        app.upload(&zoe, &format!("{TEXT}\n{n}")).await;
    }
    let more = upload(&app.services, &zoe, "zoe.txt", format!("{TEXT}\n31").as_bytes()).await;
    let said = more.expect_err("too many");
    assert!(format!("{said:?}").contains("tomorrow"), "{said:?}");
    let first = app.upload(&ada, TEXT).await;
    let (before, behind): (i64, i64) = sqlx::query_as(
        "select count(*) filter (where j.priority < own.priority), count(*) filter (where j.priority > own.priority)
         from graphile_worker._private_jobs own, graphile_worker._private_jobs j
         where own.key = 'read ' || $1 and j.key like 'read %'",
    )
    .bind(first.to_string())
    .fetch_one(&app.services.pool)
    .await
    .expect("counted");
    assert_eq!((before, behind), (0, 29), "of the other's thirty only the first is no later than hers");
}

#[tokio::test]
async fn whoever_sent_files_today_waits_behind_anothers_first_even_when_those_were_read() {
    let app = TestApp::start().await;
    let (zoe, ada) = (app.candidate("zoe@example.com").await, app.candidate("ada@example.com").await);
    for n in 0..3 {
        app.upload(&zoe, &format!("{TEXT}\n{n}")).await;
    }
    app.run_tasks().await;
    let fourth = app.upload(&zoe, TEXT).await;
    let first = app.upload(&ada, TEXT).await;
    let priority = async |document: hireq_domain::ids::DocumentId| -> i16 {
        app.value_of(
            "select priority from graphile_worker._private_jobs where key = 'read ' || $1",
            document.to_string(),
        )
        .await
    };
    assert_eq!((priority(fourth).await, priority(first).await), (3, 0));
}

#[tokio::test]
async fn a_task_that_was_queued_anew_while_its_worker_died_does_not_count_as_one_that_gave_up() {
    let app = TestApp::start().await;
    let pool = &app.services.pool;
    let mut db = pool.acquire().await.expect("a connection");
    let task = MatchApplication { application: ApplicationId(Uuid::now_v7()) };
    queue::enqueue(&mut db, &task).await.expect("queued");
    let worker =
        "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'dead' where locked_at is null";
    sqlx::query(worker).execute(&mut *db).await.expect("taken");
    queue::enqueue(&mut db, &task).await.expect("queued anew");
    sqlx::query("update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_by = 'dead'")
        .execute(&mut *db)
        .await
        .expect("recovered");
    drop(db);
    let rows = "select count(*) from graphile_worker.jobs where attempts >= max_attempts";
    let superseded: i64 = app.value(rows).await;
    assert_eq!((superseded, queue::dead_count(pool).await.expect("counted")), (1, 0));
    queue_one(&app.services, &MakeUp {}).await;
    app.run_tasks().await;
    let left: i64 = app.value(rows).await;
    assert_eq!(left, 0);
}
