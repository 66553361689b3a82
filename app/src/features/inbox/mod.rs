//! The inbox: applicants of all jobs that wait for the recruiter, gone through one by one.

pub mod api;
mod page;

pub use page::InboxPage;
