//! Signing up, in and out.

use crate::support::{PASSWORD, TestApp, browser::Browser};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use hireq_domain::account::Role;

#[tokio::test]
async fn somebody_signs_up_is_signed_in_and_signs_out() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let fields = [
        ("name", "Zoë"),
        ("email", "zoe@example.com"),
        ("password", PASSWORD),
        ("role", "candidate"),
        ("organization", ""),
    ];
    let answer = browser.post("/api/account/sign-up", &fields).await;
    assert_eq!(answer.location(), "/home", "{} {}", answer.status, answer.body);
    assert_eq!(browser.get("/home").await.location(), "/me");
    assert!(browser.get("/account").await.body.contains("zoe@example.com"));
    browser.post("/api/account/sign-out", &[]).await;
    assert_eq!(browser.get("/home").await.location(), "/sign-in");
}

#[tokio::test]
async fn a_refused_form_comes_back_with_its_errors_and_what_was_typed_but_no_password() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    browser.get("/sign-up").await;
    let fields = [("name", "Zoë Ünal"), ("email", "nonsense"), ("password", "short7!"), ("role", "candidate")];
    let answer = browser.post("/api/account/sign-up", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!answer.location().contains("__err") && !answer.location().contains("nonsense"), "{}", answer.location());
    let page = browser.get("/sign-up").await.body;
    assert!(page.contains("Enter an e-mail address like name@example.com"), "{page}");
    assert!(page.contains("Use 10 characters or more"));
    assert!(page.contains("Zoë Ünal") && page.contains("nonsense"));
    assert!(!page.contains("short7!"));
    assert!(!browser.get("/sign-up").await.body.contains("nonsense"), "it is shown once");
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "known@example.com").await;
    let mut texts = Vec::new();
    for email in ["known@example.com", "unknown@example.com"] {
        let mut browser = Browser::new(&app);
        browser.get("/sign-in").await;
        browser.post("/api/account/sign-in", &[("email", email), ("password", "not the password")]).await;
        let page = browser.get("/sign-in").await.body;
        assert!(page.contains("The e-mail address or the password is wrong"));
        texts.push(page.matches("error-summary").count());
    }
    assert_eq!(texts[0], texts[1]);
}

#[tokio::test]
async fn the_sixth_attempt_within_a_minute_is_refused_and_told_when_to_come_back() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    browser.accept = "application/json";
    let attempt = [("email", "known@example.com"), ("password", "not the password")];
    for _ in 0..5 {
        assert_eq!(browser.post("/api/account/sign-in", &attempt).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = browser.post("/api/account/sign-in", &attempt).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn a_session_gets_a_new_number_at_sign_in_and_its_cookie_is_out_of_scripts_reach() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "known@example.com").await;
    let mut browser = Browser::new(&app);
    browser.get("/sign-in").await;
    browser.post("/api/account/sign-in", &[("email", "x"), ("password", "y")]).await;
    let before = browser.cookie("hireq").map(ToOwned::to_owned);
    assert!(before.is_some(), "the error waits in a session");
    let fields = [("email", "Known@Example.com"), ("password", PASSWORD)];
    let answer = browser.post("/api/account/sign-in", &fields).await;
    let cookie = answer.headers.get(header::SET_COOKIE).and_then(|c| c.to_str().ok()).expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_ne!(browser.cookie("hireq").map(ToOwned::to_owned), before);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let request = Request::post("/api/account/sign-out")
        .header(header::HOST, "hireq.test")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://evil.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .expect("a request");
    assert_eq!(browser.send(request).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_mailed_link_sets_a_new_password_once_and_ends_every_session() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "known@example.com").await;
    let mut elsewhere = Browser::signed_in(&app, "known@example.com").await;
    let mut browser = Browser::new(&app);
    browser.post("/api/account/forgot-password", &[("email", "known@example.com")]).await;
    let token: String = app.value("select secret from outbox where event = 'reset_password'").await;
    let token = token.as_str();
    let fields = [("token", token), ("password", "another good password")];
    assert_eq!(browser.post("/api/account/reset-password", &fields).await.location(), "/sign-in?changed=1");
    assert_eq!(elsewhere.get("/home").await.location(), "/sign-in", "other sessions have ended");
    browser.get("/new-password").await;
    browser.post("/api/account/reset-password", &fields).await;
    assert!(browser.get("/new-password").await.body.contains("has been used or is too old"));
}

#[tokio::test]
async fn the_password_is_never_in_the_database_or_in_a_page() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "known@example.com").await;
    let stored: String = app.value("select string_agg(u::text, ' ') from users u").await;
    assert!(stored.contains("$argon2id$") && !stored.contains(PASSWORD));
}
