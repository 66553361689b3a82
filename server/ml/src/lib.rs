//! HireQ's models. Each loads from checked files, runs on a thread of its own, and is used through a bounded queue.
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

// The shared test support refers to the crate by its external name, also in unit tests.
#[cfg(test)]
extern crate self as hireq_ml;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;
