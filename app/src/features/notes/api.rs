//! Server functions of notes and tags.

use crate::error::AppError;
use hireq_domain::{about::About, applicants::NoteVisibility, ids::NoteId};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::server,
    hireq_services::{notes, tags},
};

#[server(prefix = "/api", endpoint = "notes/add")]
pub async fn add_note(
    about: About,
    #[server(default)] body: String,
    visibility: NoteVisibility,
) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    notes::add(&services, &hr, about, &body, visibility).await.map_err(server::error)?;
    server::done(&format!("/hr/{about}#notes"), "Note added");
    Ok(())
}

/// Removes a note of the recruiter's own.
#[server(prefix = "/api", endpoint = "notes/remove")]
pub async fn remove_note(about: About, note: NoteId) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    notes::remove(&services, &hr, note).await.map_err(server::error)?;
    server::done(&format!("/hr/{about}#notes"), "Note removed");
    Ok(())
}

/// Adds a tag to the candidate.
#[server(prefix = "/api", endpoint = "tags/add")]
pub async fn add_tag(about: About, #[server(default)] tag: String) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    tags::add(&services, &hr, about, &tag).await.map_err(server::error)?;
    server::done(&format!("/hr/{about}"), "Tag added");
    Ok(())
}

/// Removes a tag from the candidate.
#[server(prefix = "/api", endpoint = "tags/remove")]
pub async fn remove_tag(about: About, tag: String) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    tags::remove(&services, &hr, about, &tag).await.map_err(server::error)?;
    server::done(&format!("/hr/{about}"), "Tag removed");
    Ok(())
}
