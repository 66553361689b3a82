//! The careers site: open jobs for everyone, and one page a job.

pub mod api;
mod filters;
mod job;
mod json_ld;
mod list;

pub use job::JobPage;
pub use list::CareersPage;
