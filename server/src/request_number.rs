//! A number for every request: in the log, in the answer, and in the message about a fault.

use app::server::RequestNumber;
use axum::{extract::Request, http::HeaderValue, middleware::Next, response::Response};
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

/// Numbers a request, and logs its outcome: method, route's path without query, status, time.
pub(crate) async fn number(mut request: Request, next: Next) -> Response {
    let number = Uuid::now_v7().simple().to_string();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let quiet = path.starts_with("/pkg/") || path == "/api/health";
    request.extensions_mut().insert(RequestNumber(number.clone()));
    let begun = Instant::now();
    let span = tracing::info_span!("request", request_id = %number);
    let mut response = next.run(request).instrument(span).await;
    if !quiet {
        let ms = begun.elapsed().as_millis();
        tracing::info!(request_id = number, %method, path, status = response.status().as_u16(), ms, "answered");
    }
    if let Ok(value) = HeaderValue::from_str(&number) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
