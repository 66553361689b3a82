//! Mail as it is transmitted: its two parts, and addresses with a non-ASCII domain.

use crate::support::{PASSWORD, TestApp, sign_up, smtp::MailServer};
use hireq_domain::account::Role;
use hireq_services::{ServiceError, Services, accounts, config::MailTransport, mail};
use std::{sync::Arc, time::Duration};

async fn with_server(
    app: &TestApp,
    change: impl FnOnce(&mut hireq_services::config::Config),
) -> (Services, MailServer) {
    let server = MailServer::start(Duration::ZERO).await;
    let mut config = (*app.services.config).clone();
    config.mail = MailTransport::Smtp(server.url.clone().into());
    change(&mut config);
    (Services { config: Arc::new(config), ..app.services.clone() }, server)
}

#[tokio::test]
async fn a_mail_has_a_text_and_a_page_and_says_its_language() {
    let app = TestApp::start().await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let (services, server) = with_server(&app, |_| ()).await;
    mail::send_due(&services).await.expect("sent");
    let mail = server.mails().await.pop().expect("a mail");
    for expected in [
        "Content-Language: en",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        "Hello zoe,",
        "<title>Welcome to HireQ</title>",
    ] {
        assert!(mail.contains(expected), "{expected}: {mail}");
    }
    assert!(mail.find("text/plain") < mail.find("text/html"), "the last is the one that programs prefer");
}

#[tokio::test]
async fn a_domain_in_other_letters_is_mailed_in_ascii_and_is_one_account_with_it() {
    let app = TestApp::start().await;
    let id = app.account(Role::Candidate, "ada@b\u{fc}cher.example").await;
    let (services, server) =
        with_server(&app, |config| config.from_email = "HireQ <jobs@b\u{fc}cher.example>".to_owned()).await;
    mail::send_due(&services).await.expect("sent");
    let envelope = server.envelopes().await;
    assert_eq!(envelope, ["MAIL FROM:<jobs@xn--bcher-kva.example>", "RCPT TO:<ada@xn--bcher-kva.example>"]);
    assert!(server.mails().await[0].contains("To: ada@xn--bcher-kva.example"));
    for typed in ["Ada@B\u{dc}CHER.example", "ada@xn--bcher-kva.example"] {
        assert_eq!(accounts::sign_in(&app.services, typed, typed, PASSWORD).await.expect("signed in"), id, "{typed}");
    }
    // As it was stored in earlier versions.
    let pool = &app.services.pool;
    app.sql("update users set email_key = email").await;
    let mut db = pool.acquire().await.expect("a connection");
    accounts::renew_keys(&mut db).await.expect("renewed");
    let key: String = app.value("select email_key from users").await;
    assert_eq!(key, "ada@xn--bcher-kva.example");
}

#[tokio::test]
async fn an_address_that_no_mail_reaches_is_refused_where_it_is_typed_and_never_tried_twice() {
    let app = TestApp::start().await;
    let input = |email: &str| sign_up(Role::Candidate, email);
    let id = app.account(Role::Candidate, "zoe@example.com").await;
    let who = app.request_of(id).await;
    let who = who.signed_in().expect("signed in");
    for (address, why) in [("zo\u{eb}@example.com", "before the @"), ("zoe@xn--a.example", "after the @")] {
        let signed_up = accounts::sign_up(&app.services, address, input(address)).await.map(|_| ());
        let changed = accounts::set_profile(&app.services, &who, "zoe", address, PASSWORD).await.map(|_| ());
        for refused in [signed_up, changed] {
            let Err(ServiceError::Invalid(errors)) = refused else { panic!("{address}: {refused:?}") };
            assert!(errors.get("email").is_some_and(|message| message.contains(why)), "{errors:?}");
        }
    }
    // An existing account with such an address remains usable.
    app.sql("update users set email = 'zo\u{eb}@example.com', email_key = 'zo\u{eb}@example.com'").await;
    app.sql("update outbox set recipient = 'zo\u{eb}@example.com'").await;
    assert_eq!(accounts::sign_in(&app.services, "192.0.2.9", "Zo\u{eb}@example.com", PASSWORD).await.expect("in"), id);
    let (services, server) = with_server(&app, |_| ()).await;
    mail::send_due(&services).await.expect("asked");
    let (state, attempts, error): (String, i32, String) =
        sqlx::query_as("select state, attempts, last_error from outbox")
            .fetch_one(&services.pool)
            .await
            .expect("a mail");
    assert_eq!((state.as_str(), attempts, server.begun().await), ("failed", 1, 0));
    assert!(error.contains("Mail does not reach this address"), "{error}");
}
