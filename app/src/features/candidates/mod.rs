//! Candidates, for recruiters.

pub mod api;
mod duplicates;
mod pool;
mod profile;

pub use duplicates::DuplicatesLine;
pub use pool::PoolPage;
pub use profile::CandidatePage;
