//! HireQ's user interface: the document, the root component, and everything below it.
//!
//! It is built twice: with `ssr` into the server, and with `hydrate` as WebAssembly for the browser. Server code
//! requires `ssr`, and pages reach it only through [`server`].

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
