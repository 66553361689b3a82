//! A request at the same time as an administrator's action on its account: one waits for the other, without a deadlock.

use crate::support::{TestApp, until, world::World};
use hireq_domain::{application::ApplicationStatus, ids::UserId};
use hireq_services::{
    Result, ServiceError,
    applications::{own, transitions},
};
use hireq_store::{Postgres, Transaction};
use std::time::Duration;
use tokio::task::JoinHandle;

type Act = Transaction<'static, Postgres>;

/// Takes the locks that an administrator's action on an account takes first.
async fn act_upon(app: &TestApp, user: UserId) -> Act {
    let mut act = app.services.pool.begin().await.expect("a transaction");
    sqlx::query("set local lock_timeout = '5s'").execute(&mut *act).await.expect("set");
    sqlx::query("select id from users where id = $1 for update")
        .bind(user.0)
        .fetch_all(&mut *act)
        .await
        .expect("locked");
    act
}

/// Waits until a request is waiting for the account's lock, without holding anything that the administrator's action
/// needs.
async fn goes_first(app: &TestApp, act: &mut Act) {
    until("the request waits for the account", Duration::from_secs(30), async || {
        let waiting = "select count(*) from pg_stat_activity
                       where datname = current_database() and wait_event_type = 'Lock' and query like '%from users%for share%'";
        app.value::<i64>(waiting).await > 0
    })
    .await;
    for rows in [
        "select 1 from jobs for update",
        "select 1 from applications for update",
        "select 1 from candidates for update",
    ] {
        sqlx::query(rows).fetch_all(&mut **act).await.expect("nobody holds them");
    }
}

/// The account is suspended while its request waits, and the request is refused.
async fn shut_out(app: &TestApp, user: UserId, status: &str, request: JoinHandle<Result<()>>, mut act: Act) {
    goes_first(app, &mut act).await;
    let shut = sqlx::query("update users set status = $2 where id = $1").bind(user.0).bind(status);
    shut.execute(&mut *act).await.expect("shut out");
    act.commit().await.expect("committed");
    let answer = request.await.expect("ended");
    assert!(matches!(answer, Err(ServiceError::Unauthenticated)), "{answer:?}");
    still_active(app).await;
}

async fn still_active(app: &TestApp) {
    assert_eq!(app.value::<String>("select status from applications").await, ApplicationStatus::Active.as_str());
}

#[tokio::test]
async fn a_recruiters_step_waits_for_their_suspension_and_is_then_refused() {
    let World { app, hr, job } = World::new().await;
    let id = app.applicant(&job, "zoe@example.com", &[]).await.id;
    let act = act_upon(&app, hr.user.id).await;
    let (services, who) = (app.services.clone(), hr.clone());
    let step = tokio::spawn(async move { transitions::hold(&services, &who, id, 1, "later").await.map(|_| ()) });
    shut_out(&app, hr.user.id, "suspended", step, act).await;
}

#[tokio::test]
async fn a_candidates_withdrawal_waits_for_the_removal_of_their_account_and_is_then_refused() {
    let World { app, job, .. } = World::new().await;
    let applicant = app.applicant(&job, "zoe@example.com", &[]).await;
    let (who, id) = (applicant.who, applicant.id);
    let act = act_upon(&app, who.user.id).await;
    let (services, candidate) = (app.services.clone(), who.clone());
    let step = tokio::spawn(async move { own::withdraw(&services, &candidate, id).await });
    shut_out(&app, who.user.id, "former", step, act).await;
}

#[tokio::test]
async fn a_recruiter_who_hires_for_another_organization_meanwhile_changes_nothing_at_the_first() {
    let World { app, hr, job } = World::new().await;
    let id = app.applicant(&job, "zoe@example.com", &[]).await.id;
    app.sql("update users set role = 'candidate', organization_id = null where role = 'hr'").await;
    let answer = transitions::hold(&app.services, &hr, id, 1, "later").await;
    assert!(matches!(answer, Err(ServiceError::Unauthenticated)), "{answer:?}");
    still_active(&app).await;
}
