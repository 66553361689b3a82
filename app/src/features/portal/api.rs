//! Server functions of the candidate's portal.

use crate::error::AppError;
use hireq_domain::{
    application::OwnApplication,
    candidate::{ApplyForm, CandidateInfo, Contact, GuestForm, OwnApplicationPage, Unconfirmed},
    ids::ApplicationId,
    posting::SavedJob,
};
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, MultipartData, MultipartFormData},
};

#[cfg(feature = "ssr")]
use crate::{features::resumes::multipart, server};
#[cfg(feature = "ssr")]
use hireq_domain::{FieldErrors, ids::DocumentId};
#[cfg(feature = "ssr")]
use hireq_services::{
    ServiceError,
    applications::{apply, guest, own},
    candidates,
    jobs::saved,
    resumes,
    uploads::Sender,
};

#[cfg(feature = "ssr")]
const ARRIVED: &str = "Your application has arrived. You get a mail that confirms it.";
#[cfg(feature = "ssr")]
const KNOWN: &str = "You applied for this job already; here is your application.";

/// The candidate's applications, newest first.
#[server(prefix = "/api", endpoint = "portal/applications", input = GetUrl)]
pub async fn own_applications() -> Result<Vec<OwnApplication>, AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    own::list(&services, &who).await.map_err(server::error)
}

/// One of the candidate's applications.
#[server(prefix = "/api", endpoint = "portal/application", input = GetUrl)]
pub async fn load_own_application(id: ApplicationId) -> Result<OwnApplicationPage, AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    own::page(&services, &who, id).await.map_err(server::error)
}

#[server(prefix = "/api", endpoint = "portal/withdraw")]
pub async fn withdraw(id: ApplicationId) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    own::withdraw(&services, &who, id).await.map_err(server::error)?;
    server::done(&format!("/me/applications/{id}"), "Your application is withdrawn.");
    Ok(())
}

/// The jobs that the candidate saved.
#[server(prefix = "/api", endpoint = "portal/saved", input = GetUrl)]
pub async fn saved_jobs() -> Result<Vec<SavedJob>, AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    saved::list(&services, &who).await.map_err(server::error)
}

/// Saves a job or takes it off the saved ones. The form returns to the page that it was submitted from.
#[server(prefix = "/api", endpoint = "portal/set-saved")]
pub async fn set_saved(slug: String, on: bool) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    saved::set(&services, &who, &slug, on).await.map_err(server::error)?;
    server::tell(if on { "The job is saved." } else { "The job is no longer saved." });
    Ok(())
}

/// The data of the application form; `None` if nobody is signed in as a candidate.
#[server(prefix = "/api", endpoint = "portal/apply-form", input = GetUrl)]
pub async fn load_apply_form(slug: String) -> Result<ApplyForm, AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    apply::form(&services, &who, &slug).await.map_err(server::error)
}

/// Applies for a job with an existing or a newly uploaded résumé.
#[server(prefix = "/api", endpoint = "portal/apply", input = MultipartFormData)]
pub async fn apply_for_job(data: MultipartData) -> Result<(), AppError> {
    let (services, mut form) = (server::services()?, multipart::Form::new(data));
    let who = match server::candidate().await {
        Ok(who) => who,
        Err(error) => {
            if error == AppError::Unauthenticated {
                form.only_texts().await;
                server::keep_fields(&form.texts);
            }
            return Err(error);
        }
    };
    let file = form.only_file(&services, who.user.id).await?;
    let mut document: Option<DocumentId> = form.text("document").parse().ok();
    if document.is_some() && file.is_some() {
        server::keep_fields(&form.texts);
        let message = "Choose one: a résumé that you have sent before, or “Another one” with its file";
        return Err(AppError::Invalid(FieldErrors(vec![("document".into(), message.into())])));
    }
    if let Some((_, upload)) = file {
        let uploaded = match upload {
            Ok(upload) => resumes::upload_own(&services, &who, upload).await,
            Err(error) => Err(error),
        };
        match uploaded {
            // From here on it is one of the candidate's own files, even if the rest of the form is refused.
            Ok((id, _)) => {
                document = Some(id);
                form.texts.retain(|(name, _)| name != "document");
                form.texts.push(("document".into(), id.to_string()));
            }
            Err(error) => {
                server::keep_fields(&form.texts);
                return Err(server::error(error));
            }
        }
    }
    let input = apply::Input { document, ..answered(&form) };
    let (id, known) = apply::apply(&services, &who, form.text("slug"), input).await.map_err(|error| {
        server::keep_fields(&form.texts);
        server::error(error)
    })?;
    server::done(&format!("/me/applications/{id}"), if known { KNOWN } else { ARRIVED });
    Ok(())
}

/// The answers and the consent in a form.
#[cfg(feature = "ssr")]
fn answered(form: &multipart::Form) -> apply::Input {
    let answers = form
        .texts
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("answer-")?.parse().ok()?, value.clone())))
        .collect();
    let asked = Some(form.text("asked").to_owned()).filter(|asked| !asked.is_empty());
    apply::Input { document: None, answers, consent: form.text("consent") == "true", asked }
}

/// The data of the application form for somebody who is not signed in.
#[server(prefix = "/api", endpoint = "portal/guest-form", input = GetUrl)]
pub async fn load_guest_form(#[server(default)] slug: String) -> Result<GuestForm, AppError> {
    guest::form(&server::services()?, &slug).await.map_err(server::error)
}

/// Applies for a job without being signed in.
#[server(prefix = "/api", endpoint = "portal/apply-as-guest", input = MultipartFormData)]
pub async fn apply_as_guest(data: MultipartData) -> Result<(), AppError> {
    let (services, visitor, mut form) = (server::services()?, server::visitor(), multipart::Form::new(data));
    let file = form.only_file(&services, Sender::Guest(visitor.ip.clone())).await?;
    let text = |name: &str| form.text(name).to_owned();
    let sent = guest::Guest {
        name: text("name"),
        email: text("email"),
        phone: text("phone"),
        password: text("password"),
        file: file.map(|(_, upload)| upload),
        input: answered(&form),
    };
    let slug = form.text("slug");
    match guest::send(&services, &visitor, slug, sent).await {
        Err(error) => {
            server::keep_fields(&form.texts);
            Err(server::error(error))
        }
        Ok(guest::Sent::Waits) => {
            server::redirect(&format!("/jobs/{slug}/apply?sent=1"));
            Ok(())
        }
        Ok(guest::Sent::Arrived { user, application }) => {
            server::begin_session(user).await?;
            server::done(&format!("/me/applications/{application}"), ARRIVED);
            Ok(())
        }
    }
}

/// What a résumé says of how to reach its person. The file is not kept.
#[server(prefix = "/api", endpoint = "portal/read-contact", input = MultipartFormData)]
pub async fn read_contact(data: MultipartData) -> Result<Contact, AppError> {
    let (services, visitor) = (server::services()?, server::visitor());
    let missing = || server::error(ServiceError::field("file", "Choose your résumé"));
    let mut parts = data.into_inner().ok_or_else(missing)?;
    while let Ok(Some(field)) = parts.next_field().await {
        let Some(name) = field.file_name().map(ToOwned::to_owned).filter(|name| !name.is_empty()) else { continue };
        return resumes::contact(&services, &visitor, &name, field).await.map_err(server::error);
    }
    Err(missing())
}

/// What the application of a mailed link says; nothing if the link works no longer.
#[server(prefix = "/api", endpoint = "portal/unconfirmed", input = GetUrl)]
pub async fn show_unconfirmed(#[server(default)] token: String) -> Result<Option<Unconfirmed>, AppError> {
    guest::unconfirmed(&server::services()?, &server::visitor(), &token).await.map_err(server::error)
}

/// Makes the application of a mailed link, and starts a session. What the job refuses is offered on its page again.
#[server(prefix = "/api", endpoint = "portal/confirm-application")]
pub async fn confirm_application(#[server(default)] token: String) -> Result<(), AppError> {
    let (services, visitor) = (server::services()?, server::visitor());
    let confirmed = guest::confirm(&services, &visitor, &token).await.map_err(server::error)?;
    server::begin_session(confirmed.user).await?;
    let (id, what) = match confirmed.outcome {
        guest::Outcome::Arrived(id) => (id, ARRIVED),
        guest::Outcome::Known(id) => (id, KNOWN),
        guest::Outcome::Refused { slug, why, document, answers } => {
            let mut values = vec![("document".into(), document.to_string()), ("consent".into(), "true".into())];
            values.extend(answers.into_iter().map(|(question, answer)| (apply::answer_field(question), answer)));
            server::offer_form::<ApplyForJob>(server::error(why), values).await?;
            server::redirect(&format!("/jobs/{slug}/apply"));
            return Ok(());
        }
    };
    let to = if confirmed.without_password {
        format!("/me/password?application={id}")
    } else {
        format!("/me/applications/{id}")
    };
    server::done(&to, what);
    Ok(())
}

#[server(prefix = "/api", endpoint = "portal/profile", input = GetUrl)]
pub async fn own_profile() -> Result<CandidateInfo, AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    candidates::own(&services, &who).await.map_err(server::error)
}

/// Changes the candidate's own profile.
#[server(prefix = "/api", endpoint = "portal/set-profile")]
pub async fn set_own_profile(
    #[server(default)] headline: String,
    #[server(default)] location: String,
    #[server(default)] phones: String,
    #[server(default)] links: String,
    #[server(default)] do_not_contact: bool,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::candidate().await?);
    let input = candidates::OwnProfile { headline, location, phones, links, do_not_contact };
    candidates::set_own(&services, &who, input).await.map_err(server::error)?;
    server::done("/me/profile", "Your profile is saved.");
    Ok(())
}
