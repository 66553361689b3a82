//! The forms that contain files.

use crate::features::{
    organization::api::SaveOrganizationPage,
    portal::api::{ApplyAsGuest, ApplyForJob, ReadContact},
    resumes::api::{ImportResume, UploadOwnResume, UploadResumes},
};
use hireq_services::{organization_page::LOGO, resumes::RESUME, uploads::Kind};
use leptos::server_fn::ServerFn;

/// The kind of file that the form at this address accepts, and for how many files of maximum size its body has room;
/// `None` for any other form.
///
/// A form for one file has room for more, so that a file that is somewhat too large is reported at its field instead of
/// being cut off.
#[must_use]
pub fn file_form(path: &str) -> Option<(&'static Kind, u64)> {
    match path {
        ApplyAsGuest::PATH | ApplyForJob::PATH | ImportResume::PATH | UploadOwnResume::PATH => Some((&RESUME, 4)),
        // Nothing else is in it.
        ReadContact::PATH => Some((&RESUME, 1)),
        SaveOrganizationPage::PATH => Some((&LOGO, 4)),
        UploadResumes::PATH => Some((&RESUME, 20)),
        _ => None,
    }
}
