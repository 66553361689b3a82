//! Server functions of résumés.

use crate::error::AppError;
use hireq_domain::{
    candidate::{DocumentInfo, OpenJob, ReadResume, Uploaded},
    ids::DocumentId,
    resume_form::{EducationRow, ExperienceRow},
};
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, MultipartData, MultipartFormData},
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::multipart;
#[cfg(feature = "ssr")]
use crate::server;
#[cfg(feature = "ssr")]
use hireq_domain::{ids::JobId, resume_form::ResumeForm};
#[cfg(feature = "ssr")]
use hireq_services::{candidates, resumes, talent};

/// The session key for the results of files uploaded without JavaScript.
#[cfg(feature = "ssr")]
const RESULTS: &str = "uploads";

#[cfg(feature = "ssr")]
const ARRIVED: &str = "Your résumé has arrived. Check below what was read from it.";

/// The data of the upload page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadChoices {
    /// The jobs to which people can be added.
    pub jobs: Vec<OpenJob>,
    /// The results of the files just uploaded.
    pub results: Vec<Uploaded>,
    /// The largest file, in megabytes.
    pub max_megabytes: u64,
}

/// The jobs to choose from, and the last results, which are shown once.
#[server(prefix = "/api", endpoint = "resumes/upload-choices", input = GetUrl)]
pub async fn load_upload_choices() -> Result<UploadChoices, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let jobs = talent::open_jobs(&services, &hr).await.map_err(server::error)?;
    let mut results: Vec<Uploaded> = server::session()?.remove(RESULTS).await.ok().flatten().unwrap_or_default();
    for result in &mut results {
        if let Some(candidate) = result.candidate {
            result.duplicates = match candidates::duplicates(&services, &hr, candidate).await {
                Err(hireq_services::ServiceError::NotFound) => vec![],
                found => found.map_err(server::error)?,
            };
        }
    }
    Ok(UploadChoices { jobs, results, max_megabytes: services.config.max_file_bytes / (1024 * 1024) })
}

/// Adds each file's person to the talent pool and, if a job is chosen, to its applicants. Every file has its own
/// result; a refused one does not affect the others.
#[server(prefix = "/api", endpoint = "resumes/upload", input = MultipartFormData)]
pub async fn upload_resumes(data: MultipartData) -> Result<Vec<Uploaded>, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let mut form = multipart::Form::new(data);
    let mut results = Vec::new();
    while let Some((name, upload)) = form.next_file(&services, hr.user.id).await? {
        // In the form, the job comes before the files.
        let job: Option<JobId> = form.text("job").parse().ok();
        let done = match upload {
            Ok(upload) => resumes::upload_to_organization(&services, &hr, job, upload).await,
            Err(error) => Err(error),
        };
        results.push(done.unwrap_or_else(|error| Uploaded {
            name,
            candidate: None,
            document: None,
            application: None,
            known: false,
            before: None,
            duplicates: vec![],
            error: Some(multipart::sentence(error)),
        }));
    }
    if results.is_empty() {
        return Err(server::error(hireq_services::ServiceError::field("file", "Choose one file or several")));
    }
    let job: Option<JobId> = form.text("job").parse().ok();
    // A refused file is part of the results, not an error of the form.
    crate::answer::set_status(200);
    if multipart::wants_page() {
        if let Err(error) = server::session()?.insert(RESULTS, &results).await {
            return Err(server::error(hireq_services::ServiceError::internal(error)));
        }
        let job = job.map(|job| format!("?job={job}")).unwrap_or_default();
        server::redirect(&format!("/hr/upload{job}"));
    }
    Ok(results)
}

/// The candidate's own files, newest first.
#[server(prefix = "/api", endpoint = "resumes/own", input = GetUrl)]
pub async fn own_resumes() -> Result<Vec<DocumentInfo>, AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    resumes::own(&services, &who).await.map_err(server::error)
}

/// One of the candidate's own files, with what was read from it.
#[server(prefix = "/api", endpoint = "resumes/own-one", input = GetUrl)]
pub async fn own_resume(id: DocumentId) -> Result<(DocumentInfo, Option<ReadResume>), AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    resumes::own_parsed(&services, &who, id).await.map_err(server::error)
}

/// Adds a file to the candidate's own.
#[server(prefix = "/api", endpoint = "resumes/upload-own", input = MultipartFormData)]
pub async fn upload_own_resume(data: MultipartData) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    let missing = || server::error(hireq_services::ServiceError::field("file", "Choose a file"));
    let file = multipart::Form::new(data).only_file(&services, who.user.id).await?;
    let (_, upload) = file.ok_or_else(missing)?;
    let upload = upload.map_err(server::error)?;
    let (id, known) = resumes::upload_own(&services, &who, upload).await.map_err(server::error)?;
    let what = if known { "You uploaded this file before; here it is." } else { ARRIVED };
    server::done(&format!("/me/resume?document={id}"), what);
    Ok(())
}

/// Imports a JSON Resume as one of the candidate's own.
#[server(prefix = "/api", endpoint = "resumes/import", input = MultipartFormData)]
pub async fn import_resume(data: MultipartData) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    let missing = || server::error(hireq_services::ServiceError::field("json", "Choose a file"));
    let mut parts = data.into_inner().ok_or_else(missing)?;
    while let Ok(Some(field)) = parts.next_field().await {
        let Some(name) = field.file_name().map(ToOwned::to_owned).filter(|n| !n.is_empty()) else { continue };
        let (id, _) = resumes::import_json(&services, &who, &name, field).await.map_err(server::error)?;
        server::done(&format!("/me/resume?document={id}"), ARRIVED);
        return Ok(());
    }
    Err(missing())
}

/// Stores the candidate's corrections.
#[server(prefix = "/api", endpoint = "resumes/correct")]
pub async fn correct_resume(
    document: DocumentId,
    #[server(default)] name: String,
    #[server(default)] headline: String,
    #[server(default)] location: String,
    #[server(default)] emails: String,
    #[server(default)] phones: String,
    #[server(default)] links: String,
    #[server(default)] summary: String,
    #[server(default)] skills: String,
    #[server(default)] languages: String,
    #[server(default)] certificates: String,
    #[server(default)] experience: Vec<ExperienceRow>,
    #[server(default)] education: Vec<EducationRow>,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    let form = ResumeForm {
        name,
        headline,
        location,
        emails,
        phones,
        links,
        summary,
        skills,
        languages,
        certificates,
        experience,
        education,
    };
    resumes::correct(&services, &who, document, &form).await.map_err(server::error)?;
    let what = "Your corrections are saved. They count from now on, whatever the file says.";
    server::done(&format!("/me/resume?document={document}"), what);
    Ok(())
}
