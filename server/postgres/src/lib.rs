//! A private Postgres for a server without a database of its own, and temporary databases for tests.
//!
//! [`EmbeddedPostgres`] guarantees the following. The first start creates the cluster, and later starts find it. It
//! listens only on a socket inside a directory that no other user may enter, never on the network, and lets in only the
//! user of this process, by peer authentication. If the server runs as root, Postgres runs as the system user
//! `hireq-postgres`, created if needed, never as root. Several processes may use one cluster at a time, and the last
//! one to stop also stops Postgres. A Postgres whose user was killed is found and used again. One that ends while in
//! use is restarted, with pauses between attempts, for example while a disk is full. [`testing`] gives every test a
//! freshly migrated database of its own.

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
