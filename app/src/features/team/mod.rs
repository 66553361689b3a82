//! The recruiters of an organisation: who they are, and inviting more.

pub mod api;
mod join;
mod page;

pub use join::JoinPage;
pub use page::TeamPage;
