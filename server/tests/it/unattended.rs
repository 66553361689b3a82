//! Jobs whose last recruiter has left take no applications.

use crate::support::TestApp;
use hireq_domain::{
    account::AccountStep,
    job::{Job, JobStatus},
};
use hireq_services::{
    admin::users,
    auth::{Admin, Hr},
    jobs,
};

async fn status(app: &TestApp, hr: &Hr, job: &Job) -> JobStatus {
    jobs::load(&app.services, hr, job.id).await.expect("a job").status
}

async fn suspend(app: &TestApp, admin: &Admin, hr: &Hr) {
    users::step(&app.services, admin, hr.user.id, AccountStep::Suspend, "Gone").await.expect("suspended");
}

#[tokio::test]
async fn an_organisations_open_jobs_are_paused_with_its_last_recruiter_and_not_before() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let (first, elsewhere) = (app.hr("ada@example.com").await, app.hr("eve@elsewhere.example").await);
    let colleague = app.hr("ben@example.com").await;
    let organization = first.user.organization.as_ref().expect("an organisation").id;
    users::set_role(&app.services, &admin, colleague.user.id, hireq_domain::account::Role::Hr, Some(organization))
        .await
        .expect("a colleague");
    let (ours, theirs) = (app.job(&first, |_| ()).await, app.job(&elsewhere, |_| ()).await);
    suspend(&app, &admin, &first).await;
    assert_eq!(status(&app, &first, &ours).await, JobStatus::Open, "a colleague hires on");
    suspend(&app, &admin, &colleague).await;
    assert_eq!(status(&app, &first, &ours).await, JobStatus::Paused);
    assert_eq!(status(&app, &elsewhere, &theirs).await, JobStatus::Open);
    // They stay paused until a recruiter opens them.
    users::step(&app.services, &admin, first.user.id, AccountStep::Reactivate, "").await.expect("back");
    assert_eq!(status(&app, &first, &ours).await, JobStatus::Paused);
    jobs::publish(&app.services, &first, ours.id).await.expect("opened again");
    // Changing to another role leaves them as well.
    users::set_role(&app.services, &admin, first.user.id, hireq_domain::account::Role::Candidate, None)
        .await
        .expect("a candidate now");
    assert_eq!(status(&app, &first, &ours).await, JobStatus::Paused);
}
