//! HireQ's screens: the document, the root component, and everything below it.
//!
//! Built twice: with `ssr` into the server's binary, with `hydrate` into the browser's WebAssembly. Server code lives
//! behind `ssr` and reaches pages through [`server`] alone.

#[cfg(feature = "ssr")]
mod answer;
mod document;
pub mod error;
mod error_view;
pub mod features;
#[cfg(feature = "ssr")]
pub mod file_forms;
pub mod form;
#[cfg(feature = "ssr")]
mod hydration;
pub mod layout;
pub mod live;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod server;
pub mod session;
#[cfg(test)]
mod sources;
pub mod ui;

pub use document::App;
#[cfg(feature = "ssr")]
pub use document::shell;
