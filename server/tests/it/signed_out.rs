//! Somebody whose session ended while they typed loses nothing of it.

use crate::support::{PASSWORD, TestApp, browser::Browser};
use axum::http::StatusCode;

async fn end_sessions(app: &TestApp) {
    sqlx::query("delete from sessions").execute(&app.services.pool).await.expect("ended");
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_waits_through_the_sign_in_and_is_offered_again() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    assert_eq!(browser.get("/hr/jobs/new").await.status, StatusCode::OK);
    end_sessions(&app).await;
    let id = uuid::Uuid::now_v7().to_string();
    let text = "A long description of a lighthouse. ".repeat(400);
    let typed = [
        ("id", id.as_str()),
        ("base", "0"),
        ("intent", "save"),
        ("job[title]", "Lighthouse keeper"),
        ("job[description]", &text),
        ("job[remote]", "remote"),
        ("job[employment]", "contract"),
        ("password", "not kept"),
    ];
    let answer = browser.post("/api/jobs/save", &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().starts_with("/sign-in?next=%2Fhr%2Fjobs%2Fnew"), "{}", answer.location());
    let page = browser.get(answer.location()).await.body;
    assert!(page.contains("what you typed is there again") && !page.contains("Lighthouse"), "{page}");
    // A wrong password on the way loses nothing either.
    browser.post("/api/account/sign-in", &[("email", "hr@example.com"), ("password", "wrong one")]).await;
    browser.get("/sign-in").await;
    let fields = [("email", "hr@example.com"), ("password", PASSWORD), ("next", "/hr/jobs/new")];
    let answer = browser.post("/api/account/sign-in", &fields).await;
    assert_eq!(answer.location(), "/hr/jobs/new", "{}", answer.body);
    let page = browser.get("/hr/jobs/new").await.body;
    assert!(page.contains("Lighthouse keeper") && page.contains("A long description of a lighthouse."), "{page}");
    assert!(page.contains("Look it over and send it again") && !page.contains("not kept"));
    let page = browser.get("/hr/jobs/new").await.body;
    assert!(!page.contains("Lighthouse keeper"), "it is offered once");
}

#[tokio::test]
async fn what_waits_for_a_sign_in_is_bounded_and_counted() {
    let app = TestApp::start().await;
    let long = "x".repeat(700_000);
    let (many, text) = ("y".repeat(1000), "z".repeat(20_000));
    for _ in 0..12 {
        let mut browser = Browser::new(&app);
        browser.get("/jobs").await;
        let mut typed = vec![("job[title]", long.as_str()), ("job[description]", &text)];
        typed.extend((0..200).map(|_| ("job[location]", many.as_str())));
        browser.post("/api/jobs/save", &typed).await;
    }
    let (most, waiting): (i32, i64) = sqlx::query_as(
        "select max(octet_length(data::text)), count(*) filter (where data::text like '%\"waiting\"%') from sessions",
    )
    .fetch_one(&app.services.pool)
    .await
    .expect("sizes");
    assert!(most < 80 << 10, "{most}");
    assert!(waiting <= 6, "{waiting}");
}

#[tokio::test]
async fn forms_in_which_much_is_typed_ask_before_they_are_left() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = browser.get("/hr/jobs/new").await.body;
    assert!(page.contains("data-guard") && page.contains("beforeunload"));
}
