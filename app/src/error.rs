//! The one error on the wire: what a page may know of what went wrong.

use hireq_domain::FieldErrors;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::ui::FieldMessages;

/// Why a server function did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in.
    #[error("Sign in to see this page")]
    Unauthenticated,
    /// Signed in, but not allowed.
    #[error("Your account may not do this")]
    Forbidden,
    /// Not there, or not the caller's to see.
    #[error("This page does not exist, or it has been removed")]
    NotFound,
    /// The caller's input is wrong, field by field.
    #[error("Some answers need another look")]
    Invalid(FieldErrors),
    /// Somebody was faster.
    #[error("{0}")]
    Conflict(String),
    /// Too many attempts.
    #[error("Too many attempts. Try again in {retry_after} seconds")]
    TooManyRequests {
        /// Seconds until another attempt may succeed.
        retry_after: u64,
    },
    /// The input is larger than allowed.
    #[error("{0}")]
    TooLarge(String),
    /// A part is missing or busy.
    #[error("{0}")]
    Unavailable(String),
    /// The connection failed before an answer came.
    #[error("The server did not answer. Check the connection and try again")]
    Offline,
    /// A fault of ours; the number finds it in the log.
    #[error("Something went wrong on our side. If it happens again, tell us this number: {request_id}")]
    Internal {
        /// The request's number.
        request_id: String,
    },
}

impl AppError {
    /// The messages for a form: at their fields, or about the whole form.
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

    /// The HTTP status that goes with it.
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
