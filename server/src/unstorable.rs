//! U+0000: no text that people write holds it, and the database stores none. Where it comes in an address, nothing else
//! is looked at; in a form, the database's refusal is told as the sender's mistake.

use crate::plain_pages::unreadable_page;
use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses an address that holds it.
pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    // As `CONNECT host:80` has it: there is nothing of the kind here, and no page has such an address.
    let no_path = !request.uri().path().starts_with('/');
    if no_path || is_in(address.as_bytes()) { refused() } else { next.run(request).await }
}

/// The answer to whoever sent it.
pub(crate) fn refused() -> Response {
    (StatusCode::BAD_REQUEST, unreadable_page()).into_response()
}

/// Whether it is in what was encoded as addresses and forms are.
pub(crate) fn is_in(encoded: &[u8]) -> bool {
    encoded.contains(&0) || encoded.windows(3).any(|w| w == b"%00")
}
