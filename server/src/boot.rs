//! Starts the use-cases from the settings: database, migrations, files, models.

use anyhow::Context;
use hireq_ml::{embed::Embedder, judge::Judge, ner::Recognizer, ocr::PageReader};
use hireq_postgres::{EmbeddedPostgres, EmbeddedPostgresOptions};
use hireq_services::{
    Services, accounts, clock::Clock, config::Config, files::Files, jobs, limits::Limits, queue, realtime::Realtime,
    resumes::sheets::Drawer,
};
use secrecy::ExposeSecret;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// Working use-cases, and the embedded database if there is one.
pub struct Booted {
    pub services: Services,
    background: PgPool,
    postgres: Option<EmbeddedPostgres>,
}

impl Booted {
    /// The use-cases for tasks, with database connections of their own: tasks may take longer than page requests, and
    /// should not take connections away from them.
    #[must_use]
    pub fn for_tasks(&self) -> Services {
        Services { pool: self.background.clone(), ..self.services.clone() }
    }

    /// Makes the embedded database write its memory to disk while requests still finish, so that it then stops quickly.
    pub fn write_down(&self) -> impl Future<Output = ()> + use<> {
        let ours = self.postgres.as_ref().map(|_| self.background.clone());
        async move {
            if let Some(pool) = ours
                && let Err(error) = sqlx::query("checkpoint").execute(&pool).await
            {
                tracing::debug!(error = %error, "the database writes everything down when it stops");
            }
        }
    }

    /// Closes the database connections, and stops the embedded database.
    ///
    /// # Errors
    /// If Postgres does not stop.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop_within(Duration::from_mins(1)).await
    }

    /// Like `stop`, but abandons whatever is still busy after `limit`; Postgres then ends by itself.
    ///
    /// # Errors
    /// If Postgres does not stop.
    pub async fn stop_within(self, limit: Duration) -> anyhow::Result<()> {
        let end = Instant::now() + limit;
        let closing = async {
            tokio::join!(self.services.pool.close(), self.background.close(), async {
                if let Some(embedder) = &self.services.embedder {
                    embedder.shutdown().await;
                }
                if let Some(judge) = &self.services.judge {
                    judge.shutdown().await;
                }
                if let Some(reader) = &self.services.page_reader {
                    reader.shutdown().await;
                }
            })
        };
        // Postgres ends connections that are still open, so most of the time is left for it.
        if tokio::time::timeout(limit / 3, closing).await.is_err() {
            tracing::debug!("connections or models were busy");
        }
        match self.postgres {
            Some(postgres) => {
                let left = end.saturating_duration_since(Instant::now());
                postgres.stop_within(left).await.context("the embedded Postgres did not stop")
            }
            None => Ok(()),
        }
    }
}

/// Starts everything that the use-cases need. The schema is migrated under a lock.
///
/// # Errors
/// If a part is not available, with what to do about it.
pub async fn boot(config: Config) -> anyhow::Result<Booted> {
    let (url, postgres) = match &config.database_url {
        Some(url) => (url.expose_secret().to_owned(), None),
        None => {
            let postgres =
                EmbeddedPostgres::start(EmbeddedPostgresOptions::new(config.data_dir.join("postgres"))).await?;
            (postgres.url(), Some(postgres))
        }
    };
    let options: PgConnectOptions = url.parse().context("DATABASE_URL is not a Postgres address")?;
    let migrating = pool(options.clone(), Work::Migration)
        .await
        .context("The database cannot be reached. Check DATABASE_URL and that Postgres runs")?;
    migrate(&migrating).await?;
    migrating.close().await;
    let background = pool(options.clone(), Work::Task).await.context("The database cannot be reached")?;
    let pool = pool(options, Work::Page).await.context("The database cannot be reached")?;
    let services = Services {
        pool,
        clock: Clock::default(),
        files: Files::open(&config.storage).context("The file store cannot be opened")?,
        embedder: embedder(&config),
        judge: judge(&config),
        recognizer: recognizer(&config.models_dir),
        page_reader: page_reader(&config.models_dir),
        drawer: Drawer::new(std::env::current_exe().context("The program does not know where it is")?),
        realtime: Realtime::default(),
        limits: Arc::new(Limits::default()),
        config: Arc::new(config),
    };
    let mut db = services.pool.acquire().await.context("The database cannot be reached")?;
    jobs::renew_endings(&services, &mut db, None).await.context("The jobs' last days could not be written anew")?;
    accounts::renew_keys(&mut db).await.context("The accounts' keys could not be written anew")?;
    drop(db);
    Ok(Booted { services, background, postgres })
}

/// The advisory lock for migrating the schema.
const ADVISORY_LOCK: i64 = 0x6869_7265_715f_7363;

/// Migrates the schema and the queue's tables. Only one server at a time does so; the others find it done.
async fn migrate(pool: &PgPool) -> anyhow::Result<()> {
    let mut turn = pool.acquire().await?;
    // Polled, because a statement that waits would block an index that is being built concurrently.
    while !sqlx::query_scalar::<_, bool>("select pg_try_advisory_lock($1)")
        .bind(ADVISORY_LOCK)
        .fetch_one(&mut *turn)
        .await?
    {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    hireq_store::MIGRATOR.run(pool).await.context("The database's schema could not be brought up to date")?;
    queue::migrate(pool).await.context("The task queue's schema could not be brought up to date")?;
    // Closing the connection releases the lock.
    Ok(turn.close().await?)
}

/// What a connection is used for, which determines its limits for the duration of statements and for waiting on locks.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// Somebody waits for the answer.
    Page,
    /// Nobody waits; building an index of the talent pool takes minutes.
    Task,
    /// Migrations at start, however long they take.
    Migration,
}

/// Connections for one kind of work. With these limits, a locked table delays only what needs it, and only for seconds.
///
/// # Errors
/// If the database cannot be reached.
pub async fn pool(options: PgConnectOptions, work: Work) -> Result<PgPool, sqlx::Error> {
    let (most, statement, lock, idle) = match work {
        Work::Page => (16, "10s", "2s", "30s"),
        Work::Task => (10, "15min", "30s", "15min"),
        Work::Migration => (4, "0", "0", "0"),
    };
    let limits =
        [("statement_timeout", statement), ("lock_timeout", lock), ("idle_in_transaction_session_timeout", idle)];
    PgPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options.options(limits))
        .await
}

/// The embedder, if its weights are installed: a missing model disables a feature, never the site.
#[must_use]
pub fn embedder(config: &Config) -> Option<Embedder> {
    Embedder::start(&config.models_dir)
        .inspect_err(|error| tracing::warn!(error = %error, "matching goes on without closeness of meaning"))
        .ok()
}

/// The judge of requirements, if its base model is installed.
#[must_use]
pub fn judge(config: &Config) -> Option<Judge> {
    Judge::start(&config.models_dir)
        .inspect_err(|error| tracing::warn!(error = %error, "requirements are looked for by rules alone"))
        .ok()
}

/// The name recogniser, if its weights are installed. It takes a twentieth of a second to load.
#[must_use]
pub fn recognizer(models: &Path) -> Option<Recognizer> {
    Recognizer::load(models)
        .inspect_err(|error| tracing::warn!(error = %error, "résumés are read without hints about names"))
        .ok()
}

/// The reader of scans, if its weights are installed. They are loaded with the first scan.
#[must_use]
pub fn page_reader(models: &Path) -> Option<PageReader> {
    PageReader::start(models)
        .inspect_err(|error| tracing::warn!(error = %error, "scans and photographs of résumés are refused"))
        .ok()
}
