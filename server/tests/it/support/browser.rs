//! A browser without JavaScript: cookies, forms and redirects over the real router.

use super::{PASSWORD, TestApp};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, Response, StatusCode, header},
};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use tower::ServiceExt;

/// One person's browser.
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    page: String,
    /// Sent as `Accept`: a page by default, or JSON for the requests of the page's script.
    pub accept: &'static str,
}

/// A response, completely read.
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// The target of a redirect.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Browser {
    /// A new browser without cookies.
    pub fn new(app: &TestApp) -> Self {
        Self { router: app.router.clone(), cookies: BTreeMap::new(), page: "/".into(), accept: "text/html" }
    }

    /// A browser in which this account is signed in.
    pub async fn signed_in(app: &TestApp, email: &str) -> Self {
        let mut browser = Self::new(app);
        let answer = browser.post("/api/account/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.location(), "/home", "signing in: {} {}", answer.status, answer.body);
        browser
    }

    /// Sends a request unchanged, and stores cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().expect("cookies"));
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        self.keep_cookies(&response);
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    fn keep_cookies(&mut self, response: &Response<Body>) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a cookie");
            let (name, rest) = text.split_once('=').expect("a cookie's name");
            let value = rest.split(';').next().unwrap_or_default();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.page = path.to_owned();
        let request = Request::get(path).header(header::ACCEPT, self.accept).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Submits a form from the page that was opened last.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("fields");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::ACCEPT, self.accept)
            .header(header::REFERER, format!("http://hireq.test{}", self.page))
            .header(header::HOST, "hireq.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Submits a form with files from a page.
    pub async fn post_files(
        &mut self,
        path: &str,
        from: &str,
        texts: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in texts {
            body.extend(format!("--b0\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, bytes) in files {
            body.extend(
                format!(
                    "--b0\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                     Content-Type: application/octet-stream\r\n\r\n"
                )
                .bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--b0--\r\n");
        let request = Request::post(path)
            .header(header::ACCEPT, self.accept)
            .header(header::REFERER, format!("http://hireq.test{from}"))
            .header(header::HOST, "hireq.test")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b0")
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Sets a cookie that a page's script would set.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Deletes a cookie.
    pub fn forget(&mut self, name: &str) {
        self.cookies.remove(name);
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }
}
