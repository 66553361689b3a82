//! A complete HireQ for one test: with its own database and files, the real router, and a clock that the test sets.

pub mod browser;
pub mod nesting;
pub mod smtp;
pub mod world;

use chrono::TimeDelta;
use hireq_domain::{
    account::{CurrentUser, Role},
    ids::UserId,
};
use hireq_postgres::testing::{FreshDatabase, TestDatabase, database_made_by};
use hireq_server::{boot, router::router};
use hireq_services::{
    Services, accounts,
    auth::{Admin, Candidate, Hr, Visitor, chosen::Password},
    clock::Clock,
    config::{Config, MailTransport, Storage},
    files::Files,
    limits::Limits,
    queue::{self, Queue},
    realtime::Realtime,
    resumes::sheets::Drawer,
    tasks,
};
use leptos::config::LeptosOptions;
use sqlx::{
    FromRow,
    postgres::{PgPoolOptions, PgRow},
};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The password of all test accounts.
pub const PASSWORD: &str = "correct horse battery";

/// The HireQ of one test.
pub struct TestApp {
    pub services: Services,
    pub router: axum::Router,
    database: TestDatabase,
    files: TempDir,
}

async fn fill(database: FreshDatabase) -> anyhow::Result<()> {
    let pool = PgPoolOptions::new().max_connections(1).connect(&database.url()).await?;
    hireq_store::MIGRATOR.run(&pool).await?;
    queue::migrate(&pool).await?;
    pool.close().await;
    Ok(())
}

impl TestApp {
    /// Starts one without models, because most rules do not need them.
    pub async fn start() -> Self {
        Self::with(|_| ()).await
    }

    /// Loads MiniLM, the judge and the name recogniser. If their weights are missing, the test is skipped with a
    /// message; if `HIREQ_NEED_MODELS` is set, as in `scripts/test`, it fails.
    pub fn find_models(&mut self) -> bool {
        self.services.embedder = boot::embedder(&self.services.config);
        self.services.judge = boot::judge(&self.services.config);
        self.services.recognizer = boot::recognizer(&self.services.config.models_dir);
        self.router = site(&self.services);
        let found =
            self.services.embedder.is_some() && self.services.judge.is_some() && self.services.recognizer.is_some();
        assert!(found || std::env::var_os("HIREQ_NEED_MODELS").is_none(), "models are missing; run scripts/models");
        if !found {
            eprintln!("left out: the models are not here");
        }
        found
    }

    /// Starts one with a mail server that does not answer.
    pub async fn with_mail() -> Self {
        Self::with(|config| config.mail = MailTransport::Smtp("smtp://127.0.0.1:1".to_owned().into())).await
    }

    /// Starts one with changed settings.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let database = database_made_by("hireq", fill).await;
        let files = tempfile::tempdir().expect("a temporary directory");
        let mut config = Config::from_lookup(&|name| match name {
            "HOME" | "MODELS_DIR" | "XDG_CACHE_HOME" => std::env::var(name).ok(),
            _ => None,
        })
        .expect("the defaults are valid");
        config.storage = Storage::Local(files.path().to_owned());
        // Changes made through the use-cases must be visible at once.
        config.page_cache_seconds = 0;
        change(&mut config);
        let options = database.url().parse().expect("an address");
        let pool = boot::pool(options, boot::Work::Page).await.expect("a database");
        let services = Services {
            pool,
            clock: Clock::default(),
            files: Files::open(&config.storage).expect("a file store"),
            embedder: None,
            judge: None,
            recognizer: None,
            page_reader: None,
            drawer: Drawer::new(env!("CARGO_BIN_EXE_hireq").into()),
            realtime: Realtime::default(),
            limits: Arc::new(Limits::default()),
            config: Arc::new(config),
        };
        Self { router: site(&services), services, database, files }
    }

    /// Creates an account; recruiters are approved at once. Returns the visitor of its requests.
    pub async fn visitor(&self, role: Role, email: &str) -> Visitor {
        let id = self.account(role, email).await;
        sqlx::query("update users set status = 'active' where id = $1")
            .bind(id.0)
            .execute(&self.services.pool)
            .await
            .expect("approved");
        self.request_of(id).await
    }

    /// The visitor of an account's requests, in its current state.
    pub async fn request_of(&self, id: UserId) -> Visitor {
        Visitor { user: Some(self.user(id).await), ip: "192.0.2.1".into(), agent: "test".into() }
    }

    /// Creates an account by signing up.
    pub async fn account(&self, role: Role, email: &str) -> UserId {
        let input = sign_up(role, email);
        if role == Role::Admin {
            let password = Password::choose(PASSWORD, &[email]).await.expect("checked").expect("a good password");
            let email = email.parse().expect("an address");
            let made = accounts::create_admin(&self.services, &input.name, &email, &password).await;
            return made.expect("an administrator");
        }
        // Each account from an IP address of its own, because of the rate limits.
        accounts::sign_up(&self.services, email, input).await.expect("an account")
    }

    /// An account in its current state.
    pub async fn user(&self, id: UserId) -> CurrentUser {
        hireq_store::users::current(&self.services.pool, id).await.expect("a database").expect("an account")
    }

    /// An approved recruiter with their own organisation.
    pub async fn hr(&self, email: &str) -> Hr {
        self.visitor(Role::Hr, email).await.hr().expect("a recruiter")
    }

    /// An approved recruiter of the same organisation.
    pub async fn colleague(&self, hr: &Hr, email: &str) -> Hr {
        let id = self.account(Role::Hr, email).await;
        sqlx::query("update users set status = 'active', organization_id = $2 where id = $1")
            .bind(id.0)
            .bind(hr.scope().uuid())
            .execute(&self.services.pool)
            .await
            .expect("a colleague");
        self.request_of(id).await.hr().expect("a recruiter")
    }

    /// An administrator.
    pub async fn admin(&self, email: &str) -> Admin {
        self.visitor(Role::Admin, email).await.admin().expect("an administrator")
    }

    /// A candidate.
    pub async fn candidate(&self, email: &str) -> Candidate {
        self.visitor(Role::Candidate, email).await.candidate(&self.services).await.expect("a candidate")
    }

    /// Runs every task that is due, and those that they queue.
    pub async fn run_tasks(&self) {
        // `run_once` returns when the queue is empty, although a running task may still queue another, so check again.
        loop {
            for queue in Queue::ALL {
                let worker = tasks::worker(&self.services, queue).await.expect("a worker");
                worker.run_once().await.expect("the tasks ran");
            }
            let due: i64 = sqlx::query_scalar(
                "select count(*) from graphile_worker.jobs
                 where locked_at is null and attempts < max_attempts and run_at <= now()",
            )
            .fetch_one(&self.services.pool)
            .await
            .expect("counted");
            if due == 0 {
                return;
            }
        }
    }

    /// Makes a change that no use-case makes.
    pub async fn sql(&self, statement: &'static str) {
        sqlx::raw_sql(statement).execute(&self.services.pool).await.expect(statement);
    }

    /// A value that no use-case returns.
    pub async fn value<T>(&self, query: &'static str) -> T
    where
        (T,): for<'r> FromRow<'r, PgRow>,
        T: Send + Unpin,
    {
        sqlx::query_scalar(query).fetch_one(&self.services.pool).await.expect(query)
    }

    /// A value of the row with this key or word.
    pub async fn value_of<T, K>(&self, query: &'static str, key: K) -> T
    where
        (T,): for<'r> FromRow<'r, PgRow>,
        T: Send + Unpin,
        K: for<'q> sqlx::Encode<'q, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send,
    {
        sqlx::query_scalar(query).bind(key).fetch_one(&self.services.pool).await.expect(query)
    }

    /// The number of mails of this kind in this state.
    pub async fn mails(&self, event: &str, state: &str) -> i64 {
        sqlx::query_scalar("select count(*) from outbox where event = $1 and state = $2")
            .bind(event)
            .bind(state)
            .fetch_one(&self.services.pool)
            .await
            .expect("counted")
    }

    /// Every table of its database, including the queue's.
    pub async fn tables(&self) -> Vec<String> {
        let tables: Vec<String> = sqlx::query_scalar(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables
             where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1",
        )
        .fetch_all(&self.services.pool)
        .await
        .expect("tables");
        assert!(tables.len() > 25, "{tables:?}");
        tables
    }

    /// The URL of its database, for a separate program.
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Makes the site use another file store.
    pub fn move_files(&mut self, storage: &Storage) {
        self.services.files = Files::open(storage).expect("a file store");
        self.router = site(&self.services);
    }

    /// The directory of its files.
    pub fn files(&self) -> &Path {
        self.files.path()
    }

    /// The number of mails marked as sent.
    pub async fn sent_mails(&self) -> i64 {
        self.value("select count(*) from outbox where state = 'sent'").await
    }

    /// Shifts the clock.
    pub fn advance(&self, by: TimeDelta) {
        self.services.clock.advance(by);
    }
}

/// Waits until something happens, and returns how long that took.
pub async fn until(what: &str, limit: Duration, mut happened: impl AsyncFnMut() -> bool) -> Duration {
    let started = Instant::now();
    while !happened().await {
        assert!(started.elapsed() < limit, "{what} within {limit:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    started.elapsed()
}

/// The sign-up form of somebody whose name and organisation are the start of their address.
pub fn sign_up(role: Role, email: &str) -> accounts::SignUp {
    let name = email.split('@').next().unwrap_or(email).to_owned();
    let organization = if role == Role::Hr { format!("{name} Ltd") } else { String::new() };
    accounts::SignUp { organization, name, email: email.to_owned(), password: PASSWORD.to_owned(), role }
}

fn site(services: &Services) -> axum::Router {
    router(services.clone(), LeptosOptions::builder().output_name("hireq").site_root("target/site").build())
}
