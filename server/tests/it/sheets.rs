//! Page images of résumés: who may see them, where the evidence is marked, and that hostile files do no harm.

use crate::support::{
    TestApp,
    browser::{Answer, Browser},
    world::{Applicant, TEXT, World, blind, pdf, stage, upload, upload_for},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use hireq_domain::{
    ids::{ApplicationId, DocumentId},
    job::Job,
    job_form::{FormRow, JobForm, RequirementRow},
};
use hireq_services::applications::{detail, transitions};
use std::time::{Duration, Instant};

const RESUME: &str = "Zoe Uenal\nData Engineer\n\nEXPERIENCE\nData Engineer, Acme Analytics\nJan 2019 - Dec 2022\n\
    Built streaming pipelines in Rust and PostgreSQL\n\nEDUCATION\nMSc Computer Science, AGH University, 2018\n";

fn asks_for_rust(form: &mut JobForm) {
    form.requirements = vec![RequirementRow { text: "Rust".into(), ..RequirementRow::empty(0) }];
}

/// Somebody who applied with this file, which was read.
async fn applicant(app: &TestApp, job: &Job, file: &[u8]) -> Applicant {
    let who = app.candidate("zoe@example.com").await;
    let (document, _) = upload(&app.services, &who, "cv.pdf", file).await.expect("taken");
    let id = app.apply(&who, document, job, &[]).await;
    app.run_tasks().await;
    Applicant { who, document, id }
}

fn address(document: DocumentId, page: &str) -> String {
    format!("/files/{document}/pages/{page}")
}

fn header_of(answer: &Answer, name: header::HeaderName) -> &str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

async fn status(app: &TestApp, email: &str, path: &str) -> StatusCode {
    Browser::signed_in(app, email).await.get(path).await.status
}

#[tokio::test]
async fn a_page_is_a_picture_for_the_organisation_that_was_sent_the_file_and_nothing_for_anybody_else() {
    let World { app, hr, job } = World::with(asks_for_rust).await;
    app.hr("other@example.com").await;
    app.candidate("stranger@example.com").await;
    let Applicant { document, .. } = applicant(&app, &job, &pdf(RESUME)).await;
    let page = address(document, "1");
    let mut browser = Browser::signed_in(&app, hr.user.email.as_str()).await;
    let answer = browser.get(&page).await;
    assert_eq!((answer.status, header_of(&answer, header::CONTENT_TYPE)), (StatusCode::OK, "image/png"));
    assert!(answer.body.len() > 1_000);
    assert_eq!(header_of(&answer, header::CACHE_CONTROL), "private, no-cache");
    assert_eq!(header_of(&answer, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(header_of(&answer, header::CONTENT_SECURITY_POLICY).starts_with("sandbox"));
    let known = Request::get(&page).header(header::IF_NONE_MATCH, header_of(&answer, header::ETAG));
    let again = browser.send(known.body(Body::empty()).expect("a request")).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    for number in ["0", "2", "61", "-1", "4294967296", "one"] {
        assert_eq!(browser.get(&address(document, number)).await.status, StatusCode::NOT_FOUND, "{number}");
    }
    for email in ["other@example.com", "stranger@example.com", "zoe@example.com"] {
        assert_eq!(status(&app, email, &page).await, StatusCode::NOT_FOUND, "{email}");
    }
    assert_eq!(Browser::new(&app).get(&page).await.location(), "/sign-in");
    // A known entity tag gives no access.
    let known = Request::get(&page).header(header::IF_NONE_MATCH, header_of(&answer, header::ETAG));
    let mut other = Browser::signed_in(&app, "other@example.com").await;
    let other = other.send(known.body(Body::empty()).expect("a request")).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn while_somebody_is_hidden_no_page_is_shown() {
    let World { app, hr, job } = World::with(|form| {
        blind(form);
        asks_for_rust(form);
    })
    .await;
    let Applicant { document, id, .. } = applicant(&app, &job, &pdf(RESUME)).await;
    let page = address(document, "1");
    assert_eq!(status(&app, hr.user.email.as_str(), &page).await, StatusCode::NOT_FOUND);
    let shown = detail::load(&app.services, &hr, id).await.expect("a page");
    assert!(shown.file.expect("a file").sheets.is_empty());
    transitions::move_to(&app.services, &hr, id, 1, stage(&job, 1)).await.expect("moved");
    assert_eq!(status(&app, hr.user.email.as_str(), &page).await, StatusCode::OK);
    let shown = detail::load(&app.services, &hr, id).await.expect("a page");
    assert_eq!(shown.file.expect("a file").sheets.len(), 1);
}

/// Where the first mark on the application's first page begins, if there is one.
async fn mark(world: &World, id: ApplicationId) -> Option<(f32, f32)> {
    let shown = detail::load(&world.app.services, &world.hr, id).await.expect("a page");
    let sheets = shown.file.expect("a file").sheets;
    sheets.first()?.marks.first().map(|mark| (mark.place.x0, mark.place.y0))
}

#[tokio::test]
async fn the_evidence_is_marked_where_it_stands_on_the_page_and_in_the_text_one_link_away() {
    let world = World::with(asks_for_rust).await;
    let Applicant { document, id, .. } = applicant(&world.app, &world.job, &pdf(RESUME)).await;
    let (x, y) = mark(&world, id).await.expect("a mark");
    assert!((50.0..400.0).contains(&x) && (140.0..200.0).contains(&y), "{x} {y}");
    let mut browser = Browser::signed_in(&world.app, world.hr.user.email.as_str()).await;
    let here = format!("/hr/applications/{id}");
    let page = browser.get(&here).await.body;
    for part in [
        &format!("src=\"{}\"", address(document, "1")),
        "alt=\"Page 1 of 1 of the résumé\"",
        "id=\"e0\"",
        "href=\"#e0\"",
        "href=\"#requirement-0\"",
        "id=\"requirement-0\"",
        &format!("href=\"{here}?view=text\""),
    ] {
        assert_eq!(page.matches(part).count(), 1, "{part}: {page}");
    }
    assert!(page.contains("Built streaming pipelines") && !page.contains("evidence-text"), "{page}");
    let text = browser.get(&format!("{here}?view=text")).await.body;
    assert_eq!(text.matches("id=\"e0\"").count(), 1, "{text}");
    assert!(text.contains("evidence-text") && !text.contains("<img"), "{text}");
    assert!(text.contains(&format!("href=\"{here}\"")), "{text}");
}

#[tokio::test]
async fn what_was_read_before_places_were_kept_is_marked_too_where_it_reads_the_same_today() {
    let world = World::with(asks_for_rust).await;
    let Applicant { id, .. } = applicant(&world.app, &world.job, &pdf(RESUME)).await;
    let before = mark(&world, id).await;
    world.app.sql("update parsed_resumes set places = null").await;
    assert!(before.is_some());
    assert_eq!(mark(&world, id).await, before);
    assert_eq!(world.app.value::<i64>("select count(*) from parsed_resumes where places is null").await, 0);
    world.app.sql("update parsed_resumes set places = null, text = 'As it was read once: ' || text").await;
    assert_eq!(mark(&world, id).await, None);
    // And the page says nothing of pages then.
    let mut browser = Browser::signed_in(&world.app, world.hr.user.email.as_str()).await;
    let page = browser.get(&format!("/hr/applications/{id}")).await.body;
    assert!(page.contains("evidence-text") && !page.contains("/pages/") && !page.contains("view=text"), "{page}");
}

#[tokio::test]
async fn a_file_without_pages_is_shown_as_text() {
    let World { app, hr, job } = World::with(asks_for_rust).await;
    let Applicant { document, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    app.run_tasks().await;
    let mut browser = Browser::signed_in(&app, hr.user.email.as_str()).await;
    let page = browser.get(&format!("/hr/applications/{id}")).await.body;
    assert!(TEXT.contains("Rust") && page.contains("evidence-text") && !page.contains("view=text"), "{page}");
    assert_eq!(browser.get(&address(document, "1")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_that_draws_itself_without_end_is_given_up_and_the_next_one_is_drawn() {
    let World { app, hr, .. } = World::new().await;
    let text = "BT /F1 12 Tf 72 700 Td (Jane Roe, software engineer in Leeds) Tj ET /X1 Do";
    let forms = "<</Font<</F1 7 0 R>>/XObject<</X1 6 0 R>>>>";
    let stream =
        |entries: &str, content: &str| format!("<<{entries}/Length {}>>stream\n{content}\nendstream", content.len());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources 4 0 R>>",
        forms,
        &stream("", text),
        &stream("/Type/XObject/Subtype/Form/BBox[0 0 900 900]/Resources 4 0 R", "/X1 Do 0 0 50 50 re f /X1 Do"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ];
    let mut file = String::from("%PDF-1.7\n");
    for (n, object) in (1..).zip(objects) {
        file += &format!("{n} 0 obj\n{object}\nendobj\n");
    }
    file += "trailer<</Root 1 0 R>>\n%%EOF";
    let endless = upload_for(&app.services, &hr, "cv.pdf", file.as_bytes()).await.document.expect("taken");
    let good = upload_for(&app.services, &hr, "cv.pdf", &pdf(RESUME)).await.document.expect("taken");
    let mut browser = Browser::signed_in(&app, hr.user.email.as_str()).await;
    let begun = Instant::now();
    assert_eq!(browser.get(&address(endless, "1")).await.status, StatusCode::NOT_FOUND);
    assert!(begun.elapsed() < Duration::from_secs(14), "{:?}", begun.elapsed());
    // It is not tried again.
    let begun = Instant::now();
    assert_eq!(browser.get(&address(endless, "1")).await.status, StatusCode::NOT_FOUND);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(browser.get(&address(good, "1")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_removed_file_has_no_pages() {
    let World { app, hr, .. } = World::new().await;
    let document = upload_for(&app.services, &hr, "cv.pdf", &pdf(RESUME)).await.document.expect("taken");
    app.run_tasks().await;
    let email = hr.user.email.as_str();
    assert_eq!(status(&app, email, &address(document, "1")).await, StatusCode::OK);
    app.sql("delete from documents").await;
    assert_eq!(status(&app, email, &address(document, "1")).await, StatusCode::NOT_FOUND);
}
