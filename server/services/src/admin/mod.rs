//! Administration of the platform: accounts, organisations, the audit log, tasks, mail, models and settings. Everything
//! here requires the administrator's guard, and every change writes an audit entry in the same transaction.

pub mod audit;
pub mod models;
pub mod organizations;
pub mod outbox;
pub mod overview;
pub mod settings;
pub mod tasks;
pub mod users;

/// Rows per page in all of the administrators' lists.
pub const PAGE_SIZE: i64 = 25;
