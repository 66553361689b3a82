//! Forms that work with and without JavaScript and lose nothing that somebody typed.
//!
//! With JavaScript, errors come back as the action's value and the inputs keep what was typed. Without, the server
//! sends the person back to the form; errors and typed values wait in the session for that one page view, never in the
//! address.

use crate::{error::AppError, ui::FieldMessages};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

/// What a form without JavaScript left behind: which one, why it failed, and what was typed (never a password).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormFlash {
    /// The server function's path.
    pub path: String,
    /// Why it failed.
    pub error: AppError,
    /// What was typed.
    pub values: Vec<(String, String)>,
}

/// A form's errors and typed values.
#[derive(Clone, Copy)]
pub struct FormState {
    errors: Signal<FieldMessages>,
    values: StoredValue<Vec<(String, String)>>,
}

fn flash_of(path: &'static str) -> Option<FormFlash> {
    SharedValue::new(move || {
        #[cfg(feature = "ssr")]
        return crate::server::flash().filter(|flash| flash.path == path);
        #[cfg(not(feature = "ssr"))]
        {
            let _ = path;
            None::<FormFlash>
        }
    })
    .into_inner()
}

impl FormState {
    /// The state of the form that runs `action`.
    pub fn new<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let flash = flash_of(S::PATH);
        let before = flash.as_ref().map(|f| f.error.messages()).unwrap_or_default();
        let value = action.value();
        let errors = Signal::derive(move || {
            value.with(|value| match value {
                Some(Err(error)) => error.messages(),
                Some(Ok(_)) => Vec::new(),
                None => before.clone(),
            })
        });
        Self { errors, values: StoredValue::new(flash.map(|f| f.values).unwrap_or_default()) }
    }

    /// The state of a plain form that posts to the server function `S`.
    pub fn plain<S: ServerFn>() -> Self {
        let flash = flash_of(S::PATH);
        let before = flash.as_ref().map(|f| f.error.messages()).unwrap_or_default();
        Self { errors: Signal::stored(before), values: StoredValue::new(flash.map(|f| f.values).unwrap_or_default()) }
    }

    /// The errors, for [`FormScope`](crate::ui::FormScope).
    pub const fn errors(&self) -> Signal<FieldMessages> {
        self.errors
    }

    /// The first error at `name`.
    pub fn error(&self, name: &'static str) -> MaybeProp<String> {
        let errors = self.errors;
        Signal::derive(move || {
            errors.with(|all| all.iter().find(|(field, _)| field == name).map(|(_, message)| message.clone()))
        })
        .into()
    }

    /// Whether values came back from a failed attempt.
    pub fn came_back(&self) -> bool {
        self.values.with_value(|values| !values.is_empty())
    }

    /// What was typed into `name`, or the initial value.
    pub fn value(&self, name: &str, initial: impl Into<String>) -> String {
        self.values
            .with_value(|values| values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()))
            .unwrap_or_else(|| initial.into())
    }

    /// Everything that was typed into `name` after a failed attempt.
    pub fn values(&self, name: &str) -> Option<Vec<String>> {
        self.came_back().then(|| {
            self.values.with_value(|values| {
                values.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
            })
        })
    }
}
