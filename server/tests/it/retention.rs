//! How long data is kept, on a real database with a shifted clock.

use crate::support::{PASSWORD, TestApp, browser::Browser};
use chrono::TimeDelta;
use hireq_domain::{account::Role, admin::MailState, retention::Kept};
use hireq_services::{
    ServiceError,
    accounts::team,
    admin::outbox,
    housekeeping::Housekeeping,
    queue::{Ending, Task},
};

/// The number of rows of each kind.
async fn there(app: &TestApp, kept: Kept) -> i64 {
    let sql = match kept {
        Kept::MailTexts => "select count(*) from outbox where body <> '' and state <> 'queued'",
        Kept::Mails => "select count(*) from outbox where state <> 'queued'",
        Kept::Merges => "select count(*) from candidate_merges where before is not null",
        Kept::Sessions => "select count(*) from sessions",
        Kept::ResetLinks => "select count(*) from password_resets",
        Kept::AddressLinks => "select count(*) from address_links",
        Kept::SignUps => "select count(*) from sign_ups",
        Kept::UnconfirmedApplications => "select count(*) from unconfirmed_applications",
        Kept::Invitations => "select count(*) from invitations",
        // The account's own events are from just now.
        Kept::LiveEvents => "select count(*) from live_events where id = '00000000-0000-0000-0000-000000000000'",
        Kept::LostFiles => return files(app),
    };
    app.value(sql).await
}

fn files(app: &TestApp) -> i64 {
    let found = std::fs::read_dir(app.files()).expect("the store").flatten().filter(|entry| entry.path().is_file());
    i64::try_from(found.count()).expect("few")
}

async fn housekeeping(app: &TestApp) {
    Housekeeping {}.run(&app.services).await.expect("removed");
}

/// One of everything that is removed automatically.
async fn one_of_each(app: &TestApp) {
    app.account(Role::Candidate, "zoe@example.com").await;
    let mut browser = Browser::signed_in(app, "zoe@example.com").await;
    browser.post("/api/account/forgot-password", &[("email", "zoe@example.com")]).await;
    browser
        .post("/api/account/set-profile", &[("name", "Zoë"), ("email", "z@example.com"), ("current", PASSWORD)])
        .await;
    sqlx::query("update outbox set state = 'sent', sent_at = $1")
        .bind(app.services.clock.now())
        .execute(&app.services.pool)
        .await
        .expect("sent");
    let now = app.services.clock.now();
    sqlx::query(
        "insert into sign_ups (token_hash, email, email_key, name, password_hash, role, next, created_at, expires_at)
         values ('\\x01', 'ben@example.com', 'ben@example.com', 'Ben', '', 'candidate', '', $1, $2)",
    )
    .bind(now)
    .bind(now + TimeDelta::hours(24))
    .execute(&app.services.pool)
    .await
    .expect("a sign-up");
    sqlx::query(
        "insert into live_events (id, organizations, candidates, users, event) values ($1, '{}', '{}', '{}', '{}')",
    )
    .bind(uuid::Uuid::nil())
    .execute(&app.services.pool)
    .await
    .expect("an event of long ago");
    let hr = app.hr("hr@example.com").await;
    team::invite(&app.services, &hr, "cem@example.com").await.expect("invited");
    sqlx::query(
        "insert into candidate_merges (id, organization_id, merged_id, into_id, author_id, created_at, before)
         select gen_random_uuid(), organization_id, gen_random_uuid(), gen_random_uuid(), id, $1, '{}'
         from users where organization_id is not null",
    )
    .bind(now)
    .execute(&app.services.pool)
    .await
    .expect("a merge");
    app.job(&hr, |_| ()).await;
    sqlx::query(
        "insert into unconfirmed_applications (token_hash, email, email_key, name, phone, job_id, sha256, media_type,
             bytes, storage_key, original_name, answers, asked, privacy_version, created_at)
         select '\\x02', 'dua@example.com', 'dua@example.com', 'Dua', '', id, '', '', 0, gen_random_uuid()::text, '', '[]',
             '', '', $1 from jobs",
    )
    .bind(now)
    .execute(&app.services.pool)
    .await
    .expect("an application");
    std::fs::write(app.files().join(uuid::Uuid::now_v7().to_string()), "half a résumé").expect("a file");
}

#[tokio::test]
async fn what_is_in_use_stays_and_each_kind_goes_when_its_time_has_come() {
    let app = TestApp::with_mail().await;
    one_of_each(&app).await;
    for kept in Kept::ALL {
        assert!(there(&app, *kept).await > 0, "{kept} there is");
    }
    housekeeping(&app).await;
    // Live events are removed by the system's clock; everything else by the clock that the test shifts.
    let in_use = Kept::ALL.iter().filter(|kept| **kept != Kept::LiveEvents);
    for kept in in_use {
        assert!(there(&app, *kept).await > 0, "{kept} is in use");
    }
    assert_eq!(there(&app, Kept::LiveEvents).await, 0);
    after(&app, 1, &[Kept::Sessions, Kept::SignUps]).await;
    after(&app, 1, &[Kept::ResetLinks, Kept::LostFiles]).await;
    assert!(there(&app, Kept::AddressLinks).await > 0, "the old address can be taken back for a week");
    after(&app, 7, &[Kept::AddressLinks, Kept::UnconfirmedApplications]).await;
    assert!(there(&app, Kept::MailTexts).await > 0, "a mail can be read for a month");
    after(&app, 30, &[Kept::MailTexts, Kept::Invitations, Kept::Merges]).await;
    assert!(there(&app, Kept::Mails).await > 0, "that it went out is known for a year");
    after(&app, 365, &[Kept::Mails]).await;
}

/// Checks that after this many days exactly these are gone.
async fn after(app: &TestApp, days: i64, gone: &[Kept]) {
    app.advance(TimeDelta::days(days));
    housekeeping(app).await;
    for kept in gone {
        assert_eq!(there(app, *kept).await, 0, "{kept} after {days} more days");
    }
}

#[tokio::test]
async fn a_mail_that_waits_is_kept_whole_and_one_without_its_text_is_not_sent_again() {
    let app = TestApp::with_mail().await;
    let admin = app.admin("root@example.com").await;
    app.sql(
        "insert into outbox (id, dedupe_key, event, recipient, subject, body, state, created_at, send_after) values
         (gen_random_uuid(), 'waits', 'welcome', 'zoe@example.com', 'Hello', 'Hello', 'queued', now(), now()),
         (gen_random_uuid(), 'failed', 'welcome', 'zoe@example.com', 'Hello', 'Hello', 'failed', now(), now())",
    )
    .await;
    app.advance(Kept::MailTexts.time() + TimeDelta::days(1));
    housekeeping(&app).await;
    let waiting = app.value::<i64>("select count(*) from outbox where dedupe_key = 'waits' and body = 'Hello'").await;
    assert_eq!(waiting, 1);
    let failed = outbox::list(&app.services, &admin, Some(MailState::Failed), 1).await.expect("a page").items;
    let refused = outbox::retry(&app.services, &admin, failed[0].id).await.expect_err("it has no text");
    assert!(matches!(&refused, ServiceError::Conflict(why) if why.contains("30 days")), "{refused:?}");
}

#[tokio::test]
async fn what_cannot_be_removed_keeps_nothing_else_from_going_and_is_tried_again() {
    let mut app = TestApp::start().await;
    one_of_each(&app).await;
    app.move_files(&hireq_services::config::Storage::S3 {
        bucket: "gone".into(),
        region: "nowhere".into(),
        endpoint: Some("http://127.0.0.1:1".into()),
        access_key: "x".into(),
        secret_key: "x".to_owned().into(),
    });
    app.advance(TimeDelta::days(2));
    let ended = Housekeeping {}.run(&app.services).await.expect_err("the store is away");
    assert!(matches!(ended, Ending::Retry(_)), "{ended:?}");
    assert_eq!(there(&app, Kept::SignUps).await, 0);
}
