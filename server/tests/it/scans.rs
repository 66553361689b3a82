//! Scans and photographs of résumés: read in the background, page by page, and marked as recognised.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{upload, upload_for},
};
use hireq_domain::{
    account::Role,
    candidate::DocumentStatus,
    event::LiveEvent,
    resume::{ReadWarning, SectionKind},
};
use hireq_server::boot;
use hireq_services::{ServiceError, candidates, resumes};
use std::path::Path;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A HireQ that reads scans; `None` if the model is missing, which `HIREQ_NEED_MODELS` turns into a failure.
async fn reading_scans() -> Option<TestApp> {
    let mut app = TestApp::start().await;
    app.services.page_reader = boot::page_reader(&app.services.config.models_dir);
    let found = app.services.page_reader.is_some();
    assert!(found || std::env::var_os("HIREQ_NEED_MODELS").is_none(), "a model is missing; run scripts/models");
    found.then_some(app)
}

#[tokio::test]
async fn a_scan_is_read_in_the_background_and_says_that_it_was_recognised() {
    let Some(app) = reading_scans().await else { return };
    let who = app.candidate("sarah@example.com").await;
    let (id, _) = upload(&app.services, &who, "scan.pdf", &fixture("sarah_scanned.pdf")).await.expect("taken");
    app.run_tasks().await;
    let (document, read) = resumes::own_parsed(&app.services, &who, id).await.expect("there");
    let read = read.expect("read");
    assert_eq!((document.status, document.recognized), (DocumentStatus::Read, None));
    assert_eq!(read.resume.warnings, [ReadWarning::Recognized]);
    assert_eq!(read.resume.name.expect("a name").value, "Sarah J. Whitfield");
    let address = read.resume.emails[0].value.to_lowercase();
    assert!(address.ends_with("j.whitfield@example.co.uk"), "{address}");
    let employers: Vec<_> =
        read.resume.experience.iter().filter_map(|e| e.employer.as_ref()).map(|e| &e.value).collect();
    assert!(employers.iter().any(|e| e.contains("Aire Valley Housing")), "{employers:?}");
    assert!(read.resume.sections.iter().any(|s| s.kind == SectionKind::Education), "{:?}", read.resume.sections);
    let told: Vec<serde_json::Value> = sqlx::query_scalar("select event from live_events order by id")
        .fetch_all(&app.services.pool)
        .await
        .expect("events");
    let told: Vec<LiveEvent> = told.into_iter().filter_map(|event| serde_json::from_value(event).ok()).collect();
    let progress = told.iter().position(|e| matches!(e, LiveEvent::DocumentProgressed { .. })).expect("progress");
    assert!(told[progress..].iter().any(|e| matches!(e, LiveEvent::DocumentRead { .. })), "{told:?}");
}

#[tokio::test]
async fn a_photograph_is_taken_from_recruiters_too_and_its_reading_is_marked() {
    let Some(app) = reading_scans().await else { return };
    app.visitor(Role::Hr, "hr@example.com").await;
    let hr = app.hr("other@example.com").await;
    let uploaded = upload_for(&app.services, &hr, "photo.jpg", &fixture("priya_photo.jpg")).await;
    app.run_tasks().await;
    let id = uploaded.candidate.expect("a candidate");
    let profile = candidates::profile(&app.services, &hr, id).await.expect("a profile");
    assert!(profile.info.name.contains("Priya"), "{}", profile.info.name);
    let read = profile.resume.expect("read");
    assert!(!read.resume.experience.is_empty() && !read.resume.skills.is_empty());
    let mut browser = Browser::signed_in(&app, "other@example.com").await;
    let page = browser.get(&format!("/hr/candidates/{id}")).await.body;
    assert!(page.contains("text recognition (OCR)"), "{page}");
}

#[tokio::test]
async fn a_picture_without_text_ends_with_the_sentence_that_scans_had() {
    let Some(app) = reading_scans().await else { return };
    let who = app.candidate("zoe@example.com").await;
    let (id, _) = upload(&app.services, &who, "me.png", &fixture("white.png")).await.expect("taken");
    app.run_tasks().await;
    let (document, read) = resumes::own_parsed(&app.services, &who, id).await.expect("there");
    assert_eq!((document.status, read.is_none()), (DocumentStatus::Failed, true));
    assert!(document.failure.expect("a sentence").contains("pictures of pages"));
}

#[tokio::test]
async fn without_the_model_a_picture_is_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    let refused = upload(&app.services, &who, "me.png", &fixture("white.png")).await.expect_err("refused");
    let ServiceError::Invalid(errors) = refused else { panic!("{refused:?}") };
    assert!(errors.get("file").expect("at the file").contains("pictures of pages"));
}

#[tokio::test]
async fn how_far_the_recognition_is_shows_on_the_page() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser
        .post_files("/api/resumes/upload-own", "/me/resume", &[], &[("file", "cv.txt", b"Zoe Uenal\nEngineer\n")])
        .await;
    app.sql("update documents set pages_done = 1, pages = 3").await;
    let page = browser.get("/me/resume").await.body;
    assert!(page.contains("text recognised on 1 of 3 pages"), "{page}");
}
