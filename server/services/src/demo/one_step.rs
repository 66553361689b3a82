//! Runs many use-cases as one transaction: either everything they do takes effect, or nothing.

use crate::Result;
use hireq_store::PgPool;
use sqlx::{Connection, postgres::PgPoolOptions};

/// The advisory lock that lets one process at a time do this in a database. A second process waits, and then finds the
/// work done.
const ADVISORY_LOCK: i64 = 0x6869_7265_715f_6465;

/// A pool with a single connection that is inside a transaction. Use-cases begin and commit on it as usual, which
/// Postgres treats as savepoints. Dropping this value undoes everything, as does the end of the program.
pub(super) struct OneStep {
    pub(super) pool: PgPool,
}

impl OneStep {
    /// Begins as soon as no other process holds the lock.
    pub(super) async fn begin(pool: &PgPool) -> Result<Self> {
        let options = PgPoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let pool = options.connect_with((*pool.connect_options()).clone()).await?;
        let mut connection = pool.acquire().await?;
        // Dropping the transaction would roll it back, so it is forgotten; the connection stays in it until `commit`.
        std::mem::forget(connection.begin().await?);
        for limit in ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"] {
            // No time limits: this takes longer than a page request may.
            sqlx::query("select set_config($1, '0', true)").bind(limit).execute(&mut *connection).await?;
        }
        sqlx::query("select pg_advisory_xact_lock($1)").bind(ADVISORY_LOCK).execute(&mut *connection).await?;
        drop(connection);
        Ok(Self { pool })
    }

    /// Commits the whole transaction.
    pub(super) async fn commit(self) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        // Committing a failed transaction rolls it back without an error; this statement makes a failure visible first.
        sqlx::query("select").execute(&mut *connection).await?;
        sqlx::query("commit").execute(&mut *connection).await?;
        // The connection still believes it is in a transaction, so it must not be reused.
        connection.close().await?;
        self.pool.close().await;
        Ok(())
    }
}
