//! One folder for each domain noun: its server functions are in `api.rs`, and each page or widget is a file beside it.

pub mod account;
pub mod admin;
pub mod applications;
pub mod candidates;
pub mod careers;
pub mod dashboard;
pub mod find;
pub mod inbox;
pub mod jobs;
pub mod matching;
pub mod notes;
pub mod organization;
pub mod portal;
pub mod resumes;
pub mod team;
