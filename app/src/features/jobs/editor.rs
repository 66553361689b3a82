//! The contents of a job's form: the saved job, or what was typed before a refusal.

use hireq_domain::{ids::JobId, job::JobStatus, job_form::JobForm};
use serde::{Deserialize, Serialize};

/// Everything that the form's page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Editor {
    /// The key, also of a job not saved yet, so that submitting the form twice creates one job.
    pub id: JobId,
    /// The row version that the form started from; 0 for a new job.
    pub base: i32,
    /// The saved form of that version, as JSON, to distinguish other people's changes from one's own.
    pub began: String,
    /// The saved job's status; `None` for a new one.
    pub status: Option<JobStatus>,
    /// The saved title, for the heading.
    pub title: String,
    /// The last part of its public URL.
    pub slug: String,
    /// The contents of the fields.
    pub form: JobForm,
    /// The description as everyone will see it.
    pub preview: String,
    /// The message about the last proposal.
    pub told: Option<String>,
    /// The errors of the last attempt.
    pub errors: Vec<(String, String)>,
    /// What Google Jobs misses in the saved job while it is open.
    pub gaps: Vec<String>,
    /// After a conflict: the differences between the saved job and what was typed.
    pub differences: Option<Vec<(String, String)>>,
}

/// The key under which a refused form is kept for its page.
#[cfg(feature = "ssr")]
const KEPT: &str = "form";
/// The key for the fields that two people changed.
#[cfg(feature = "ssr")]
const BOTH: &str = "both";
/// The key for the message about a proposal.
#[cfg(feature = "ssr")]
const TOLD: &str = "told";

#[cfg(feature = "ssr")]
pub(super) use ssr::{after, both, edited, kept, open};

#[cfg(feature = "ssr")]
mod ssr {
    use super::{BOTH, Editor, KEPT, TOLD};
    use crate::{error::AppError, form::FormFlash, server};
    use hireq_domain::{
        FieldErrors,
        ids::JobId,
        job::{Job, JobContent, JobStatus},
        job_form::JobForm,
    };
    use hireq_services::{ServiceError, Services, auth::Hr, jobs};
    use uuid::Uuid;

    fn key(text: &str) -> Result<JobId, AppError> {
        text.parse().map_err(|_| server::error(ServiceError::NotFound))
    }

    /// The form to show, with what was typed before it was refused.
    pub(in crate::features::jobs) async fn open(
        services: &Services,
        hr: &Hr,
        id: &str,
        copy: &str,
        refused: Option<FormFlash>,
    ) -> Result<Editor, AppError> {
        let saved = match id {
            "" => None,
            id => Some(jobs::load(services, hr, key(id)?).await.map_err(server::error)?),
        };
        let content = match (&saved, copy) {
            (Some(job), _) => job.content.clone(),
            (None, "") => JobContent::empty(),
            (None, copy) => jobs::copy_of(services, hr, key(copy)?).await.map_err(server::error)?,
        };
        let form = JobForm::from(&content);
        let began = saved.as_ref().and_then(|_| serde_json::to_string(&form).ok()).unwrap_or_default();
        let mut editor = Editor {
            began,
            id: saved.as_ref().map_or_else(|| JobId(Uuid::now_v7()), |job| job.id),
            base: saved.as_ref().map_or(0, |job| job.row_version),
            status: saved.as_ref().map(|job| job.status),
            title: saved.as_ref().map(|job| job.content.title.clone()).unwrap_or_default(),
            slug: saved.as_ref().map(|job| job.slug.clone()).unwrap_or_default(),
            form,
            preview: String::new(),
            told: None,
            errors: Vec::new(),
            gaps: match &saved {
                Some(job) if job.status == JobStatus::Open => {
                    jobs::gaps(&job.content).into_iter().map(str::to_owned).collect()
                }
                _ => Vec::new(),
            },
            differences: None,
        };
        if let Some(refused) = refused {
            take_back(&mut editor, &refused);
        }
        editor.preview = jobs::markdown::to_html(&editor.form.description);
        Ok(editor)
    }

    /// Restores what was typed before a refusal.
    fn take_back(editor: &mut Editor, flash: &FormFlash) {
        let value = |name: &str| flash.values.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let same_job = editor.base == 0 || value("id") == Some(editor.id.to_string().as_str());
        let Some(form) = value(KEPT).and_then(|json| serde_json::from_str::<JobForm>(json).ok()) else { return };
        if !same_job {
            return;
        }
        if let (0, Some(id)) = (editor.base, value("id").and_then(|id| id.parse().ok())) {
            editor.id = id;
        }
        if matches!(flash.error, AppError::Conflict(_)) {
            let both = value(BOTH).map(|fields| fields.split(',').collect::<Vec<_>>());
            let mut differences = form.differences(&editor.form);
            differences.retain(|(label, _)| both.as_ref().is_none_or(|both| both.contains(label)));
            editor.differences =
                Some(differences.into_iter().map(|(label, saved)| (label.to_owned(), saved)).collect());
        } else if let Some(base) = value("base").and_then(|base| base.parse().ok()) {
            // Only somebody who has been shown the newer state may save over it.
            editor.base = base;
            editor.began = value("began").unwrap_or_default().to_owned();
        }
        editor.told = value(TOLD).map(str::to_owned);
        editor.errors = flash.error.messages();
        editor.form = form;
    }

    /// The form after the action of a button other than saving, which then returns to its page; unchanged for saving.
    pub(in crate::features::jobs) async fn edited(
        services: &Services,
        mut form: JobForm,
        intent: &str,
    ) -> Result<JobForm, AppError> {
        let shown_again = match intent {
            "preview" => true,
            "propose" => {
                let proposed = jobs::proposal(services, form.title.clone(), form.description.clone()).await;
                let proposed = proposed.map_err(|error| kept(&form, server::error(error)))?;
                let added = form.add_requirements(&proposed.requirements);
                let filled = form.fill(&proposed.stated);
                let told = crate::features::jobs::requirements::proposal_message(&added, &filled);
                server::keep_fields(&[(TOLD.to_owned(), told)]);
                true
            }
            other => form.edit_rows(other),
        };
        // No message, because nothing is wrong.
        if shown_again { Err(kept(&form, AppError::Invalid(FieldErrors::default()))) } else { Ok(form) }
    }

    /// Keeps the form for the page that asks about fields changed by two people.
    pub(in crate::features::jobs) fn both(form: &JobForm, fields: &[&str], error: AppError) -> AppError {
        server::keep_fields(&[(BOTH.to_owned(), fields.join(","))]);
        kept(form, error)
    }

    /// Keeps the form for the page that shows the error.
    pub(in crate::features::jobs) fn kept(form: &JobForm, error: AppError) -> AppError {
        if let Ok(json) = serde_json::to_string(form) {
            server::keep_fields(&[(KEPT.to_owned(), json)]);
        }
        error
    }

    /// Where to go after saving.
    pub(in crate::features::jobs) fn after(job: &Job, intent: &str) -> String {
        match intent {
            "publish" => format!("/hr/jobs/{}", job.id),
            _ => format!("/hr/jobs/{}/edit", job.id),
        }
    }
}
