//! The recruiter's dashboard counts correctly, and only within the organisation.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{job_form, new_job, stage},
};
use hireq_domain::{
    inbox::InboxRow,
    job::{Job, StageKind},
};
use hireq_services::{auth::Hr, dashboard, jobs};
use uuid::Uuid;

async fn job(app: &TestApp, hr: &Hr, title: &str, open: bool) -> Job {
    let mut form = job_form(title, "Work.");
    form.stages.truncate(3);
    for (row, days) in form.stages.iter_mut().zip(["", "3", ""]) {
        row.sla_days = days.into();
    }
    let job = jobs::save(&app.services, hr, new_job(), 0, &form, open).await.expect("saved");
    app.sql("update jobs set published_at = now() - interval '30 days' where status = 'open'").await;
    job
}

/// An applicant who entered a stage of the job this many days ago.
async fn applicant(app: &TestApp, job: &Job, at: usize, days: i32, status: &str) {
    sqlx::query(
        "with person as (insert into candidates (id, organization_id, name) values ($1, $2, 'Zoë Example'))
         insert into applications (id, organization_id, job_id, candidate_id, stage_id, status, applied_at, stage_entered_at)
         values ($1, $2, $3, $1, $4, $5, now() - make_interval(days => $6), now() - make_interval(days => $6))",
    )
    .bind(Uuid::now_v7())
    .bind(job.organization_id.0)
    .bind(job.id.0)
    .bind(stage(job, at).0)
    .bind(status)
    .bind(days)
    .execute(&app.services.pool)
    .await
    .expect("an application");
}

#[tokio::test]
async fn what_waits_too_long_is_found_and_what_is_on_hold_does_not_count() {
    let app = TestApp::start().await;
    let hr = app.hr("ada@example.com").await;
    let open = job(&app, &hr, "Data engineer", true).await;
    job(&app, &hr, "Nobody's job", true).await;
    job(&app, &hr, "Half written", false).await;
    applicant(&app, &open, 0, 8, "active").await;
    applicant(&app, &open, 0, 2, "active").await;
    applicant(&app, &open, 1, 4, "active").await;
    applicant(&app, &open, 1, 9, "on_hold").await;
    applicant(&app, &open, 2, 90, "active").await;
    let shown = dashboard::show(&app.services, &hr).await.expect("numbers");
    assert_eq!((shown.active, shown.new, shown.open_jobs), (4, 2, 2));
    assert_eq!(shown.overdue_total, 2, "{:?}", shown.overdue);
    let planned = |row: &InboxRow| ((row.due - row.since).num_days(), row.stage == "Applied");
    assert_eq!(shown.overdue.iter().map(planned).collect::<Vec<_>>(), [(7, true), (3, false)]);
    assert_eq!(shown.without_applicants.iter().map(|j| j.title.as_str()).collect::<Vec<_>>(), ["Nobody's job"]);
    assert_eq!(shown.drafts.iter().map(|j| j.title.as_str()).collect::<Vec<_>>(), ["Half written"]);
    assert_eq!(shown.weeks.len(), 12);
    assert_eq!(shown.weeks.iter().map(|(_, n)| n).sum::<i64>(), 4, "the fifth is older than twelve weeks");
    let reached = |kind: StageKind| shown.funnel.iter().find(|(k, _)| *k == kind).map(|(_, n)| *n);
    assert_eq!(reached(StageKind::Applied), Some(5));
    assert_eq!(reached(StageKind::Screening), Some(3));
    assert_eq!(reached(StageKind::Interview), Some(1));
    assert_eq!(reached(StageKind::Hired), None, "no job has such a stage");
    assert_eq!(reached(StageKind::Assessment), None);
}

#[tokio::test]
async fn another_organisations_work_is_not_counted() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.hr("ada@example.com").await, app.hr("eve@example.com").await);
    let open = job(&app, &ada, "Data engineer", true).await;
    applicant(&app, &open, 0, 20, "active").await;
    let shown = dashboard::show(&app.services, &eve).await.expect("numbers");
    assert_eq!((shown.active, shown.open_jobs, shown.overdue_total), (0, 0, 0));
    assert!(shown.jobs.is_empty() && shown.weeks.iter().all(|(_, n)| *n == 0));
    assert!(shown.funnel.iter().all(|(_, n)| *n == 0));
}

#[tokio::test]
async fn a_job_that_hides_names_hides_them_here_too() {
    let app = TestApp::start().await;
    let hr = app.hr("ada@example.com").await;
    let open = job(&app, &hr, "Data engineer", true).await;
    applicant(&app, &open, 0, 20, "active").await;
    app.sql("update jobs set blind = true").await;
    let shown = dashboard::show(&app.services, &hr).await.expect("numbers");
    assert!(shown.overdue[0].hidden && shown.overdue[0].name.starts_with("Applicant "));
    let page = Browser::signed_in(&app, "ada@example.com").await.get("/hr").await.body;
    assert!(page.contains("Data engineer") && !page.contains("Zoë"), "{page}");
}

#[tokio::test]
async fn new_applications_wait_for_the_recruiter() {
    let app = TestApp::start().await;
    let hr = app.hr("ada@example.com").await;
    let (one, two) = (job(&app, &hr, "Data engineer", true).await, job(&app, &hr, "Nurse", true).await);
    applicant(&app, &one, 0, 0, "active").await;
    applicant(&app, &two, 0, 0, "active").await;
    applicant(&app, &two, 0, 1, "active").await;
    let mut browser = Browser::signed_in(&app, "ada@example.com").await;
    let page = browser.get("/hr").await.body;
    assert!(!page.contains("Nothing waits for you"), "{page}");
    assert!(page.contains("New applications (3)") && page.contains("2 new applications"), "{page}");
    let moved =
        "update applications a set stage_id = s.id from stages s where s.job_id = a.job_id and s.kind = 'interview'";
    app.sql(moved).await;
    assert!(browser.get("/hr").await.body.contains("Nothing waits for you"));
}
