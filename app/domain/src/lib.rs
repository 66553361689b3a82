//! HireQ's types and rules. Nothing here does I/O, so the same code decides in the browser and on the server.
#![warn(missing_docs)]

pub mod resume;
