//! Recruiters' actions on jobs.

use super::ours;
use crate::{
    event::Effects,
    ids::JobId,
    job::{JobStatus, OpenApplications},
};
use serde_json::{Value, json};

pub(super) fn applicants_exported(job: JobId, rows: usize) -> Effects {
    ours("applications.export", ("job", Some(job.0)), json!({ "rows": rows }))
}

pub(super) fn created(job: JobId) -> Effects {
    ours("job.create", ("job", Some(job.0)), Value::Null)
}

pub(super) fn edited(job: JobId) -> Effects {
    ours("job.edit", ("job", Some(job.0)), Value::Null)
}

pub(super) fn names_hidden(job: JobId, hidden: bool, applications: i64) -> Effects {
    let detail = json!({ "names_hidden": hidden, "applications": applications });
    ours("job.blind", ("job", Some(job.0)), detail)
}

pub(super) fn status_changed(
    job: JobId,
    from: JobStatus,
    to: JobStatus,
    applications: Option<OpenApplications>,
) -> Effects {
    let action = match to {
        JobStatus::Draft => "job.draft",
        JobStatus::Open => "job.open",
        JobStatus::Paused => "job.pause",
        JobStatus::Closed => "job.close",
        JobStatus::Filled => "job.fill",
    };
    let detail = match applications {
        Some(applications) => json!({ "from": from, "applications": applications }),
        None => json!({ "from": from }),
    };
    ours(action, ("job", Some(job.0)), detail)
}
