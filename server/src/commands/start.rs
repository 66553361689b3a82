//! `hireq serve` and `hireq work`.

use super::{in_data_dir, seed};
use crate::{
    boot::{Booted, boot},
    serve,
};
use clap::Args;
use hireq_services::{config::Config, queue::Queue};
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Default, Args)]
pub(super) struct Serve {
    /// Listen on this port instead of PORT
    #[arg(long)]
    port: Option<u16>,
    /// Keep the database and files here instead of `HIREQ_DATA_DIR`
    #[arg(long)]
    data: Option<PathBuf>,
    /// Start without demo data
    #[arg(long)]
    empty: bool,
    /// Run the tasks of these queues alone beside the site, and leave the others to `hireq work`
    #[arg(long, value_delimiter = ',')]
    queues: Option<Vec<Queue>>,
    /// Leave all tasks to `hireq work`
    #[arg(long, conflicts_with = "queues")]
    no_workers: bool,
}

impl Serve {
    pub(super) async fn run(self, mut config: Config) -> anyhow::Result<()> {
        if let Some(port) = self.port {
            config.port = port;
            if !config.shown.contains_key("FRONTEND_URL") || config.frontend_url.starts_with("http://127.0.0.1:") {
                config.frontend_url = format!("http://127.0.0.1:{port}");
            }
        }
        let config = in_data_dir(config, self.data);
        // The demo administrator's password is public, so the demo is only started if other machines cannot reach it.
        let demo = !self.empty && !config.production && config.host.is_loopback();
        // If stopping interrupts this, the next start repeats it.
        let booted = tokio::select! {
            begun = begin(config, demo) => begun?,
            _ = serve::Stop::asked() => return Ok(()),
        };
        let queues = if self.no_workers { Vec::new() } else { each(self.queues) };
        serve::serve(booted, queues).await
    }
}

async fn begin(config: Config, demo: bool) -> anyhow::Result<Booted> {
    let booted = boot(config).await?;
    if demo {
        seed::when_empty(&booted.services).await?;
    }
    Ok(booted)
}

#[derive(Debug, Args)]
pub(super) struct Work {
    /// Keep the database and files here instead of `HIREQ_DATA_DIR`
    #[arg(long)]
    data: Option<PathBuf>,
    /// Run the tasks of these queues alone: mail, documents, scans, upkeep
    #[arg(long, value_delimiter = ',')]
    queues: Option<Vec<Queue>>,
}

/// The named queues without duplicates, or all of them.
fn each(named: Option<Vec<Queue>>) -> Vec<Queue> {
    Queue::ALL.into_iter().filter(|queue| named.as_ref().is_none_or(|named| named.contains(queue))).collect()
}

impl Work {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<()> {
        let booted = boot(in_data_dir(config, self.data)).await?;
        let stop = CancellationToken::new();
        let queues = each(self.queues);
        let names: Vec<&str> = queues.iter().map(|queue| queue.name()).collect();
        let working = tokio::spawn(serve::work(booted.for_tasks(), queues, stop.clone()));
        println!("HireQ works on tasks ({}); Ctrl-C stops it", names.join(", "));
        let how = serve::Stop::asked().await;
        stop.cancel();
        if !how.wait_for(working).await {
            tracing::warn!("a task did not finish in time; another worker takes it up");
        }
        booted.stop_within(how.closing()).await
    }
}
