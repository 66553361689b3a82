//! One folder a noun: its server functions in `api.rs`, a page or widget a file beside it.

pub mod account;
pub mod admin;
pub mod careers;
pub mod dashboard;
pub mod jobs;
