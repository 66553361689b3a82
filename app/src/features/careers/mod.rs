//! The careers site: a list of open jobs for everyone, and a page for each job.

pub mod api;
mod filters;
mod job;
#[cfg(feature = "ssr")]
mod json_ld;
mod list;
mod save;

pub use job::JobPage;
pub use list::{CareersPage, JobList};
pub use save::SaveButton;
