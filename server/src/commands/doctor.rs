//! `hireq doctor`: what is configured, what answers, and what is missing.

use crate::boot::boot;
use hireq_services::{
    config::{Config, MailTransport, Storage},
    health, zones,
};

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    println!("Settings");
    for (name, value) in &config.shown {
        println!("  {name:<28} {value}");
    }
    println!("Parts");
    line("database", if config.database_url.is_some() { "DATABASE_URL" } else { "embedded, under the data directory" });
    line(
        "files",
        match &config.storage {
            Storage::Local(_) => "a local directory",
            Storage::S3 { .. } => "an S3 bucket",
        },
    );
    line(
        "mail",
        match &config.mail {
            MailTransport::Outbox => "kept in the outbox for admins; set SMTP_URL to send it",
            MailTransport::Smtp(_) => "SMTP",
        },
    );
    line("time zones", &format!("IANA's database {}, which the program brings along", zones::release()));
    let booted = match boot(config).await {
        Ok(booted) => booted,
        Err(error) => {
            line("database", &format!("DOWN: {error:#}"));
            anyhow::bail!("the database is needed for everything else");
        }
    };
    let health = health::check(&booted.services).await;
    booted.stop().await?;
    println!("Answers");
    line("database", health.database);
    line("files", health.storage);
    line("tasks", &format!("{}, {} gave up", health.tasks, health.dead_tasks));
    let oldest = format!("oldest task {} s, oldest mail {} s", health.oldest_task_seconds, health.oldest_mail_seconds);
    line("waiting work", &format!("{}: {oldest}", health.waiting));
    line(
        "models",
        match health.ml_models {
            "ok" => "ok",
            _ => "unavailable: run scripts/models, or set MODELS_DIR to where they are",
        },
    );
    line(
        "names in résumés",
        match health.entity_model {
            "ok" => "ok",
            _ => "unavailable, so that résumés are read by rules alone: run scripts/models, or set MODELS_DIR",
        },
    );
    anyhow::ensure!(health.is_up(), "a part that the site needs is down");
    Ok(())
}

fn line(part: &str, state: &str) {
    println!("  {part:<28} {state}");
}
