//! Steps that can be undone: who is told of them and when, and what a ticked row stands for.

use crate::{
    applications::{seen, version},
    support::{
        TestApp,
        browser::Browser,
        world::{Applicant, TEXT, World, stage},
    },
};
use chrono::TimeDelta;
use hireq_domain::{
    application::{ApplicationStatus, EventKind, RejectReason},
    ids::ApplicationId,
    job::StageKind,
};
use hireq_services::{
    applications::{apply, detail, own, transitions},
    auth::Candidate,
};

/// The status, the stage's kind and the history that the candidate sees.
async fn shown(app: &TestApp, who: &Candidate, id: ApplicationId) -> (ApplicationStatus, StageKind, Vec<EventKind>) {
    let page = own::page(&app.services, who, id).await.expect("a page");
    let listed = own::list(&app.services, who).await.expect("a list").remove(0);
    assert_eq!(listed, page.application, "the list says what the page says");
    (page.application.status, page.application.stage_kind, page.history.iter().rev().map(|h| h.kind).collect())
}

/// Whether the checkbox with this value is on the page, and ticked.
fn ticked(page: &str, value: &str) -> Option<bool> {
    let at = page.find(&format!("value=\"{value}\""))?;
    Some(page[at..].split('>').next().is_some_and(|tag| tag.contains(" checked")))
}

#[tokio::test]
async fn a_bulk_action_leaves_out_who_changed_since_they_were_ticked_and_names_them() {
    let World { app, hr, job } = World::new().await;
    let bea = app.applicant(&job, "bea@example.com", &[]).await.id;
    let cem = app.applicant(&job, "cem@example.com", &[]).await.id;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let (list, key) = (format!("/hr/jobs/{}", job.id), job.id.to_string());
    let (on_bea, on_cem) = (seen(bea, 1).to_string(), seen(cem, 1).to_string());
    let page = browser.get(&list).await.body;
    assert_eq!((ticked(&page, &on_bea), ticked(&page, &on_cem)), (Some(false), Some(false)));
    // A colleague is faster.
    transitions::move_to(&app.services, &hr, bea, 1, stage(&job, 1)).await.expect("moved");
    let fields = [
        ("selected[]", on_bea.as_str()),
        ("selected[]", on_cem.as_str()),
        ("job", key.as_str()),
        ("action", "reject"),
        ("with[reason]", "filled"),
        ("back", list.as_str()),
    ];
    browser.post("/api/applications/bulk", &fields).await;
    let page = browser.get(&list).await.body;
    assert!(page.contains("1 applicant rejected, 1 not"), "{page}");
    assert!(page.contains("bea: This application was moved to Screening by hr"));
    assert!(page.contains(&format!("name=\"steps[]\" value=\"{}\"", seen(cem, 2))), "what was done can be undone");
    assert_eq!((version(&app, bea).await, version(&app, cem).await), (2, 2));
    assert!(!page.contains(&format!("value=\"{on_bea}\"")), "the old tick is on nobody");
    assert_eq!(ticked(&page, &seen(bea, 2).to_string()), Some(false));
}

#[tokio::test]
async fn a_move_without_a_stage_says_what_to_do_and_keeps_the_ticks() {
    let World { app, job, .. } = World::new().await;
    let bea = app.applicant(&job, "bea@example.com", &[]).await.id;
    let cem = app.applicant(&job, "cem@example.com", &[]).await.id;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let (list, tick) = (format!("/hr/jobs/{}", job.id), seen(bea, 1).to_string());
    browser.get(&list).await;
    let key = job.id.to_string();
    let chosen = [("job", key.as_str()), ("action", "move"), ("with[stage]", "")];
    let fields = [&[("selected[]", tick.as_str())], &chosen[..], &[("back", list.as_str())]].concat();
    browser.post("/api/applications/bulk", &fields).await;
    let page = browser.get(&list).await.body;
    assert!(page.contains("Choose the stage to move to"), "{page}");
    assert_eq!(ticked(&page, &tick), Some(true));
    assert_eq!(ticked(&page, &seen(cem, 1).to_string()), Some(false));
    let page = browser.get(&format!("/hr/applications/{bea}")).await.body;
    assert!(page.contains("<option value=\"\">Choose a stage") || page.contains("Choose a stage</option>"), "{page}");
}

#[tokio::test]
async fn a_move_that_is_taken_back_within_five_minutes_tells_nobody() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    let s = &app.services;
    let (screening, kind) = (stage(&job, 1), job.content.stages[1].kind);
    transitions::move_to(s, &hr, id, 1, screening).await.expect("moved");
    assert_eq!(shown(&app, &who, id).await, (ApplicationStatus::Active, StageKind::Applied, vec![EventKind::Applied]));
    app.advance(TimeDelta::minutes(4));
    hireq_services::mail::send_due(s).await.expect("sent");
    transitions::move_to(s, &hr, id, 2, stage(&job, 0)).await.expect("moved back");
    app.advance(TimeDelta::minutes(10));
    hireq_services::mail::send_due(s).await.expect("sent");
    assert_eq!((app.mails("status_update", "kept").await, app.mails("status_update", "cancelled").await), (0, 1));
    assert_eq!(shown(&app, &who, id).await, (ApplicationStatus::Active, StageKind::Applied, vec![EventKind::Applied]));
    // Two moves within the delay result in one mail, about the last one.
    transitions::move_to(s, &hr, id, 3, stage(&job, 2)).await.expect("moved");
    app.advance(TimeDelta::minutes(1));
    transitions::move_to(s, &hr, id, 4, screening).await.expect("moved back a little");
    app.advance(TimeDelta::minutes(6));
    hireq_services::mail::send_due(s).await.expect("sent");
    let body: Vec<String> =
        sqlx::query_scalar("select body from outbox where event = 'status_update' and state = 'kept'")
            .fetch_all(&s.pool)
            .await
            .expect("mails");
    assert_eq!(body.len(), 1);
    assert!(body[0].to_lowercase().contains(&kind.label().to_lowercase()), "{}", body[0]);
    assert_eq!(
        shown(&app, &who, id).await,
        (ApplicationStatus::Active, kind, vec![EventKind::Applied, EventKind::Moved])
    );
}

#[tokio::test]
async fn who_did_not_apply_gets_no_mail() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let zoe = app.in_pool(&hr, TEXT).await;
    app.run_tasks().await;
    let (id, _) = apply::add_candidate(s, &hr, zoe, job.id).await.expect("added");
    transitions::move_to(s, &hr, id, 1, stage(&job, 1)).await.expect("moved");
    transitions::reject(s, &hr, id, 2, RejectReason::Filled, "").await.expect("rejected");
    transitions::reopen(s, &hr, id, 3).await.expect("reopened");
    transitions::hire(s, &hr, id, 4).await.expect("hired");
    let to_them: i64 = app.value("select count(*) from outbox where recipient <> 'hr@example.com'").await;
    assert_eq!(to_them, 0);
    assert!(!detail::load(s, &hr, id).await.expect("a page").applied);
}

#[tokio::test]
async fn a_candidate_learns_of_a_rejection_when_its_mail_goes_and_never_of_one_that_was_called_back() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    let s = &app.services;
    let going_on = (ApplicationStatus::Active, StageKind::Applied, vec![EventKind::Applied]);
    transitions::reject(s, &hr, id, 1, RejectReason::Experience, "talks too much").await.expect("rejected");
    app.advance(TimeDelta::hours(23));
    assert_eq!(shown(&app, &who, id).await, going_on);
    transitions::reopen(s, &hr, id, 2).await.expect("reopened");
    app.advance(TimeDelta::hours(48));
    assert_eq!(shown(&app, &who, id).await, going_on, "neither the rejection nor its end");
    transitions::reject(s, &hr, id, 3, RejectReason::Experience, "talks too much").await.expect("rejected");
    app.advance(TimeDelta::hours(25));
    let (status, _, history) = shown(&app, &who, id).await;
    assert_eq!((status, history), (ApplicationStatus::Rejected, vec![EventKind::Applied, EventKind::Rejected]));
    let page = own::page(s, &who, id).await.expect("a page");
    assert_eq!(page.history[0].reason.as_deref(), Some(RejectReason::Experience.label()), "without the team's note");
    transitions::reopen(s, &hr, id, 4).await.expect("reopened");
    let (status, _, history) = shown(&app, &who, id).await;
    assert_eq!(status, ApplicationStatus::Active);
    assert_eq!(history, [EventKind::Applied, EventKind::Rejected, EventKind::Reopened], "what was told stays told");
}

#[tokio::test]
async fn a_candidate_who_was_not_told_of_a_rejection_may_withdraw_and_is_never_told() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    let s = &app.services;
    transitions::reject(s, &hr, id, 1, RejectReason::Pay, "").await.expect("rejected");
    assert!(own::page(s, &who, id).await.expect("a page").may_withdraw);
    own::withdraw(s, &who, id).await.expect("withdrawn");
    app.advance(TimeDelta::hours(25));
    hireq_services::mail::send_due(s).await.expect("sent");
    assert_eq!(app.mails("application_rejected", "kept").await, 0);
    let (status, _, history) = shown(&app, &who, id).await;
    assert_eq!((status, history), (ApplicationStatus::Withdrawn, vec![EventKind::Applied, EventKind::Withdrawn]));
}

#[tokio::test]
async fn a_hire_can_be_undone_and_goes_back_to_its_stage() {
    let World { app, hr, job } = World::new().await;
    let Applicant { who, id, .. } = app.applicant(&job, "zoe@example.com", &[]).await;
    let s = &app.services;
    transitions::move_to(s, &hr, id, 1, stage(&job, 1)).await.expect("moved");
    app.advance(TimeDelta::minutes(6));
    hireq_services::mail::send_due(s).await.expect("sent");
    transitions::hire(s, &hr, id, 2).await.expect("hired by mistake");
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let path = format!("/hr/applications/{id}");
    assert!(browser.get(&path).await.body.contains("Undo the hire"));
    browser.post("/api/applications/reopen", &[("id", &id.to_string()), ("version", "3")]).await;
    let page = detail::load(s, &hr, id).await.expect("a page");
    assert_eq!((page.row.status, page.row.stage_id), (ApplicationStatus::Active, stage(&job, 1)));
    app.advance(TimeDelta::minutes(6));
    hireq_services::mail::send_due(s).await.expect("sent");
    assert_eq!((app.mails("status_update", "kept").await, app.mails("status_update", "cancelled").await), (1, 1));
    let (status, kind, history) = shown(&app, &who, id).await;
    assert_eq!((status, kind), (ApplicationStatus::Active, job.content.stages[1].kind));
    assert_eq!(history, [EventKind::Applied, EventKind::Moved]);
}
