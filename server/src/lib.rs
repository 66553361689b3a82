//! The web layer of HireQ: starts the use-cases, and answers HTTP requests with the application's pages and server
//! functions.

mod answer_time;
mod body_limit;
mod body_time;
pub mod boot;
pub mod commands;
mod connections;
mod exports;
mod feeds;
mod files;
mod flash;
mod headers;
mod health;
mod kept;
mod kinds;
mod last_user;
mod live;
pub mod logging;
mod organization_page;
mod page_cache;
mod parts;
mod plain_pages;
mod request_number;
pub mod router;
pub mod serve;
mod sessions;
mod unstorable;
mod visitor;
mod waiting;
mod whole;
