//! The recruiter's jobs: the list, and the form to create and edit one.

pub mod api;
mod description;
mod edit;
mod editor;
mod end;
mod list;
mod questions;
mod requirements;
mod rows;
mod stages;
mod status;
mod team;

pub use edit::{EditJobPage, NewJobPage};
pub use end::EndJobPage;
pub use list::JobsPage;
pub use status::{JobStatusMenu, JobStatusPill};
pub use team::TeamOfJobPage;
