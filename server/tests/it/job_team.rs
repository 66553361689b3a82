//! Who works on a job: the owner and the others, who hears of new applicants, and handing jobs over.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{World, job_form, new_job},
};
use hireq_domain::{
    ids::{JobId, UserId},
    inbox::InboxQuery,
    posting::JobFilter,
    team::JobRole,
};
use hireq_services::{
    ServiceError,
    accounts::team as colleagues,
    auth::Hr,
    inbox,
    jobs::{self, team},
};

async fn members(app: &TestApp, who: &Hr, job: JobId) -> Vec<(UserId, JobRole)> {
    let page = team::load(&app.services, who, job).await.expect("a team");
    page.team.members.into_iter().map(|member| (member.user, member.role)).collect()
}

async fn mails(app: &TestApp, event: &str) -> Vec<String> {
    sqlx::query_scalar("select recipient from outbox where event = $1 order by recipient")
        .bind(event)
        .fetch_all(&app.services.pool)
        .await
        .expect("mails")
}

fn not_found<T: std::fmt::Debug>(result: Result<T, ServiceError>) {
    assert!(matches!(result, Err(ServiceError::NotFound)), "{result:?}");
}

#[tokio::test]
async fn a_job_is_owned_by_whoever_wrote_it_until_somebody_else_is_made_its_owner() {
    let World { app, hr, job } = World::new().await;
    let bea = app.colleague(&hr, "bea@example.com").await;
    let s = &app.services;
    assert_eq!(members(&app, &hr, job.id).await, [(hr.user.id, JobRole::Owner)]);
    let owner_leaves = team::remove(s, &hr, job.id, hr.user.id).await;
    assert!(matches!(owner_leaves, Err(ServiceError::Invalid(_))), "{owner_leaves:?}");
    let demoted = team::set(s, &hr, job.id, hr.user.id, JobRole::Interviewer).await;
    assert!(matches!(demoted, Err(ServiceError::Invalid(_))), "a job keeps its owner");

    team::set(s, &hr, job.id, bea.user.id, JobRole::Interviewer).await.expect("added");
    assert_eq!(mails(&app, "job_team").await, ["bea@example.com"]);
    team::set(s, &bea, job.id, bea.user.id, JobRole::Owner).await.expect("the owner");
    assert_eq!(members(&app, &hr, job.id).await, [(bea.user.id, JobRole::Owner)]);
    assert_eq!(mails(&app, "job_team").await.len(), 1, "nobody is mailed about what they did themselves");
    team::set(s, &bea, job.id, hr.user.id, JobRole::HiringManager).await.expect("back");
    team::remove(s, &bea, job.id, hr.user.id).await.expect("out again");
    not_found(team::remove(s, &bea, job.id, hr.user.id).await);
}

#[tokio::test]
async fn owner_and_hiring_managers_hear_of_new_applicants_and_interviewers_do_not() {
    let World { app, hr, job } = World::new().await;
    let (bea, cem) = (app.colleague(&hr, "bea@example.com").await, app.colleague(&hr, "cem@example.com").await);
    let s = &app.services;
    team::set(s, &hr, job.id, bea.user.id, JobRole::HiringManager).await.expect("added");
    team::set(s, &hr, job.id, cem.user.id, JobRole::Interviewer).await.expect("added");
    app.applicant(&job, "ada@example.com", &[]).await;
    assert_eq!(mails(&app, "new_application").await, ["bea@example.com", "hr@example.com"]);
    sqlx::query("update users set status = 'suspended' where email = 'bea@example.com'")
        .execute(&s.pool)
        .await
        .expect("suspended");
    app.applicant(&job, "dan@example.com", &[]).await;
    assert_eq!(mails(&app, "new_application").await, ["bea@example.com", "hr@example.com", "hr@example.com"]);
}

#[tokio::test]
async fn my_jobs_are_those_whose_team_i_am_in_in_the_list_and_in_the_inbox() {
    let World { app, hr, job } = World::new().await;
    let bea = app.colleague(&hr, "bea@example.com").await;
    let s = &app.services;
    let ada = app.applicant(&job, "ada@example.com", &[]).await.id;
    let mine = JobFilter { mine: true, ..JobFilter::default() };
    let waiting = async |who: &Hr, show: &str| {
        let query = InboxQuery { show: show.into(), ..InboxQuery::default() };
        let page = inbox::page(s, who, &query).await.expect("a page");
        page.rows.items.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(jobs::list(s, &bea, &mine, 1).await.expect("a list").jobs.total, 0);
    assert_eq!((waiting(&bea, "all").await, waiting(&bea, "my-all").await), (vec![ada], vec![]));
    team::set(s, &hr, job.id, bea.user.id, JobRole::Interviewer).await.expect("added");
    let list = jobs::list(s, &bea, &mine, 1).await.expect("a list");
    assert_eq!(list.jobs.items[0].owner.as_deref(), Some(&*hr.user.name));
    assert_eq!(waiting(&bea, "my-new").await, [ada]);

    let mut browser = Browser::signed_in(&app, "bea@example.com").await;
    let body = browser.get("/hr/inbox?show=my-all").await.body;
    assert!(body.contains(&format!("/hr/applications/{ada}?inbox=my-all")), "the way through is that of my jobs");
    let body = browser.get(&format!("/hr/jobs/{}/team", job.id)).await.body;
    assert!(body.contains("Who works on it") && body.contains("Interviewer"), "{body}");
}

#[tokio::test]
async fn all_jobs_of_a_colleague_or_of_one_who_is_gone_are_handed_over_at_once() {
    let World { app, hr, job } = World::new().await;
    let (bea, s) = (app.colleague(&hr, "bea@example.com").await, &app.services);
    let second = jobs::save(s, &hr, new_job(), 0, &job_form("Potter", "You throw pots."), false).await.expect("saved");
    let handed = team::hand_over(s, &hr, Some(hr.user.id), bea.user.id).await.expect("handed over");
    assert_eq!(handed, 2);
    assert_eq!(mails(&app, "jobs_handed_over").await, ["bea@example.com"]);
    for job in [job.id, second.id] {
        assert_eq!(members(&app, &hr, job).await, [(bea.user.id, JobRole::Owner)]);
    }
    let nothing = team::hand_over(s, &hr, Some(hr.user.id), bea.user.id).await;
    assert!(matches!(nothing, Err(ServiceError::Invalid(_))), "{nothing:?}");

    sqlx::query("update users set status = 'former' where email = 'bea@example.com'")
        .execute(&s.pool)
        .await
        .expect("gone");
    assert_eq!(colleagues::team(s, &hr).await.expect("a team").ownerless, 2);
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    assert!(browser.get("/hr/team").await.body.contains("2 jobs have no owner"));
    not_found(team::hand_over(s, &hr, None, bea.user.id).await);
    let taken = browser.post("/api/jobs/hand-over", &[("from", ""), ("to", &*hr.user.id.to_string())]).await;
    assert_eq!(taken.location(), "/hr/team");
    assert_eq!(colleagues::team(s, &hr).await.expect("a team").ownerless, 0);
    assert_eq!(members(&app, &hr, job.id).await, [(hr.user.id, JobRole::Owner)]);
}

#[tokio::test]
async fn another_organisation_changes_no_team_and_lends_nobody_to_one() {
    let World { app, hr, job } = World::new().await;
    let eve = app.hr("eve@elsewhere.example").await;
    let s = &app.services;
    not_found(team::load(s, &eve, job.id).await);
    not_found(team::set(s, &eve, job.id, eve.user.id, JobRole::Owner).await);
    not_found(team::set(s, &hr, job.id, eve.user.id, JobRole::Interviewer).await);
    not_found(team::remove(s, &eve, job.id, hr.user.id).await);
    not_found(team::hand_over(s, &hr, Some(hr.user.id), eve.user.id).await);
    let theirs = team::hand_over(s, &eve, Some(hr.user.id), eve.user.id).await;
    assert!(matches!(theirs, Err(ServiceError::Invalid(_))), "{theirs:?}");
    assert_eq!(members(&app, &hr, job.id).await, [(hr.user.id, JobRole::Owner)]);
}
