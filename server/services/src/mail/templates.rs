//! Mail templates: a file each under `templates/`, subject on the first line.

use crate::{Result, ServiceError};
use minijinja::Environment;
use std::sync::OnceLock;

const TEMPLATES: &[(&str, &str)] = &[
    ("account_approved", include_str!("templates/account_approved.txt")),
    ("account_rejected", include_str!("templates/account_rejected.txt")),
    ("address_taken", include_str!("templates/address_taken.txt")),
    ("address_changed", include_str!("templates/address_changed.txt")),
    ("application_received", include_str!("templates/application_received.txt")),
    ("application_rejected", include_str!("templates/application_rejected.txt")),
    ("confirm_address", include_str!("templates/confirm_address.txt")),
    ("confirm_sign_up", include_str!("templates/confirm_sign_up.txt")),
    ("new_application", include_str!("templates/new_application.txt")),
    ("reset_password", include_str!("templates/reset_password.txt")),
    ("sign_in_failures", include_str!("templates/sign_in_failures.txt")),
    ("sign_up_known", include_str!("templates/sign_up_known.txt")),
    ("status_update", include_str!("templates/status_update.txt")),
    ("welcome", include_str!("templates/welcome.txt")),
];

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        for (name, text) in TEMPLATES {
            if let Err(error) = environment.add_template(name, text) {
                tracing::error!(template = name, error = %error, "a mail template is broken");
            }
        }
        environment
    })
}

/// Subject and body of an event's mail.
pub(super) fn render(event: &str, values: &serde_json::Value) -> Result<(String, String)> {
    let text = environment()
        .get_template(event)
        .and_then(|template| template.render(minijinja::value::Serde(values)))
        .map_err(ServiceError::internal)?;
    let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
    Ok((subject.trim().to_owned(), format!("{}\n", body.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_renders_with_the_values_that_its_event_gives() {
        let values = serde_json::json!({
            "site": "https://jobs.example", "name": "Zoë", "job": "Data Engineer", "organization": "Acme",
            "link": "https://jobs.example/x", "reason": "why", "stage": "Interview", "candidate": "Zoë",
        });
        for (name, _) in TEMPLATES {
            let (subject, body) = render(name, &values).expect(name);
            assert!(!subject.is_empty() && !subject.contains('\n') && body.len() > 20, "{name}");
        }
    }
}
