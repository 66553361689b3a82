//! Somebody whose session ends while they are typing loses nothing.

use crate::support::{
    PASSWORD, TestApp,
    browser::Browser,
    world::{World, asking, asks, question},
};
use axum::http::StatusCode;

async fn end_sessions(app: &TestApp) {
    app.sql("delete from sessions").await;
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
    // A wrong password in between does not lose it either.
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
    app.hr("hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    browser.get("/hr/jobs/new").await;
    end_sessions(&app).await;
    for _ in 0..12 {
        browser.forget("hireq");
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

/// A browser with a page open when a recruiter's session ends.
async fn left_alone(app: &TestApp, email: &str, page: &str) -> Browser {
    let mut browser = Browser::signed_in(app, email).await;
    assert_eq!(browser.get(page).await.status, StatusCode::OK);
    end_sessions(app).await;
    browser
}

async fn sign_in(browser: &mut Browser, email: &str) {
    browser.get("/sign-in").await;
    let fields = [("email", email), ("password", PASSWORD)];
    assert_eq!(browser.post("/api/account/sign-in", &fields).await.location(), "/home");
}

#[tokio::test]
async fn a_waiting_form_is_offered_to_the_account_that_it_was_typed_under_and_to_nobody_else() {
    let app = TestApp::start().await;
    for email in ["hr@example.com", "other@example.com"] {
        app.hr(email).await;
    }
    let mut browser = left_alone(&app, "hr@example.com", "/hr/jobs/new").await;
    let typed = [("id", uuid::Uuid::now_v7().to_string()), ("base", "0".into()), ("job[title]", "Lighthouse".into())];
    let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(browser.post("/api/jobs/save", &typed).await.location().starts_with("/sign-in"));
    sign_in(&mut browser, "other@example.com").await;
    assert!(!browser.get("/hr/jobs/new").await.body.contains("Lighthouse"), "it is not the other's");
    let left = "select count(*) from sessions where data::text like '%Lighthouse%'";
    let left: i64 = app.value(left).await;
    assert_eq!(left, 0, "what was somebody else's is dropped");
    // Nobody was signed in here before, so there is nobody to offer it to.
    let mut stranger = Browser::new(&app);
    stranger.get("/hr/jobs/new").await;
    stranger.post("/api/jobs/save", &typed).await;
    sign_in(&mut stranger, "hr@example.com").await;
    assert!(!stranger.get("/hr/jobs/new").await.body.contains("Lighthouse"));
}

#[tokio::test]
async fn three_forms_wait_each_for_its_own_page() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    let mut browser = left_alone(&app, "hr@example.com", "/hr/jobs/new").await;
    let id = uuid::Uuid::now_v7().to_string();
    let titles: Vec<_> = (0..3).map(|number| format!("Lighthouse {number}")).collect();
    let job = |number: usize| vec![("id", id.as_str()), ("base", "0"), ("job[title]", titles[number].as_str())];
    let name = vec![("name", "Ada at the sea"), ("email", "hr@example.com")];
    let (save, profile) = ("/api/jobs/save", "/api/account/set-profile");
    for (page, path, typed) in [
        ("/hr/jobs/a", save, job(0)),
        ("/hr/jobs/b", save, job(1)),
        ("/hr/jobs/new", save, job(2)),
        ("/account", profile, name),
    ] {
        browser.get(page).await;
        assert!(browser.post(path, &typed).await.location().starts_with("/sign-in?"), "{page}");
    }
    let stored = "select data::text from sessions";
    let stored: String = app.value(stored).await;
    assert!(!stored.contains("Lighthouse 0") && stored.contains("Lighthouse 1"), "the oldest makes room: {stored}");
    sign_in(&mut browser, "hr@example.com").await;
    assert!(browser.get("/account").await.body.contains("Ada at the sea"));
    assert!(browser.get("/hr/jobs/new").await.body.contains("Lighthouse 2"));
}

#[tokio::test]
async fn the_answers_of_an_application_wait_and_its_file_is_asked_for_again() {
    let World { app, job, .. } = World::with(asking([asks("Why here?", "text")])).await;
    app.candidate("zoe@example.com").await;
    let page = format!("/jobs/{}/apply", job.slug);
    let mut browser = left_alone(&app, "zoe@example.com", &page).await;
    let answer = format!("answer-{}", question(&job, 0));
    let texts = [("slug", job.slug.as_str()), ("consent", "true")];
    let answers = [texts[0], (answer.as_str(), "I like the sea"), texts[1]];
    let files = [("file", "cv.txt", "a secret line".as_bytes())];
    let sent = browser.post_files("/api/portal/apply", &page, &answers, &files).await;
    assert!(sent.location().starts_with("/sign-in?next="), "{} {}", sent.status, sent.location());
    sign_in(&mut browser, "zoe@example.com").await;
    let shown = browser.get(&page).await.body;
    assert!(shown.contains("I like the sea") && shown.contains("choose your file again"), "{shown}");
    assert!(!shown.contains("a secret line"));
}

#[tokio::test]
async fn forms_in_which_much_is_typed_ask_before_they_are_left() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = browser.get("/hr/jobs/new").await.body;
    assert!(page.contains("data-guard") && page.contains("beforeunload"));
}
