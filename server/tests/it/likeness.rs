//! Organisations are recognised as the same, or told apart, in whatever way their names are written.

use crate::support::{TestApp, browser::Browser, sign_up};
use hireq_domain::account::{AccountStatus, Role};
use hireq_services::{ServiceError, accounts, admin::users};

async fn founder(app: &TestApp, email: &str, organization: &str) -> hireq_domain::ids::UserId {
    let input = accounts::SignUp { organization: organization.into(), ..sign_up(Role::Hr, email) };
    accounts::sign_up(&app.services, email, input).await.expect("an account")
}

#[tokio::test]
async fn whoever_approves_a_second_organisation_of_a_like_name_is_told() {
    let app = TestApp::start().await;
    app.account(Role::Admin, "root@example.com").await;
    let first = founder(&app, "one@example.com", "Acme Ltd").await;
    let mut admin = Browser::signed_in(&app, "root@example.com").await;
    let (list, told) = ("/admin/users?status=pending", "One of a like name exists");
    assert!(!admin.get(list).await.body.contains(told));
    let other = founder(&app, "other@example.com", "Acme Bakery").await;
    assert!(!admin.get(&format!("/admin/users/{other}")).await.body.contains("An organisation of a like name exists"));
    for (email, name) in [("two@example.com", "ACME ltd."), ("three@example.com", "Acme, Limited")] {
        let id = founder(&app, email, name).await;
        let page = admin.get(&format!("/admin/users/{id}")).await.body;
        assert!(page.contains("An organisation of a like name exists"), "{name}: {page}");
    }
    let page = admin.get(list).await.body;
    assert_eq!(page.matches(told).count(), 3, "the first, and both that came after");
    assert!(admin.get(&format!("/admin/users/{first}")).await.body.contains("An organisation of a like name exists"));
}

#[tokio::test]
async fn a_recruiter_who_waits_is_put_where_they_belong_and_still_waits() {
    let app = TestApp::start().await;
    let admin = app.admin("root@example.com").await;
    let first = founder(&app, "one@example.com", "Acme").await;
    users::approve(&app.services, &admin, first).await.expect("approved");
    let acme = app.user(first).await.organization.expect("an organisation").id;
    let id = founder(&app, "two@example.com", "acme").await;
    users::set_role(&app.services, &admin, id, Role::Hr, Some(acme)).await.expect("put there");
    let user = app.user(id).await;
    assert_eq!((user.organization.expect("one").id, user.status), (acme, AccountStatus::Pending));
    let more = users::set_role(&app.services, &admin, id, Role::Admin, None).await;
    assert!(matches!(more, Err(ServiceError::Conflict(_))), "more rights come after the approval");
    users::approve(&app.services, &admin, id).await.expect("approved");
    assert_eq!(app.user(id).await.organization.expect("one").id, acme);
}
