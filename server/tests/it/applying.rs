//! The application form: what a candidate sees and submits.

use crate::support::{
    PASSWORD,
    browser::Browser,
    world::{Applicant, TEXT, World, asking, asks, question},
};
use hireq_domain::{account::Role, application::RejectReason, job::JobStatus};
use hireq_services::{
    applications::{own, transitions},
    jobs,
};

#[tokio::test]
async fn a_stored_resume_and_a_file_at_once_are_asked_about_and_neither_goes() {
    let World { app, job, .. } = World::new().await;
    let (_, stored) = app.with_resume("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let page = format!("/jobs/{}/apply", job.slug);
    let stored = stored.to_string();
    let texts = [("slug", job.slug.as_str()), ("document", stored.as_str()), ("consent", "true")];
    let both = browser.post_files("/api/portal/apply", &page, &texts, &[("file", "new.txt", b"Another text")]).await;
    assert_eq!(both.location(), page);
    assert!(browser.get(&page).await.body.contains("Choose one: a résumé that you have sent before"));
    let other = [("slug", job.slug.as_str()), ("document", ""), ("consent", "true")];
    let sent = browser.post_files("/api/portal/apply", &page, &other, &[("file", "new.txt", b"Another text")]).await;
    let id = sent.location().trim_start_matches("/me/applications/").split('?').next().unwrap_or_default().to_owned();
    let went: String = app
        .value_of(
            "select d.original_name from applications a join documents d on d.id = a.document_id where a.id = $1::uuid",
            id,
        )
        .await;
    assert_eq!(went, "new.txt", "what was chosen is what went");
}

#[tokio::test]
async fn what_was_written_for_a_job_that_was_paused_meanwhile_is_shown_again_with_the_true_reason() {
    let World { app, hr, job } = World::with(asking([asks("Why us?", "text")])).await;
    let asked = question(&job, 0);
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
        let refused = browser.post_files("/api/portal/apply", &page, &texts, files).await;
        assert_eq!(refused.location(), page);
        let shown = browser.get(&page).await.body;
        assert!(shown.contains(reason), "{status}");
        assert!(shown.contains("Why us?") && shown.contains("I collect &lt;b&gt;herons"), "{status}");
    }
}

#[tokio::test]
async fn a_mail_that_waits_goes_to_the_address_that_its_reader_has_by_then() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    transitions::reject(&app.services, &hr, id, 1, RejectReason::ALL[0], "").await.expect("rejected");
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.get("/account").await;
    let fields = [("name", "Zoe"), ("email", "new@example.com"), ("current", PASSWORD)];
    browser.post("/api/account/set-profile", &fields).await;
    let to: String = app.value("select recipient from outbox where event = 'application_rejected'").await;
    assert_eq!(to, "new@example.com");
    assert_eq!(own::list(&app.services, &who).await.expect("a list").len(), 1);
}
