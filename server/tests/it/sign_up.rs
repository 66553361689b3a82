//! Signing up with a mail server: the address is confirmed first, and nobody learns who has an account.

use crate::support::{PASSWORD, TestApp, browser::Browser, sign_up};
use chrono::TimeDelta;
use hireq_domain::account::Role;

fn fields<'a>(name: &'a str, email: &'a str, next: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("name", name),
        ("email", email),
        ("password", PASSWORD),
        ("role", "candidate"),
        ("organization", ""),
        ("next", next),
    ]
}

async fn mails(app: &TestApp) -> Vec<(String, String, String, Option<String>)> {
    sqlx::query_as(
        "select event, recipient, body, secret from outbox where event like '%sign_up%' order by created_at, id",
    )
    .fetch_all(&app.services.pool)
    .await
    .expect("mails")
}

async fn accounts(app: &TestApp) -> i64 {
    app.value("select count(*) from users").await
}

#[tokio::test]
async fn the_account_is_made_once_its_link_was_opened_and_the_password_entered() {
    let app = TestApp::with_mail().await;
    let mut browser = Browser::new(&app);
    let answer = browser.post("/api/account/sign-up", &fields("Zoë", "zoe@example.com", "/jobs/x/apply")).await;
    assert_eq!(answer.location(), "/sign-up?sent=1", "{}", answer.body);
    assert!(browser.get("/sign-up?sent=1").await.body.contains("We have sent a message to this address"));
    assert_eq!((browser.get("/home").await.location(), accounts(&app).await), ("/sign-in", 0));
    let sent = mails(&app).await;
    let link = sent[0].3.clone().expect("a link");
    assert!(!sent[0].2.contains(&link) && !sent[0].2.contains("Zoë"), "{}", sent[0].2);

    let mut elsewhere = Browser::new(&app);
    let opened = format!("/confirm-sign-up?token={link}");
    assert!(elsewhere.get(&opened).await.body.contains("Finish signing up"));
    elsewhere.post("/api/account/confirm-sign-up", &[("token", &link), ("password", "not the password")]).await;
    assert!(elsewhere.get(&opened).await.body.contains("This is not the password that you chose"));
    assert_eq!(accounts(&app).await, 0);
    let answer = elsewhere.post("/api/account/confirm-sign-up", &[("token", &link), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), "/jobs/x/apply", "{}", answer.body);
    assert_eq!(elsewhere.get("/home").await.location(), "/me");
    browser.post("/api/account/confirm-sign-up", &[("token", &link), ("password", PASSWORD)]).await;
    assert_eq!(browser.get("/home").await.location(), "/sign-in", "it works once");
    assert_eq!(accounts(&app).await, 1);
}

#[tokio::test]
async fn an_address_that_has_an_account_gets_the_same_answer_and_its_owner_is_told() {
    let app = TestApp::with_mail().await;
    app.account(Role::Candidate, "known@example.com").await;
    let mut pages = Vec::new();
    for email in ["Known@example.com", "free@example.com"] {
        let mut browser = Browser::new(&app);
        let answer = browser.post("/api/account/sign-up", &fields("Zoe", email, "")).await;
        let shown = browser.get(answer.location()).await;
        let cookies = answer.headers.get_all("set-cookie").iter().count();
        let texts = shown.body.split('<').map(|part| part.split('>').nth(1).unwrap_or_default().to_owned());
        // Except the current time in the page.
        let texts: Vec<_> = texts.filter(|text| !text.contains("__RESOLVED")).collect();
        pages.push((answer.status, answer.location().to_owned(), cookies, texts));
        // Signing in with the chosen password does not reveal it either.
        let fields = [("email", email), ("password", "a password of mine")];
        browser.get("/sign-in").await;
        browser.post("/api/account/sign-in", &fields).await;
        assert!(browser.get("/sign-in").await.body.contains("The e-mail address or the password is wrong"));
    }
    assert_eq!(pages[0], pages[1]);
    let sent = mails(&app).await;
    assert_eq!((sent[0].0.as_str(), sent[0].1.as_str(), &sent[0].3), ("sign_up_known", "Known@example.com", &None));
    assert_eq!((sent[1].0.as_str(), sent[1].3.is_some()), ("confirm_sign_up", true));
}

#[tokio::test]
async fn mails_to_one_address_are_counted_and_what_waits_ends_after_a_day() {
    let app = TestApp::with_mail().await;
    for n in 0..8 {
        let input = sign_up(Role::Candidate, "zoe@example.com");
        let ip = format!("192.0.2.{n}");
        let begun = hireq_services::accounts::begin_sign_up(&app.services, ip.as_str(), input, String::new()).await;
        assert_eq!(begun.expect("the same answer"), None);
    }
    let sent = mails(&app).await;
    assert_eq!(sent.len(), 3);
    app.advance(TimeDelta::hours(25));
    let link = sent[2].3.clone().expect("a link");
    let done = hireq_services::accounts::confirm_sign_up(&app.services, "192.0.2.1", &link, PASSWORD).await;
    assert!(done.is_err());
}
