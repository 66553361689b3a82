//! HireQ's types and rules. Nothing here does I/O, so the same code decides in the browser and on the server.
#![warn(missing_docs)]

pub mod account;
pub mod application;
pub mod event;
pub mod field_errors;
pub mod ids;
pub mod job;
pub mod matching;
pub mod page;
pub mod resume;
mod words;

pub use field_errors::FieldErrors;
