//! A private Postgres for a server without one of its own, and throw-away databases for tests.
//!
//! [`EmbeddedPostgres`] promises: the first start makes the cluster, later starts find it again; it listens on a
//! socket inside a directory that only its own user may enter, never on the network, and lets in only whoever runs us, as
//! the system knows them; for root it runs as the system user `hireq-postgres`, made at need; several processes may use one
//! cluster at a time and the last to stop takes Postgres down with it; a Postgres whose user was killed is found and
//! used again; one that ends under its users is started again, with pauses between tries, as on a disk that is full; and it
//! never runs as root. [`testing`] gives every test a freshly migrated database of its own.

mod account;
mod binaries;
mod cluster;
mod command;
mod error;
mod keeper;
mod place;
pub mod testing;

pub use cluster::{EmbeddedPostgres, EmbeddedPostgresOptions};
pub use error::EmbeddedPostgresError;
