//! The recruiter's dashboard, and the page shown until an administrator has approved them.

pub mod api;
mod attention;
mod page;
mod pending;

pub use page::DashboardPage;
pub use pending::PendingNotice;
