//! Ending a job: its open applications stay open, or are closed with it and reopened with it.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{Applicant, World},
};
use chrono::TimeDelta;
use hireq_domain::{
    application::{ApplicationStatus, EventKind, RejectReason},
    ids::ApplicationId,
    job::{JobStatus, OpenApplications},
};
use hireq_services::{
    ServiceError,
    applications::{detail, own, transitions},
    auth::Hr,
    jobs,
};

async fn status(app: &TestApp, hr: &Hr, id: ApplicationId) -> ApplicationStatus {
    detail::load(&app.services, hr, id).await.expect("a page").row.status
}

#[tokio::test]
async fn whoever_ends_a_job_says_what_becomes_of_its_open_applications() {
    let World { app, hr, job } = World::new().await;
    let id = app.applicant(&job, "zoe@example.com", &[]).await.id;
    let end = async |to, rest| jobs::set_status(&app.services, &hr, job.id, to, rest).await;
    let asked = end(JobStatus::Closed, None).await;
    assert!(matches!(&asked, Err(ServiceError::Invalid(e)) if e.get("applications").is_some()), "{asked:?}");
    assert_eq!(jobs::load(&app.services, &hr, job.id).await.expect("there").status, JobStatus::Open);
    end(JobStatus::Closed, Some(OpenApplications::Leave)).await.expect("closed");
    app.run_tasks().await;
    assert_eq!(status(&app, &hr, id).await, ApplicationStatus::Active, "left as it was");
    // Applications that were left open can be closed later.
    end(JobStatus::Closed, Some(OpenApplications::Close)).await.expect("closed");
    app.run_tasks().await;
    assert_eq!(status(&app, &hr, id).await, ApplicationStatus::Closed);
}

#[tokio::test]
async fn applications_end_with_their_job_and_come_back_with_it() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who: zoe, id: active, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    let waiting = app.applicant(&job, "ben@example.com", &[]).await.id;
    let rejected = app.applicant(&job, "eve@example.com", &[]).await.id;
    let s = &app.services;
    app.run_tasks().await;
    transitions::hold(s, &hr, waiting, 1, "abroad").await.expect("on hold");
    transitions::reject(s, &hr, rejected, 1, hireq_domain::application::RejectReason::Pay, "").await.expect("rejected");
    jobs::set_status(s, &hr, job.id, JobStatus::Filled, Some(OpenApplications::Close)).await.expect("filled");
    app.run_tasks().await;
    assert_eq!(status(&app, &hr, active).await, ApplicationStatus::Closed);
    assert_eq!(status(&app, &hr, waiting).await, ApplicationStatus::Closed);
    assert_eq!(status(&app, &hr, rejected).await, ApplicationStatus::Rejected, "what was over stays as it was");
    assert_eq!(app.mails("application_closed", "queued").await, 2);
    let page = own::page(s, &zoe, active).await.expect("a page");
    assert_eq!(page.application.status, ApplicationStatus::Active, "it can still be called back");

    jobs::set_status(s, &hr, job.id, JobStatus::Open, None).await.expect("reopened");
    app.run_tasks().await;
    assert_eq!(status(&app, &hr, active).await, ApplicationStatus::Active);
    assert_eq!(status(&app, &hr, waiting).await, ApplicationStatus::OnHold, "as it was before");
    assert_eq!(
        (app.mails("application_closed", "queued").await, app.mails("application_closed", "cancelled").await),
        (0, 2)
    );
    let page = own::page(s, &zoe, active).await.expect("a page");
    assert_eq!(page.history.iter().map(|h| h.kind).collect::<Vec<_>>(), [EventKind::Applied], "nobody was told");

    jobs::set_status(s, &hr, job.id, JobStatus::Closed, Some(OpenApplications::Close)).await.expect("closed");
    app.run_tasks().await;
    app.advance(TimeDelta::hours(25));
    let page = own::page(s, &zoe, active).await.expect("a page");
    assert_eq!(page.application.status, ApplicationStatus::Closed);
    assert_eq!(page.history[0].reason.as_deref(), Some("The job was closed"));
    jobs::set_status(s, &hr, job.id, JobStatus::Open, None).await.expect("reopened");
    app.run_tasks().await;
    let page = own::page(s, &zoe, active).await.expect("a page");
    assert_eq!((page.application.status, page.history[0].kind), (ApplicationStatus::Active, EventKind::Reopened));
}

#[tokio::test]
async fn more_applications_than_a_batch_end_and_the_last_word_counts() {
    let World { app, hr, job } = World::new().await;
    app.applicant(&job, "zoe@example.com", &[]).await;
    for statement in [
        "insert into candidates (id, name, emails, organization_id)
         select gen_random_uuid(), 'Person ' || n, '{}', (select id from organizations limit 1) from generate_series(1, 250) n",
        "insert into applications (id, organization_id, job_id, candidate_id, stage_id, source)
         select gen_random_uuid(), a.organization_id, a.job_id, c.id, a.stage_id, 'recruiter'
         from candidates c cross join applications a where c.name like 'Person %'",
    ] {
        app.sql(statement).await;
    }
    let open = async || -> i64 { app.value("select count(*) from applications where status = 'active'").await };
    let end = async |to, rest| jobs::set_status(&app.services, &hr, job.id, to, rest).await.expect("done");
    end(JobStatus::Closed, Some(OpenApplications::Close)).await;
    app.run_tasks().await;
    assert_eq!(open().await, 0);
    assert_eq!(app.mails("application_closed", "queued").await, 1, "who did not apply is not written to");
    end(JobStatus::Open, None).await;
    app.run_tasks().await;
    assert_eq!(open().await, 251);
    // Closed with its applications, reopened, and closed without them before the task ran: nothing is closed.
    end(JobStatus::Closed, Some(OpenApplications::Close)).await;
    end(JobStatus::Open, None).await;
    end(JobStatus::Closed, Some(OpenApplications::Leave)).await;
    app.run_tasks().await;
    assert_eq!(open().await, 251);
}

#[tokio::test]
async fn what_was_taken_up_again_in_a_closed_job_can_be_closed_with_the_rest() {
    let World { app, hr, job } = World::new().await;
    let id = app.applicant(&job, "zoe@example.com", &[]).await.id;
    transitions::reject(&app.services, &hr, id, 1, RejectReason::Pay, "").await.expect("rejected");
    let close = || jobs::set_status(&app.services, &hr, job.id, JobStatus::Closed, Some(OpenApplications::Close));
    // There are no open applications, but the job is still marked as ending them.
    close().await.expect("closed");
    app.run_tasks().await;
    transitions::reopen(&app.services, &hr, id, 2).await.expect("taken up again");
    close().await.expect("closed");
    app.run_tasks().await;
    assert_eq!(status(&app, &hr, id).await, ApplicationStatus::Closed);
}

#[tokio::test]
async fn who_was_on_hold_is_so_each_time_the_job_opens_again_and_knows_of_no_end_before_it_is_told() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who: zoe, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    transitions::hold(&app.services, &hr, id, 1, "Waits for a room").await.expect("held");
    let end = async |to, rest| {
        jobs::set_status(&app.services, &hr, job.id, to, rest).await.expect("done");
        app.run_tasks().await;
    };
    for round in 1..=2 {
        end(JobStatus::Closed, Some(OpenApplications::Close)).await;
        assert_eq!(status(&app, &hr, id).await, ApplicationStatus::Closed, "{round}");
        let page = own::page(&app.services, &zoe, id).await.expect("a page");
        assert_eq!((page.application.status, page.may_withdraw), (ApplicationStatus::OnHold, true), "{round}");
        end(JobStatus::Open, None).await;
        assert_eq!(status(&app, &hr, id).await, ApplicationStatus::OnHold, "{round}");
    }
    end(JobStatus::Closed, Some(OpenApplications::Close)).await;
    own::withdraw(&app.services, &zoe, id).await.expect("withdrawn: nobody told them of the end");
    assert_eq!(status(&app, &hr, id).await, ApplicationStatus::Withdrawn);
}

#[tokio::test]
async fn of_two_applications_of_one_person_that_ended_with_the_job_the_newer_comes_back() {
    let World { app, hr, job } = World::new().await;
    let older = app.applicant(&job, "zoe@example.com", &[]).await.id;
    let end = async |to, rest| jobs::set_status(&app.services, &hr, job.id, to, rest).await.expect("done");
    end(JobStatus::Closed, Some(OpenApplications::Close)).await;
    app.run_tasks().await;
    // Sent while the job was open again and before the task had reached the first application.
    app.sql(
        "insert into applications (id, organization_id, job_id, candidate_id, stage_id, source, status, applied_at)
         select gen_random_uuid(), organization_id, job_id, candidate_id, stage_id, source, 'closed',
                applied_at + interval '1 hour'
         from applications",
    )
    .await;
    end(JobStatus::Open, None).await;
    app.run_tasks().await;
    assert_eq!(status(&app, &hr, older).await, ApplicationStatus::Closed);
    let active: i64 =
        app.value_of("select count(*) from applications where status = 'active' and id <> $1", older.0).await;
    assert_eq!(active, 1);
}

#[tokio::test]
async fn the_question_is_asked_on_a_page_of_its_own_without_scripts() {
    let World { app, job, .. } = World::new().await;
    let id = app.applicant(&job, "zoe@example.com", &[]).await.id;
    app.run_tasks().await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let (list, ask) = (browser.get("/hr/jobs").await.body, format!("/hr/jobs/{}/end?as=filled", job.id));
    assert!(list.contains(&ask), "{list}");
    let page = browser.get(&ask).await.body;
    assert!(page.contains("1 application is open. What becomes of them?"), "{page}");
    let key = job.id.to_string();
    browser.post("/api/jobs/set-status", &[("id", &key), ("status", "filled")]).await;
    assert!(browser.get(&ask).await.body.contains("Say what becomes of the applications"));
    let fields = [("id", key.as_str()), ("status", "filled"), ("applications", "close")];
    let answer = browser.post("/api/jobs/set-status", &fields).await;
    assert_eq!(answer.location(), format!("/hr/jobs/{key}"));
    app.run_tasks().await;
    let page = browser.get(&format!("/hr/applications/{id}")).await.body;
    assert!(page.contains("closed with its job") && page.contains("calls the mail back"), "{page}");
}

#[tokio::test]
async fn open_pages_hear_once_of_a_job_that_takes_its_applications_along() {
    let World { app, hr, job } = World::new().await;
    for email in ["one@example.com", "two@example.com", "three@example.com"] {
        app.applicant(&job, email, &[]).await;
    }
    let pool = &app.services.pool;
    for (to, rest) in [(JobStatus::Closed, Some(OpenApplications::Close)), (JobStatus::Open, None)] {
        app.sql("delete from live_events").await;
        jobs::set_status(&app.services, &hr, job.id, to, rest).await.expect("done");
        jobs::follow(&app.services, job.id).await.expect("followed");
        let told: Vec<(String, Vec<uuid::Uuid>)> =
            sqlx::query_as("select event ->> 'kind', organizations from live_events")
                .fetch_all(pool)
                .await
                .expect("told");
        assert_eq!(told, [("applicants_changed".to_owned(), vec![hr.scope().uuid()])], "{to}");
    }
}
