//! All of HireQ's SQL, one module for each domain noun. Every query is checked against the schema at compile time.
//!
//! Functions take `impl PgExecutor`, so that the use-case decides what shares a transaction. Tenant data can only be
//! accessed with a scope from [`scope`]: rows of other tenants are not found.

pub mod address_links;
pub mod admin;
pub mod applications;
pub mod audit;
pub mod candidates;
pub mod chunks;
pub mod dashboard;
pub mod documents;
pub mod find;
pub mod inbox;
pub mod invitations;
pub mod jobs;
pub mod list_columns;
pub mod live;
pub mod made_up;
pub mod matching;
pub mod notes;
pub mod organization_pages;
pub mod organizations;
pub mod outbox;
pub mod overrules;
pub mod password_resets;
pub mod resumes;
pub mod saved_filters;
pub mod scope;
pub mod sessions;
pub mod sign_ups;
pub mod talent;
pub mod talent_index;
pub mod users;
pub mod views;
mod words;

pub use scope::{CandidateScope, OrgScope};
pub use sqlx::{Error, PgConnection, PgExecutor, PgPool, Postgres, Transaction};

pub type Result<T> = std::result::Result<T, sqlx::Error>;

/// The schema's migrations, applied in order at start.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// Whether a text contained U+0000 or was not valid UTF-8, which nobody types and Postgres cannot store.
#[must_use]
pub fn is_unstorable_text(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| matches!(&*code, "22021" | "22P05"))
}

/// The name of the unique or check constraint that a statement violated, if that is why it failed.
#[must_use]
pub fn broken_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::constraint)
}
