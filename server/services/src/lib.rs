//! HireQ's use-cases: one module a noun. Each function takes [`Services`] and a guard from [`auth`] that proves the
//! caller's right, keeps the rules, and commits its rows, what it records and its follow-up tasks together.

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
pub mod health;
pub mod housekeeping;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod matching;
pub mod matching_texts;
pub mod notes;
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

/// What every use-case works with. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub pool: PgPool,
    /// Settings, validated at start.
    pub config: Arc<Config>,
    /// The time, which tests can set.
    pub clock: Clock,
    /// Uploaded files.
    pub files: files::Files,
    /// MiniLM, where its weights are had; matching goes on without closeness where not.
    pub embedder: Option<Embedder>,
    /// The judge of requirements, where its base is had; they are looked for by rules alone where not.
    pub judge: Option<Judge>,
    /// The recogniser of names, where its weights are had; résumés are read by rules alone where not.
    pub recognizer: Option<Recognizer>,
    /// The reader of scans, where its weights are had; they are refused where not.
    pub page_reader: Option<PageReader>,
    /// What open pages are told.
    pub realtime: realtime::Realtime,
    /// Attempts counted by address and by account.
    pub limits: Arc<limits::Limits>,
}

impl Services {
    /// A transaction in which somebody acts. Their account is locked before anything else, as an administrator
    /// who suspends it locks it: the one waits for the other, and neither waits for what the other holds.
    ///
    /// # Errors
    /// `Unauthenticated` for who may not act any more; where the database refuses.
    pub(crate) async fn begin(&self, user: &CurrentUser) -> Result<Transaction<'static, Postgres>> {
        let mut tx = self.pool.begin().await?;
        if users::may_act(&mut *tx, user).await? { Ok(tx) } else { Err(ServiceError::Unauthenticated) }
    }
}

impl std::fmt::Debug for Services {
    /// Settings hold secrets and the pool an address: neither is printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").finish_non_exhaustive()
    }
}
