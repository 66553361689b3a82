//! Refuses U+0000, which no real text contains and the database cannot store. An address with it is refused at once;
//! for a form, the database's error is reported as the sender's mistake.

use crate::plain_pages::unreadable_page;
use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses addresses that contain it.
pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    // `CONNECT host:80` has no path. Nothing here supports it, and no page has such an address.
    let no_path = !request.uri().path().starts_with('/');
    if no_path || is_in(address.as_bytes()) { refused() } else { next.run(request).await }
}

pub(crate) fn refused() -> Response {
    (StatusCode::BAD_REQUEST, unreadable_page()).into_response()
}

/// Whether URL-encoded data contains it.
pub(crate) fn is_in(encoded: &[u8]) -> bool {
    encoded.contains(&0) || encoded.windows(3).any(|w| w == b"%00")
}
