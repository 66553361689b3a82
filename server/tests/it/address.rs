//! Changing the address to sign in with: it is confirmed first, the old address can undo it, and nobody learns from it
//! who has an account.

use crate::support::{PASSWORD, TestApp, browser::Browser, sign_up};
use chrono::TimeDelta;
use hireq_domain::{account::Role, ids::UserId};
use hireq_services::{ServiceError, accounts, auth::Visitor};

const OWN: &str = "zoe@example.com";
const NEW: &str = "new@example.com";
const IP: &str = "192.0.2.9";

/// The subject, text and secret of one event's mails, oldest first.
async fn mails(app: &TestApp, event: &str) -> Vec<(String, String, Option<String>)> {
    sqlx::query_as("select recipient, body, secret from outbox where event = $1 order by created_at, id")
        .bind(event)
        .fetch_all(&app.services.pool)
        .await
        .expect("mails")
}

async fn token(app: &TestApp, event: &str) -> String {
    mails(app, event).await.pop().and_then(|mail| mail.2).expect("a mail with a link")
}

/// Requests a change of address with the right password.
async fn ask(app: &TestApp, id: UserId, email: &str) -> Result<bool, ServiceError> {
    let visitor = Visitor { user: Some(app.user(id).await), ip: IP.into(), agent: String::new() };
    accounts::set_profile(&app.services, &visitor.signed_in().expect("signed in"), "Zoe", email, PASSWORD).await
}

async fn address(app: &TestApp, id: UserId) -> String {
    app.user(id).await.email.to_string()
}

async fn candidates_addresses(app: &TestApp, id: UserId) -> Vec<String> {
    app.value_of("select emails from candidates where user_id = $1", id.0).await
}

#[tokio::test]
async fn a_new_address_counts_once_its_link_was_opened_and_the_candidates_follows() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, OWN).await;
    let mut browser = Browser::signed_in(&app, OWN).await;
    let fields = [("name", "Zoe"), ("email", NEW), ("current", PASSWORD)];
    assert_eq!(browser.post("/api/account/set-profile", &fields).await.location(), "/account");
    let page = browser.get("/account").await.body;
    assert!(
        page.contains("We have sent a link") && page.contains(NEW) && page.contains("counts once you confirm it there")
    );
    assert_eq!(address(&app, id).await, OWN);
    let told = mails(&app, "address_changed").await;
    assert!(!told.is_empty() && told.iter().all(|mail| mail.0 == OWN), "{told:?}");
    let link = token(&app, "confirm_address").await;
    let stored: i64 =
        app.value_of("select count(*) from address_links l where l::text like '%' || $1 || '%'", &link).await;
    assert_eq!(stored, 0, "only a hash is stored");
    assert!(!mails(&app, "confirm_address").await[0].1.contains(&link), "nor does the outbox show it");

    let mut elsewhere = Browser::new(&app);
    let opened = format!("/confirm-address?token={link}");
    assert!(elsewhere.get(&opened).await.body.contains("<form"), "opening alone does nothing");
    assert_eq!(address(&app, id).await, OWN);
    let done = elsewhere.post("/api/account/confirm-address", &[("token", &link)]).await;
    assert_eq!(done.location(), "/confirm-address?done=1", "{}", done.body);
    assert_eq!(address(&app, id).await, NEW);
    assert_eq!(candidates_addresses(&app, id).await, [NEW]);
    elsewhere.get(&opened).await;
    elsewhere.post("/api/account/confirm-address", &[("token", &link)]).await;
    assert!(elsewhere.get(&opened).await.body.contains("This link has been used or is too old"));
}

#[tokio::test]
async fn a_confirmation_ends_after_a_day_with_a_new_password_and_with_the_next_question() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, OWN).await;
    for ending in ["day", "password", "question"] {
        ask(&app, id, NEW).await.expect("asked");
        let link = token(&app, "confirm_address").await;
        match ending {
            "day" => app.advance(TimeDelta::hours(25)),
            "password" => {
                let email = OWN.parse().expect("an address");
                let reset = accounts::reset_link(&app.services, &email).await.expect("a link");
                let reset = reset.split("token=").nth(1).expect("a token");
                accounts::reset_password(&app.services, IP, reset, PASSWORD).await.expect("changed");
            }
            _ => assert!(ask(&app, id, "third@example.com").await.expect("asked")),
        }
        assert!(accounts::confirm_address(&app.services, IP, &link).await.is_err(), "{ending}");
    }
    assert_eq!(address(&app, id).await, OWN);
}

#[tokio::test]
async fn an_address_that_has_an_account_gets_the_same_answer_and_its_owner_is_told() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, OWN).await;
    app.account(Role::Candidate, "ada@example.com").await;
    let mut browser = Browser::signed_in(&app, OWN).await;
    let mut answers = Vec::new();
    for email in ["free@example.com", "Ada@example.com"] {
        let fields = [("name", "Zoe"), ("email", email), ("current", PASSWORD)];
        let location = browser.post("/api/account/set-profile", &fields).await.location().to_owned();
        let page = browser.get(&location).await.body.replace(email, "");
        answers.push(page.split("Recent security events").next().expect("a part").len());
    }
    assert_eq!(answers[0], answers[1]);
    let told = mails(&app, "address_taken").await;
    assert_eq!((told.len(), told[0].0.as_str(), &told[0].2), (1, "Ada@example.com", &None));
    assert_eq!(mails(&app, "confirm_address").await.len(), 1, "no link to it");
    assert_eq!(mails(&app, "address_changed").await.len(), 2, "the old address is told the same");
    assert_eq!(address(&app, id).await, OWN);
}

#[tokio::test]
async fn the_old_address_takes_itself_back_and_shuts_out_whoever_knew_the_password() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, OWN).await;
    let mut thief = Browser::signed_in(&app, OWN).await;
    ask(&app, id, "thief@example.com").await.expect("asked");
    let owners = token(&app, "address_changed").await;
    accounts::confirm_address(&app.services, IP, &token(&app, "confirm_address").await).await.expect("confirmed");
    // The thief changes the address again, and so can restore an address of their own; then they use the old address
    // for another account.
    app.advance(TimeDelta::hours(1));
    ask(&app, id, "thief2@example.com").await.expect("asked");
    let thiefs = token(&app, "address_changed").await;
    let second = sign_up(Role::Candidate, OWN);
    assert!(accounts::sign_up(&app.services, "192.0.2.10", second).await.is_err(), "it is kept for its owner");

    app.advance(TimeDelta::days(6));
    let mut owner = Browser::new(&app);
    assert!(owner.get(&format!("/restore-address?token={owners}")).await.body.contains("Keep my old address"));
    let done = owner.post("/api/account/restore-address", &[("token", &owners)]).await;
    assert_eq!(done.location(), "/restore-address?done=1", "{}", done.body);
    assert_eq!(address(&app, id).await, OWN);
    assert_eq!(candidates_addresses(&app, id).await, [OWN]);
    assert_eq!(thief.get("/home").await.location(), "/sign-in", "its session is over");
    assert!(accounts::sign_in(&app.services, IP, OWN, PASSWORD).await.is_err(), "and so is the password");
    for (link, confirms) in [(thiefs, false), (token(&app, "confirm_address").await, true)] {
        let done = if confirms {
            accounts::confirm_address(&app.services, IP, &link).await
        } else {
            accounts::restore_address(&app.services, IP, &link).await
        };
        assert!(matches!(done, Err(ServiceError::Invalid(_))), "its links have ended");
    }
    let reset = token(&app, "reset_password").await;
    accounts::reset_password(&app.services, IP, &reset, "another good password").await.expect("the owner is back");
}

#[tokio::test]
async fn a_later_address_cannot_end_the_way_back_of_an_earlier_one() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, OWN).await;
    ask(&app, id, "thief@example.com").await.expect("asked");
    let owners = token(&app, "address_changed").await;
    accounts::confirm_address(&app.services, IP, &token(&app, "confirm_address").await).await.expect("confirmed");
    app.advance(TimeDelta::hours(1));
    ask(&app, id, "thief2@example.com").await.expect("asked");
    accounts::restore_address(&app.services, IP, &token(&app, "address_changed").await).await.expect("restored");
    assert_eq!(address(&app, id).await, "thief@example.com");
    accounts::restore_address(&app.services, IP, &owners).await.expect("the owner's still works");
    assert_eq!(address(&app, id).await, OWN);
}

#[tokio::test]
async fn questions_for_a_new_address_and_mails_to_one_are_counted() {
    let app = TestApp::with_mail().await;
    let id = app.account(Role::Candidate, OWN).await;
    for n in 0..5 {
        assert!(ask(&app, id, NEW).await.is_ok(), "{n}");
    }
    assert_eq!(mails(&app, "confirm_address").await.len(), 3);
    assert!(matches!(ask(&app, id, NEW).await, Err(ServiceError::TooManyRequests { .. })));
}

#[tokio::test]
async fn pages_that_mailed_links_open_are_not_kept_and_send_their_forms_back_to_themselves() {
    let app = TestApp::with_mail().await;
    let mut browser = Browser::new(&app);
    for path in ["/new-password?token=x", "/confirm-address?token=x", "/restore-address?token=x"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        // Without a referrer, a refused form could not be redirected back to its page.
        assert_eq!(answer.headers["referrer-policy"], "same-origin");
        assert!(!answer.body.contains("no-referrer"), "{path}");
    }
}

#[tokio::test]
async fn where_no_mail_can_be_sent_the_password_is_enough_and_a_taken_address_is_refused() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, OWN).await;
    app.account(Role::Candidate, "other@example.com").await;
    let mut browser = Browser::signed_in(&app, OWN).await;
    browser.get("/account").await;
    for (email, current, saved) in
        [(NEW, "not the password", false), ("other@example.com", PASSWORD, false), (NEW, PASSWORD, true)]
    {
        let fields = [("name", "Zoe"), ("email", email), ("current", current)];
        browser.post("/api/account/set-profile", &fields).await;
        let page = browser.get("/account").await.body;
        assert_eq!(page.contains("Your details are saved."), saved, "{email} {current}");
    }
    Browser::signed_in(&app, NEW).await;
}
