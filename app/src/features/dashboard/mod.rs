//! The recruiter's first page, and what they see before an administrator has let them in.

pub mod api;
mod attention;
mod page;
mod pending;

pub use page::DashboardPage;
pub use pending::PendingNotice;
