//! Strangers can make the server keep only little: forms that were refused, and bodies that pretend to be something
//! else.

use crate::support::{TestApp, browser::Browser};
use app::form::FormAnswer;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use hireq_domain::account::Role;

async fn sessions(app: &TestApp) -> (i64, i64) {
    sqlx::query_as("select count(*), coalesce(sum(octet_length(data::text)), 0)::bigint from sessions")
        .fetch_one(&app.services.pool)
        .await
        .expect("sizes")
}

async fn send(browser: &mut Browser, path: &str, content_type: &str, body: Vec<u8>) -> StatusCode {
    let request = Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, "http://hireq.test/sign-in")
        .header(header::HOST, "hireq.test")
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body))
        .expect("a request");
    browser.send(request).await.status
}

#[tokio::test]
async fn a_body_is_as_large_as_its_address_takes_whatever_its_type_says() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let long = || format!("email={}&password=y", "x".repeat(3 << 20)).into_bytes();
    for kind in [
        "multipart/form-data; boundary=application/x-www-form-urlencoded",
        "multipart/form-data;application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; x=multipart/form-data",
        "text/plain",
    ] {
        for path in ["/api/account/sign-in", "/api/jobs/save", "/jobs"] {
            let status = send(&mut browser, path, kind, long()).await;
            assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{path} as {kind}");
        }
    }
    // Addresses that accept files do not accept long texts either.
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(send(&mut browser, "/api/portal/apply", kind, long()).await, StatusCode::PAYLOAD_TOO_LARGE);
    let kind = "multipart/form-data; boundary=b0";
    assert_ne!(send(&mut browser, "/api/portal/apply", kind, long()).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_a_stranger_s_refused_form_leaves_is_small_short_lived_and_gone_once_it_was_shown() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    browser.get("/sign-up").await;
    let long = "x".repeat(500_000);
    let fields = [("name", "Zoë Ünal"), ("email", "nonsense"), ("password", "short"), ("more", &long)];
    assert_eq!(browser.post("/api/account/sign-up", &fields).await.status, StatusCode::SEE_OTHER);
    let (count, bytes) = sessions(&app).await;
    assert!(count == 1 && bytes < 8 << 10, "{count} sessions of {bytes} bytes");
    let minutes: f64 = app
        .value_of(
            "select extract(epoch from max(expires_at) - $1)::float8 / 60 from sessions",
            app.services.clock.now(),
        )
        .await;
    assert!(minutes < 16.0, "{minutes}");
    assert!(browser.get("/sign-up").await.body.contains("Zoë Ünal"), "what fits is shown again");
    assert_eq!(sessions(&app).await.0, 0, "the session is over with it");
    assert!(browser.cookie("hireq").is_none());
}

#[tokio::test]
async fn strangers_get_few_sessions_a_minute_and_are_told_so() {
    let app = TestApp::start().await;
    for attempt in 0..40 {
        let mut browser = Browser::new(&app);
        let answer = browser.post("/api/account/sign-up", &[("name", "x"), ("email", "x"), ("role", "hr")]).await;
        assert!(answer.status == StatusCode::SEE_OTHER || answer.body.contains("Too many attempts"), "{attempt}");
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
        }
    }
    assert!((10..=25).contains(&sessions(&app).await.0));
}

#[tokio::test]
async fn a_long_form_of_somebody_with_an_account_comes_back_as_far_as_a_form_goes() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.get("/me/profile").await;
    let long = "y".repeat(900_000);
    let text = "z".repeat(20_000);
    let fields = [("phones", "none"), ("headline", "Engineer"), ("location", &text), ("links", &long)];
    assert_eq!(browser.post("/api/portal/set-profile", &fields).await.status, StatusCode::SEE_OTHER);
    let (_, bytes) = sessions(&app).await;
    assert!(bytes < 72 << 10, "{bytes}");
    let page = browser.get("/me/profile").await.body;
    assert!(page.contains("Engineer") && page.contains(&text) && !page.contains(&long));
}

#[tokio::test]
async fn the_longest_job_comes_back_whole_when_it_is_refused() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    browser.get("/hr/jobs/new").await;
    let (id, text) = (uuid::Uuid::now_v7().to_string(), "ü".repeat(20_000));
    let fields = [("id", id.as_str()), ("base", "0"), ("job[description]", &text), ("job[location]", "Kraków")];
    assert_eq!(browser.post("/api/jobs/save", &fields).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/hr/jobs/new").await.body;
    assert!(page.contains(&text) && page.contains("Kraków"));
}

#[tokio::test]
async fn a_form_for_no_server_function_leaves_nothing() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::new(&app);
    browser.post("/api/nothing/there", &[("a", "b")]).await;
    assert_eq!(sessions(&app).await.0, 0);
}

#[tokio::test]
async fn an_address_that_takes_files_says_so_to_whoever_sends_anything_else() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    for path in [
        "/api/portal/apply",
        "/api/portal/apply-as-guest",
        "/api/portal/read-contact",
        "/api/resumes/upload",
        "/api/resumes/upload-own",
    ] {
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"] {
            let status = send(&mut browser, path, kind, b"a=b".to_vec()).await;
            assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path} as {kind}");
        }
    }
}

#[tokio::test]
async fn a_refused_form_leads_back_to_this_site_whatever_page_it_names() {
    let app = TestApp::start().await;
    for (page, back) in [
        ("http://evil.example/sign-in", "/sign-in"),
        ("http://evil.example", "/"),
        ("http://evil.example//other.example/x", "/"),
    ] {
        let request = Request::post("/api/account/sign-in")
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, page)
            .header(header::HOST, "hireq.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("email=zoe%40example.com&password=wrong"))
            .expect("a request");
        let answer = Browser::new(&app).send(request).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, back), "{page}");
    }
}

#[tokio::test]
async fn a_refused_form_is_never_told_as_done_though_the_browser_names_no_page() {
    let app = TestApp::start().await;
    for (accept, says) in [(FormAnswer::MEDIA_TYPE, "Refused"), ("text/html", "The form was not taken")] {
        let request = Request::post("/api/account/sign-in")
            .header(header::ACCEPT, accept)
            .header(header::HOST, "hireq.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("email=zoe%40example.com&password=wrong"))
            .expect("a request");
        let answer = Browser::new(&app).send(request).await;
        assert!(answer.status.is_client_error() && answer.body.contains(says), "{} {}", answer.status, answer.body);
    }
}
