//! Tasks: how they end, run periodically, record their cause, and stay in their queues.

use crate::support::{TestApp, browser::Browser};
use graphile_worker::Worker;
use hireq_domain::{account::Role, admin::TaskState, ids::JobId};
use hireq_server::serve;
use hireq_services::{
    Result, Services,
    admin::tasks as desk,
    housekeeping::Housekeeping,
    matching::MatchJob,
    queue::{self, Ending, Every, Kind, Outcome, Queue, Task},
};
use serde::{Deserialize, Serialize};
use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// A task that ends as its fields say.
#[derive(Serialize, Deserialize)]
struct Ends {
    on_purpose: bool,
}

static GIVEN_UP: AtomicUsize = AtomicUsize::new(0);

impl Task for Ends {
    const NAME: &'static str = "ends";
    const QUEUE: Queue = Queue::Documents;

    async fn run(&self, _: &Services) -> Outcome {
        Err(if self.on_purpose { Ending::Fail("its row is gone".into()) } else { Ending::Retry("away".into()) })
    }

    async fn given_up(&self, _: &Services) -> Result<()> {
        GIVEN_UP.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// An hourly task that counts its runs.
#[derive(Serialize, Deserialize)]
struct Hourly {}

static CAME: AtomicUsize = AtomicUsize::new(0);

impl Task for Hourly {
    const NAME: &'static str = "hourly";
    const QUEUE: Queue = Queue::Upkeep;

    fn by_itself() -> Option<(Every, Self)> {
        Some((Every::Hour, Self {}))
    }

    async fn run(&self, _: &Services) -> Outcome {
        CAME.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// A task that queues another.
#[derive(Serialize, Deserialize)]
struct Queues {}

impl Task for Queues {
    const NAME: &'static str = "queues";
    const QUEUE: Queue = Queue::Documents;

    async fn run(&self, services: &Services) -> Outcome {
        let mut db = services.pool.acquire().await?;
        Ok(queue::enqueue(&mut db, &MatchJob { job: JobId(Uuid::now_v7()) }).await?)
    }
}

async fn enqueue<T: Task>(app: &TestApp, task: &T) {
    let mut db = app.services.pool.acquire().await.expect("a connection");
    queue::enqueue(&mut db, task).await.expect("queued");
}

async fn worker<T: Task>(app: &TestApp) -> Worker {
    queue::worker(&app.services, T::QUEUE, &[Kind::of::<T>()]).await.expect("a worker")
}

async fn of_kind(app: &TestApp, name: &str) -> i64 {
    app.value_of("select count(*) from graphile_worker.jobs where task_identifier = $1", name).await
}

#[tokio::test]
async fn a_task_that_fails_on_purpose_is_not_tried_again_and_one_that_may_succeed_is() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let ends = worker::<Ends>(&app).await;
    enqueue(&app, &Ends { on_purpose: true }).await;
    enqueue(&app, &Ends { on_purpose: false }).await;
    app.sql("select graphile_worker.add_job('ends', '{\"on_purpose\": \"perhaps\"}')").await;
    ends.run_once().await.expect("the tasks ran");
    let page = desk::list(&app.services, &admin, Some(TaskState::Failed), 1).await.expect("a page");
    let failed: Vec<_> = page.items.iter().map(|t| (t.attempts, t.last_error.clone().unwrap_or_default())).collect();
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert!(failed.iter().any(|(tries, why)| *tries == 1 && why.contains("its row is gone")), "{failed:?}");
    assert!(failed.iter().any(|(tries, why)| *tries == 1 && why.contains("invalid type")), "{failed:?}");
    assert_eq!(desk::counts(&app.services, &admin).await.expect("counts").failed, 2);
    assert_eq!(GIVEN_UP.load(Ordering::SeqCst), 1, "what follows was done, where the fields could be read");
    let page = desk::list(&app.services, &admin, Some(TaskState::Waiting), 1).await.expect("a page");
    let again = page.items.iter().find(|t| t.name == "ends").expect("one that may succeed");
    assert_eq!((again.attempts, again.max_attempts), (1, 8));

    let id = desk::list(&app.services, &admin, Some(TaskState::Failed), 1).await.expect("a page").items[0].id;
    desk::retry(&app.services, &admin, id).await.expect("tried all the same");
    let page = desk::list(&app.services, &admin, Some(TaskState::Waiting), 1).await.expect("a page");
    let retried = page.items.iter().find(|t| t.id == id).expect("it waits");
    assert_eq!((retried.attempts, retried.max_attempts), (0, 8), "all its tries are before it");
}

#[tokio::test]
async fn what_comes_by_itself_comes_once_however_many_processes_work() {
    let app = TestApp::start().await;
    // Known for this long, and no worker was running when it was due.
    app.sql(
        "insert into graphile_worker._private_known_crontabs (identifier, known_since)
         values ('hourly', now() - interval '2 hours')",
    )
    .await;
    let (one, other) = (worker::<Hourly>(&app).await, worker::<Hourly>(&app).await);
    let stop = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        one.request_shutdown();
        other.request_shutdown();
    };
    let (first, second, ()) = tokio::join!(one.run(), other.run(), stop);
    first.and(second).expect("they worked");
    assert_eq!((CAME.load(Ordering::SeqCst), of_kind(&app, "hourly").await), (1, 0));
}

#[tokio::test]
async fn what_an_earlier_version_queued_for_the_next_hour_is_done_once_and_queues_nothing() {
    let app = TestApp::start().await;
    enqueue(&app, &Housekeeping {}).await;
    enqueue(&app, &Housekeeping {}).await;
    assert_eq!(of_kind(&app, "housekeeping").await, 1, "its own key is that of what comes by itself");
    app.run_tasks().await;
    let left: i64 = app.value("select count(*) from graphile_worker.jobs").await;
    assert_eq!(left, 0);
}

/// Captures the log output.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_tasks_log_names_the_request_that_caused_it_and_so_do_the_tasks_that_it_queues() {
    let log = Log::default();
    let written = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(move || written.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let app = TestApp::start().await;
    let fields = [
        ("name", "Zoë"),
        ("email", "zoe@example.com"),
        ("password", crate::support::PASSWORD),
        ("role", "candidate"),
        ("organization", ""),
        ("next", ""),
    ];
    let answer = Browser::new(&app).post("/api/account/sign-up", &fields).await;
    let request = answer.headers.get("x-request-id").expect("a number").to_str().expect("a number").to_owned();
    app.run_tasks().await;
    let text = String::from_utf8(log.0.lock().expect("a log").clone()).expect("text");
    let done = text.lines().find(|line| line.contains("a task is done")).expect("a task was done");
    assert!(done.contains("send_mail") && done.contains(&request), "{done}");

    // A task that queues another one passes the cause on.
    let queues = worker::<Queues>(&app).await;
    queue::caused_by("the-cause".into(), enqueue(&app, &Queues {})).await;
    queues.run_once().await.expect("it ran");
    let cause: Option<String> = app
        .value("select payload ->> '_request' from graphile_worker._private_jobs where key like 'match job %'")
        .await;
    assert_eq!(cause.as_deref(), Some("the-cause"));
}

#[tokio::test]
async fn a_heap_of_work_on_documents_delays_no_mail() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    for _ in 0..20 {
        enqueue(&app, &MatchJob { job: JobId(Uuid::now_v7()) }).await;
    }
    // All document slots wait for this lock.
    let mut busy = app.services.pool.begin().await.expect("a transaction");
    sqlx::query("lock table jobs in access exclusive mode").execute(&mut *busy).await.expect("locked");
    let stop = CancellationToken::new();
    let working = tokio::spawn(serve::work(app.services.clone(), Queue::ALL.to_vec(), stop.clone()));
    let started = Instant::now();
    loop {
        let kept: i64 = app.value("select count(*) from outbox where state = 'kept'").await;
        if kept == 1 {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "the mail waits");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(of_kind(&app, "match_job").await, 20);
    stop.cancel();
    drop(busy);
    working.await.expect("it ran");
}
