//! Logging: a message with fields and the request's number, without personal data. JSON in production.

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Starts logging to standard error; `RUST_LOG` overrides what is logged.
pub fn start(production: bool) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,graphile_worker=warn,tower_sessions=warn,html5ever=error"));
    let registry = tracing_subscriber::registry().with(filter);
    let started = if production {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry.with(fmt::layer().compact().with_target(false).with_writer(std::io::stderr)).try_init()
    };
    // Tests start it more than once, which is harmless.
    drop(started);
}
