//! Two records of one person become one, and two again; what somebody with an account owns stays as it was.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{TEXT, World, blind, upload_for},
};
use chrono::TimeDelta;
use hireq_domain::{
    about::About,
    applicants::NoteVisibility,
    application::EventKind,
    candidate::{CandidateProfile, TalentQuery},
    ids::{ApplicationId, CandidateId},
    job::Job,
    merge::Pair,
};
use hireq_services::{
    ServiceError,
    applications::{apply, detail, own},
    auth::{Candidate, Hr},
    candidates::{self, Edit, merge},
    housekeeping::Housekeeping,
    notes,
    queue::Task,
    resumes, tags, talent,
};

/// The same person twice, in other words; both files have been read.
async fn twice(app: &TestApp, hr: &Hr) -> Pair {
    let other = TEXT
        .replace("Zoë Ünal", "Zoe Unal-Kowalska")
        .replace("zoe@example.com", "zoe@work.example")
        .replace("Kraków, Poland", "Gdańsk, Poland");
    let stays = app.in_pool(hr, TEXT).await;
    let goes = upload_for(&app.services, hr, "other.txt", other.as_bytes()).await.candidate.expect("a candidate");
    app.run_tasks().await;
    Pair { stays, goes }
}

async fn profile(app: &TestApp, hr: &Hr, id: CandidateId) -> CandidateProfile {
    candidates::profile(&app.services, hr, id).await.expect("a profile")
}

/// What a profile says apart from when it changed, and in one order.
async fn summary(app: &TestApp, hr: &Hr, id: CandidateId) -> String {
    let CandidateProfile { mut info, documents, applications, tags, notes, changes, .. } = profile(app, hr, id).await;
    info.updated_at = info.created_at;
    let applications: Vec<_> = applications.into_iter().map(|a| (a.id, a.stage, a.status)).collect();
    let notes: Vec<_> = notes.items.into_iter().map(|note| note.body).collect();
    format!("{info:?} {documents:?} {applications:?} {tags:?} {notes:?} {changes:?}")
}

/// Adds an application, a note on it, a note on the person and a tag.
async fn fill(app: &TestApp, hr: &Hr, id: CandidateId, job: &Job, word: &str) -> ApplicationId {
    let services = &app.services;
    let (application, _) = apply::add_candidate(services, hr, id, job.id).await.expect("added");
    for about in [About::Candidate(id), About::Application(application)] {
        notes::add(services, hr, about, &format!("{word} on {about}"), NoteVisibility::Team).await.expect("a note");
    }
    for tag in ["rust", word] {
        tags::add(services, hr, About::Candidate(id), tag).await.expect("a tag");
    }
    app.run_tasks().await;
    application
}

/// Everything of their own that somebody with an account sees.
async fn owned(app: &TestApp, who: &Candidate) -> String {
    let applications = own::list(&app.services, who).await.expect("applications");
    let files = resumes::own(&app.services, who).await.expect("files");
    let info = candidates::own(&app.services, who).await.expect("a profile");
    format!("{applications:?} {files:?} {info:?}")
}

#[tokio::test]
async fn two_records_become_one_with_all_that_either_had() {
    let World { app, hr, job } = World::new().await;
    let pair = twice(&app, &hr).await;
    let other = app.job(&hr, |form| form.title = "Platform Engineer".into()).await;
    fill(&app, &hr, pair.stays, &job, "first").await;
    let moved = fill(&app, &hr, pair.goes, &other, "second").await;
    let preview = merge::preview(&app.services, &hr, pair).await.expect("a preview");
    assert_eq!((preview.refused.clone(), preview.both_applied.len()), (None, 0));
    merge::merge(&app.services, &hr, pair, None).await.expect("merged");
    let after = profile(&app, &hr, pair.stays).await;
    assert_eq!(after.info.name, "Zoë Ünal");
    assert_eq!(after.info.emails, ["zoe@example.com", "zoe@work.example"]);
    assert_eq!((after.info.emails.clone(), after.tags.clone()), (preview.after.emails, preview.tags));
    assert_eq!(after.tags, ["first", "rust", "second"]);
    assert_eq!((after.documents.len(), after.applications.len(), after.notes.total), (2, 2, 4));
    assert!(after.duplicates.is_empty());
    let found = talent::search(&app.services, &hr, &TalentQuery { page: 1, ..TalentQuery::default() }).await;
    assert_eq!(found.expect("a page").hits.total, 1);
    assert_eq!(profile(&app, &hr, pair.goes).await.info.id, pair.stays, "the old address leads there");
    let page = detail::load(&app.services, &hr, moved).await.expect("a page");
    assert_eq!((page.row.name.as_str(), page.history.items[0].kind), ("Zoë Ünal", EventKind::Merged));
    let told: serde_json::Value = app
        .value_of("select detail from audit_log where action = 'candidate.merge' and subject_id = $1", pair.stays.0)
        .await;
    assert_eq!(told["applications"], 1);
}

#[tokio::test]
async fn a_merge_is_taken_back_as_if_it_had_not_been() {
    let World { app, hr, job } = World::new().await;
    let pair = twice(&app, &hr).await;
    fill(&app, &hr, pair.stays, &job, "first").await;
    let moved = fill(&app, &hr, pair.goes, &job, "second").await;
    let before = (summary(&app, &hr, pair.stays).await, summary(&app, &hr, pair.goes).await);
    let id = merge::merge(&app.services, &hr, pair, None).await.expect("merged");
    assert_ne!(summary(&app, &hr, pair.stays).await, before.0);
    merge::unmerge(&app.services, &hr, id).await.expect("taken back");
    assert_eq!(summary(&app, &hr, pair.stays).await, before.0);
    assert_eq!(summary(&app, &hr, pair.goes).await, before.1);
    let page = detail::load(&app.services, &hr, moved).await.expect("a page");
    assert_eq!(page.history.items[0].kind, EventKind::Unmerged);
    let merges = profile(&app, &hr, pair.stays).await.merges;
    assert!(merges.len() == 1 && merges[0].undone_at.is_some());
    let again = merge::unmerge(&app.services, &hr, id).await;
    assert!(matches!(again, Err(ServiceError::Conflict(_))), "{again:?}");
    merge::merge(&app.services, &hr, Pair { stays: pair.goes, goes: pair.stays }, None).await.expect("the other way");
}

#[tokio::test]
async fn what_was_done_since_a_merge_stays_when_it_is_taken_back() {
    let World { app, hr, job } = World::new().await;
    let pair = twice(&app, &hr).await;
    let id = merge::merge(&app.services, &hr, pair, None).await.expect("merged");
    let info = profile(&app, &hr, pair.stays).await.info;
    let edit = Edit { name: info.name, headline: "Lead".into(), emails: info.emails.join("\n"), ..Edit::default() };
    candidates::edit(&app.services, &hr, pair.stays, edit).await.expect("changed");
    // With the newest file, which came from the merged record.
    let (application, _) = apply::add_candidate(&app.services, &hr, pair.stays, job.id).await.expect("added");
    merge::unmerge(&app.services, &hr, id).await.expect("taken back");
    let (stays, goes) = (profile(&app, &hr, pair.stays).await, profile(&app, &hr, pair.goes).await);
    assert_eq!((stays.info.headline.as_str(), stays.info.emails), ("Lead", vec!["zoe@example.com".to_owned()]));
    assert_eq!(
        goes.applications.iter().map(|a| a.id).collect::<Vec<_>>(),
        [application],
        "it goes where its file does"
    );
}

#[tokio::test]
async fn who_has_an_account_stays_and_neither_sees_nor_loses_anything() {
    let World { app, hr, job } = World::new().await;
    let other = app.job(&hr, |form| form.title = "Platform Engineer".into()).await;
    let applicant = app.applicant(&job, "zoe@example.com", &[]).await;
    let stays = applicant.who.scope().candidate();
    let goes = app.in_pool(&hr, &TEXT.replace("SUMMARY", "PROFILE")).await;
    app.run_tasks().await;
    let moved = fill(&app, &hr, goes, &other, "ours").await;
    let theirs = app.hr("theirs@example.com").await;
    let their_job = app.job(&theirs, |_| ()).await;
    app.apply(&applicant.who, applicant.document, &their_job, &[]).await;
    app.run_tasks().await;
    let (before, elsewhere) = (owned(&app, &applicant.who).await, summary(&app, &theirs, stays).await);

    let back = merge::merge(&app.services, &hr, Pair { stays: goes, goes: stays }, None).await;
    assert!(matches!(&back, Err(ServiceError::Conflict(why)) if why.contains("account")), "{back:?}");
    let pair = Pair { stays, goes };
    let id = merge::merge(&app.services, &hr, pair, None).await.expect("merged");
    assert_eq!(owned(&app, &applicant.who).await, before);
    assert_eq!(summary(&app, &theirs, stays).await, elsewhere);
    assert!(matches!(own::page(&app.services, &applicant.who, moved).await, Err(ServiceError::NotFound)));
    let after = profile(&app, &hr, stays).await;
    assert_eq!((after.documents.len(), after.applications.len(), after.tags.len()), (2, 2, 2));
    // The person can still apply for the job that the merged record is in.
    app.apply(&applicant.who, applicant.document, &other, &[]).await;
    assert_eq!(profile(&app, &hr, stays).await.applications.len(), 3);
    merge::unmerge(&app.services, &hr, id).await.expect("taken back");
    assert_eq!(profile(&app, &hr, stays).await.applications.len(), 2);
    assert_eq!(profile(&app, &hr, goes).await.applications.len(), 1);
}

#[tokio::test]
async fn two_accounts_are_never_merged() {
    let World { app, hr, job } = World::new().await;
    let [one, two] = [app.applicant(&job, "a@example.com", &[]).await, app.applicant(&job, "b@example.com", &[]).await];
    app.run_tasks().await;
    let pair = Pair { stays: one.who.scope().candidate(), goes: two.who.scope().candidate() };
    let preview = merge::preview(&app.services, &hr, pair).await.expect("a preview");
    assert!(preview.refused.is_some_and(|why| why.contains("never merged")));
    let refused = merge::merge(&app.services, &hr, pair, None).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    let itself = merge::merge(&app.services, &hr, Pair { goes: pair.stays, ..pair }, None).await;
    assert!(matches!(itself, Err(ServiceError::NotFound)), "{itself:?}");
}

#[tokio::test]
async fn both_applications_for_one_job_go_on() {
    let World { app, hr, job } = World::new().await;
    let pair = twice(&app, &hr).await;
    let first = fill(&app, &hr, pair.stays, &job, "first").await;
    let second = fill(&app, &hr, pair.goes, &job, "second").await;
    let preview = merge::preview(&app.services, &hr, pair).await.expect("a preview");
    assert_eq!(preview.both_applied, ["Data Engineer"]);
    merge::merge(&app.services, &hr, pair, None).await.expect("merged");
    for application in [first, second] {
        let page = detail::load(&app.services, &hr, application).await.expect("a page");
        assert!(page.row.status.is_open() && page.row.candidate_id == Some(pair.stays));
    }
}

#[tokio::test]
async fn nobody_is_merged_with_somebody_whom_the_organisation_does_not_know() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.hr("hr@example.com").await, app.hr("theirs@example.com").await);
    let hides = app.job(&ours, blind).await;
    let hidden = app.applicant(&hides, "zoe@example.com", &[]).await.who.scope().candidate();
    let (known, strange) = (app.in_pool(&ours, TEXT).await, app.in_pool(&theirs, TEXT).await);
    app.run_tasks().await;
    for other in [hidden, strange] {
        for pair in [Pair { stays: known, goes: other }, Pair { stays: other, goes: known }] {
            let refused = merge::merge(&app.services, &ours, pair, None).await;
            assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
            let refused = merge::preview(&app.services, &ours, pair).await;
            assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
        }
    }
}

#[tokio::test]
async fn a_merge_tells_nothing_of_an_application_whose_applicant_is_hidden() {
    let World { app, hr, job } = World::new().await;
    let hides = app.job(&hr, |form| form.title = "Platform Engineer".into()).await;
    let applicant = app.applicant(&job, "zoe@example.com", &[]).await;
    let goes = app.in_pool(&hr, &TEXT.replace("SUMMARY", "PROFILE")).await;
    fill(&app, &hr, goes, &hides, "ours").await;
    app.sql("update jobs set blind = true where title = 'Platform Engineer'").await;
    app.advance(TimeDelta::minutes(1));
    let hidden = app.apply(&applicant.who, applicant.document, &hides, &[]).await;
    app.run_tasks().await;
    let pair = Pair { stays: applicant.who.scope().candidate(), goes };
    assert!(merge::preview(&app.services, &hr, pair).await.expect("a preview").both_applied.is_empty());
    merge::merge(&app.services, &hr, pair, None).await.expect("merged");
    let page = detail::load(&app.services, &hr, hidden).await.expect("a page");
    assert!(page.hidden && page.earlier.is_empty() && !page.row.again, "that it is one of those who are known");
    assert_eq!(page.notes.total, 0);
}

#[tokio::test]
async fn records_merge_once_their_files_have_been_read_and_only_as_they_were_seen() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let stays = app.in_pool(&hr, TEXT).await;
    let goes = app.in_pool(&hr, &TEXT.replace("SUMMARY", "PROFILE")).await;
    let pair = Pair { stays, goes };
    let refused = merge::merge(&app.services, &hr, pair, None).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("being read")), "{refused:?}");
    app.run_tasks().await;
    let now = app.services.clock.now() + TimeDelta::days(1);
    let refused = merge::merge(&app.services, &hr, pair, Some([now, now])).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("Look at them again")), "{refused:?}");
}

#[tokio::test]
async fn a_merge_can_be_taken_back_for_thirty_days_and_what_that_needs_is_removed_then() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let pair = twice(&app, &hr).await;
    let id = merge::merge(&app.services, &hr, pair, None).await.expect("merged");
    app.advance(TimeDelta::days(31));
    Housekeeping {}.run(&app.services).await.expect("removed");
    assert_eq!(app.value::<i64>("select count(*) from candidate_merges where before is not null").await, 0);
    let refused = merge::unmerge(&app.services, &hr, id).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("30 days")), "{refused:?}");
    assert_eq!(profile(&app, &hr, pair.goes).await.info.id, pair.stays);
}

#[tokio::test]
async fn merging_and_taking_it_back_are_forms_that_work_without_scripts() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let pair = twice(&app, &hr).await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let (stays, goes) = (pair.stays.to_string(), pair.goes.to_string());
    let path = format!("/hr/candidates/{stays}");
    let (link, swapped) = (format!("{path}/merge?with={goes}"), format!("/hr/candidates/{goes}/merge?with={stays}"));
    let preview = browser.get(&link).await.body;
    assert!(preview.contains("zoe@work.example") && preview.contains(&swapped), "{preview}");
    let done = browser.post("/api/candidates/merge", &[("id", &stays), ("with", &goes)]).await;
    assert_eq!(done.location(), path);
    let page = browser.get(&path).await.body;
    assert!(page.contains("Merged with another record, Zoe Unal-Kowalska"), "{page}");
    assert_eq!(browser.get(&format!("/hr/candidates/{goes}")).await.location(), path);
    let id: uuid::Uuid = app.value("select id from candidate_merges").await;
    let done = browser.post("/api/candidates/unmerge", &[("merge", &id.to_string())]).await;
    assert_eq!(done.location(), path);
    assert!(browser.get(&format!("/hr/candidates/{goes}")).await.body.contains("Zoe Unal-Kowalska"));
}
