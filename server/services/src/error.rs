//! What can go wrong in a use-case. The edge turns these into answers; nobody sees an `Internal`'s inside but the log.

use hireq_domain::FieldErrors;
use std::fmt;

/// What a use-case returns.
pub type Result<T> = std::result::Result<T, ServiceError>;

/// Why a use-case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// Signed in, but not allowed.
    #[error("not allowed")]
    Forbidden,
    /// Not there, or not the caller's to see.
    #[error("not found")]
    NotFound,
    /// The caller's input is wrong, field by field.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// Somebody was faster; the sentence says what to do.
    #[error("{0}")]
    Conflict(String),
    /// Too many attempts.
    #[error("too many attempts")]
    TooManyRequests {
        /// Seconds until another attempt may succeed.
        retry_after: u64,
    },
    /// The input is larger than allowed; the sentence says how large it may be.
    #[error("{0}")]
    TooLarge(String),
    /// A part is missing or busy; the sentence says which.
    #[error("{0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("internal error: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl ServiceError {
    /// One message at one field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(FieldErrors::one(field, message))
    }

    /// A fault of ours.
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

/// Whether the database gave up rather than failed: a time limit, a lock that another holds, a restart, no room for one
/// more connection, none on its disk.
fn busy(error: &hireq_store::Error) -> bool {
    const CLASSES: [&str; 3] = ["08", "53", "57P"];
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| {
        matches!(&*code, "57014" | "55P03" | "40P01" | "25P03" | "58030")
            || CLASSES.iter().any(|class| code.starts_with(class))
    })
}

/// Turns a broken constraint into a message at a field, and leaves every other error as it is.
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
