//! Administration: approvals, suspensions, roles, mail, tasks, the audit log.

use crate::support::{PASSWORD, TestApp, browser::Browser};
use axum::http::StatusCode;
use hireq_domain::{
    account::{AccountStatus, AccountStep, Role},
    admin::{AuditFilter, MailState, TaskState, UserFilter},
};
use hireq_services::{
    ServiceError,
    admin::{audit, models, organizations, outbox, overview, settings, tasks, users},
};

async fn mails(app: &TestApp, event: &str) -> Vec<(String, String)> {
    sqlx::query_as("select recipient, body from outbox where event = $1 order by created_at")
        .bind(event)
        .fetch_all(&app.services.pool)
        .await
        .expect("mails")
}

async fn audited(app: &TestApp, action: &str) -> i64 {
    app.value_of("select count(*) from audit_log where action = $1", action).await
}

#[tokio::test]
async fn an_approved_recruiter_may_work_and_is_told_by_mail() {
    let app = TestApp::start().await;
    let root = app.account(Role::Admin, "root@example.com").await;
    let hr = app.account(Role::Hr, "ada@example.com").await;
    assert!(matches!(app.request_of(hr).await.hr(), Err(ServiceError::Forbidden)));
    let mut recruiter = Browser::signed_in(&app, "ada@example.com").await;
    let page = recruiter.get("/hr").await.body;
    assert!(page.contains("Your account waits for approval"), "{page}");

    let mut admin = Browser::signed_in(&app, "root@example.com").await;
    let list = admin.get("/admin/users?status=pending").await.body;
    assert!(list.contains("ada@example.com") && !list.contains(&format!("/admin/users/{root}")), "{list}");
    let fields = [("id", &*hr.to_string()), ("step", "approve"), ("list", "true")];
    let answer = admin.post("/api/admin/users/step", &fields).await;
    assert_eq!(answer.location(), "/admin/users?status=pending", "{} {}", answer.status, answer.body);

    assert!(app.request_of(hr).await.hr().is_ok());
    assert!(!recruiter.get("/hr").await.body.contains("waits for approval"));
    let told = mails(&app, "account_approved").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "ada@example.com");
    assert_eq!(audited(&app, "user.approve").await, 1);
    let again = admin.post("/api/admin/users/step", &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(mails(&app, "account_approved").await.len(), 1, "nothing is told twice");
}

#[tokio::test]
async fn a_rejected_recruiter_reads_the_reason_and_may_be_approved_after_all() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let hr = app.account(Role::Hr, "ada@example.com").await;
    let silent = users::step(&app.services, &admin, hr, AccountStep::Reject, "  ").await;
    assert!(matches!(silent, Err(ServiceError::Invalid(e)) if e.get("reason").is_some()));
    users::step(&app.services, &admin, hr, AccountStep::Reject, "We do not know this company").await.expect("rejected");
    let told = mails(&app, "account_rejected").await;
    assert!(told[0].1.contains("We do not know this company"));
    let mut recruiter = Browser::signed_in(&app, "ada@example.com").await;
    let page = recruiter.get("/hr").await.body;
    assert!(page.contains("not approved") && page.contains("We do not know this company"), "{page}");
    users::step(&app.services, &admin, hr, AccountStep::Approve, "").await.expect("approved after all");
    let user = app.user(hr).await;
    assert_eq!((user.status, user.status_reason), (AccountStatus::Active, None));
}

#[tokio::test]
async fn a_suspended_person_is_signed_out_and_stays_out_until_reactivated() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    assert_eq!(browser.get("/home").await.location(), "/me");
    users::step(&app.services, &admin, id, AccountStep::Suspend, "Abuse").await.expect("suspended");
    let sessions: i64 = app.value_of("select count(*) from sessions where user_id = $1", id.0).await;
    assert_eq!(sessions, 0);
    assert_eq!(browser.get("/home").await.location(), "/sign-in");
    let mut again = Browser::new(&app);
    let answer = again.post("/api/account/sign-in", &[("email", "zoe@example.com"), ("password", PASSWORD)]).await;
    assert_ne!(answer.location(), "/home");
    users::step(&app.services, &admin, id, AccountStep::Reactivate, "").await.expect("reactivated");
    Browser::signed_in(&app, "zoe@example.com").await;
}

#[tokio::test]
async fn administrators_cannot_shut_themselves_or_the_last_of_them_out() {
    let app = TestApp::start().await;
    let first = app.admin("root@example.com").await;
    let own = first.user.id;
    for done in [
        users::step(&app.services, &first, own, AccountStep::Suspend, "x").await,
        users::set_role(&app.services, &first, own, Role::Candidate, None).await,
    ] {
        assert!(matches!(done, Err(ServiceError::Conflict(_))), "{done:?}");
    }
    let second = app.admin("second@example.com").await;
    users::set_role(&app.services, &first, second.user.id, Role::Candidate, None).await.expect("there is another");
    // An outdated guard: its holder is no longer an administrator, so the other one is the last.
    let done = users::step(&app.services, &second, own, AccountStep::Suspend, "x").await;
    assert!(matches!(done, Err(ServiceError::Conflict(_))), "{done:?}");
    assert_eq!(app.user(own).await.status, AccountStatus::Active);
}

#[tokio::test]
async fn two_administrators_who_demote_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    let (a, b) = (app.admin("a@example.com").await, app.admin("b@example.com").await);
    let (first, second) = tokio::join!(
        users::set_role(&app.services, &a, b.user.id, Role::Candidate, None),
        users::set_role(&app.services, &b, a.user.id, Role::Candidate, None),
    );
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
}

#[tokio::test]
async fn a_role_brings_what_the_schema_asks_of_it() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let hr = app.hr("ada@example.com").await;
    let organization = hr.user.organization.as_ref().expect("an organisation").id;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    let nowhere = users::set_role(&app.services, &admin, id, Role::Hr, None).await;
    assert!(matches!(nowhere, Err(ServiceError::Invalid(e)) if e.get("organization_id").is_some()));
    users::set_role(&app.services, &admin, id, Role::Hr, Some(organization)).await.expect("a recruiter");
    assert!(app.request_of(id).await.hr().is_ok());
    users::set_role(&app.services, &admin, id, Role::Candidate, None).await.expect("a candidate again");
    assert!(app.request_of(id).await.candidate(&app.services).await.is_ok());
    users::set_role(&app.services, &admin, hr.user.id, Role::Candidate, None).await.expect("a candidate");
    assert!(app.request_of(hr.user.id).await.candidate(&app.services).await.is_ok(), "with a profile of their own");
    let waiting = app.account(Role::Hr, "new@example.com").await;
    let around = users::set_role(&app.services, &admin, waiting, Role::Admin, None).await;
    assert!(matches!(around, Err(ServiceError::Conflict(_))), "a role is no way around approval");
}

#[tokio::test]
async fn accounts_are_found_by_words_role_and_status_and_a_percent_sign_is_only_a_percent_sign() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    app.account(Role::Hr, "ada@example.com").await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let find = async |filter: UserFilter| {
        let page = users::list(&app.services, &admin, &filter, "name", 1).await.expect("a page");
        assert_eq!(page.total, page.items.len() as i64);
        page.items.into_iter().map(|user| user.name).collect::<Vec<_>>()
    };
    assert_eq!(find(UserFilter::default()).await, ["ada", "root", "zoe"]);
    assert_eq!(find(UserFilter { q: "ADA LTD".into(), ..Default::default() }).await, ["ada"]);
    assert_eq!(find(UserFilter { role: Some(Role::Candidate), ..Default::default() }).await, ["zoe"]);
    assert_eq!(find(UserFilter { status: Some(AccountStatus::Pending), ..Default::default() }).await, ["ada"]);
    assert!(find(UserFilter { q: "%".into(), ..Default::default() }).await.is_empty());
}

#[tokio::test]
async fn the_outbox_is_read_by_administrators_only_and_reading_is_noted() {
    let app = TestApp::start().await;
    app.account(Role::Admin, "root@example.com").await;
    app.account(Role::Candidate, "zoe@example.com").await;
    Browser::new(&app).post("/api/account/forgot-password", &[("email", "zoe@example.com")]).await;
    app.run_tasks().await;
    let id: uuid::Uuid = app.value("select id from outbox where event = 'reset_password'").await;

    let mut admin = Browser::signed_in(&app, "root@example.com").await;
    assert!(admin.get("/admin/outbox?state=kept").await.body.contains("Choose a new password"));
    let page = admin.get(&format!("/admin/outbox/{id}")).await.body;
    assert!(page.contains("/new-password?token=[hidden]"), "{page}");
    assert!(audited(&app, "mail.read").await >= 1);

    let mut candidate = Browser::signed_in(&app, "zoe@example.com").await;
    let mut nobody = Browser::new(&app);
    for browser in [&mut candidate, &mut nobody] {
        assert!(!browser.get(&format!("/admin/outbox/{id}")).await.body.contains("token="));
        browser.accept = "application/json";
        let answer = browser.get(&format!("/api/admin/mail?id={id}")).await;
        assert!(matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED), "{}", answer.status);
        assert!(!answer.body.contains("token="));
    }
}

#[tokio::test]
async fn a_queued_mail_is_called_back_and_sent_again_after_all() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let page = outbox::list(&app.services, &admin, Some(MailState::Queued), 1).await.expect("a page");
    let id = page.items.iter().find(|m| m.recipient == "zoe@example.com").expect("a mail").id;
    outbox::cancel(&app.services, &admin, id).await.expect("called back");
    assert!(matches!(outbox::cancel(&app.services, &admin, id).await, Err(ServiceError::Conflict(_))));
    app.run_tasks().await;
    assert_eq!(outbox::read(&app.services, &admin, id).await.expect("a mail").row.state, MailState::Cancelled);
    outbox::retry(&app.services, &admin, id).await.expect("queued again");
    app.run_tasks().await;
    assert_eq!(outbox::read(&app.services, &admin, id).await.expect("a mail").row.state, MailState::Kept);
}

#[tokio::test]
async fn a_task_that_gave_up_is_seen_without_personal_data_and_runs_again() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    app.account(Role::Candidate, "zoe@example.com").await;
    app.sql(
        "update graphile_worker._private_jobs
         set attempts = max_attempts, last_error = 'mailbox <zoe@example.com> is full'",
    )
    .await;
    let page = tasks::list(&app.services, &admin, Some(TaskState::Dead), 1).await.expect("a page");
    let task = page.items.first().expect("a dead task").clone();
    let error = task.last_error.expect("an error");
    assert!(!error.contains("zoe") && error.contains("is full"), "{error}");
    assert_eq!(tasks::counts(&app.services, &admin).await.expect("counts").dead, page.total);
    assert_eq!(overview::show(&app.services, &admin).await.expect("numbers").tasks.dead, page.total);

    tasks::retry(&app.services, &admin, task.id).await.expect("retried");
    let waiting = tasks::list(&app.services, &admin, Some(TaskState::Waiting), 1).await.expect("a page");
    assert!(waiting.items.iter().any(|t| t.id == task.id && t.attempts == 0));
    app.run_tasks().await;
    assert!(matches!(tasks::retry(&app.services, &admin, task.id).await, Err(ServiceError::NotFound)), "it is done");
    let kept = outbox::counts(&app.services, &admin).await.expect("counts");
    assert!(kept.iter().any(|(state, n)| *state == MailState::Kept && *n > 0), "its mail went out: {kept:?}");
}

#[tokio::test]
async fn a_task_is_cancelled_but_not_while_it_runs() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let all = tasks::list(&app.services, &admin, None, 1).await.expect("a page");
    let id = all.items.first().expect("a task").id;
    let lock = |value: &'static str| {
        let sql = format!("update graphile_worker._private_jobs set locked_at = {value} where id = {id}");
        sqlx::query(sqlx::AssertSqlSafe(sql))
    };
    lock("now()").execute(&app.services.pool).await.expect("runs");
    assert!(matches!(tasks::cancel(&app.services, &admin, id).await, Err(ServiceError::Conflict(_))));
    lock("null").execute(&app.services.pool).await.expect("waits");
    tasks::cancel(&app.services, &admin, id).await.expect("cancelled");
    assert!(matches!(tasks::cancel(&app.services, &admin, id).await, Err(ServiceError::NotFound)));
    assert_eq!(audited(&app, "task.cancel").await, 1);
}

#[tokio::test]
async fn an_organisation_is_renamed_and_the_log_tells_who_did_it() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let hr = app.hr("ada@example.com").await;
    let id = hr.user.organization.as_ref().expect("an organisation").id;
    let empty = organizations::rename(&app.services, &admin, id, " ").await;
    assert!(matches!(empty, Err(ServiceError::Invalid(e)) if e.get("name").is_some()));
    organizations::rename(&app.services, &admin, id, "Ada & Partners").await.expect("renamed");
    let page = organizations::list(&app.services, &admin, "partners", 1).await.expect("a page");
    assert_eq!((page.total, page.items[0].recruiters, page.items[0].pending), (1, 1, 0));

    let filter = AuditFilter { actor: Some(admin.user.id), subject: Some(id.0), ..AuditFilter::default() };
    let log = audit::list(&app.services, &admin, &filter, 1).await.expect("a page");
    assert_eq!((log.total, log.items[0].action.as_str()), (1, "organization.rename"));
    assert_eq!(log.items[0].subject, Some((id.0, Some("Ada & Partners".to_owned()))), "named as it is called now");
    let today = app.services.clock.today();
    let on = |from, to| AuditFilter { from, to, ..AuditFilter::default() };
    let count = async |filter| audit::list(&app.services, &admin, &filter, 1).await.expect("a page").total;
    assert!(count(on(Some(today), Some(today))).await >= 1, "a day counts whole");
    assert_eq!(count(on(today.succ_opt(), None)).await, 0);
    let choices = audit::choices(&app.services, &admin).await.expect("choices");
    assert!(choices.actions.contains(&"organization.rename".to_owned()));
}

#[tokio::test]
async fn every_page_of_the_administrators_opens_and_only_for_them() {
    let app = TestApp::start().await;
    app.account(Role::Admin, "root@example.com").await;
    let hr = app.hr("ada@example.com").await;
    let mut admin = Browser::signed_in(&app, "root@example.com").await;
    let mut recruiter = Browser::signed_in(&app, "ada@example.com").await;
    let user = format!("/admin/users/{}", hr.user.id);
    for (path, words) in [
        ("/admin", "Accounts by role and status"),
        ("/admin/users", "ada@example.com"),
        (&*user, "Suspend"),
        ("/admin/organizations", "ada Ltd"),
        ("/admin/audit", "Audit log"),
        ("/admin/tasks", "Send mail"),
        ("/admin/outbox", "Welcome to HireQ"),
        ("/admin/models", "all-MiniLM-L6-v2"),
        ("/admin/settings", "DATABASE_URL"),
    ] {
        let page = admin.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains(words), "{path} should say {words}: {}", page.body);
        let refused = recruiter.get(path).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!refused.body.contains("DATABASE_URL"));
    }
}

#[tokio::test]
async fn secrets_are_hidden_in_the_configuration_check() {
    let app = TestApp::with(|config| {
        let storage = config.storage.clone();
        *config = hireq_services::config::Config::from_lookup(&|name| match name {
            "HOME" => std::env::var(name).ok(),
            "SMTP_URL" => Some("smtp://user:hunter2@mail.example".into()),
            _ => None,
        })
        .expect("valid");
        config.storage = storage;
    })
    .await;
    let admin = app.admin("root@example.com").await;
    let shown = settings::shown(&app.services, &admin);
    assert!(shown.variables.iter().any(|v| v.name == "SMTP_URL" && v.value.is_some()));
    assert!(!serde_json::to_string(&shown).expect("JSON").contains("hunter2"));
    assert!(models::list(&app.services, &admin).await.expect("models").iter().all(|m| !m.licence.is_empty()));
}
