//! Candidates, for recruiters.

pub mod api;
mod changes;
mod duplicates;
mod edit;
mod merge;
mod pool;
mod profile;

pub use duplicates::DuplicatesLine;
pub use edit::EditPage;
pub use merge::MergePage;
pub use pool::PoolPage;
pub use profile::CandidatePage;
