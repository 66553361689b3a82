//! HireQ's models: each loads from a checked file, runs on candle on a thread of its own, and is
//! reached through a bounded queue.
//!
//! Nothing here downloads anything. A missing model is a state ([`models::Status`]), never a panic.
#![warn(missing_docs)]

pub mod answer;
pub mod audio;
pub mod chat;
pub mod chunk;
pub mod embed;
pub mod models;
pub mod ner;
pub mod sentiment;
pub mod transcribe;
pub mod whisper;
pub mod worker;

mod arithmetic;
mod bert;
mod packed;
mod processor;
