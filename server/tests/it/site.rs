//! Guarantees for every address.

use crate::support::{TestApp, browser::Browser};
use axum::http::{StatusCode, header};

#[tokio::test]
async fn every_answer_says_how_it_may_be_used() {
    let app = TestApp::start().await;
    let answer = Browser::new(&app).get("/sign-in").await;
    assert_eq!(answer.status, StatusCode::OK);
    let header = |name: &str| answer.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff");
    let policy = header("content-security-policy");
    assert!(policy.contains("script-src 'nonce-") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("script-src 'self' 'unsafe-inline'"));
    assert!(!header("x-request-id").is_empty());
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    for script in answer.body.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap_or_default();
        assert!(tag.contains(nonce) || tag.contains("application/ld+json"), "<script{tag}>");
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so_with_its_status() {
    let app = TestApp::start().await;
    let answer = Browser::new(&app).get("/nowhere/at/all").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("Page not found"));
}

#[tokio::test]
async fn a_visitor_is_sent_to_sign_in_and_comes_back_to_the_page_that_was_wanted() {
    let app = TestApp::start().await;
    let answer = Browser::new(&app).get("/hr/jobs").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::FOUND, "/sign-in?next=/hr/jobs"));
}

#[tokio::test]
async fn health_is_told_part_by_part_and_a_lost_database_is_not_hidden() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let answer = browser.get("/api/health").await;
    let health: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((answer.status, &health["database"]), (StatusCode::OK, &"ok".into()));
    app.services.pool.close().await;
    let answer = browser.get("/api/health").await;
    let health: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!((answer.status, &health["database"]), (StatusCode::SERVICE_UNAVAILABLE, &"down".into()));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let long = "x".repeat(2 << 20);
    let answer = browser.post("/api/account/sign-in", &[("email", &long), ("password", "y")]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.headers.contains_key(header::CONTENT_TYPE));
}

#[tokio::test]
async fn a_careers_page_is_kept_for_a_moment_with_a_nonce_of_its_own_each_time() {
    let app = TestApp::with(|config| config.page_cache_seconds = 60).await;
    let mut browser = Browser::new(&app);
    let nonce = |answer: &crate::support::browser::Answer| {
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
        policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned()
    };
    let (first, second) = (browser.get("/jobs").await, browser.get("/jobs").await);
    let (before, now) = (nonce(&first), nonce(&second));
    assert_ne!(before, now);
    assert_eq!(second.body, first.body.replace(&before, &now), "the same page");
    assert!(second.body.contains(&now) && !second.body.contains(&before));
    let hr = app.hr("hr@example.com").await;
    app.job(&hr, |form| form.title = "Lighthouse keeper".into()).await;
    assert!(!browser.get("/jobs").await.body.contains("Lighthouse keeper"), "kept");
    // Any POST request clears the cache; this one is refused, which the cache cannot know.
    browser.post("/api/account/sign-in", &[("email", "nobody@example.com"), ("password", "wrong")]).await;
    let mut stranger = Browser::new(&app);
    assert!(stranger.get("/jobs").await.body.contains("Lighthouse keeper"));
    let mut recruiter = Browser::signed_in(&app, "hr@example.com").await;
    let own = recruiter.get("/jobs").await.body;
    assert!(own.contains("Account settings") && !stranger.get("/jobs").await.body.contains("Account settings"));
}
