//! `hireq draw`: renders a page of a file as an image. The server runs this in a separate process for every page.

use clap::Args;
use hireq_documents::{Limits, draw};
use nix::sys::resource::{Resource, setrlimit};
use std::io::{Read, Write};

/// The memory limit in bytes. The largest image allowed, of fifty million pixels, needs a fifth of it.
const MEMORY: u64 = 1_500 << 20;
/// The limit of CPU time in seconds, in case the server dies and cannot kill this process.
const SECONDS: u64 = 10;
/// The maximum size of the file in bytes, above that of any upload.
const LARGEST: u64 = 256 << 20;

#[derive(Debug, Args)]
pub(super) struct Draw {
    /// File extension
    kind: String,
    /// Page number, from 1
    page: u32,
}

impl Draw {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        for (resource, most) in
            [(Resource::RLIMIT_AS, MEMORY), (Resource::RLIMIT_CPU, SECONDS), (Resource::RLIMIT_CORE, 0)]
        {
            // Not every system has each limit; the server's timeout still applies.
            _ = setrlimit(resource, most, most);
        }
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(LARGEST).read_to_end(&mut bytes)?;
        let limits = Limits { max_bytes: usize::MAX, ..Limits::default() };
        let picture = draw(&bytes, &format!("file.{}", self.kind), &limits, self.page)?;
        std::io::stdout().lock().write_all(&picture)?;
        Ok(())
    }
}
