//! A person has one name: what they change in their account is what everybody reads.

use crate::{
    blind,
    support::{
        PASSWORD, TestApp,
        browser::Browser,
        world::{Applicant, World, stage},
    },
};
use chrono::TimeDelta;
use hireq_domain::{
    application::{ApplicationStatus, EventKind},
    ids::{ApplicationId, UserId},
    job::{JobStatus, OpenApplications},
};
use hireq_services::{
    Result, ServiceError, accounts,
    applications::{detail, own, transitions},
    auth::{Candidate, Hr, Visitor},
    jobs,
};
use std::sync::atomic::{AtomicU8, Ordering};
use uuid::Uuid;

/// Changes a name as its owner does.
pub async fn rename(app: &TestApp, id: UserId, name: &str) -> Result<bool> {
    // Wrong passwords are counted by network, so each call uses another one.
    static NETWORK: AtomicU8 = AtomicU8::new(0);
    let ip = format!("192.0.2.{}", NETWORK.fetch_add(1, Ordering::Relaxed));
    let user = app.user(id).await;
    let email = user.email.to_string();
    let who = Visitor { user: Some(user), ip, agent: String::new() };
    accounts::set_profile(&app.services, &who.signed_in().expect("signed in"), name, &email, PASSWORD).await
}

/// The same candidate as later requests find them.
async fn anew(app: &TestApp, who: &Candidate) -> Candidate {
    let visitor = app.request_of(who.user.id).await;
    visitor.candidate(&app.services).await.expect("a candidate")
}

async fn kinds(app: &TestApp, hr: &Hr, id: ApplicationId) -> Vec<EventKind> {
    let history = detail::load(&app.services, hr, id).await.expect("a page").history;
    assert_eq!(history.total, i64::try_from(history.items.len()).expect("few"));
    history.items.into_iter().map(|item| item.kind).collect()
}

/// The organisations that were notified of a changed name.
async fn told_live(app: &TestApp) -> Vec<Vec<Uuid>> {
    sqlx::query_scalar("select organizations from live_events where event ->> 'kind' = 'person_changed' order by id")
        .fetch_all(&app.services.pool)
        .await
        .expect("live events")
}

#[tokio::test]
async fn a_name_changed_at_the_account_is_read_wherever_the_person_is_named() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let (job, past) = (app.job(&hr, |_| ()).await, app.job(&hr, |form| form.title = "Past".into()).await);
    let (who, document) = app.with_resume("zoe@example.com").await;
    let mut ids = vec![];
    for job in [&job, &past] {
        ids.push(app.apply(&who, document, job, &[]).await);
    }
    app.run_tasks().await;
    own::withdraw(&app.services, &who, ids[1]).await.expect("withdrawn");

    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.get("/account").await;
    let fields = [("name", "Philippa Quill"), ("email", "zoe@example.com"), ("current", PASSWORD)];
    assert_eq!(browser.post("/api/account/set-profile", &fields).await.location(), "/account");
    for path in ["/account", "/me/profile"] {
        assert!(browser.get(path).await.body.contains("Philippa Quill"), "{path}");
    }
    let renamed = anew(&app, &who).await;
    assert_eq!(renamed.user.name, "Philippa Quill");
    assert_eq!(told_live(&app).await, [vec![hr.scope().uuid()]], "their open pages hear it");
    assert_eq!(kinds(&app, &hr, ids[0]).await[0], EventKind::Renamed);
    assert_eq!(kinds(&app, &hr, ids[1]).await[0], EventKind::Withdrawn, "what is over gets no entry");
    let theirs = browser.get(&format!("/me/applications/{}", ids[0])).await.body;
    assert!(theirs.contains("Name changed") && theirs.contains("You"), "{theirs}");

    let stage = stage(&job, 1);
    transitions::move_to(&app.services, &hr, ids[0], 1, stage).await.expect("moved");
    let mail: String = app.value("select body from outbox where event = 'status_update'").await;
    assert!(mail.contains("Philippa Quill"), "{mail}");
    app.advance(TimeDelta::days(9));
    for (job, id) in [(&job, ids[0]), (&past, ids[1])] {
        for (place, named) in blind::told(&app, &hr, job, id, &renamed).await {
            let shows_what_is_open = matches!(place, "the board" | "the first page");
            assert!(named || id == ids[1] && shows_what_is_open, "{place} of {} has another name", job.content.title);
        }
    }
}

#[tokio::test]
async fn where_a_job_hides_who_applied_nobody_learns_that_a_name_changed() {
    let World { app, hr, job } = World::with(blind::hides).await;
    let Applicant { id, who, .. } = blind::applicant(&app, &job, "quill@example.com", "yes").await;
    let answers = serde_json::json!([{ "question": "Why you?", "answer": "I am Marjorie Oduya and like it" }]);
    sqlx::query("update applications set answers = $1").bind(answers).execute(&app.services.pool).await.expect("set");
    rename(&app, who.user.id, "Marjorie Oduya").await.expect("renamed");
    rename(&app, who.user.id, "Philippa Smith").await.expect("renamed");
    assert_eq!(told_live(&app).await, [Vec::<Uuid>::new(), vec![]]);
    assert!(!kinds(&app, &hr, id).await.contains(&EventKind::Renamed));
    let page = detail::load(&app.services, &hr, id).await.expect("a page");
    let answer = &page.answers[0].answer;
    assert!(!answer.contains("Oduya") && answer.contains("like it"), "a former name is covered as well: {answer}");
    for (place, named) in blind::told(&app, &hr, &job, id, &anew(&app, &who).await).await {
        assert!(!named, "{place}");
    }
    let stage = stage(&job, 1);
    transitions::move_to(&app.services, &hr, id, 1, stage).await.expect("moved");
    rename(&app, who.user.id, "Philippa Jones").await.expect("renamed");
    assert_eq!(kinds(&app, &hr, id).await[0], EventKind::Renamed);
    // As if the job started to hide its applicants afterwards.
    app.sql("update applications set named_at = null").await;
    assert!(!kinds(&app, &hr, id).await.contains(&EventKind::Renamed));
}

#[tokio::test]
async fn a_name_asks_for_the_password_and_changes_five_times_a_day() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    let id = who.user.id;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.get("/account").await;
    browser.post("/api/account/set-profile", &[("name", "Thief"), ("email", "zoe@example.com")]).await;
    assert!(browser.get("/account").await.body.contains("Enter your current password to do this"));
    assert_eq!(app.user(id).await.name, "zoe");
    for n in ["One", "Two", "Three", "Four", "Five"] {
        rename(&app, id, n).await.expect("renamed");
    }
    let refused = rename(&app, id, "Six").await;
    assert!(matches!(refused, Err(ServiceError::TooManyRequests { .. })), "{refused:?}");
    app.advance(TimeDelta::days(1));
    rename(&app, id, "Six").await.expect("renamed");
}

#[tokio::test]
async fn the_database_refuses_two_names_for_one_person() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    let pool = &app.services.pool;
    let another = sqlx::query("update candidates set name = 'Somebody else'").execute(pool).await;
    assert!(another.is_err_and(|e| e.to_string().contains("candidates_account_fkey")));
    app.sql("update users set name = 'Zoe Quill'").await;
    let known: String = app.value_of("select name from candidates where user_id = $1", who.user.id.0).await;
    assert_eq!(known, "Zoe Quill");
}

#[tokio::test]
async fn who_was_on_hold_and_took_another_name_is_on_hold_again_when_the_job_goes_on() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    transitions::hold(&app.services, &hr, id, 1, "on leave").await.expect("held");
    rename(&app, who.user.id, "Zoe Quill").await.expect("renamed");
    for (status, chosen) in [(JobStatus::Closed, Some(OpenApplications::Close)), (JobStatus::Open, None)] {
        jobs::set_status(&app.services, &hr, job.id, status, chosen).await.expect("done");
        app.run_tasks().await;
    }
    let page = detail::load(&app.services, &hr, id).await.expect("a page");
    assert_eq!(page.row.status, ApplicationStatus::OnHold);
}

#[tokio::test]
async fn stored_names_that_differed_become_the_one_that_is_in_use() {
    let app = TestApp::start().await;
    let candidate = app.candidate("zoe@example.com").await.user.id;
    let recruiter = app.candidate("ada@example.com").await.user.id;
    let pool = &app.services.pool;
    // As before the migration; one of them has become a recruiter.
    sqlx::raw_sql(
        "alter table candidates drop constraint candidates_account_fkey;
         update candidates set name = 'Known as ' || name;
         insert into organizations (id, name, slug) values (gen_random_uuid(), 'Acme', 'acme');
         update users set role = 'hr', organization_id = (select id from organizations) where name = 'ada';",
    )
    .execute(pool)
    .await
    .expect("as before");
    let migration = include_str!("../../../migrations/0061_one_name.sql");
    let mends = migration.split("alter table").next().expect("its beginning").to_owned();
    sqlx::raw_sql(sqlx::AssertSqlSafe(mends)).execute(pool).await.expect("mended");
    for (id, name) in [(candidate, "Known as zoe"), (recruiter, "ada")] {
        let names: (String, String) =
            sqlx::query_as("select u.name, c.name from users u join candidates c on c.user_id = u.id where u.id = $1")
                .bind(id.0)
                .fetch_one(pool)
                .await
                .expect("a person");
        assert_eq!(names, (name.to_owned(), name.to_owned()));
    }
}
