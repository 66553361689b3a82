//! The web edge of HireQ: boots the use-cases, and answers HTTP with the application's pages and server functions.

mod body_limit;
pub mod boot;
pub mod commands;
mod exports;
mod feeds;
mod files;
mod flash;
mod headers;
mod health;
mod kept;
mod kinds;
mod live;
pub mod logging;
mod page_cache;
mod request_number;
pub mod router;
pub mod serve;
mod sessions;
mod visitor;
