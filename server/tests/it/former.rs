//! Accounts whose person was removed.

use crate::support::{PASSWORD, TestApp, browser::Browser, sign_up};
use axum::{
    body::Body,
    http::{Request, header},
};
use hireq_domain::{
    account::{AccountStatus, AccountStep, Role},
    ids::UserId,
};
use hireq_services::{
    ServiceError,
    accounts::{self, SignUp},
    admin::{audit, users},
    auth::Visitor,
};

const NEEDLES: [&str; 6] =
    ["Wilhelmina", "wilma@example.com", "wilma.new@example.com", "Pacific/Chatham", "203.0.113.77", "Firefox"];

/// Tables that still contain a text.
async fn left(app: &TestApp, needle: &str) -> Vec<String> {
    let mut found = Vec::new();
    for table in app.tables().await {
        let sql = format!("select count(*) from {table} t where to_jsonb(t)::text ilike '%' || $1 || '%'");
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(needle)
            .fetch_one(&app.services.pool)
            .await
            .expect("counted");
        if rows > 0 {
            found.push(table);
        }
    }
    found
}

/// A recruiter who has left traces everywhere.
async fn recruiter(app: &TestApp) -> UserId {
    let input = SignUp { name: "Wilhelmina".into(), ..sign_up(Role::Hr, "wilma@example.com") };
    let id = accounts::sign_up(&app.services, "203.0.113.77", input).await.expect("an account");
    let admin = app.admin("first@example.com").await;
    users::approve(&app.services, &admin, id).await.expect("approved");
    let mut browser = Browser::new(app);
    let body = serde_urlencoded::to_string([("email", "wilma@example.com"), ("password", PASSWORD)]).expect("fields");
    let request = Request::post("/api/account/sign-in")
        .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    assert_eq!(browser.send(request).await.location(), "/home");
    browser.post("/api/account/set-time-zone", &[("time_zone", "Pacific/Chatham")]).await;
    let profile = [("name", "Wilhelmina"), ("email", "wilma.new@example.com"), ("current", PASSWORD)];
    browser.post("/api/account/set-profile", &profile).await;
    accounts::forgot_password(&app.services, "203.0.113.77", "wilma@example.com").await.expect("asked");
    id
}

#[tokio::test]
async fn nothing_of_a_recruiter_is_left_in_any_column_and_what_they_did_is_a_former_users() {
    for app in [TestApp::start().await, TestApp::with_mail().await] {
        nothing_is_left(app).await;
    }
}

/// Without a mail server, a new address takes effect immediately; with one, it awaits its confirmation.
async fn nothing_is_left(app: TestApp) {
    let id = recruiter(&app).await;
    let visitor = Visitor { user: Some(app.user(id).await), ip: "203.0.113.77".into(), agent: "Firefox".into() };
    let hr = visitor.hr().expect("a recruiter");
    app.job(&hr, |_| ()).await;
    for needle in NEEDLES {
        assert!(!left(&app, needle).await.is_empty(), "{needle} stands somewhere before");
    }
    let admin = app.admin("root@example.com").await;
    let mut browser = Browser::signed_in(&app, "root@example.com").await;
    let fields = [("id", id.to_string()), ("current", PASSWORD.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.get(&format!("/admin/users/{id}")).await;
    let unasked = browser.post("/api/admin/users/remove-person", &fields[..1]).await;
    assert_eq!(app.user(id).await.status, AccountStatus::Active, "{}", unasked.body);
    let done = browser.post("/api/admin/users/remove-person", &fields).await;
    assert_eq!(done.location(), format!("/admin/users/{id}"), "{}", done.body);
    for needle in NEEDLES {
        assert_eq!(left(&app, needle).await, Vec::<String>::new(), "{needle} is gone");
    }
    let user = app.user(id).await;
    assert_eq!((user.name.as_str(), user.status), ("Former user", AccountStatus::Former));
    let made: i64 = app.value_of("select count(*) from jobs where created_by = $1", id.0).await;
    assert_eq!(made, 1, "what they made is there");
    let page = browser.get(&format!("/admin/users/{id}")).await.body;
    assert!(page.contains("Former user") && !page.contains("Remove the person"), "{page}");
    let choices = audit::choices(&app.services, &admin).await.expect("choices");
    assert!(choices.actors.contains(&(id, "Former user".into())));
    assert!(choices.actions.iter().any(|action| action == "user.remove_person"));
}

#[tokio::test]
async fn an_account_that_is_nobodys_cannot_be_used_or_made_somebodys() {
    let app = TestApp::start().await;
    let id = recruiter(&app).await;
    let admin = app.admin("root@example.com").await;
    users::remove_person(&app.services, &admin, id).await.expect("removed");
    let mut browser = Browser::new(&app);
    for address in ["wilma@example.com", app.user(id).await.email.as_str()] {
        for password in [PASSWORD, "x"] {
            let answer = browser.post("/api/account/sign-in", &[("email", address), ("password", password)]).await;
            assert_ne!(answer.location(), "/home", "{address}");
        }
    }
    for step in AccountStep::ALL {
        let refused = users::step(&app.services, &admin, id, *step, "why").await;
        assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{step}");
    }
    assert!(matches!(
        users::set_role(&app.services, &admin, id, Role::Candidate, None).await,
        Err(ServiceError::Conflict(_))
    ));
    assert!(matches!(users::remove_person(&app.services, &admin, id).await, Err(ServiceError::Conflict(_))));
    // The address can be used for a new account.
    app.account(Role::Candidate, "wilma@example.com").await;
}

#[tokio::test]
async fn nobody_removes_themselves_and_open_pages_end_with_the_account() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let refused = users::remove_person(&app.services, &admin, admin.user.id).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("yourself")), "{refused:?}");
    // An administrator acts at the same moment as they are suspended.
    let other = app.admin("other@example.com").await;
    users::step(&app.services, &admin, other.user.id, AccountStep::Suspend, "away").await.expect("suspended");
    let refused = users::remove_person(&app.services, &other, admin.user.id).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("last")), "{refused:?}");

    app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let zoe: uuid::Uuid = app.value("select id from users where email = 'zoe@example.com'").await;
    users::remove_person(&app.services, &admin, UserId(zoe)).await.expect("removed");
    let answer = browser.get("/me").await;
    assert!(answer.status.is_redirection() || answer.body.contains("Sign in"), "signed out: {}", answer.status);
}
