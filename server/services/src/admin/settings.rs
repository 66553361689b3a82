//! The configuration check: the settings that were read, what they result in, and what deserves attention.

use crate::{
    Services,
    auth::Admin,
    config::{Config, MailTransport, Storage},
};
use hireq_domain::admin::{Setting, Settings};

/// The settings. Secrets are already hidden when the configuration is read, so they cannot appear here.
#[must_use]
pub fn shown(services: &Services, _admin: &Admin) -> Settings {
    let config = &services.config;
    let variables = config
        .shown
        .iter()
        .map(|(name, value)| Setting { name: (*name).to_owned(), value: (value != "(not set)").then(|| value.clone()) })
        .collect();
    Settings { variables, effects: effects(config), advice: advice(services) }
}

fn effects(config: &Config) -> Vec<(String, String)> {
    let database =
        if config.database_url.is_some() { "The Postgres in DATABASE_URL" } else { "A private one on this machine" };
    let storage = match &config.storage {
        Storage::Local(dir) => format!("The directory {}", dir.display()),
        Storage::S3 { bucket, endpoint, region, .. } => {
            format!("The bucket {bucket} at {}", endpoint.as_deref().unwrap_or(region))
        }
    };
    let mail = match config.mail {
        MailTransport::Outbox => "Kept in the outbox, sent nowhere",
        _ => "Sent by the mail server that is set",
    };
    [
        ("Address of the site", config.frontend_url.clone()),
        ("Listens on", format!("{}:{}", config.host, config.port)),
        ("Database", database.to_owned()),
        ("Files", storage),
        ("Mail", mail.to_owned()),
        ("Sender of mail", config.from_email.clone()),
        ("Models", format!("The directory {}", config.models_dir.display())),
        ("Largest résumé", format!("{} MB", config.max_file_bytes / (1024 * 1024))),
        ("Résumé endings", config.resume_extensions.join(", ")),
        (
            "Sessions end after",
            format!(
                "{} hours without use, {} for recruiters and administrators, and {} days in all",
                config.session_hours, config.staff_session_hours, config.session_days
            ),
        ),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn advice(services: &Services) -> Vec<String> {
    let config = &services.config;
    let mut advice = Vec::new();
    if !config.production {
        advice.push("ENVIRONMENT is not production: cookies are sent over plain HTTP too.".to_owned());
    }
    if matches!(config.mail, MailTransport::Outbox) {
        advice.push("No mail server is set: mail stays in the outbox. Set SMTP_URL to send it.".to_owned());
    }
    if services.embedder.is_none() {
        advice.push(
            "The embedding model is missing: matches are made without semantic closeness. Fetch the models and \
             start again."
                .to_owned(),
        );
    }
    if config.production && config.database_url.is_none() {
        advice.push("The database is the private one on this machine: see that its directory is backed up.".to_owned());
    }
    advice
}
