//! From settings to working use-cases: database, migrations, files, models.

use anyhow::Context;
use hireq_ml::{embed::Embedder, judge::Judge, ner::Recognizer, ocr::PageReader};
use hireq_postgres::{EmbeddedPostgres, EmbeddedPostgresOptions};
use hireq_services::{
    Services, accounts, clock::Clock, config::Config, files::Files, jobs, limits::Limits, queue, realtime::Realtime,
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

/// Working use-cases, with the database that belongs to them if it is ours.
pub struct Booted {
    /// The use-cases.
    pub services: Services,
    background: PgPool,
    postgres: Option<EmbeddedPostgres>,
}

impl Booted {
    /// The use-cases for tasks, on connections of their own: they may take longer than a page, and take none from it.
    #[must_use]
    pub fn for_tasks(&self) -> Services {
        Services { pool: self.background.clone(), ..self.services.clone() }
    }

    /// Has a database that is ours write down what it holds in memory while others still finish: it then stops at once.
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

    /// Closes the database's connections, and stops it if it is ours.
    ///
    /// # Errors
    /// Where Postgres does not stop.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop_within(Duration::from_mins(1)).await
    }

    /// As `stop`, but lets go after `limit` of what is still busy; Postgres then ends by itself.
    ///
    /// # Errors
    /// Where Postgres does not stop.
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
        // Postgres ends connections that are left to it: most of the time is for that.
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

/// Starts everything that the use-cases need; the schema is brought up to date under a lock.
///
/// # Errors
/// With what to do, where a part cannot be had.
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

/// Which server's turn it is to change the schema.
const TURN: i64 = 0x6869_7265_715f_7363;

/// Brings the schema and the queue's up to date, one server at a time: the others find it done.
async fn migrate(pool: &PgPool) -> anyhow::Result<()> {
    let mut turn = pool.acquire().await?;
    // Asked again and again: a statement that waits would hold up an index that is built beside others' statements.
    while !sqlx::query_scalar::<_, bool>("select pg_try_advisory_lock($1)").bind(TURN).fetch_one(&mut *turn).await? {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    hireq_store::MIGRATOR.run(pool).await.context("The database's schema could not be brought up to date")?;
    queue::migrate(pool).await.context("The task queue's schema could not be brought up to date")?;
    // The turn ends with the connection.
    Ok(turn.close().await?)
}

/// What a connection is for: it says how long a statement may take, and how long it may wait for another's lock.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// Somebody waits for the answer.
    Page,
    /// Nobody waits; an index of the talent pool takes minutes.
    Task,
    /// The schema is changed at start, however long it takes.
    Migration,
}

/// Connections for a kind of work. A locked table then holds up what needs it for seconds, and nothing else.
///
/// # Errors
/// Where the database cannot be reached.
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

/// The embedder, where its weights are had: a missing model switches a feature off, never the site.
#[must_use]
pub fn embedder(config: &Config) -> Option<Embedder> {
    Embedder::start(&config.models_dir)
        .inspect_err(|error| tracing::warn!(error = %error, "matching goes on without closeness of meaning"))
        .ok()
}

/// The judge of requirements, where its base is had.
#[must_use]
pub fn judge(config: &Config) -> Option<Judge> {
    Judge::start(&config.models_dir)
        .inspect_err(|error| tracing::warn!(error = %error, "requirements are looked for by rules alone"))
        .ok()
}

/// The recogniser of names, where its weights are had. It takes a twentieth of a second to load.
#[must_use]
pub fn recognizer(models: &Path) -> Option<Recognizer> {
    Recognizer::load(models)
        .inspect_err(|error| tracing::warn!(error = %error, "résumés are read without hints about names"))
        .ok()
}

/// The reader of scans, where its weights are had. They are loaded with the first scan.
#[must_use]
pub fn page_reader(models: &Path) -> Option<PageReader> {
    PageReader::start(models)
        .inspect_err(|error| tracing::warn!(error = %error, "scans and photographs of résumés are refused"))
        .ok()
}
