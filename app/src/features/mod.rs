//! One folder a noun: its server functions in `api.rs`, a page or widget a file beside it.

pub mod account;
pub mod admin;
pub mod applications;
pub mod candidates;
pub mod careers;
pub mod dashboard;
pub mod jobs;
pub mod matching;
pub mod notes;
pub mod portal;
pub mod resumes;
