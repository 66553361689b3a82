//! Many use-cases as one step: all that they do is there at the end, or nothing of it is.

use crate::Result;
use hireq_store::PgPool;
use sqlx::{Connection, postgres::PgPoolOptions};

/// One step at a time in a database: whoever comes second waits, and finds it done.
const TURN: i64 = 0x6869_7265_715f_6465;

/// A pool of one connection that is inside a transaction. Use-cases begin and commit on it as ever; to Postgres these are
/// savepoints. Dropping it undoes everything, as does the end of the program, however it ends.
pub(super) struct OneStep {
    pub(super) pool: PgPool,
}

impl OneStep {
    /// Begins once no other process is at such a step.
    pub(super) async fn begin(pool: &PgPool) -> Result<Self> {
        let options = PgPoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let pool = options.connect_with((*pool.connect_options()).clone()).await?;
        let mut connection = pool.acquire().await?;
        // Dropping the transaction would undo it; the connection holds it until `commit`.
        std::mem::forget(connection.begin().await?);
        for limit in ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"] {
            // It takes longer than a page may.
            sqlx::query("select set_config($1, '0', true)").bind(limit).execute(&mut *connection).await?;
        }
        sqlx::query("select pg_advisory_xact_lock($1)").bind(TURN).execute(&mut *connection).await?;
        drop(connection);
        Ok(Self { pool })
    }

    /// Makes all of it last.
    pub(super) async fn commit(self) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        // A transaction that had failed would commit nothing, and not say so.
        sqlx::query("select").execute(&mut *connection).await?;
        sqlx::query("commit").execute(&mut *connection).await?;
        // The connection still believes in its transaction: nobody else gets it.
        connection.close().await?;
        self.pool.close().await;
        Ok(())
    }
}
