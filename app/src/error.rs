//! The error type of server functions: what a page may know about a failure.

use hireq_domain::FieldErrors;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::ui::FieldMessages;

/// Why a server function failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    #[error("Sign in to see this page")]
    Unauthenticated,
    /// Signed in, but without the right.
    #[error("Your account may not do this")]
    Forbidden,
    /// Does not exist, or the caller may not see it.
    #[error("This page does not exist, or it has been removed")]
    NotFound,
    /// The caller's input is wrong, field by field.
    #[error("Some answers need another look")]
    Invalid(FieldErrors),
    /// Somebody else changed it first.
    #[error("{0}")]
    Conflict(String),
    #[error("Too many attempts. Try again in {retry_after} seconds")]
    TooManyRequests {
        /// Seconds until another attempt may succeed.
        retry_after: u64,
    },
    #[error("{0}")]
    TooLarge(String),
    /// A part of the system is missing or busy.
    #[error("{0}")]
    Unavailable(String),
    /// The connection failed before there was a response.
    #[error("The server did not answer. Check the connection and try again")]
    Offline,
    /// An internal error; the number identifies it in the log.
    #[error("Something went wrong on our side. If it happens again, tell us this number: {request_id}")]
    Internal { request_id: String },
}

impl AppError {
    /// The messages for a form: for its fields, or for the whole form.
    #[must_use]
    pub fn messages(&self) -> FieldMessages {
        match self {
            Self::Invalid(fields) => fields.0.clone(),
            Self::NotFound => {
                let what = "This is not there any more. Load the page again to see what is";
                vec![(String::new(), what.to_owned())]
            }
            Self::Unauthenticated => {
                let what =
                    "You are signed out. Sign in, in another tab, and send this again: what you typed stays here";
                vec![(String::new(), what.to_owned())]
            }
            other => vec![(String::new(), other.to_string())],
        }
    }

    /// The corresponding HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Invalid(_) => 422,
            Self::Conflict(_) => 409,
            Self::TooManyRequests { .. } => 429,
            Self::TooLarge(_) => 413,
            Self::Unavailable(_) | Self::Offline => 503,
            Self::Internal { .. } => 500,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                #[cfg(feature = "ssr")]
                crate::answer::set_status(422);
                Self::Invalid(FieldErrors::one("", "The form was incomplete. Reload the page and try again"))
            }
            _ => Self::Internal { request_id: "unknown".into() },
        }
    }
}
