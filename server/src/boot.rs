//! From settings to working use-cases: database, migrations, files, models.

use anyhow::Context;
use hireq_ml::{embed::Embedder, ner::Recognizer};
use hireq_postgres::{EmbeddedPostgres, EmbeddedPostgresOptions};
use hireq_services::{Services, clock::Clock, config::Config, files::Files, limits::Limits, realtime::Realtime, tasks};
use secrecy::ExposeSecret;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::{path::Path, sync::Arc, time::Duration};

/// Working use-cases, with the database that belongs to them if it is ours.
pub struct Booted {
    /// The use-cases.
    pub services: Services,
    postgres: Option<EmbeddedPostgres>,
}

impl Booted {
    /// Closes the database's connections, and stops it if it is ours.
    ///
    /// # Errors
    /// Where Postgres does not stop.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.services.pool.close().await;
        if let Some(embedder) = &self.services.embedder {
            embedder.shutdown().await;
        }
        match self.postgres {
            Some(postgres) => postgres.stop().await.context("the embedded Postgres did not stop"),
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
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options)
        .await
        .context("The database cannot be reached. Check DATABASE_URL and that Postgres runs")?;
    hireq_store::MIGRATOR.run(&pool).await.context("The database's schema could not be brought up to date")?;
    tasks::migrate(&pool).await.context("The task queue's schema could not be brought up to date")?;
    let services = Services {
        pool,
        clock: Clock::default(),
        files: Files::open(&config.storage).context("The file store cannot be opened")?,
        embedder: embedder(&config),
        recognizer: recognizer(&config.models_dir),
        realtime: Realtime::default(),
        limits: Arc::new(Limits::default()),
        config: Arc::new(config),
    };
    Ok(Booted { services, postgres })
}

/// The embedder, where its weights are had: a missing model switches a feature off, never the site.
#[must_use]
pub fn embedder(config: &Config) -> Option<Embedder> {
    Embedder::start(&config.models_dir)
        .inspect_err(|error| tracing::warn!(error = %error, "matching goes on without closeness of meaning"))
        .ok()
}

/// The recogniser of names, where its weights are had. It takes a twentieth of a second to load.
#[must_use]
pub fn recognizer(models: &Path) -> Option<Recognizer> {
    Recognizer::load(models)
        .inspect_err(|error| tracing::warn!(error = %error, "résumés are read without hints about names"))
        .ok()
}
