//! The administrators' overview: totals for the whole site, and the health of each part.

use crate::{Result, Services, auth::Admin, health, queue::admin as queue, zones};
use hireq_domain::admin::{Overview, Part, TaskCounts};
use hireq_store::admin as store;

/// For how many days applications are shown.
const DAYS: u32 = 30;

/// The totals of the whole site, and the health of each part.
///
/// # Errors
/// If the database query fails.
pub async fn show(services: &Services, admin: &Admin) -> Result<Overview> {
    let pool = &services.pool;
    let days = zones::days(&admin.user.zone(), services.clock.now(), DAYS);
    let starts: Vec<_> = days.iter().map(|(_, begins)| *begins).collect();
    let (users, organizations, jobs, applications, tasks, mails, files, health) = tokio::join!(
        store::overview::users(pool),
        store::overview::organizations(pool),
        store::overview::jobs(pool),
        store::overview::arrivals(pool, &starts),
        queue::counts(pool),
        store::outbox::counts(pool),
        store::overview::files(pool),
        health::check(services),
    );
    let (files, bytes) = files?;
    Ok(Overview {
        users: users?,
        organizations: organizations?,
        jobs: jobs?,
        applications: days.into_iter().map(|(day, _)| day).zip(applications?).collect(),
        // If the queue itself is broken, the rest is still shown; the queue's health entry reports the failure.
        tasks: tasks.unwrap_or(TaskCounts::default()),
        mails: mails?,
        files,
        bytes,
        parts: parts(&health),
    })
}

fn parts(health: &health::Health) -> Vec<Part> {
    let part = |name: &str, state: &str, fine: &str| Part {
        name: name.to_owned(),
        ok: state == "ok",
        state: if state == "ok" { fine.to_owned() } else { state.to_owned() },
    };
    vec![
        part("Database", health.database, "Answers"),
        part("Files", health.storage, "Can be written"),
        part("Models", health.ml_models, "Loaded"),
        part("Names in résumés", health.entity_model, "Loaded"),
        part("Tasks", health.tasks, "Can be queued"),
        part("Waiting work", health.waiting, "On time"),
    ]
}
