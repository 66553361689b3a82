//! Limits the size and the duration of request bodies: a form is small, an upload is as large as its files may be.

use crate::{
    body_time::{self, in_time},
    kinds::{MULTIPART, content_is},
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hireq_services::Services;
use http_body_util::Limited;

const FORM: u64 = 1024 * 1024;

/// Refuses a body that is declared too large, and cuts off one that turns out to be. Only addresses that accept files
/// allow more than a form's text, and only in multipart requests.
pub(crate) async fn limit(State(services): State<Services>, request: Request, next: Next) -> Response {
    let file_form = app::file_forms::file_form(request.uri().path());
    let (takes_files, room) = (file_form.is_some(), file_form.filter(|_| content_is(&request, MULTIPART)));
    let files = room.is_some();
    let limit = room.map_or(FORM, |(kind, most)| (kind.limit)(&services.config) * most + FORM);
    if announced(request.headers()).is_some_and(|length| length > limit) {
        let message = format!("This is larger than {} MB", limit / FORM);
        return (StatusCode::PAYLOAD_TOO_LARGE, message).into_response();
    }
    if takes_files && request.method() == Method::POST && !(files && has_boundary(&request)) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Files are sent as multipart/form-data").into_response();
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let time = if files { body_time::FILES } else { body_time::FORM };
    next.run(request.map(|body| Body::new(Limited::new(in_time(body, time), limit)))).await
}

/// Whether a multipart request declares its boundary.
fn has_boundary(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("boundary="))
}

/// The declared length of the body.
fn announced(headers: &header::HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
