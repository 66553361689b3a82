//! `hireq serve`: runs the web server, and tasks beside it, until a signal asks it to stop.

use crate::{
    boot::Booted,
    connections::{self, Patience},
    router::router,
};
use anyhow::Context;
use hireq_services::{queue::Queue, tasks};
use leptos::config::{Env, LeptosOptions};
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// The site's built files: in `LEPTOS_SITE_ROOT`, or in `site` beside the program. Their names contain hashes if the
/// build left `hash.txt` beside the program, unless cargo-leptos says that this build has none.
fn leptos_options(addr: SocketAddr) -> LeptosOptions {
    let beside = |name: &str| std::env::current_exe().ok().and_then(|exe| exe.parent().map(|dir| dir.join(name)));
    let site: PathBuf = std::env::var_os("LEPTOS_SITE_ROOT")
        .map(PathBuf::from)
        .or_else(|| beside("site").filter(|dir| dir.is_dir()))
        .unwrap_or_else(|| "target/site".into());
    let hashed = std::env::var("LEPTOS_HASH_FILES")
        .map_or_else(|_| beside("hash.txt").is_some_and(|file| file.is_file()), |said| said == "true");
    LeptosOptions::builder()
        .output_name("hireq")
        .site_root(site.to_string_lossy().into_owned())
        .site_addr(addr)
        .env(if cfg!(debug_assertions) { Env::DEV } else { Env::PROD })
        .hash_files(hashed)
        .build()
}

/// How the server was asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Ctrl-C: somebody is waiting at a terminal, so stopping takes at most two seconds. What is interrupted is safe:
    /// rows, tasks and mails are either committed completely or picked up again.
    Now,
    /// SIGTERM: another server takes over, and requests in flight should finish.
    Gently,
}

impl Stop {
    /// Returns when the terminal or the system asks to stop.
    pub(crate) async fn asked() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => Self::Now,
            () = terminate => Self::Gently,
        }
    }

    /// Waits for what is in flight, with a time limit; Ctrl-C after another signal ends the wait. Returns whether
    /// everything finished.
    pub(crate) async fn wait_for(self, in_flight: impl Future) -> bool {
        let grace = match self {
            Self::Now => Duration::from_secs(1),
            Self::Gently => Duration::from_secs(10),
        };
        tokio::select! {
            _ = in_flight => true,
            () = tokio::time::sleep(grace) => false,
            _ = tokio::signal::ctrl_c() => false,
        }
    }

    /// How long connections, models and the embedded Postgres have to close.
    pub(crate) fn closing(self) -> Duration {
        match self {
            Self::Now => Duration::from_millis(700),
            Self::Gently => Duration::from_mins(1),
        }
    }
}

/// Answers requests until asked to stop; then requests in flight and running tasks may finish, see [`Stop`].
///
/// # Errors
/// If the port is taken, or the database is lost permanently.
pub async fn serve(booted: Booted, queues: Vec<Queue>) -> anyhow::Result<()> {
    let services = booted.services.clone();
    let addr = SocketAddr::from((services.config.host, services.config.port));
    let listener = TcpListener::bind(addr)
        .await
        .with_context(|| format!("port {} is taken: choose another with --port", addr.port()))?;
    // With port 0, the system chooses a free one.
    let addr = listener.local_addr()?;
    let stop = CancellationToken::new();
    let listening = tokio::spawn(services.realtime.clone().listen(services.pool.clone()));
    let working = tokio::spawn(work(booted.for_tasks(), queues, stop.clone()));
    let config = services.config.clone();
    let app = router(services, leptos_options(addr));
    let asked = tokio::spawn(Stop::asked());
    println!("HireQ is ready at http://{addr}");
    let patience = Patience::with(config.connections_per_address);
    let proxies =
        move |address: std::net::IpAddr| config.trusted_proxies.iter().any(|net| net.contains(&address.to_canonical()));
    let mut serving = tokio::spawn(connections::serve(listener, app, patience, proxies, stop.clone()));
    let how = tokio::select! {
        how = asked => how.context("no signal can be heard")?,
        ended = &mut serving => {
            ended.context("the server ended")?;
            anyhow::bail!("the server ended");
        }
    };
    tracing::info!("stopping: requests and tasks in flight may finish");
    stop.cancel();
    listening.abort();
    let writing = booted.write_down();
    let cut = serving.abort_handle();
    if !how.wait_for(async { tokio::join!(serving, working, writing) }).await {
        tracing::warn!("what did not finish in time is cut off; a worker takes up its task");
    }
    cut.abort();
    booted.stop_within(how.closing()).await
}

/// Runs the tasks of these queues until asked to stop. Restarts after an error, such as a lost database.
pub async fn work(services: hireq_services::Services, queues: Vec<Queue>, stop: CancellationToken) {
    futures::future::join_all(queues.into_iter().map(|queue| work_on(&services, queue, &stop))).await;
}

async fn work_on(services: &hireq_services::Services, queue: Queue, stop: &CancellationToken) {
    let mut wait = Duration::from_secs(1);
    while !stop.is_cancelled() {
        match tasks::worker(services, queue).await {
            Ok(worker) => {
                wait = Duration::from_secs(1);
                let mut running = std::pin::pin!(worker.run());
                let ended = tokio::select! {
                    ended = &mut running => ended,
                    () = stop.cancelled() => {
                        worker.request_shutdown();
                        running.await
                    }
                };
                if let Err(error) = ended {
                    tracing::error!(error = %error, ?queue, "a task worker ended");
                }
            }
            Err(error) => tracing::error!(error = %error, ?queue, "a task worker did not start"),
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => wait = (wait * 2).min(Duration::from_secs(30)),
            () = stop.cancelled() => {}
        }
    }
}
