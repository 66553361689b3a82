//! HireQ's use-cases, one module for each domain noun. Each function takes [`Services`] and a guard from [`auth`] that
//! proves the caller's right, enforces the rules, and commits its rows, events and follow-up tasks together.

pub mod accounts;
pub mod admin;
pub mod applications;
pub mod auth;
pub mod candidates;
pub mod clock;
pub mod config;
pub mod dashboard;
pub mod demo;
pub mod error;
pub mod events;
mod failures;
pub mod files;
pub mod find;
pub mod health;
pub mod housekeeping;
pub mod inbox;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod matching;
pub mod matching_texts;
pub mod notes;
pub mod organization_page;
mod pattern;
pub mod queue;
pub mod quotas;
pub mod realtime;
pub mod resumes;
mod sentences;
pub mod tags;
pub mod talent;
pub mod tasks;
pub mod uploads;
pub mod zones;

pub use error::{Result, ServiceError};

use clock::Clock;
use config::Config;
use hireq_domain::account::CurrentUser;
use hireq_ml::{embed::Embedder, judge::Judge, ner::Recognizer, ocr::PageReader};
use hireq_store::{PgPool, Postgres, Transaction, users};
use std::sync::Arc;

/// What every use-case needs. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub pool: PgPool,
    /// The settings, validated at the start.
    pub config: Arc<Config>,
    /// The clock, which tests can set.
    pub clock: Clock,
    pub files: files::Files,
    /// The MiniLM embedding model, if its weights are installed. Without it, matching works without closeness.
    pub embedder: Option<Embedder>,
    /// The judge of requirements, if its base model is installed. Without it, requirements are looked for with rules
    /// alone.
    pub judge: Option<Judge>,
    /// The name recogniser, if its weights are installed. Without it, résumés are read with rules alone.
    pub recognizer: Option<Recognizer>,
    /// The reader of scans, if its weights are installed. Without it, scans are refused.
    pub page_reader: Option<PageReader>,
    /// Renders the pages of files.
    pub drawer: resumes::sheets::Drawer,
    /// Live events for open pages.
    pub realtime: realtime::Realtime,
    /// Rate limits by IP address and by account.
    pub limits: Arc<limits::Limits>,
}

impl Services {
    /// Begins a transaction in which somebody acts. Their account's row is locked before anything else, in the same
    /// order as when an administrator suspends it, so that one waits for the other without a deadlock.
    ///
    /// # Errors
    /// `Unauthenticated` if the account may no longer act; `Internal` if the database query fails.
    pub(crate) async fn begin(&self, user: &CurrentUser) -> Result<Transaction<'static, Postgres>> {
        let mut tx = self.pool.begin().await?;
        if users::may_act(&mut *tx, user).await? { Ok(tx) } else { Err(ServiceError::Unauthenticated) }
    }
}

impl std::fmt::Debug for Services {
    /// Settings contain secrets and the pool contains an address, so neither is printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").finish_non_exhaustive()
    }
}
