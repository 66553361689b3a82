//! Forms without JavaScript: where a server function refuses one, the error and what was typed wait in the session for
//! the page that the browser is sent back to. Nothing of it stands in the address.

use app::{error::AppError, form::FormFlash, server::KeptFields};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use http_body_util::BodyExt;
use leptos::server_fn::error::FromServerFnError;
use tower_sessions::Session;

const KEY: &str = "flash";

/// Carries errors of plain forms through the session.
pub(crate) async fn carry(session: Session, mut request: Request, next: Next) -> Response {
    let wants_page = header_has(&request, header::ACCEPT, "text/html");
    if request.method() == Method::GET && wants_page {
        if session.id().is_some()
            && let Ok(Some(flash)) = session.remove::<FormFlash>(KEY).await
        {
            request.extensions_mut().insert(flash);
        }
        return next.run(request).await;
    }
    if request.method() != Method::POST || !wants_page || !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let kept = KeptFields::default();
    request.extensions_mut().insert(kept.clone());
    let mut values = Vec::new();
    if header_has(&request, header::CONTENT_TYPE, "application/x-www-form-urlencoded") {
        let (parts, body) = request.into_parts();
        let Ok(body) = body.collect().await else {
            return (StatusCode::PAYLOAD_TOO_LARGE, "This form is too large").into_response();
        };
        let bytes: Bytes = body.to_bytes();
        values = serde_urlencoded::from_bytes(&bytes).unwrap_or_default();
        request = Request::from_parts(parts, Body::from(bytes));
    }
    let mut response = next.run(request).await;
    let Some((location, error)) = refusal(&response) else { return response };
    if let Ok(mut kept) = kept.0.lock() {
        values.append(&mut kept);
    }
    values.retain(|(name, _)| !name.contains("password") && name != "current" && name != "token_secret");
    if let Err(error) = session.insert(KEY, FormFlash { path, error, values }).await {
        tracing::warn!(error = %error, "a form's error could not be kept");
    }
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    *response.status_mut() = StatusCode::SEE_OTHER;
    response
}

fn header_has(request: &Request, name: header::HeaderName, part: &str) -> bool {
    request.headers().get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(part))
}

/// The clean address and the error of a server function that sends a plain form back.
fn refusal(response: &Response) -> Option<(String, AppError)> {
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let (path, query) = location.split_once('?')?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    let (_, error) = pairs.iter().find(|(name, _)| name == "__err")?;
    let error = AppError::de(URL_SAFE.decode(error).ok()?.into());
    let rest: Vec<_> = pairs.iter().filter(|(name, _)| name != "__err" && name != "__path").collect();
    let query = serde_urlencoded::to_string(rest).ok()?;
    Some((if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }, error))
}
