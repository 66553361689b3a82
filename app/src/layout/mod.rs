//! The frames of the portals: access checks and navigation.

mod account_menu;
mod portals;
mod public;

pub use portals::{AccountPortal, AdminPortal, CandidatePortal, HrPortal};
pub use public::PublicLayout;
