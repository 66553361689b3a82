//! HireQ's types and rules. Nothing here does I/O, so the same code runs in the browser and on the server.

pub mod about;
pub mod account;
pub mod admin;
pub mod applicants;
pub mod application;
pub mod candidate;
pub mod correction;
pub mod dashboard;
pub mod event;
pub mod field_errors;
pub mod find;
pub mod ids;
pub mod inbox;
pub mod job;
pub mod job_form;
pub mod json_resume;
pub mod locale;
pub mod matching;
pub mod merge;
pub mod money;
pub mod number;
pub mod organization;
pub mod page;
pub mod posting;
pub mod resume;
pub mod resume_form;
pub mod retention;
pub mod sheet;
pub mod team;
pub mod tenure;
pub mod unseen;
mod words;
pub mod zone;

pub use field_errors::FieldErrors;
