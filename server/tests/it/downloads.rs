//! No file is downloaded under a name that a system would execute, whatever it was called when it was uploaded.

use crate::support::{
    TestApp,
    browser::{Answer, Browser},
    world::{TEXT, upload},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use hireq_services::ServiceError;

#[tokio::test]
async fn a_text_under_a_program_s_name_is_refused_with_a_sentence_and_stored_nowhere() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    for name in ["Resume.bat", "cv.hta", "cv.vbs", "cv.url", "cv.ps1", "cv.pdf.cmd", "cv.bat."] {
        let refused = upload(&app.services, &who, name, TEXT.as_bytes()).await;
        let Err(ServiceError::Invalid(errors)) = refused else { panic!("{name}: {refused:?}") };
        assert!(
            errors.get("file").is_some_and(|message| message.contains("Save it with the ending .txt")),
            "{errors:?}"
        );
    }
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let json = br#"{"basics": {"name": "Zoe"}, "work": [{"name": "Acme"}]}"#;
    browser.post_files("/api/resumes/import", "/me/resume", &[], &[("json", "cv.bat", json)]).await;
    let kept: i64 = app.value("select count(*) from documents").await;
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_file_that_was_taken_in_earlier_goes_out_with_the_ending_of_what_it_is() {
    let app = TestApp::start().await;
    let (_, id) = app.with_resume("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    for (name, wanted) in [("Resume.bat", "filename=\"Resume.txt\""), ("x\u{202e}txt.hta", "filename=\"xtxt.txt\"")] {
        sqlx::query("update documents set original_name = $1")
            .bind(name)
            .execute(&app.services.pool)
            .await
            .expect("an old row");
        let answer = browser.get(&format!("/files/{id}")).await;
        let said = answer.headers[header::CONTENT_DISPOSITION].to_str().expect("text");
        assert_eq!(answer.status, StatusCode::OK);
        assert!(said.starts_with("attachment; ") && said.contains(wanted), "{said}");
        assert!(!said.contains("bat") && !said.contains("hta"), "{said}");
    }
}

#[tokio::test]
async fn a_file_goes_out_in_parts_and_not_at_all_to_whoever_has_it() {
    let app = TestApp::start().await;
    let (_, id) = app.with_resume("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let path = format!("/files/{id}");
    let whole = browser.get(&path).await;
    let text = |answer: &Answer, name: header::HeaderName| {
        answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let tag = text(&whole, header::ETAG);
    assert_eq!((whole.status, whole.body.as_str(), tag.len()), (StatusCode::OK, TEXT, 66));
    assert_eq!(text(&whole, header::ACCEPT_RANGES), "bytes");
    let size = TEXT.len();
    let mut ask = async |name: header::HeaderName, value: &str| {
        let request = Request::get(&path).header(name, value).header(header::ACCEPT_ENCODING, "gzip");
        browser.send(request.body(Body::empty()).expect("a request")).await
    };
    let part = ask(header::RANGE, "bytes=5-14").await;
    assert_eq!((part.status, part.body.as_str()), (StatusCode::PARTIAL_CONTENT, &TEXT[5..15]));
    assert_eq!(text(&part, header::CONTENT_RANGE), format!("bytes 5-14/{size}"));
    assert_eq!((text(&part, header::CONTENT_LENGTH), text(&part, header::CONTENT_ENCODING)), ("10".into(), "".into()));
    let beyond = ask(header::RANGE, &format!("bytes={size}-")).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(text(&beyond, header::CONTENT_RANGE), format!("bytes */{size}"));
    let known = ask(header::IF_NONE_MATCH, &tag).await;
    assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(ask(header::IF_NONE_MATCH, "\"another\"").await.status, StatusCode::OK);
}
