//! All of HireQ's SQL. One module a noun; every query is checked against the schema when it is compiled.
//!
//! Functions take `impl PgExecutor`, so that a use-case decides what shares a transaction. Tenant data is reached
//! only with a scope from [`scope`]: a row of another tenant is simply not there.

pub mod address_links;
pub mod admin;
pub mod applications;
pub mod audit;
pub mod candidates;
pub mod chunks;
pub mod dashboard;
pub mod documents;
pub mod jobs;
pub mod live;
pub mod made_up;
pub mod matching;
pub mod notes;
pub mod organizations;
pub mod outbox;
pub mod overrules;
pub mod password_resets;
pub mod resumes;
pub mod scope;
pub mod sessions;
pub mod sign_ups;
pub mod talent;
pub mod talent_index;
pub mod users;
mod words;

pub use scope::{CandidateScope, OrgScope};
pub use sqlx::{Error, PgConnection, PgExecutor, PgPool, Postgres, Transaction};

/// What every query returns.
pub type Result<T> = std::result::Result<T, sqlx::Error>;

/// The schema, applied in order at start.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// Whether a text held U+0000 or was no UTF-8: what nobody types, and Postgres stores nowhere.
#[must_use]
pub fn is_unstorable_text(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| matches!(&*code, "22021" | "22P05"))
}

/// The name of the unique or check constraint that a statement broke, if that is why it failed.
#[must_use]
pub fn broken_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::constraint)
}
