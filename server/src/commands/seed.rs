//! `hireq seed`, and the demo data of a first start.

use crate::boot::boot;
use hireq_services::{Services, auth::password, config::Config, demo};

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    anyhow::ensure!(!config.production, "the demo's accounts have a password that everybody knows: not in production");
    let booted = boot(config).await?;
    let seeded = when_empty(&booted.services).await;
    booted.stop().await?;
    if !seeded? {
        println!("There are accounts already: nothing was added");
    }
    Ok(())
}

/// Adds the demo data if there are no accounts yet, and prints who can sign in. Returns whether it did.
pub(super) async fn when_empty(services: &Services) -> anyhow::Result<bool> {
    let seeded = demo::seed_if_empty(services).await?;
    if demo::is_demo(services).await? {
        println!("Demo accounts, password “{}”:", password::DEMO);
        for (email, what) in demo::ACCOUNTS {
            println!("  {email:<32} {what}");
        }
    }
    Ok(seeded)
}
