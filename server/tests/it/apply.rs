//! Applying: possible once, with every answer checked, and rejected by a knock-out rule only after it was recorded.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{TEXT, World, asking, asks, blind, input, permit, question, upload_for, upload_to},
};
use axum::http::StatusCode;
use chrono::TimeDelta;
use hireq_domain::{
    about::About,
    applicants::{ApplicantQuery, NoteVisibility},
    application::{ApplicationStatus, EventKind},
    candidate::TalentQuery,
    ids::JobId,
    job::StageKind,
    job_form::{JobForm, QuestionRow},
};
use hireq_services::{
    ServiceError,
    applications::{
        apply::{self, Input},
        detail, own, ranked,
    },
    auth::Hr,
    candidates, jobs, notes, resumes, tags, talent,
};

#[tokio::test]
async fn an_application_arrives_once_however_often_it_is_sent() {
    let World { app, job, .. } = World::with(asking([permit()])).await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    let input = input(document, &job, &["yes"]);
    let (one, two) = tokio::join!(
        apply::apply(&app.services, &who, &job.slug, input.clone()),
        apply::apply(&app.services, &who, &job.slug, input.clone())
    );
    let three = apply::apply(&app.services, &who, &job.slug, input).await.expect("known");
    let (one, two) = (one.expect("applied"), two.expect("applied"));
    assert_eq!((one.0, one.0), (two.0, three.0));
    assert!(three.1 && one.1 != two.1);
    for (sql, n) in [
        ("select count(*) from applications", 1),
        ("select count(*) from application_events where kind = 'applied' and actor_kind = 'candidate'", 1),
        ("select count(*) from consents where purpose = 'application'", 1),
        ("select count(*) from outbox where event = 'application_received' and recipient = 'zoe@example.com'", 1),
        ("select count(*) from outbox where event = 'new_application' and recipient = 'hr@example.com'", 1),
        ("select count(*) from audit_log where action = 'application.apply'", 1),
    ] {
        assert_eq!(app.value::<i64>(sql).await, n, "{sql}");
    }
    let form = apply::form(&app.services, &who, &job.slug).await.expect("a form");
    assert_eq!(form.already, Some(one.0));
    assert!(form.job.questions.iter().all(|q| q.knock_out.is_none()), "the rule is not told");
}

#[tokio::test]
async fn every_missing_answer_is_told_at_its_field() {
    let World { app, job, .. } = World::with(asking([permit()])).await;
    let (who, _) = app.with_resume("zoe@example.com").await;
    let (_, foreign) = app.with_resume("other@example.com").await;
    let refused =
        apply::apply(&app.services, &who, &job.slug, Input { document: Some(foreign), ..Input::default() }).await;
    let Err(ServiceError::Invalid(errors)) = refused else { panic!("{refused:?}") };
    for field in ["document", "consent", apply::answer_field(question(&job, 0)).as_str()] {
        assert!(errors.get(field).is_some(), "{field} in {errors:?}");
    }
    assert_eq!(app.value::<i64>("select count(*) from applications").await, 0);
}

#[tokio::test]
async fn a_knock_out_answer_ends_the_application_by_rule_after_it_is_recorded() {
    let World { app, job, .. } = World::with(asking([permit()])).await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    let id = app.apply(&who, document, &job, &["no"]).await;
    let page = own::page(&app.services, &who, id).await.expect("a page");
    assert_eq!(page.application.status, ApplicationStatus::Active, "as long as it can be called back");
    app.advance(TimeDelta::hours(25));
    let page = own::page(&app.services, &who, id).await.expect("a page");
    assert_eq!(page.application.status, ApplicationStatus::Rejected);
    let kinds: Vec<_> = page.history.iter().map(|h| (h.kind, h.actor.as_str())).collect();
    assert_eq!(kinds, [(EventKind::Rejected, "Screening rule"), (EventKind::Applied, "You")]);
    assert!(page.history[0].reason.as_deref().is_some_and(|r| r.contains("May you work in Poland?")));
    let waits: chrono::DateTime<chrono::Utc> =
        app.value("select send_after from outbox where event = 'application_rejected' and state = 'queued'").await;
    assert!(waits > app.services.clock.now() - TimeDelta::hours(2), "it could be called back for a day");
    let again = input(document, &job, &["yes"]);
    assert_eq!(apply::apply(&app.services, &who, &job.slug, again).await.expect("known"), (id, true), "one try");
}

#[tokio::test]
async fn a_closed_job_takes_no_application() {
    let World { app, job, .. } = World::new().await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    app.sql("update jobs set status = 'closed'").await;
    let refused = apply::apply(&app.services, &who, &job.slug, input(document, &job, &[])).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    let form = apply::form(&app.services, &who, &job.slug).await.expect("a page that says so");
    assert_eq!(form.job.over.as_deref(), Some("This job takes no more applications"));
    app.sql("update jobs set status = 'draft'").await;
    assert!(matches!(apply::form(&app.services, &who, &job.slug).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn an_application_is_withdrawn_by_its_candidate_alone_and_can_be_sent_again() {
    let World { app, job, .. } = World::new().await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    let other = app.candidate("other@example.com").await;
    let input = input(document, &job, &[]);
    let (id, _) = apply::apply(&app.services, &who, &job.slug, input.clone()).await.expect("applied");
    assert!(matches!(own::withdraw(&app.services, &other, id).await, Err(ServiceError::NotFound)));
    assert!(matches!(own::page(&app.services, &other, id).await, Err(ServiceError::NotFound)));
    own::withdraw(&app.services, &who, id).await.expect("withdrawn");
    assert!(matches!(own::withdraw(&app.services, &who, id).await, Err(ServiceError::Conflict(_))));
    let page = own::page(&app.services, &who, id).await.expect("kept");
    assert_eq!((page.application.status, page.may_withdraw), (ApplicationStatus::Withdrawn, false));
    assert_eq!(page.application.stage_kind, StageKind::Applied);
    let (second, known) = apply::apply(&app.services, &who, &job.slug, input).await.expect("applied again");
    assert!(!known && second != id);
}

#[tokio::test]
async fn an_applicant_s_file_is_seen_by_the_organisation_and_matched() {
    let app = TestApp::start().await;
    let (hr, other) = (app.hr("hr@example.com").await, app.hr("other@example.com").await);
    let job = app.job(&hr, |_| ()).await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    assert!(matches!(resumes::parsed(&app.services, &hr, document).await, Err(ServiceError::NotFound)), "not before");
    let id = app.apply(&who, document, &job, &[]).await;
    app.run_tasks().await;
    assert!(resumes::parsed(&app.services, &hr, document).await.is_ok());
    assert!(matches!(resumes::parsed(&app.services, &other, document).await, Err(ServiceError::NotFound)));
    let profile = candidates::profile(&app.services, &hr, who.scope().candidate()).await.expect("a profile");
    assert_eq!(profile.applications.iter().map(|a| a.id).collect::<Vec<_>>(), [id]);
    assert!(profile.applications[0].score.is_some(), "matched once it was read");
    let second = "Another life\nBen\n\nSKILLS\nCooking\n";
    let private = app.upload(&who, second).await;
    app.run_tasks().await;
    assert!(
        matches!(resumes::parsed(&app.services, &hr, private).await, Err(ServiceError::NotFound)),
        "only what was sent"
    );
    let profile = candidates::profile(&app.services, &hr, who.scope().candidate()).await.expect("a profile");
    assert_eq!(profile.documents.len(), 1);
}

#[tokio::test]
async fn a_recruiter_adds_a_candidate_once_and_leaves_alone_who_asks_for_it() {
    let World { app, hr, job } = World::with(asking([permit()])).await;
    let zoe = app.in_pool(&hr, TEXT).await;
    let (id, known) = apply::add_candidate(&app.services, &hr, zoe, job.id).await.expect("added");
    assert_eq!(apply::add_candidate(&app.services, &hr, zoe, job.id).await.expect("known"), (id, true));
    assert!(!known);
    assert_eq!(
        app.value::<i64>("select count(*) from outbox where event = 'application_received'").await,
        0,
        "nobody is mailed"
    );
    candidates::set_do_not_contact(&app.services, &hr, zoe, true).await.expect("marked");
    let second = app.job(&hr, |_| ()).await;
    let refused = apply::add_candidate(&app.services, &hr, zoe, second.id).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    let other = app.hr("other@example.com").await;
    assert!(matches!(apply::add_candidate(&app.services, &other, zoe, job.id).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn a_file_that_came_with_an_application_stays_its_sender_s_when_a_recruiter_uploads_it() {
    let app = TestApp::start().await;
    let (hr, other) = (app.hr("hr@example.com").await, app.hr("other@example.com").await);
    let (job, second) = (app.job(&hr, |_| ()).await, app.job(&hr, |_| ()).await);
    let (who, document) = app.with_resume("zoe@example.com").await;
    let candidate = who.scope().candidate();
    let send = async |hr: &Hr, job: Option<JobId>| upload_to(&app.services, hr, job, "x.txt", TEXT.as_bytes()).await;
    // A file that a stranger has not sent to this organisation reveals nothing.
    let stranger = send(&other, None).await.expect("stored");
    assert!(!stranger.known && stranger.candidate != Some(candidate));
    let id = app.apply(&who, document, &job, &[]).await;
    let known = send(&hr, None).await.expect("known");
    assert_eq!((known.candidate, known.document, known.known), (Some(candidate), Some(document), true));
    sqlx::query("update candidates set do_not_contact = true where id = $1")
        .bind(candidate.0)
        .execute(&app.services.pool)
        .await
        .expect("wants to be left alone");
    let refused = send(&hr, Some(second.id)).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("not want to be")), "{refused:?}");
    // For the job that they applied to themselves, nothing else is required.
    let applied = send(&hr, Some(job.id)).await.expect("known");
    assert_eq!((applied.application, applied.known), (Some(id), true));
    assert_eq!(app.value::<i64>("select count(*) from candidates").await, 2);
}

#[tokio::test]
async fn an_uploaded_file_tells_nothing_of_a_blind_job_s_applicants() {
    let World { app, hr, job: blind } = World::with(crate::blind::hides).await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    app.apply(&who, document, &blind, &["yes"]).await;
    let uploaded = upload_for(&app.services, &hr, "zoe.txt", TEXT.as_bytes()).await;
    assert!(!uploaded.known && uploaded.candidate != Some(who.scope().candidate()));
    // Although known by name through another job, they are not searched for among the hidden applicants of this one.
    let job = app.job(&hr, |_| ()).await;
    let file = TEXT.replace("Kafka", "Spark");
    let document = app.upload(&who, &file).await;
    app.apply(&who, document, &job, &[]).await;
    let refused = upload_to(&app.services, &hr, Some(blind.id), "new.txt", file.as_bytes()).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("hides who applies")), "{refused:?}");
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_typed_and_the_file_that_came_along() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let why = QuestionRow { row: 1, required: "true".into(), ..asks("Why us?", "text") };
    let job = app.job(&hr, asking([permit(), why])).await;
    let who = app.candidate("zoe@example.com").await;
    let path = format!("/jobs/{}/apply", job.slug);
    let visitor = Browser::new(&app).get(&path).await;
    assert!(visitor.body.contains(&format!("/sign-in?next={path}")), "{}", visitor.body);
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let page = browser.get(&path).await;
    assert!(page.status == StatusCode::OK && page.body.contains("Why us?"), "{}", page.body);
    let fields: Vec<String> = job.content.questions.iter().filter_map(|q| q.id).map(apply::answer_field).collect();
    let texts = [("slug", job.slug.as_str()), (fields[1].as_str(), "Because of the pipelines")];
    let files = [("file", "zoe.txt", TEXT.as_bytes())];
    let answer = browser.post_files("/api/portal/apply", &path, &texts, &files).await;
    assert!(answer.location().ends_with(&path), "{} {}", answer.status, answer.location());
    let page = browser.get(&path).await.body;
    assert!(page.contains("Because of the pipelines"), "typed text comes back");
    assert!(page.contains("Answer this question") && page.contains("zoe.txt"), "{page}");
    let form = apply::form(&app.services, &who, &job.slug).await.expect("a form");
    let document = form.documents[0].id.to_string();
    let texts = [
        ("slug", job.slug.as_str()),
        ("document", document.as_str()),
        (fields[0].as_str(), "yes"),
        (fields[1].as_str(), "Because of the pipelines"),
        ("consent", "true"),
    ];
    let answer = browser.post_files("/api/portal/apply", &path, &texts, &[("file", "", b"")]).await;
    assert!(answer.location().starts_with("/me/applications/"), "{} {}", answer.status, answer.location());
    let page = browser.get(answer.location()).await.body;
    assert!(page.contains("Your application has arrived") && page.contains("Because of the pipelines"), "{page}");
    let list = browser.get("/me").await.body;
    assert!(list.contains("Data Engineer"), "{list}");
    assert!(browser.get(&path).await.body.contains("You applied already"));
}

#[tokio::test]
async fn an_answer_counts_for_the_words_that_its_writer_read() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = app.job(&hr, asking([permit()])).await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    let input = |asked: String| Input { asked: Some(asked), ..input(document, &job, &["yes"]) };
    let before = apply::form(&app.services, &who, &job.slug).await.expect("a form").job.asked;
    let mut form = JobForm::from(&job.content);
    form.questions[0].text = "Do you need us to pay for a permit?".into();
    form.questions[0].knock_out = "yes".into();
    jobs::save(&app.services, &hr, job.id, job.row_version, &form, false).await.expect("reworded");
    let refused = apply::apply(&app.services, &who, &job.slug, input(before.clone())).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("questions changed")), "{refused:?}");
    let now = apply::form(&app.services, &who, &job.slug).await.expect("a form").job.asked;
    assert_ne!(now, before);
    apply::apply(&app.services, &who, &job.slug, input(now)).await.expect("read and answered");
}

#[tokio::test]
async fn a_blind_job_shows_neither_profile_nor_file_until_somebody_moved_or_decided() {
    let World { app, hr, job } = World::with(blind).await;
    assert!(job.content.blind);
    let (who, document) = app.with_resume("zoe@example.com").await;
    let candidate = who.scope().candidate();
    let id = app.apply(&who, document, &job, &[]).await;
    app.run_tasks().await;
    assert!(matches!(candidates::profile(&app.services, &hr, candidate).await, Err(ServiceError::NotFound)));
    assert!(matches!(resumes::parsed(&app.services, &hr, document).await, Err(ServiceError::NotFound)));
    let page =
        talent::search(&app.services, &hr, &TalentQuery { page: 1, ..TalentQuery::default() }).await.expect("a page");
    assert_eq!(page.hits.total, 0);
    let unseen =
        notes::add(&app.services, &hr, About::Candidate(candidate), "by their key", NoteVisibility::Team).await;
    assert!(matches!(unseen, Err(ServiceError::NotFound)));
    assert!(matches!(
        tags::add(&app.services, &hr, About::Candidate(candidate), "by their key").await,
        Err(ServiceError::NotFound)
    ));
    notes::add(&app.services, &hr, About::Application(id), "good answers", NoteVisibility::Team).await.expect("noted");
    app.sql("update applications set named_at = now()").await;
    let profile = candidates::profile(&app.services, &hr, candidate).await.expect("named now");
    assert_eq!((profile.notes.items.len(), profile.documents.len()), (1, 1));
}

#[tokio::test]
async fn nothing_beside_a_blind_job_tells_which_of_the_people_in_sight_applied_for_it() {
    let World { app, hr, job: open } = World::new().await;
    let blind = app
        .job(&hr, |form| {
            blind(form);
            form.questions = vec![asks("Why you?", "text")];
        })
        .await;
    let (who, document) = app.with_resume("zoe@example.com").await;
    let candidate = who.scope().candidate();
    app.run_tasks().await;
    app.apply(&who, document, &open, &[]).await;
    let own = candidates::OwnProfile {
        headline: "Zoë Quagmire, Engineer".into(),
        location: String::new(),
        phones: String::new(),
        links: String::new(),
        do_not_contact: false,
    };
    candidates::set_own(&app.services, &who, own).await.expect("a profile");
    crate::name::rename(&app, who.user.id, "Zoë Quagmire").await.expect("renamed");
    let hidden = app.apply(&who, document, &blind, &["I am Quagmire, zoe@example.com, and like it"]).await;
    app.run_tasks().await;

    let detail = detail::load(&app.services, &hr, hidden).await.expect("a page");
    assert!(detail.hidden && detail.row.headline.is_empty());
    assert!(
        !detail.answers[0].answer.contains("Quagmire") && !detail.answers[0].answer.contains('@'),
        "{:?}",
        detail.answers
    );
    assert!(detail.answers[0].answer.contains("like it"));
    notes::add(&app.services, &hr, About::Application(hidden), "of the hidden one", NoteVisibility::Team)
        .await
        .expect("noted");
    let profile = candidates::profile(&app.services, &hr, candidate).await.expect("in sight through the other job");
    assert_eq!((profile.notes.items.len(), profile.applications.len()), (0, 1));
    let offered: Vec<_> = profile.open_jobs.iter().map(|job| job.id).collect();
    assert!(offered.is_empty(), "nobody is added to a blind job: it would tell who is there already");
    let added = apply::add_candidate(&app.services, &hr, candidate, blind.id).await;
    assert!(matches!(added, Err(ServiceError::Conflict(_))));
    for (q, hits) in [("", 1), ("Quagmire", 0), ("Engineer", 0)] {
        let query = ApplicantQuery { q: q.into(), ..ApplicantQuery::default() };
        let found = ranked::page(&app.services, &hr, blind.id, &query).await.expect("a list");
        assert_eq!(found.rows.total, hits, "{q}");
    }
}
