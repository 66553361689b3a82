//! `hireq`: the server and its tools in one binary.

use clap::Parser;
use hireq_server::commands::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Two crates bring rustls: without one provider chosen here, the first TLS connection would panic.
    drop(rustls::crypto::ring::default_provider().install_default());
    Cli::parse().run()
}
