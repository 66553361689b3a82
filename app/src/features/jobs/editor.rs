//! What a job's form holds between the pages that show it: the saved job, or what was typed before a refusal.

use hireq_domain::{ids::JobId, job::JobStatus, job_form::JobForm};
use serde::{Deserialize, Serialize};

/// Everything that the form's page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Editor {
    /// Key, also of a job that is not saved yet: sending the form twice makes one job.
    pub id: JobId,
    /// Row version that the form begins with; 0 for a new job.
    pub base: i32,
    /// The saved form of that version, as JSON: what somebody else changes meanwhile is told from what is changed here.
    pub began: String,
    /// Where the saved job stands; none for a new one.
    pub status: Option<JobStatus>,
    /// Saved title, for the heading.
    pub title: String,
    /// Last part of its public address.
    pub slug: String,
    /// What the fields hold.
    pub form: JobForm,
    /// The description as everyone will see it.
    pub preview: String,
    /// What a proposal came to.
    pub told: Option<String>,
    /// What was wrong with the last attempt.
    pub errors: Vec<(String, String)>,
    /// After a conflict: where the saved job differs from what was typed.
    pub differences: Option<Vec<(String, String)>>,
}

/// The name under which a refused form waits for its page.
#[cfg(feature = "ssr")]
const KEPT: &str = "form";
/// The name under which it waits what two people changed.
#[cfg(feature = "ssr")]
const BOTH: &str = "both";
/// The name under which it waits what a proposal came to.
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
        job::{Job, JobContent},
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
            differences: None,
        };
        if let Some(refused) = refused {
            take_back(&mut editor, &refused);
        }
        editor.preview = jobs::markdown::to_html(&editor.form.description);
        Ok(editor)
    }

    /// Puts what was typed before a refusal back into the form.
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
            // Only who was told of the newer state may save over it.
            editor.base = base;
            editor.began = value("began").unwrap_or_default().to_owned();
        }
        editor.told = value(TOLD).map(str::to_owned);
        editor.errors = flash.error.messages();
        editor.form = form;
    }

    /// The form after what a button other than saving asks for, which then goes back to its page; or as it is, for
    /// saving.
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
                let told = crate::features::jobs::requirements::told(&form.add_requirements(&proposed));
                server::keep_fields(&[(TOLD.to_owned(), told)]);
                true
            }
            other => form.edit_rows(other),
        };
        // No message: nothing is wrong.
        if shown_again { Err(kept(&form, AppError::Invalid(FieldErrors::default()))) } else { Ok(form) }
    }

    /// Keeps the form for the page that asks about the fields that two people changed.
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

    /// Where saving leads.
    pub(in crate::features::jobs) fn after(job: &Job, intent: &str) -> String {
        match intent {
            "publish" => format!("/hr/jobs/{}", job.id),
            _ => format!("/hr/jobs/{}/edit", job.id),
        }
    }
}
