//! What candidates find of their own on the public pages: jobs that they saved, and jobs that they applied for.

use crate::support::{
    browser::Browser,
    world::{World, asking, permit},
};
use axum::http::StatusCode;
use chrono::TimeDelta;
use hireq_domain::application::RejectReason;
use hireq_services::{ServiceError, admin, applications::own, jobs::saved, mail};

#[tokio::test]
async fn a_candidate_saves_a_job_by_its_star_and_finds_it_in_the_portal_without_javascript() {
    let World { app, job, .. } = World::new().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let (page, star) = (format!("/jobs/{}", job.slug), "aria-pressed=\"false\" aria-label=\"Save Data Engineer\"");
    let pressed = star.replace("false", "true");
    for address in ["/jobs", &page] {
        assert!(browser.get(address).await.body.contains(star), "{address}");
    }
    assert!(browser.get("/me/saved").await.body.contains("You have not saved any jobs"));
    browser.get("/jobs").await;
    let answer = browser.post("/api/portal/set-saved", &[("slug", &job.slug), ("on", "true")]).await;
    assert!(
        answer.location().trim_end_matches('?').ends_with("/jobs"),
        "back to where the star is: {}",
        answer.location()
    );
    for address in ["/jobs", &page, "/me/saved"] {
        assert!(browser.get(address).await.body.contains(&pressed), "{address}");
    }
    app.sql("update jobs set status = 'closed'").await;
    let list = browser.get("/me/saved").await.body;
    assert!(list.contains("Data Engineer") && list.contains("Not open"), "{list}");
    browser.post("/api/portal/set-saved", &[("slug", &job.slug), ("on", "false")]).await;
    assert!(browser.get("/me/saved").await.body.contains("You have not saved any jobs"));
}

#[tokio::test]
async fn nobody_but_candidates_is_offered_the_star() {
    let World { app, job, .. } = World::new().await;
    let page = format!("/jobs/{}", job.slug);
    for mut browser in [Browser::new(&app), Browser::signed_in(&app, "hr@example.com").await] {
        for address in ["/jobs", &page] {
            assert!(!browser.get(address).await.body.contains("set-saved"), "{address}");
        }
    }
}

#[tokio::test]
async fn only_public_jobs_are_saved_and_at_most_two_hundred() {
    let World { app, job, .. } = World::new().await;
    let (zoe, s) = (app.candidate("zoe@example.com").await, &app.services);
    app.sql("update jobs set status = 'draft'").await;
    assert!(matches!(saved::set(s, &zoe, &job.slug, true).await, Err(ServiceError::NotFound)));
    app.sql("update jobs set status = 'open'").await;
    app.sql(
        "insert into jobs (id, organization_id, slug, title, status)
         select gen_random_uuid(), organization_id, 'more-' || n, 'More', 'closed' from jobs, generate_series(1, 200) n",
    )
    .await;
    app.sql(
        "insert into saved_jobs (user_id, job_id, saved_at)
         select u.id, j.id, now() from users u, jobs j where u.role = 'candidate' and j.slug like 'more-%'",
    )
    .await;
    let full = saved::set(s, &zoe, &job.slug, true).await;
    assert!(matches!(full, Err(ServiceError::Conflict(_))), "{full:?}");
    saved::set(s, &zoe, "more-1", false).await.expect("taken off");
    saved::set(s, &zoe, &job.slug, true).await.expect("saved");
    saved::set(s, &zoe, &job.slug, true).await.expect("saved already");
    assert_eq!(saved::list(s, &zoe).await.expect("a list").len(), 200);
}

#[tokio::test]
async fn whose_person_is_removed_has_saved_nothing_any_more() {
    let World { app, job, .. } = World::new().await;
    let zoe = app.candidate("zoe@example.com").await;
    saved::set(&app.services, &zoe, &job.slug, true).await.expect("saved");
    let root = app.admin("root@example.com").await;
    admin::users::remove_person(&app.services, &root, zoe.user.id).await.expect("removed");
    assert_eq!(app.value::<i64>("select count(*) from saved_jobs").await, 0);
}

#[tokio::test]
async fn who_applied_sees_when_and_their_application_in_place_of_applying() {
    let World { app, job, .. } = World::new().await;
    let zoe = app.applicant(&job, "zoe@example.com", &[]).await;
    app.candidate("other@example.com").await;
    let page = format!("/jobs/{}", job.slug);
    let (apply, own_page) = (format!("{page}/apply"), format!("/me/applications/{}", zoe.id));
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let body = browser.get(&page).await.body;
    assert!(body.contains("You applied on") && body.contains(&own_page) && !body.contains(&apply), "{body}");
    let mut other = Browser::signed_in(&app, "other@example.com").await;
    for body in [other.get(&page).await.body, Browser::new(&app).get(&page).await.body] {
        assert!(!body.contains("You applied on") && body.contains(&apply), "{body}");
    }
    own::withdraw(&app.services, &zoe.who, zoe.id).await.expect("withdrawn");
    let body = browser.get(&page).await.body;
    assert!(!body.contains("You applied on") && body.contains(&apply), "they may apply again");
}

#[tokio::test]
async fn whom_a_screening_rule_rejects_is_told_that_it_arrived_and_nothing_that_is_not_so() {
    let World { app, job, .. } = World::with(asking([permit()])).await;
    app.applicant(&job, "zoe@example.com", &["no"]).await;
    mail::send_due(&app.services).await.expect("sent");
    let body: String = app.value("select body from outbox where event = 'application_received'").await;
    assert!(body.contains("has arrived"), "{body}");
    for untrue in ["thank you", "congratulations", "a person reads"] {
        assert!(!body.to_lowercase().contains(untrue), "{untrue}: {body}");
    }
}

#[tokio::test]
async fn who_withdraws_gets_no_mail_about_it_and_the_recruiter_sees_it() {
    let World { app, hr, job } = World::new().await;
    let zoe = app.applicant(&job, "zoe@example.com", &[]).await;
    let s = &app.services;
    mail::send_due(s).await.expect("sent");
    let theirs = "select count(*) from outbox where recipient = 'zoe@example.com' and event <> 'application_rejected'";
    let before: i64 = app.value(theirs).await;
    hireq_services::applications::transitions::reject(s, &hr, zoe.id, 1, RejectReason::Pay, "")
        .await
        .expect("rejected");
    own::withdraw(s, &zoe.who, zoe.id).await.expect("withdrawn");
    app.advance(TimeDelta::hours(30));
    mail::send_due(s).await.expect("sent");
    assert_eq!(app.value::<i64>(theirs).await, before);
    assert_eq!(app.mails("application_rejected", "kept").await, 0);
    let page = Browser::signed_in(&app, "hr@example.com").await.get(&format!("/hr/applications/{}", zoe.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Withdrawn"), "{}", page.body);
}
