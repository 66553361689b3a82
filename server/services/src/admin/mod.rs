//! Running the platform: accounts, organisations, the audit log, tasks, mail, models and settings. Everything here asks
//! for an administrator's guard, and every change leaves an audit entry in the same transaction.

pub mod audit;
pub mod models;
pub mod organizations;
pub mod outbox;
pub mod overview;
pub mod settings;
pub mod tasks;
pub mod users;

/// Rows on a page of any of the administrators' lists.
pub const PAGE_SIZE: i64 = 25;
