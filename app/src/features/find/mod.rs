//! Finding a person, a job or a page by name, from wherever one is.

pub mod api;
mod entries;
mod opener;
mod page;

pub use opener::{FindButton, FindKey};
pub use page::FindPage;
