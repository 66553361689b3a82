//! HireQ's models: each loads from a checked file, runs on a thread of its own, and is reached through a bounded queue.
//!
//! Nothing here downloads anything. A missing model is a state ([`models::Status`]), never a panic.

pub mod answer;
pub mod audio;
pub mod chat;
pub mod chunk;
pub mod embed;
pub mod judge;
pub mod models;
pub mod ner;
pub mod ocr;
pub mod sentiment;
pub mod transcribe;
pub mod whisper;
pub mod worker;

pub use worker::EngineError;

mod arithmetic;
mod bert;
mod e5;
mod packed;
mod processor;

// The tests' support names the crate as tests outside it do.
#[cfg(test)]
extern crate self as hireq_ml;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;
