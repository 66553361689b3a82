//! Server functions of the recruiter's jobs.

use super::editor::Editor;
use crate::error::AppError;
use hireq_domain::{
    ids::{JobId, UserId},
    job::JobStatus,
    job_form::JobForm,
    posting::{JobEnding, JobList, Proposal},
    team::JobTeamPage,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use {
    super::editor,
    crate::{form, server, ui::plural},
    hireq_domain::{FieldErrors, posting::JobFilter},
    hireq_services::jobs::{self, team},
    leptos::server_fn::ServerFn,
};

/// The organisation's jobs.
#[server(prefix = "/api", endpoint = "jobs/list", input = GetUrl)]
pub async fn list_jobs(
    #[server(default)] status: String,
    #[server(default)] q: String,
    #[server(default)] mine: bool,
    #[server(default)] page: String,
) -> Result<JobList, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let filter = JobFilter { status: status.parse().ok(), q, mine };
    jobs::list(&services, &hr, &filter, page.parse().unwrap_or(1)).await.map_err(server::error)
}

#[server(prefix = "/api", endpoint = "jobs/team", input = GetUrl)]
pub async fn show_job_team(job: JobId) -> Result<JobTeamPage, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    team::load(&services, &hr, job).await.map_err(server::error)
}

/// Puts a colleague into a job's team, or changes what they are in it.
#[server(prefix = "/api", endpoint = "jobs/team-set")]
pub async fn set_job_member(
    job: JobId,
    #[server(default)] user: String,
    #[server(default)] role: String,
) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let user = user.parse().map_err(|_| server::invalid("user", "Choose a colleague"))?;
    let role = role.parse().map_err(|_| server::invalid("role", "Choose a role"))?;
    team::set(&services, &hr, job, user, role).await.map_err(server::error)?;
    server::done(&format!("/hr/jobs/{job}/team"), "The job's team is changed");
    Ok(())
}

/// Takes a colleague out of a job's team.
#[server(prefix = "/api", endpoint = "jobs/team-remove")]
pub async fn remove_job_member(job: JobId, user: UserId) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    team::remove(&services, &hr, job, user).await.map_err(server::error)?;
    server::done(&format!("/hr/jobs/{job}/team"), "They are not in the job's team any more");
    Ok(())
}

/// Hands over all jobs of a colleague, or those without an owner where there is no `from`.
#[server(prefix = "/api", endpoint = "jobs/hand-over")]
pub async fn hand_over_jobs(#[server(default)] from: String, #[server(default)] to: String) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let from = if from.is_empty() {
        None
    } else {
        Some(from.parse().map_err(|_| server::invalid("", "Choose whose jobs to hand over"))?)
    };
    let to = to.parse().map_err(|_| server::invalid("to", "Choose a colleague"))?;
    let jobs = team::hand_over(&services, &hr, from, to).await.map_err(server::error)?;
    server::done("/hr/team", format!("{} handed over", plural(jobs, "job is", "jobs are")));
    Ok(())
}

/// The initial contents of the job form: a new job, a copy, or an existing one; after a refusal, what was typed.
#[server(prefix = "/api", endpoint = "jobs/edit", input = GetUrl)]
pub async fn open_editor(#[server(default)] id: String, #[server(default)] copy: String) -> Result<Editor, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    editor::open(&services, &hr, &id, &copy, form::flash(SaveJob::PATH)).await
}

/// Saves a job, or performs the action of another of the form's buttons and shows the form again.
#[server(prefix = "/api", endpoint = "jobs/save")]
pub async fn save_job(
    id: JobId,
    base: i32,
    #[server(default)] began: String,
    #[server(default)] job: JobForm,
    #[server(default)] intent: String,
) -> Result<(), AppError> {
    let services = server::services()?;
    // The form is kept, so that somebody who was signed out finds it again after signing in.
    let hr = server::hr().map_err(|error| editor::kept(&job, error))?;
    let job = editor::edited(&services, job, &intent).await?;
    let began = serde_json::from_str::<JobForm>(&began).ok();
    let open = intent == "publish";
    match jobs::save_beside(&services, &hr, id, (base, began.as_ref()), &job, open).await {
        Ok(jobs::Beside::Saved { job, merged }) => {
            let done = if open { "Published." } else { "Saved." };
            let also = if merged { " What somebody else changed meanwhile is kept." } else { "" };
            // The page goes on telling what an open job lacks.
            let gaps = if open { jobs::gaps(&job.content).join(" ") } else { String::new() };
            server::done(&editor::after(&job, &intent), format!("{done}{also} {gaps}").trim());
            Ok(())
        }
        Ok(jobs::Beside::Both { form, fields, why }) => Err(editor::both(&form, &fields, server::error(why))),
        Err(error) => Err(editor::kept(&job, server::error(error))),
    }
}

/// A description as everyone will see it.
#[server(prefix = "/api", endpoint = "jobs/preview")]
pub async fn preview(#[server(default)] description: String) -> Result<String, AppError> {
    server::hr()?;
    jobs::preview(description).await.map_err(server::error)
}

/// Requirements that a description mentions, and what else it says of the job.
#[server(prefix = "/api", endpoint = "jobs/propose")]
pub async fn propose(
    #[server(default)] title: String,
    #[server(default)] description: String,
) -> Result<Proposal, AppError> {
    let (services, _) = (server::services()?, server::hr()?);
    jobs::proposal(&services, title, description).await.map_err(server::error)
}

/// What somebody who is about to close or fill a job should know.
#[server(prefix = "/api", endpoint = "jobs/ending", input = GetUrl)]
pub async fn load_ending(id: JobId) -> Result<JobEnding, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    jobs::ending(&services, &hr, id).await.map_err(server::error)
}

/// Publishes, pauses, closes or reopens a job. A form without scripts returns to the page that it was submitted from.
#[server(prefix = "/api", endpoint = "jobs/set-status")]
pub async fn set_job_status(
    id: JobId,
    status: JobStatus,
    #[server(default)] applications: String,
) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let done = jobs::set_status(&services, &hr, id, status, applications.parse().ok()).await.map_err(server::error);
    if done.is_ok() && status.is_over() {
        server::redirect(&format!("/hr/jobs/{id}"));
    }
    done.map_err(|error| match error {
        // The page that publishes does not have the fields with the errors.
        AppError::Invalid(fields) if !status.is_over() => {
            AppError::Invalid(FieldErrors(fields.0.into_iter().map(|(_, message)| (String::new(), message)).collect()))
        }
        other => other,
    })?;
    let gaps = if status == JobStatus::Open {
        jobs::gaps(&jobs::load(&services, &hr, id).await.map_err(server::error)?.content).join(" ")
    } else {
        String::new()
    };
    server::tell(format!("The job is {} now. {gaps}", status.label().to_lowercase()).trim());
    Ok(())
}
