//! Recruiters' actions on jobs.

use super::{OURS, ours};
use crate::{
    event::{Effects, Mail, Reader, Told, When},
    ids::{JobId, UserId},
    job::{JobStatus, OpenApplications},
    team::JobRole,
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

pub(super) fn team_joined(job: JobId, title: &str, user: UserId, role: JobRole, told: bool) -> Effects {
    let mail = Mail::JobTeam { job, title: title.to_owned(), role };
    ours("job.team_join", ("job", Some(job.0)), json!({ "colleague": user, "role": role }))
        .and(colleague(user, mail, told))
}

pub(super) fn team_left(job: JobId, user: UserId) -> Effects {
    ours("job.team_leave", ("job", Some(job.0)), json!({ "colleague": user }))
}

pub(super) fn handed_over(from: Option<UserId>, to: UserId, jobs: usize, told: bool) -> Effects {
    let detail = json!({ "from": from, "to": to, "jobs": jobs });
    ours("job.hand_over", ("user", Some(to.0)), detail).and(colleague(to, Mail::JobsHandedOver { jobs }, told))
}

/// A colleague whom somebody else gave work to.
fn colleague(user: UserId, mail: Mail, told: bool) -> Told {
    let reader = Told::new(Reader::User(user), OURS);
    if told { reader.mailed(mail, When::Now) } else { reader }
}
