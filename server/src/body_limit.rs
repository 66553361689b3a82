//! Every request has a largest body, and a longest time for it: a form is small, an upload is as large as its files may
//! be.

use crate::{
    body_time::{self, in_time},
    kinds::{MULTIPART, content_is},
};
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

/// Refuses what says that it is too large, and cuts off what turns out to be. Only an address that takes files takes
/// more than a form's text, and only as what carries files.
pub(crate) async fn limit(State(services): State<Services>, request: Request, next: Next) -> Response {
    let files = app::server::file_forms().contains(&request.uri().path()) && content_is(&request, MULTIPART);
    let limit = if files { services.config.max_file_bytes * FILES + FORM } else { FORM };
    if announced(request.headers()).is_some_and(|length| length > limit) {
        let message = format!("This is larger than {} MB", limit / FORM);
        return (StatusCode::PAYLOAD_TOO_LARGE, message).into_response();
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let time = if files { body_time::FILES } else { body_time::FORM };
    next.run(request.map(|body| Body::new(Limited::new(in_time(body, time), limit)))).await
}

/// How long a body says that it is.
fn announced(headers: &header::HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
