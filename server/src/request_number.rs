//! A number for every request, used in the log, in the response, and in messages about errors.

use crate::visitor::client_of;
use app::server::RequestNumber;
use axum::{
    extract::{Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use hireq_domain::account::shortened_address;
use hireq_services::{Services, config::LogAddresses, queue};
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

/// Numbers a request, and logs its outcome: method, the route's path without a query, status, duration, and as much of
/// the client's address as the settings allow.
pub(crate) async fn number(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let number = Uuid::now_v7().simple().to_string();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let quiet = path.starts_with("/pkg/") || path == "/api/health";
    request.extensions_mut().insert(RequestNumber(number.clone()));
    let client = shown(services.config.log_addresses, || client_of(&request, &services.config.trusted_proxies));
    let begun = Instant::now();
    let span = tracing::info_span!("request", request_id = %number);
    let mut response = queue::caused_by(number.clone(), next.run(request).instrument(span)).await;
    if !quiet {
        let ms = begun.elapsed().as_millis();
        tracing::info!(request_id = number, %method, path, status = response.status().as_u16(), ms, client, "answered");
    }
    if let Ok(value) = HeaderValue::from_str(&number) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

fn shown(how: LogAddresses, address: impl FnOnce() -> String) -> Option<String> {
    match how {
        LogAddresses::Full => Some(address()),
        LogAddresses::Short => Some(shortened_address(&address())),
        LogAddresses::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_shows_as_much_of_an_address_as_the_settings_say() {
        let of = |how| shown(how, || "192.0.2.77".into());
        assert_eq!(of(LogAddresses::Full).as_deref(), Some("192.0.2.77"));
        assert_eq!(of(LogAddresses::Short).as_deref(), Some("192.0.2.…"));
        assert_eq!(of(LogAddresses::None), None);
    }
}
