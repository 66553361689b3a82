//! Protection of accounts: links that expire, passwords that are asked for again, pages that are not cached.

use crate::support::{PASSWORD, TestApp, browser::Browser, sign_up};
use axum::http::{StatusCode, header};
use hireq_domain::{
    account::{Email, Role},
    ids::UserId,
};
use hireq_services::{ServiceError, accounts, auth::Visitor};

const NEW: &str = "another good password";

async fn secrets(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar("select secret from outbox where secret is not null order by created_at, id")
        .fetch_all(&app.services.pool)
        .await
        .expect("secrets")
}

async fn audited(app: &TestApp, action: &str, subject: UserId) -> i64 {
    sqlx::query_scalar("select count(*) from audit_log where action = $1 and subject_id = $2")
        .bind(action)
        .bind(subject.0)
        .fetch_one(&app.services.pool)
        .await
        .expect("a count")
}

async fn forget(app: &TestApp, ip: &str) {
    accounts::forgot_password(&app.services, ip, "zoe@example.com").await.expect("asked");
}

#[tokio::test]
async fn thirty_requests_for_a_new_password_send_three_mails_and_only_the_last_link_works() {
    let app = TestApp::start().await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    for n in 0..30 {
        forget(&app, &format!("192.0.2.{n}")).await;
    }
    let links = secrets(&app).await;
    assert_eq!(links.len(), 3);
    for old in &links[..2] {
        let done = accounts::reset_password(&app.services, "192.0.2.1", old, NEW).await;
        assert!(matches!(done, Err(ServiceError::Invalid(_))), "a later link ends an earlier one");
    }
    accounts::reset_password(&app.services, "192.0.2.1", &links[2], NEW).await.expect("the last one works");
    assert_eq!(audited(&app, "account.reset", id).await, 1);
}

#[tokio::test]
async fn a_link_ends_with_a_new_password_and_with_a_new_address() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    let who = |user| Visitor { user: Some(user), ip: "192.0.2.9".into(), agent: String::new() }.signed_in();
    forget(&app, "192.0.2.1").await;
    let signed_in = who(app.user(id).await).expect("signed in");
    accounts::change_password(&app.services, &signed_in, None, PASSWORD, NEW).await.expect("changed");
    forget(&app, "192.0.2.1").await;
    accounts::set_profile(&app.services, &signed_in, "Zoe", "new@example.com", NEW).await.expect("moved");
    let links: Vec<String> = sqlx::query_scalar("select secret from outbox where event = 'reset_password'")
        .fetch_all(&app.services.pool)
        .await
        .expect("links");
    let confirm: String = app.value("select secret from outbox where event = 'confirm_address'").await;
    accounts::confirm_address(&app.services, "192.0.2.1", &confirm).await.expect("confirmed");
    for link in links {
        let done = accounts::reset_password(&app.services, "192.0.2.1", &link, "a third good password").await;
        assert!(matches!(done, Err(ServiceError::Invalid(_))));
    }
}

#[tokio::test]
async fn a_mails_secret_is_in_no_text_and_gone_once_the_mail_is_kept() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    forget(&app, "192.0.2.1").await;
    let link = secrets(&app).await.pop().expect("a secret");
    let body: String = app.value("select body from outbox where event = 'reset_password'").await;
    assert!(!body.contains(&link) && body.contains("[hidden]"), "{body}");
    app.run_tasks().await;
    assert!(secrets(&app).await.is_empty());
    let email = "zoe@example.com".parse().expect("an address");
    let printed = accounts::reset_link(&app.services, &email).await.expect("an operator prints one");
    let token = printed.split("token=").nth(1).expect("a token");
    accounts::reset_password(&app.services, "192.0.2.1", token, NEW).await.expect("it works");
}

#[tokio::test]
async fn a_new_address_asks_for_the_password_and_is_told_to_the_old_one() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let fields = [("name", "Zoe"), ("email", "thief@example.com"), ("current", "")];
    browser.post("/api/account/set-profile", &fields).await;
    assert_eq!(app.user(id).await.email.as_str(), "zoe@example.com");
    let fields = [("name", "Zoe"), ("email", "new@example.com"), ("current", PASSWORD)];
    assert_eq!(browser.post("/api/account/set-profile", &fields).await.location(), "/account");
    assert_eq!(app.user(id).await.email.as_str(), "zoe@example.com", "not before it is confirmed");
    assert_eq!(audited(&app, "account.address_asked", id).await, 1);
    let told: Vec<String> = sqlx::query_scalar("select recipient from outbox where event = 'address_changed'")
        .fetch_all(&app.services.pool)
        .await
        .expect("mails");
    assert_eq!(told, ["zoe@example.com"]);
}

#[tokio::test]
async fn a_role_and_a_suspension_ask_for_the_administrators_own_password() {
    let app = TestApp::start().await;
    app.account(Role::Admin, "root@example.com").await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    let key = id.to_string();
    let mut admin = Browser::signed_in(&app, "root@example.com").await;
    admin.accept = "application/json";
    let role = [("id", &*key), ("role", "admin")];
    let suspend = [("id", &*key), ("step", "suspend"), ("reason", "x")];
    for (path, fields) in [("/api/admin/users/set-role", &role[..]), ("/api/admin/users/step", &suspend[..])] {
        assert_eq!(admin.post(path, fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    assert_eq!(app.user(id).await.role, Role::Candidate);
    let fields = [("id", &*key), ("role", "admin"), ("current", PASSWORD)];
    admin.post("/api/admin/users/set-role", &fields).await;
    assert_eq!(app.user(id).await.role, Role::Admin);
}

#[tokio::test]
async fn private_pages_are_not_kept_and_a_new_password_brings_a_new_session_number() {
    let app = TestApp::start().await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    for path in ["/me", "/account", "/api/account/sessions"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.headers.get(header::CACHE_CONTROL).map(|v| v.as_bytes()), Some(&b"no-store"[..]), "{path}");
    }
    assert!(!Browser::new(&app).get("/jobs").await.headers.contains_key(header::CACHE_CONTROL));
    let before = browser.cookie("hireq").map(ToOwned::to_owned);
    let fields = [("current", PASSWORD), ("password", NEW)];
    let answer = browser.post("/api/account/change-password", &fields).await;
    assert_eq!(answer.location(), "/account", "{}", answer.body);
    assert_ne!(browser.cookie("hireq").map(ToOwned::to_owned), before);
    assert_eq!(browser.get("/home").await.location(), "/me", "and it is still signed in");
    assert_eq!(audited(&app, "account.sign_in", id).await, 1);
}

#[tokio::test]
async fn a_failed_attempt_is_noted_and_shuts_nobody_out_from_elsewhere() {
    let app = TestApp::start().await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    for _ in 0..7 {
        drop(accounts::sign_in(&app.services, "198.51.100.1", "zoe@example.com", "not the password").await);
    }
    assert_eq!(audited(&app, "account.sign_in_failed", id).await, 5);
    accounts::sign_in(&app.services, "192.0.2.44", "zoe@example.com", PASSWORD).await.expect("the owner gets in");
}

#[tokio::test]
async fn the_demos_password_opens_nothing_where_real_people_are() {
    for (production, opens) in [(false, true), (true, false)] {
        let app = TestApp::with(|config| config.production = production).await;
        let form = accounts::SignUp {
            name: "Ada Admin".into(),
            password: hireq_services::auth::password::DEMO.into(),
            ..sign_up(Role::Candidate, "admin@example.com")
        };
        accounts::sign_up(&app.services, "192.0.2.1", form).await.expect("an account of the demo's time");
        let done =
            accounts::sign_in(&app.services, "192.0.2.2", "admin@example.com", hireq_services::auth::password::DEMO)
                .await;
        assert_eq!(done.is_ok(), opens, "production {production}");
    }
}

#[tokio::test]
async fn an_address_is_one_account_for_program_and_database_however_its_letters_are_cased() {
    let app = TestApp::start().await;
    // From a version that did not yet refuse addresses which mail cannot reach.
    let id = app.account(Role::Candidate, "first@example.com").await;
    let email: Email = "\u{130}lker@example.com".parse().expect("an address");
    let sql = "update users set email = $1, email_key = $2";
    sqlx::query(sql).bind(email.as_str()).bind(email.key()).execute(&app.services.pool).await.expect("as before");
    for email in ["i\u{307}lker@example.com", "\u{130}LKER@EXAMPLE.COM", "\u{ff29}\u{307}lker@example.com"] {
        let again = sign_up(Role::Candidate, email);
        assert!(
            matches!(accounts::sign_up(&app.services, email, again).await, Err(ServiceError::Invalid(_))),
            "{email}"
        );
        assert_eq!(accounts::sign_in(&app.services, email, email, PASSWORD).await.expect("signed in"), id, "{email}");
    }
    let other = app.account(Role::Candidate, "ilker@example.com").await;
    assert_ne!(other, id);
    let signed_in = accounts::sign_in(&app.services, "192.0.2.7", "ilker@example.com", PASSWORD).await;
    assert_eq!(signed_in.expect("signed in"), other);
}

#[tokio::test]
async fn waits_grow_after_wrong_passwords_for_an_unknown_address_as_for_a_known_one() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut waits = Vec::new();
    for email in ["zoe@example.com", "nobody@example.com"] {
        for _ in 0..5 {
            drop(accounts::sign_in(&app.services, "198.51.100.1", email, "not the password").await);
        }
        let refused = accounts::sign_in(&app.services, "198.51.100.1", email, PASSWORD).await;
        let Err(ServiceError::TooManyRequests { retry_after }) = refused else { panic!("{refused:?}") };
        waits.push(retry_after);
    }
    assert!(waits.iter().all(|wait| (55..=61).contains(wait)), "{waits:?}");
}

#[tokio::test]
async fn many_wrong_passwords_are_told_to_the_owner_once_a_day() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let mails = || async {
        let mails: i64 = app.value("select count(*) from outbox where event = 'sign_in_failures'").await;
        mails
    };
    for n in 0..20 {
        let ip = format!("198.51.100.{n}");
        drop(accounts::sign_in(&app.services, ip.as_str(), "zoe@example.com", "not the password").await);
        assert_eq!(mails().await, i64::from(n >= 9), "{n}");
    }
    app.advance(chrono::TimeDelta::days(2));
    for n in 0..10 {
        let ip = format!("198.51.100.{n}");
        drop(accounts::sign_in(&app.services, ip.as_str(), "zoe@example.com", "not the password").await);
    }
    assert_eq!(mails().await, 2);
}

#[tokio::test]
async fn a_refusal_takes_as_long_for_an_unknown_address_as_for_a_known_one() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    for email in ["zoe@example.com", "nobody@example.com", "no address"] {
        let begun = std::time::Instant::now();
        assert!(accounts::sign_in(&app.services, email, email, "not the password").await.is_err());
        assert!(begun.elapsed().as_millis() >= 150, "{email}");
    }
}

#[tokio::test]
async fn what_happened_to_an_account_is_noted_and_shown_to_its_owner_alone() {
    let app = TestApp::start().await;
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    app.account(Role::Candidate, "ada@example.com").await;
    let firefox = || Visitor {
        user: None,
        ip: "192.0.2.77".into(),
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0".into(),
    };
    for _ in 0..3 {
        drop(accounts::sign_in(&app.services, &firefox(), "zoe@example.com", "not the password").await);
    }
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    browser.post("/api/account/sign-out", &[]).await;
    assert_eq!(audited(&app, "account.sign_out", id).await, 1);
    assert_eq!(audited(&app, "account.sign_up", id).await, 1);
    let page = Browser::signed_in(&app, "zoe@example.com").await.get("/account").await.body;
    let shown = page.split("Recent security events").nth(1).expect("a list");
    for words in ["Signed out", "Wrong password at sign-in", "3 times", "Firefox on Linux", "192.0.2.…", "Account made"]
    {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(!shown.contains("192.0.2.77"), "the network is enough");
    let anothers = Browser::signed_in(&app, "ada@example.com").await.get("/account").await.body;
    assert!(!anothers.contains("Wrong password at sign-in"));
}

#[tokio::test]
async fn a_password_made_of_name_and_address_is_refused_wherever_one_is_chosen() {
    let app = TestApp::start().await;
    let id = app.account(Role::Candidate, "zoe.uenal@example.com").await;
    let visitor = app.request_of(id).await;
    let who = visitor.signed_in().expect("signed in");
    let email = "zoe.uenal@example.com".parse().expect("an address");
    for bad in ["zoe.uenal1990", "password1234", "example.com99"] {
        assert!(accounts::change_password(&app.services, &who, None, PASSWORD, bad).await.is_err(), "{bad}");
        let link = accounts::reset_link(&app.services, &email).await.expect("a link");
        let token = link.split("token=").nth(1).expect("a token");
        assert!(accounts::reset_password(&app.services, "192.0.2.1", token, bad).await.is_err(), "{bad}");
        let input = accounts::SignUp {
            name: "Zoe Uenal".into(),
            password: bad.into(),
            ..sign_up(Role::Candidate, "zoe.uenal+2@example.com")
        };
        assert!(accounts::sign_up(&app.services, "192.0.2.3", input).await.is_err(), "{bad}");
    }
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends_sooner_for_staff_and_every_one_after_two_weeks() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut hr = Browser::signed_in(&app, "hr@example.com").await;
    let mut zoe = Browser::signed_in(&app, "zoe@example.com").await;
    app.advance(chrono::TimeDelta::hours(11));
    assert_eq!(hr.get("/home").await.location(), "/hr", "use keeps it");
    app.advance(chrono::TimeDelta::hours(11));
    assert_eq!(hr.get("/home").await.location(), "/hr");
    assert_eq!(zoe.get("/home").await.location(), "/me");
    app.advance(chrono::TimeDelta::hours(13));
    assert_eq!(hr.get("/home").await.location(), "/sign-in");
    for _ in 0..16 {
        assert_eq!(zoe.get("/home").await.location(), "/me");
        app.advance(chrono::TimeDelta::hours(20));
    }
    assert_eq!(zoe.get("/home").await.location(), "/sign-in", "two weeks are over");
    let ends = hireq_services::auth::session_ends(&app.services);
    assert_eq!(hireq_store::sessions::delete_expired(&app.services.pool, ends).await.expect("swept"), 2);
}
