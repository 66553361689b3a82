//! A store for tower-sessions on our own table, keyed by the hash of the cookie's number, so that sessions can be
//! listed and a stolen table gives access to none.

use app::server::SESSION_USER;
use async_trait::async_trait;
use axum::{extract::Request, http::StatusCode, middleware::Next, response::Response};
use chrono::{DateTime, Utc};
use hireq_domain::ids::UserId;
use hireq_services::{
    ServiceError, Services,
    auth::{session_ends, session_key},
};
use hireq_store::sessions;
use std::{cell::Cell, fmt};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

#[derive(Clone)]
pub(crate) struct Sessions(pub Services);

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

fn key(id: &Id) -> Vec<u8> {
    session_key(&id.0.to_le_bytes())
}

tokio::task_local! {
    /// Whether the request's session could not be loaded because the database was unavailable.
    static DATABASE_UNAVAILABLE: Cell<bool>;
}

fn backend(error: hireq_store::Error) -> Error {
    let text = error.to_string();
    if matches!(ServiceError::from(error), ServiceError::Unavailable(_)) {
        // Outside a request there is nowhere to record it.
        let _ = DATABASE_UNAVAILABLE.try_with(|lost| lost.set(true));
    }
    Error::Backend(text)
}

/// tower-sessions treats a session that cannot be stored as an internal error. If only the database is unavailable,
/// this replaces the response accordingly.
pub(crate) async fn lost(request: Request, next: Next) -> Response {
    let answering = async {
        let response = next.run(request).await;
        let lost = response.status() == StatusCode::INTERNAL_SERVER_ERROR && DATABASE_UNAVAILABLE.with(Cell::get);
        if lost { crate::plain_pages::down() } else { response }
    };
    DATABASE_UNAVAILABLE.scope(Cell::new(false), answering).await
}

fn moment(at: OffsetDateTime) -> DateTime<Utc> {
    DateTime::from_timestamp(at.unix_timestamp(), 0).unwrap_or(DateTime::UNIX_EPOCH)
}

fn row(record: &Record) -> Result<(Option<UserId>, serde_json::Value, DateTime<Utc>)> {
    let data = serde_json::to_value(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
    let user = record.data.get(SESSION_USER).and_then(|user| serde_json::from_value(user.clone()).ok());
    Ok((user, data, moment(record.expiry_date)))
}

/// SQLSTATE class 53: insufficient resources.
fn is_full(error: &hireq_store::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code.starts_with("53"))
}

impl Sessions {
    /// Whether the session is stored for this account.
    async fn is_stored_for(&self, id: &Id, user: Option<UserId>) -> bool {
        let stored = self.load(id).await.ok().flatten();
        let holds =
            |record: Record| record.data.get(SESSION_USER).and_then(|id| serde_json::from_value(id.clone()).ok());
        user.is_some() && stored.and_then(holds) == user
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let (user, data, expires) = row(record)?;
            let now = self.0.clock.now();
            if sessions::create(&self.0.pool, &key(&record.id), user, &data, now, expires).await.map_err(backend)? {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (user, data, expires) = row(record)?;
        let now = self.0.clock.now();
        match sessions::save(&self.0.pool, &key(&record.id), user, &data, now, expires).await {
            // If the disk is full, somebody signed in can continue reading; the only loss is that a message may be
            // shown twice.
            Err(error) if is_full(&error) && self.is_stored_for(&record.id, user).await => {
                tracing::warn!(%error, "a session could not be saved");
                Ok(())
            }
            saved => saved.map_err(backend),
        }
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let stored = sessions::load(&self.0.pool, &key(id), session_ends(&self.0)).await.map_err(backend)?;
        stored
            .map(|stored| {
                Ok(Record {
                    id: *id,
                    data: serde_json::from_value(stored.data).map_err(|e| Error::Decode(e.to_string()))?,
                    expiry_date: OffsetDateTime::from_unix_timestamp(stored.expires_at.timestamp())
                        .map_err(|e| Error::Decode(e.to_string()))?,
                })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.0.pool, &key(id)).await.map_err(backend)
    }
}
