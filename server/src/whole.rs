//! Sends a page completely or not at all: an error while it is being rendered produces an error page instead of half a
//! page.

use crate::plain_pages::broken;
use axum::{
    body::Body,
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt;
use http_body_util::BodyExt;
use std::panic::AssertUnwindSafe;

/// Waits for a page's end before sending its start. Pages are rendered completely anyway, so this does not delay them.
pub(crate) async fn page(request: Request, next: Next) -> Response {
    let Ok(response) = AssertUnwindSafe(next.run(request)).catch_unwind().await else { return failed("a handler") };
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match AssertUnwindSafe(body.collect()).catch_unwind().await {
        Ok(Ok(body)) => (parts, Body::from(body.to_bytes())).into_response(),
        Ok(Err(_)) | Err(_) => failed("a page"),
    }
}

fn failed(what: &str) -> Response {
    tracing::error!("{what} broke off");
    broken()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, http::StatusCode, middleware::from_fn, response::Html, routing::get};
    use futures::{StreamExt, stream};
    use tower::ServiceExt;

    fn cut() -> Html<Body> {
        let pieces = stream::iter([Ok("<h1>Half"), Err(std::io::Error::other("gone"))]);
        Html(Body::from_stream(pieces))
    }

    fn panics_late() -> Html<Body> {
        let pieces =
            stream::iter(0..2).map(|n| if n == 0 { Ok::<_, std::io::Error>("<h1>Half") } else { panic!("late") });
        Html(Body::from_stream(pieces))
    }

    async fn panics_early() -> Html<Body> {
        panic!("early")
    }

    #[tokio::test]
    async fn a_page_that_breaks_off_is_a_whole_page_about_that() {
        let app = Router::new()
            .route("/cut", get(|| async { cut() }))
            .route("/late", get(|| async { panics_late() }))
            .route("/early", get(panics_early))
            .route("/good", get(|| async { Html("<h1>Good") }))
            .layer(from_fn(page));
        for path in ["/cut", "/late", "/early"] {
            let request = Request::get(path).body(Body::empty()).expect("a request");
            let response = app.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            let body = response.into_body().collect().await.expect("a whole answer").to_bytes();
            let body = String::from_utf8_lossy(&body);
            assert!(body.ends_with("</html>") && !body.contains("Half"), "{path}: {body}");
        }
        let good = app.oneshot(Request::get("/good").body(Body::empty()).expect("a request")).await.expect("an answer");
        assert_eq!(good.status(), StatusCode::OK);
    }
}
