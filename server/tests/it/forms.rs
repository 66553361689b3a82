//! Forms submitted by the page's script: the same forms at the same addresses, answered in place.

use crate::support::{
    PASSWORD, TestApp,
    browser::Browser,
    world::{TEXT, World},
};
use app::{
    error::AppError,
    form::{FormAnswer, Told},
};
use axum::http::{StatusCode, header};

async fn answered(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> (StatusCode, FormAnswer) {
    browser.accept = FormAnswer::MEDIA_TYPE;
    let answer = browser.post(path, fields).await;
    browser.accept = "text/html";
    assert_eq!(answer.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()), Some(FormAnswer::MEDIA_TYPE));
    assert_eq!(answer.location(), "", "a page that sends a form is not sent away");
    (answer.status, serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("an answer: {}", answer.body)))
}

async fn sessions(app: &TestApp, like: &str) -> i64 {
    let count = "select count(*) from sessions where data::text like $1";
    app.value_of(count, like).await
}

fn told(text: &str) -> Told {
    Told { text: text.to_owned(), ..Told::default() }
}

#[tokio::test]
async fn what_was_done_is_told_in_the_answer_or_once_on_the_page_that_comes() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.get("/me/profile").await;
    let fields = [("headline", "Engine driver")];
    let done = FormAnswer::Done { to: "/me/profile".into(), told: told("Your profile is saved.") };
    assert_eq!(answered(&mut browser, "/api/portal/set-profile", &fields).await, (StatusCode::OK, done));
    let page = browser.get("/me/profile").await.body;
    assert!(page.contains("Engine driver") && !page.contains("Your profile is saved."), "{page}");
    let answer = browser.post("/api/portal/set-profile", &fields).await;
    assert_eq!(answer.location(), "/me/profile", "{}", answer.body);
    assert!(browser.get("/me/profile").await.body.contains("Your profile is saved."));
    assert!(!browser.get("/me/profile").await.body.contains("Your profile is saved."), "it is told once");
}

#[tokio::test]
async fn a_refusal_names_its_fields_and_leaves_nothing_behind() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.get("/me/profile").await;
    let (status, answer) = answered(&mut browser, "/api/portal/set-profile", &[("phones", "none")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let FormAnswer::Refused(AppError::Invalid(fields)) = answer else { panic!("{answer:?}") };
    assert_eq!(fields.0.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["phones"]);
    assert_eq!(sessions(&app, "%flash%").await, 0);
    // A refusal for somebody without an account needs no session.
    let before = sessions(&app, "%").await;
    let mut stranger = Browser::new(&app);
    stranger.get("/sign-in").await;
    let fields = [("email", "zoe@example.com"), ("password", "wrong one")];
    let (_, answer) = answered(&mut stranger, "/api/account/sign-in", &fields).await;
    assert!(matches!(answer, FormAnswer::Refused(_)), "{answer:?}");
    assert_eq!(sessions(&app, "%").await, before);
    let (status, answer) = answered(&mut browser, "/api/portal/set-profile", &[("headline", "a\0b")]).await;
    assert!(status.is_client_error() && matches!(answer, FormAnswer::Refused(_)), "{status} {answer:?}");
}

#[tokio::test]
async fn whoever_is_signed_in_anew_or_named_anew_loads_the_page() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::new(&app);
    browser.get("/sign-in").await;
    let fields = [("email", "zoe@example.com"), ("password", PASSWORD), ("next", "/me/profile")];
    let load = |to: &str| (StatusCode::OK, FormAnswer::Load { to: to.into() });
    assert_eq!(answered(&mut browser, "/api/account/sign-in", &fields).await, load("/me/profile"));
    browser.get("/account").await;
    let fields = [("name", "Zoë"), ("email", "zoe@example.com"), ("current", PASSWORD)];
    assert_eq!(answered(&mut browser, "/api/account/set-profile", &fields).await, load("/account"));
    assert!(browser.get("/account").await.body.contains("Your details are saved."));
    assert_eq!(answered(&mut browser, "/api/account/sign-out", &[]).await, load("/"));
}

#[tokio::test]
async fn a_page_behind_what_somebody_else_saved_is_loaded_with_what_was_typed() {
    let World { app, job, .. } = World::new().await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = format!("/hr/jobs/{}/edit", job.id);
    browser.get(&page).await;
    let id = job.id.to_string();
    let stage = job.content.stages[0].id.map(|id| id.to_string()).unwrap_or_default();
    let base = job.row_version.to_string();
    let mut fields = [
        ("id", id.as_str()),
        ("base", base.as_str()),
        ("intent", "save"),
        ("job[title]", "Lighthouse keeper"),
        ("job[description]", "Keep the light."),
        ("job[remote]", "remote"),
        ("job[employment]", "full_time"),
        ("job[weight_skills]", "40"),
        ("job[weight_experience]", "30"),
        ("job[weight_education]", "10"),
        ("job[weight_closeness]", "20"),
        ("job[stages][0][id]", &stage),
        ("job[stages][0][name]", "Applied"),
        ("job[stages][0][kind]", "applied"),
    ];
    let done = FormAnswer::Done { to: page.clone(), told: told("Saved.") };
    assert_eq!(answered(&mut browser, "/api/jobs/save", &fields).await, (StatusCode::OK, done));
    // Sending the same form again gives the same job; a different one is based on an outdated version.
    fields[3].1 = "Lighthouse warden";
    let load = FormAnswer::Load { to: page.clone() };
    assert_eq!(answered(&mut browser, "/api/jobs/save", &fields).await, (StatusCode::OK, load));
    let shown = browser.get(&page).await.body;
    assert!(shown.contains("Lighthouse warden") && shown.contains("Somebody else has saved this job"), "{shown}");
}

#[tokio::test]
async fn a_button_that_asks_for_another_form_shows_it_wherever_it_is_pressed() {
    let World { app, job, .. } = World::new().await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = format!("/hr/jobs/{}/edit", job.id);
    browser.get(&page).await;
    let (id, base) = (job.id.to_string(), job.row_version.to_string());
    let fields = [
        ("id", id.as_str()),
        ("base", base.as_str()),
        ("intent", "up-stages-1"),
        ("job[stages][0][row]", "0"),
        ("job[stages][0][name]", "Arrived"),
        ("job[stages][1][row]", "1"),
        ("job[stages][1][place]", "1"),
        ("job[stages][1][name]", "Called"),
    ];
    let load = FormAnswer::Load { to: page.clone() };
    assert_eq!(answered(&mut browser, "/api/jobs/save", &fields).await, (StatusCode::OK, load));
    let shown = browser.get(&page).await.body;
    let at = |text: &str| shown.find(&format!("value=\"{text}\"")).unwrap_or_else(|| panic!("{text} in {shown}"));
    assert!(at("Called") < at("Arrived"), "{shown}");
}

#[tokio::test]
async fn a_form_sent_from_its_page_after_the_session_ended_waits_too() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    browser.get("/hr/jobs/new").await;
    app.sql("delete from sessions").await;
    let id = uuid::Uuid::now_v7().to_string();
    let fields = [("id", id.as_str()), ("base", "0"), ("job[title]", "Lighthouse keeper")];
    let (_, answer) = answered(&mut browser, "/api/jobs/save", &fields).await;
    let FormAnswer::Load { to } = answer else { panic!("{answer:?}") };
    assert!(to.starts_with("/sign-in?next=%2Fhr%2Fjobs%2Fnew"), "{to}");
}

#[tokio::test]
async fn a_file_goes_the_same_way() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.accept = FormAnswer::MEDIA_TYPE;
    let files = [("file", "cv.txt", TEXT.as_bytes())];
    let answer = browser.post_files("/api/resumes/upload-own", "/me/resume", &[], &files).await;
    let answer: FormAnswer = serde_json::from_str(&answer.body).expect("an answer");
    let FormAnswer::Done { to, told } = answer else { panic!("{answer:?}") };
    assert!(to.starts_with("/me/resume?document=") && told.text.contains("has arrived"), "{to} {told:?}");
    let answer = browser.post_files("/api/resumes/upload-own", "/me/resume", &[], &[]).await;
    let answer: FormAnswer = serde_json::from_str(&answer.body).expect("an answer");
    assert!(matches!(answer, FormAnswer::Refused(AppError::Invalid(_))), "{answer:?}");
}
