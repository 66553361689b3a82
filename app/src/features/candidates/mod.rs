//! Candidates, for recruiters.

pub mod api;
mod pool;
mod profile;

pub use pool::PoolPage;
pub use profile::CandidatePage;
