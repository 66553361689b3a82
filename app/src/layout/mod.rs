//! The frames of the portals: who may enter, and where one can go.

mod account_menu;
mod portals;
mod public;

pub use portals::{AccountPortal, AdminPortal, CandidatePortal, HrPortal};
pub use public::PublicLayout;
