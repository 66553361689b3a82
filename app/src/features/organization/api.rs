//! Server functions of organisations' careers pages.

use crate::error::AppError;
use hireq_domain::organization::{OrganizationPage, OrganizationPageForm};
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, MultipartData, MultipartFormData},
};

#[cfg(feature = "ssr")]
use crate::{features::resumes::multipart, server};
#[cfg(feature = "ssr")]
use hireq_services::organization_page;

/// What an organisation's public address shows above its jobs.
#[server(prefix = "/api", endpoint = "careers/organization", input = GetUrl)]
pub async fn load_organization(slug: String) -> Result<OrganizationPage, AppError> {
    organization_page::page(&server::services()?, &slug).await.map_err(server::error)
}

/// The page as its form shows it.
#[server(prefix = "/api", endpoint = "organization/page", input = GetUrl)]
pub async fn open_organization_page() -> Result<OrganizationPageForm, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    organization_page::form(&services, &hr).await.map_err(server::error)
}

/// Saves the page, with a new logo if one is chosen.
#[server(prefix = "/api", endpoint = "organization/save-page", input = MultipartFormData)]
pub async fn save_organization_page(data: MultipartData) -> Result<(), AppError> {
    let (services, mut form) = (server::services()?, multipart::Form::of_logo(data));
    let hr = match server::hr() {
        Ok(hr) => hr,
        Err(error) => {
            if error == AppError::Unauthenticated {
                form.only_texts().await;
                server::keep_fields(&form.texts);
            }
            return Err(error);
        }
    };
    let file = form.only_file(&services, hr.user.id).await?;
    let kept = |texts: &[(String, String)], error| {
        server::keep_fields(texts);
        server::error(error)
    };
    let logo = match file {
        Some((_, upload)) => Some(upload.map_err(|error| kept(&form.texts, error))?),
        None => None,
    };
    let input = organization_page::Input {
        about: form.text("about").to_owned(),
        accent: form.text("accent").to_owned(),
        without_logo: form.text("without_logo") == "true",
        logo,
    };
    organization_page::save(&services, &hr, input).await.map_err(|error| kept(&form.texts, error))?;
    server::done("/hr/careers-page", "The careers page is saved.");
    Ok(())
}
