//! Steps that can be called back: whom they are told, when, and what a tick stands for.

use crate::{
    applications::{Posted, apply, mails, post, seen, version},
    apply::open_job,
    resumes::{TEXT, upload, upload_for},
    support::{TestApp, browser::Browser},
};
use chrono::TimeDelta;
use hireq_domain::{
    application::{ApplicationStatus, EventKind, RejectReason},
    ids::{ApplicationId, StageId},
    job::StageKind,
};
use hireq_services::{
    applications::{
        apply::{self as arrive, Input},
        detail, own, steps,
    },
    auth::{Candidate, Hr},
};

/// A candidate with an account who applied.
struct Applied {
    hr: Hr,
    who: Candidate,
    id: ApplicationId,
    /// Of the job, in order.
    stages: Vec<(StageId, StageKind)>,
}

async fn applied(app: &TestApp) -> Applied {
    let hr = app.hr("hr@example.com").await;
    let job = open_job(app, &hr, vec![]).await;
    let who = app.candidate("zoe@example.com").await;
    let (document, _) = upload(&app.services, &who, "cv.txt", TEXT.as_bytes()).await.expect("taken");
    let input = Input { document: Some(document), consent: true, ..Input::default() };
    let (id, _) = arrive::apply(&app.services, &who, &job.slug, input).await.expect("applied");
    let stages = job.draft.stages.iter().filter_map(|s| Some((s.id?, s.kind))).collect();
    Applied { hr, who, id, stages }
}

/// The status, the stage's kind and the history that the candidate reads.
async fn shown(app: &TestApp, a: &Applied) -> (ApplicationStatus, StageKind, Vec<EventKind>) {
    let page = own::page(&app.services, &a.who, a.id).await.expect("a page");
    let listed = own::list(&app.services, &a.who).await.expect("a list").remove(0);
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
    let app = TestApp::start().await;
    let hr = app.hr("ada@example.com").await;
    let posted: Posted = post(&app, &hr, false).await;
    let bea = apply(&app, &hr, &posted, "Bea Berger", "Java").await;
    let cem = apply(&app, &hr, &posted, "Cem Can", "Java").await;
    let mut browser = Browser::signed_in(&app, "ada@example.com").await;
    let job = format!("/hr/jobs/{}", posted.job);
    let (on_bea, on_cem) = (seen(bea, 1).to_string(), seen(cem, 1).to_string());
    let page = browser.get(&job).await.body;
    assert_eq!((ticked(&page, &on_bea), ticked(&page, &on_cem)), (Some(false), Some(false)));
    // A colleague is faster.
    steps::move_to(&app.services, &hr, bea, 1, posted.stages[1]).await.expect("moved");
    let fields = [
        ("selected[]", on_bea.as_str()),
        ("selected[]", on_cem.as_str()),
        ("reason", "filled"),
        ("back", job.as_str()),
    ];
    browser.post("/api/applications/reject-many", &fields).await;
    let page = browser.get(&job).await.body;
    assert!(
        page.contains("1 rejected, 1 not")
            && page.contains("Bea Berger: This application was moved to Screening by ada")
    );
    assert_eq!((version(&app, bea).await, version(&app, cem).await), (2, 2));
    assert!(!page.contains(&format!("value=\"{on_bea}\"")), "the old tick is on nobody");
    assert_eq!(ticked(&page, &seen(bea, 2).to_string()), Some(false));
}

#[tokio::test]
async fn a_move_without_a_stage_says_what_to_do_and_keeps_the_ticks() {
    let app = TestApp::start().await;
    let hr = app.hr("ada@example.com").await;
    let posted = post(&app, &hr, false).await;
    let bea = apply(&app, &hr, &posted, "Bea Berger", "Java").await;
    let cem = apply(&app, &hr, &posted, "Cem Can", "Java").await;
    let mut browser = Browser::signed_in(&app, "ada@example.com").await;
    let (job, tick) = (format!("/hr/jobs/{}", posted.job), seen(bea, 1).to_string());
    browser.get(&job).await;
    let fields = [("selected[]", tick.as_str()), ("stage", ""), ("back", job.as_str())];
    browser.post("/api/applications/move-many", &fields).await;
    let page = browser.get(&job).await.body;
    assert!(page.contains("Choose the stage to move to"), "{page}");
    assert_eq!(ticked(&page, &tick), Some(true));
    assert_eq!(ticked(&page, &seen(cem, 1).to_string()), Some(false));
    let page = browser.get(&format!("/hr/applications/{bea}")).await.body;
    assert!(page.contains("<option value=\"\">Choose a stage") || page.contains("Choose a stage</option>"), "{page}");
}

#[tokio::test]
async fn a_move_that_is_taken_back_within_five_minutes_tells_nobody() {
    let app = TestApp::start().await;
    let a = applied(&app).await;
    let s = &app.services;
    let (screening, kind) = a.stages[1];
    steps::move_to(s, &a.hr, a.id, 1, screening).await.expect("moved");
    assert_eq!(shown(&app, &a).await, (ApplicationStatus::Active, StageKind::Applied, vec![EventKind::Applied]));
    app.advance(TimeDelta::minutes(4));
    hireq_services::mail::send_due(s).await.expect("sent");
    steps::move_to(s, &a.hr, a.id, 2, a.stages[0].0).await.expect("moved back");
    app.advance(TimeDelta::minutes(10));
    hireq_services::mail::send_due(s).await.expect("sent");
    assert_eq!((mails(&app, "status_update", "kept").await, mails(&app, "status_update", "cancelled").await), (0, 1));
    assert_eq!(shown(&app, &a).await, (ApplicationStatus::Active, StageKind::Applied, vec![EventKind::Applied]));
    // Two moves within the delay are one mail, about the last of them.
    steps::move_to(s, &a.hr, a.id, 3, a.stages[2].0).await.expect("moved");
    app.advance(TimeDelta::minutes(1));
    steps::move_to(s, &a.hr, a.id, 4, screening).await.expect("moved back a little");
    app.advance(TimeDelta::minutes(6));
    hireq_services::mail::send_due(s).await.expect("sent");
    let body: Vec<String> =
        sqlx::query_scalar("select body from outbox where event = 'status_update' and state = 'kept'")
            .fetch_all(&s.pool)
            .await
            .expect("mails");
    assert_eq!(body.len(), 1);
    assert!(body[0].to_lowercase().contains(&kind.label().to_lowercase()), "{}", body[0]);
    assert_eq!(shown(&app, &a).await, (ApplicationStatus::Active, kind, vec![EventKind::Applied, EventKind::Moved]));
}

#[tokio::test]
async fn who_did_not_apply_gets_no_mail() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = open_job(&app, &hr, vec![]).await;
    let s = &app.services;
    let zoe = upload_for(s, &hr, "zoe.txt", TEXT.as_bytes()).await.candidate.expect("one");
    app.run_tasks().await;
    let (id, _) = arrive::add_candidate(s, &hr, zoe, job.id).await.expect("added");
    let stages: Vec<StageId> = job.draft.stages.iter().filter_map(|stage| stage.id).collect();
    steps::move_to(s, &hr, id, 1, stages[1]).await.expect("moved");
    steps::reject(s, &hr, id, 2, RejectReason::Filled, "").await.expect("rejected");
    steps::reopen(s, &hr, id, 3).await.expect("reopened");
    steps::hire(s, &hr, id, 4).await.expect("hired");
    let to_them: i64 = sqlx::query_scalar("select count(*) from outbox where recipient <> 'hr@example.com'")
        .fetch_one(&s.pool)
        .await
        .expect("a count");
    assert_eq!(to_them, 0);
    assert!(!detail::load(s, &hr, id).await.expect("a page").applied);
}

#[tokio::test]
async fn a_candidate_learns_of_a_rejection_when_its_mail_goes_and_never_of_one_that_was_called_back() {
    let app = TestApp::start().await;
    let a = applied(&app).await;
    let s = &app.services;
    let going_on = (ApplicationStatus::Active, StageKind::Applied, vec![EventKind::Applied]);
    steps::reject(s, &a.hr, a.id, 1, RejectReason::Experience, "talks too much").await.expect("rejected");
    app.advance(TimeDelta::hours(23));
    assert_eq!(shown(&app, &a).await, going_on);
    steps::reopen(s, &a.hr, a.id, 2).await.expect("reopened");
    app.advance(TimeDelta::hours(48));
    assert_eq!(shown(&app, &a).await, going_on, "neither the rejection nor its end");
    steps::reject(s, &a.hr, a.id, 3, RejectReason::Experience, "talks too much").await.expect("rejected");
    app.advance(TimeDelta::hours(25));
    let (status, _, history) = shown(&app, &a).await;
    assert_eq!((status, history), (ApplicationStatus::Rejected, vec![EventKind::Applied, EventKind::Rejected]));
    let page = own::page(s, &a.who, a.id).await.expect("a page");
    assert_eq!(page.history[0].reason.as_deref(), Some(RejectReason::Experience.label()), "without the team's note");
    steps::reopen(s, &a.hr, a.id, 4).await.expect("reopened");
    let (status, _, history) = shown(&app, &a).await;
    assert_eq!(status, ApplicationStatus::Active);
    assert_eq!(history, [EventKind::Applied, EventKind::Rejected, EventKind::Reopened], "what was told stays told");
}

#[tokio::test]
async fn a_candidate_who_was_not_told_of_a_rejection_may_withdraw_and_is_never_told() {
    let app = TestApp::start().await;
    let a = applied(&app).await;
    let s = &app.services;
    steps::reject(s, &a.hr, a.id, 1, RejectReason::Pay, "").await.expect("rejected");
    assert!(own::page(s, &a.who, a.id).await.expect("a page").may_withdraw);
    own::withdraw(s, &a.who, a.id).await.expect("withdrawn");
    app.advance(TimeDelta::hours(25));
    hireq_services::mail::send_due(s).await.expect("sent");
    assert_eq!(mails(&app, "application_rejected", "kept").await, 0);
    let (status, _, history) = shown(&app, &a).await;
    assert_eq!((status, history), (ApplicationStatus::Withdrawn, vec![EventKind::Applied, EventKind::Withdrawn]));
}

#[tokio::test]
async fn a_hire_can_be_undone_and_goes_back_to_its_stage() {
    let app = TestApp::start().await;
    let a = applied(&app).await;
    let s = &app.services;
    steps::move_to(s, &a.hr, a.id, 1, a.stages[1].0).await.expect("moved");
    app.advance(TimeDelta::minutes(6));
    hireq_services::mail::send_due(s).await.expect("sent");
    steps::hire(s, &a.hr, a.id, 2).await.expect("hired by mistake");
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let path = format!("/hr/applications/{}", a.id);
    assert!(browser.get(&path).await.body.contains("Undo the hire"));
    let id = a.id.to_string();
    browser.post("/api/applications/reopen", &[("id", id.as_str()), ("version", "3")]).await;
    let page = detail::load(s, &a.hr, a.id).await.expect("a page");
    assert_eq!((page.row.status, page.row.stage_id), (ApplicationStatus::Active, a.stages[1].0));
    app.advance(TimeDelta::minutes(6));
    hireq_services::mail::send_due(s).await.expect("sent");
    assert_eq!((mails(&app, "status_update", "kept").await, mails(&app, "status_update", "cancelled").await), (1, 1));
    let (status, kind, history) = shown(&app, &a).await;
    assert_eq!((status, kind), (ApplicationStatus::Active, a.stages[1].1));
    assert_eq!(history, [EventKind::Applied, EventKind::Moved]);
}
