//! What can go wrong in a use-case. The web layer turns these errors into responses; the details of an `Internal` error
//! are only logged.

use hireq_domain::FieldErrors;
use std::fmt;

pub type Result<T> = std::result::Result<T, ServiceError>;

/// Why a use-case failed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error("sign in first")]
    Unauthenticated,
    /// Signed in, but without the right.
    #[error("not allowed")]
    Forbidden,
    /// Does not exist, or the caller may not see it.
    #[error("not found")]
    NotFound,
    /// The caller's input is wrong, field by field.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// Somebody else changed it first; the sentence says what to do.
    #[error("{0}")]
    Conflict(String),
    #[error("too many attempts")]
    TooManyRequests {
        /// Seconds until another attempt may succeed.
        retry_after: u64,
    },
    /// The input is larger than allowed; the sentence says how large it may be.
    #[error("{0}")]
    TooLarge(String),
    /// A part of the system is missing or busy; the sentence says which.
    #[error("{0}")]
    Unavailable(String),
    /// A fault of the system.
    #[error("internal error: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl ServiceError {
    /// One message for one field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(FieldErrors::one(field, message))
    }

    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }
}

impl From<FieldErrors> for ServiceError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<hireq_store::Error> for ServiceError {
    fn from(error: hireq_store::Error) -> Self {
        use hireq_store::Error as Sql;
        match error {
            Sql::RowNotFound => Self::NotFound,
            Sql::PoolTimedOut | Sql::PoolClosed | Sql::Io(_) => {
                Self::Unavailable("The database cannot be reached just now. Try again in a moment".into())
            }
            other if hireq_store::is_unstorable_text(&other) => {
                Self::field("", "The form holds a character that no text has. Remove it and send the form again")
            }
            other if busy(&other) => {
                tracing::warn!(error = %other, "the database did not do this in time");
                Self::Unavailable("The database is busy just now. Try again in a moment".into())
            }
            other => Self::Internal(other.into()),
        }
    }
}

/// Whether the database was overloaded or unavailable, rather than the query wrong: a time limit, a lock held by
/// another transaction, a restart, no free connection, a full disk.
fn busy(error: &hireq_store::Error) -> bool {
    const CLASSES: [&str; 3] = ["08", "53", "57P"];
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| {
        matches!(&*code, "57014" | "55P03" | "40P01" | "25P03" | "58030")
            || CLASSES.iter().any(|class| code.starts_with(class))
    })
}

/// Turns a violated constraint into a message at a field, and leaves every other error as it is.
pub fn on_constraint<'a>(
    constraint: &'a str,
    field: &'a str,
    message: impl fmt::Display + 'a,
) -> impl FnOnce(hireq_store::Error) -> ServiceError + 'a {
    move |error| {
        if hireq_store::broken_constraint(&error) == Some(constraint) {
            ServiceError::field(field, message.to_string())
        } else {
            error.into()
        }
    }
}
