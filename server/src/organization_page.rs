//! What an organisation's careers page loads besides: its logo, and the stylesheet of its colour.

use crate::files::{protect, refused};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use hireq_services::{Result, Services, organization_page};

/// Their addresses change with what they show, so browsers need not ask again for a day.
const KEPT: &str = "public, max-age=86400";

pub(crate) fn routes<S: Clone + Send + Sync + 'static>(services: Services) -> Router<S> {
    Router::new().route("/c/{slug}/logo", get(logo)).route("/c/{slug}/accent.css", get(accent)).with_state(services)
}

async fn logo(State(services): State<Services>, Path(slug): Path<String>) -> Response {
    answer(organization_page::logo(&services, &slug).await)
}

async fn accent(State(services): State<Services>, Path(slug): Path<String>) -> Response {
    let css = organization_page::stylesheet(&services, &slug).await;
    answer(css.map(|css| ("text/css; charset=utf-8".to_owned(), css.into_bytes())))
}

/// The media type and the bytes, which no browser takes for anything else.
fn answer(found: Result<(String, Vec<u8>)>) -> Response {
    let (media_type, bytes) = match found {
        Ok(found) => found,
        Err(error) => return refused(&error),
    };
    let mut response = ([(header::CONTENT_TYPE, media_type)], bytes).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    protect(response.headers_mut());
    response
}
