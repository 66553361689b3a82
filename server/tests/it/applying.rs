//! What a candidate sees and sends on the page for an application.

use crate::{
    apply::open_job,
    resumes::{TEXT, post_form, upload},
    support::{PASSWORD, TestApp, browser::Browser},
};
use hireq_domain::{account::Role, application::RejectReason, job::JobStatus, job_form::QuestionRow};
use hireq_services::{
    applications::{
        apply::{self, Input},
        own, steps,
    },
    jobs,
};

#[tokio::test]
async fn a_stored_resume_and_a_file_at_once_are_asked_about_and_neither_goes() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = open_job(&app, &hr, vec![]).await;
    let who = app.candidate("zoe@example.com").await;
    let (stored, _) = upload(&app.services, &who, "old.txt", TEXT.as_bytes()).await.expect("taken");
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let page = format!("/jobs/{}/apply", job.slug);
    let stored = stored.to_string();
    let texts = [("slug", job.slug.as_str()), ("document", stored.as_str()), ("consent", "true")];
    let both =
        post_form(&mut browser, "/api/portal/apply", &page, &texts, &[("file", "new.txt", b"Another text")]).await;
    assert_eq!(both.location(), page);
    assert!(browser.get(&page).await.body.contains("Choose one: a résumé that you have sent before"));
    let other = [("slug", job.slug.as_str()), ("document", ""), ("consent", "true")];
    let sent =
        post_form(&mut browser, "/api/portal/apply", &page, &other, &[("file", "new.txt", b"Another text")]).await;
    let id = sent.location().trim_start_matches("/me/applications/").split('?').next().unwrap_or_default().to_owned();
    let went: String = sqlx::query_scalar(
        "select d.original_name from applications a join documents d on d.id = a.document_id where a.id = $1::uuid",
    )
    .bind(id)
    .fetch_one(&app.services.pool)
    .await
    .expect("an application");
    assert_eq!(went, "new.txt", "what was chosen is what went");
}

#[tokio::test]
async fn what_was_written_for_a_job_that_was_paused_meanwhile_is_shown_again_with_the_true_reason() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let question = QuestionRow { text: "Why us?".into(), kind: "text".into(), ..QuestionRow::default() };
    let job = open_job(&app, &hr, vec![question]).await;
    let asked = job.draft.questions[0].id.expect("a question");
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let page = format!("/jobs/{}/apply", job.slug);
    browser.get(&page).await;
    for (status, reason) in
        [(JobStatus::Paused, "has paused this job"), (JobStatus::Closed, "This job takes no more applications")]
    {
        jobs::set_status(&app.services, &hr, job.id, status, Some(hireq_domain::job::OpenApplications::Leave))
            .await
            .expect("set");
        let answer = format!("answer-{asked}");
        let texts = [("slug", job.slug.as_str()), (answer.as_str(), "I collect <b>herons</b>"), ("consent", "true")];
        let files: &[(&str, &str, &[u8])] = &[("file", "cv.txt", TEXT.as_bytes())];
        let refused = post_form(&mut browser, "/api/portal/apply", &page, &texts, files).await;
        assert_eq!(refused.location(), page);
        let shown = browser.get(&page).await.body;
        assert!(shown.contains(reason), "{status}");
        assert!(shown.contains("Why us?") && shown.contains("I collect &lt;b&gt;herons"), "{status}");
    }
}

#[tokio::test]
async fn a_mail_that_waits_goes_to_the_address_that_its_reader_has_by_then() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = open_job(&app, &hr, vec![]).await;
    let who = app.candidate("zoe@example.com").await;
    let (document, _) = upload(&app.services, &who, "cv.txt", TEXT.as_bytes()).await.expect("taken");
    let input = Input { document: Some(document), consent: true, ..Input::default() };
    let (id, _) = apply::apply(&app.services, &who, &job.slug, input).await.expect("applied");
    let version = own_version(&app, id).await;
    steps::reject(&app.services, &hr, id, version, RejectReason::ALL[0], "").await.expect("rejected");
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.get("/account").await;
    let fields = [("name", "Zoe"), ("email", "new@example.com"), ("current", PASSWORD)];
    browser.post("/api/account/set-profile", &fields).await;
    let to: String = sqlx::query_scalar("select recipient from outbox where event = 'application_rejected'")
        .fetch_one(&app.services.pool)
        .await
        .expect("a mail");
    assert_eq!(to, "new@example.com");
    assert_eq!(own::list(&app.services, &who).await.expect("a list").len(), 1);
}

async fn own_version(app: &TestApp, id: hireq_domain::ids::ApplicationId) -> i32 {
    sqlx::query_scalar("select row_version from applications where id = $1")
        .bind(id.0)
        .fetch_one(&app.services.pool)
        .await
        .expect("an application")
}
