//! `hireq`: the server and its tools in one binary.

use clap::Parser;
use hireq_server::commands::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Two crates depend on rustls with different providers; without choosing one here, the first TLS connection would
    // panic.
    drop(rustls::crypto::ring::default_provider().install_default());
    Cli::parse().run()
}
