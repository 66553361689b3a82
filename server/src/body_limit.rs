//! Every request has a largest body: a form is small, an upload is as large as its files may be.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hireq_services::Services;
use http_body_util::Limited;

const FORM: u64 = 1024 * 1024;
/// Files that one form may carry. With JavaScript each goes by itself.
const FILES: u64 = 20;

/// Refuses what says that it is too large, and cuts off what turns out to be.
pub(crate) async fn limit(State(services): State<Services>, request: Request, next: Next) -> Response {
    let (multipart, announced) = described(request.headers());
    let limit = if multipart { services.config.max_file_bytes * FILES + FORM } else { FORM };
    if announced.is_some_and(|length| length > limit) {
        let message = format!("This is larger than {} MB", limit / FORM);
        return (StatusCode::PAYLOAD_TOO_LARGE, message).into_response();
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    next.run(request.map(|body| Body::new(Limited::new(body, limit)))).await
}

/// Whether a body carries files, and how long it says that it is.
fn described(headers: &header::HeaderMap) -> (bool, Option<u64>) {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let multipart = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data"));
    (multipart, text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()))
}
