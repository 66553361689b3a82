//! Limits the time until an answer begins, so that a database that hangs, rather than being unavailable, does not keep
//! people waiting. Only the time until the first byte counts; downloads may take as long as their connection needs.

use crate::{body_time, plain_pages::down};
use axum::{
    extract::Request,
    http::{Method, header},
    middleware::Next,
    response::Response,
};
use std::time::Duration;

/// For pages and the data that they load.
const READING: Duration = Duration::from_secs(15);

/// Answers 503 if the time is exceeded.
pub(crate) async fn limit(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    let time = match *request.method() {
        Method::GET | Method::HEAD => READING,
        // The files of an upload are stored while they arrive.
        _ if kind.starts_with(b"multipart/") => body_time::FILES.whole + READING,
        _ => body_time::FORM.whole + READING,
    };
    answer_within(time, request, next).await
}

async fn answer_within(time: Duration, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!(path, seconds = time.as_secs(), "no answer in time");
            down()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, http::StatusCode, middleware::from_fn, routing::get};
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_page_that_hangs_is_given_up_and_a_slow_one_is_not() {
        let slow = |seconds| get(move || async move { tokio::time::sleep(Duration::from_secs(seconds)).await });
        let second = from_fn(|request, next| answer_within(Duration::from_secs(1), request, next));
        let site = Router::new().route("/hangs", slow(600)).route("/slow", slow(0)).layer(second);
        for (path, status) in [("/hangs", StatusCode::SERVICE_UNAVAILABLE), ("/slow", StatusCode::OK)] {
            let request = Request::get(path).body(Body::empty()).expect("a request");
            let answer = site.clone().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), status, "{path}");
        }
    }
}
