//! Inviting colleagues: who may, what the mail says, and how somebody who is invited joins.

use crate::support::{PASSWORD, TestApp, browser::Browser};
use chrono::TimeDelta;
use hireq_domain::account::Role;
use hireq_services::{ServiceError, accounts::team};

/// The secret of the last invitation, while its mail is queued.
async fn secret(app: &TestApp) -> String {
    app.value("select secret from outbox where event = 'invitation' order by created_at desc limit 1").await
}

fn joining<'a>(token: &'a str, name: &'a str) -> [(&'a str, &'a str); 3] {
    [("token", token), ("name", name), ("password", PASSWORD)]
}

#[tokio::test]
async fn a_colleague_who_is_invited_by_mail_joins_the_team_and_the_link_works_once() {
    let app = TestApp::with_mail().await;
    let hr = app.hr("hr@example.com").await;
    let mut recruiter = Browser::signed_in(&app, "hr@example.com").await;
    let answer = recruiter.post("/api/team/invite", &[("email", "Bea@Example.com")]).await;
    assert_eq!(answer.location(), "/hr/team", "{}", answer.body);
    let page = recruiter.get("/hr/team").await.body;
    assert!(page.contains("Bea@Example.com is invited") && !page.contains("/join?token="), "mail goes out: {page}");
    let token = secret(&app).await;
    let body: String = app.value("select body from outbox where event = 'invitation'").await;
    assert!(body.contains("hr invites you") && !body.contains(&token), "{body}");

    let mut bea = Browser::new(&app);
    let opened = format!("/join?token={token}");
    assert!(bea.get(&opened).await.body.contains("invites you to recruit for"));
    bea.post("/api/team/join", &[("token", token.as_str()), ("name", ""), ("password", "short")]).await;
    let page = bea.get(&opened).await.body;
    assert!(page.contains("Enter your name") && page.contains("10 characters"), "{page}");
    let answer = bea.post("/api/team/join", &joining(&token, "Bea Birch")).await;
    assert_eq!(answer.location(), "/hr", "{}", answer.body);
    let page = bea.get("/hr/team").await.body;
    assert!(page.contains("Bea Birch") && page.contains("hr@example.com"), "{page}");
    let same: bool = app.value("select count(distinct organization_id) = 1 from users where role = 'hr'").await;
    assert!(same && hr.user.organization.is_some());

    let mut late = Browser::new(&app);
    assert!(late.get(&opened).await.body.contains("works no longer"));
    late.post("/api/team/join", &joining(&token, "Eve Elm")).await;
    assert_eq!(app.value::<i64>("select count(*) from users").await, 2);
}

#[tokio::test]
async fn an_invitation_that_is_taken_back_replaced_too_old_or_of_a_suspended_colleague_opens_nothing() {
    let app = TestApp::with_mail().await;
    let hr = app.hr("hr@example.com").await;
    let s = &app.services;
    let refused = async |token: &str| {
        let joined = team::join(s, "127.0.0.1", token, "Bea Birch", PASSWORD).await;
        assert!(matches!(joined, Err(ServiceError::Invalid(_))), "{joined:?}");
    };
    team::invite(s, &hr, "bea@example.com").await.expect("invited");
    let first = secret(&app).await;
    let again = team::invite(s, &hr, "bea@example.com").await;
    assert!(matches!(again, Err(ServiceError::Invalid(_))), "within the hour");
    app.advance(TimeDelta::hours(2));
    team::invite(s, &hr, "bea@example.com").await.expect("invited again");
    let second = secret(&app).await;
    assert_ne!(first, second);
    refused(&first).await;
    let id = team::team(s, &hr).await.expect("a team").invitations[0].id;
    let eve = app.hr("eve@elsewhere.example").await;
    assert!(matches!(team::withdraw(s, &eve, id).await, Err(ServiceError::NotFound)));
    team::withdraw(s, &hr, id).await.expect("taken back");
    refused(&second).await;
    team::invite(s, &hr, "cem@example.com").await.expect("invited");
    let third = secret(&app).await;
    app.advance(TimeDelta::days(8));
    refused(&third).await;
    team::invite(s, &hr, "dan@example.com").await.expect("invited");
    let fourth = secret(&app).await;
    assert!(team::invited(s, "127.0.0.1", &fourth).await.expect("an answer").is_some());
    sqlx::query("update users set status = 'suspended' where email = 'hr@example.com'")
        .execute(&s.pool)
        .await
        .expect("suspended");
    refused(&fourth).await;
}

#[tokio::test]
async fn whoever_invites_does_not_learn_who_has_an_account_and_its_owner_is_told() {
    let app = TestApp::with_mail().await;
    let hr = app.hr("hr@example.com").await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let s = &app.services;
    team::invite(s, &hr, "zoe@example.com").await.expect("the same answer");
    team::invite(s, &hr, "new@example.com").await.expect("the same answer");
    let sent: Vec<String> = sqlx::query_scalar(
        "select event || ' ' || recipient from outbox where event like 'invitation%' order by recipient",
    )
    .fetch_all(&s.pool)
    .await
    .expect("mails");
    assert_eq!(sent, ["invitation new@example.com", "invitation_known zoe@example.com"]);
    let known = team::invite(s, &hr, "hr@example.com").await;
    assert!(matches!(known, Err(ServiceError::Invalid(_))), "a colleague is known anyway");
}

#[tokio::test]
async fn where_no_mail_goes_out_the_link_is_there_to_hand_on_for_the_own_team_alone() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let s = &app.services;
    team::invite(s, &hr, "bea@example.com").await.expect("invited");
    let link = team::team(s, &hr).await.expect("a team").invitations[0].link.clone().expect("a link");
    let token = link.split("token=").nth(1).expect("a token");
    let eve = app.hr("eve@elsewhere.example").await;
    assert!(team::team(s, &eve).await.expect("a team").invitations.is_empty());
    team::join(s, "127.0.0.1", token, "Bea Birch", PASSWORD).await.expect("joined");
    let team = team::team(s, &hr).await.expect("a team");
    assert_eq!((team.colleagues.len(), team.invitations.len()), (2, 0));
}
