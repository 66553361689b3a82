//! The result of an uploaded file.

use hireq_domain::candidate::Uploaded;
use leptos::prelude::*;

/// The result in words, with a link to the candidate or the application.
pub(super) fn outcome(result: &Uploaded) -> AnyView {
    match (&result.error, result.application, result.candidate) {
        (Some(error), ..) => error.clone().into_any(),
        (None, Some(application), _) => {
            let word = match result.before {
                _ if result.known => "was among the applicants already".to_owned(),
                Some(before) => format!("added again: {} before", before.label().to_lowercase()),
                None => "added to the applicants".to_owned(),
            };
            view! { <a href=format!("/hr/applications/{application}")>{word}</a> }.into_any()
        }
        (None, None, Some(candidate)) => {
            let word = if result.known { "was in the talent pool already" } else { "added to the talent pool" };
            view! { <a href=format!("/hr/candidates/{candidate}")>{word}</a> }.into_any()
        }
        (None, None, None) => "arrived".into_any(),
    }
}
