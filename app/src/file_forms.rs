//! The forms that carry files.

use crate::features::{
    portal::api::ApplyForJob,
    resumes::api::{ImportResume, UploadOwnResume, UploadResumes},
};
use hireq_services::{resumes::RESUME, uploads::Kind};
use leptos::server_fn::ServerFn;

/// How many files of a kind a form may carry, at most. Every other form is small.
///
/// Where one file is asked for there is room for more: what is somewhat too large is then told at its field.
#[must_use]
pub fn file_form(path: &str) -> Option<(&'static Kind, u64)> {
    match path {
        ApplyForJob::PATH | ImportResume::PATH | UploadOwnResume::PATH => Some((&RESUME, 4)),
        UploadResumes::PATH => Some((&RESUME, 20)),
        _ => None,
    }
}
