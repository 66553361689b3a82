//! Recruiters correct the details of people without an account; the former ones stay readable.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{TEXT, World},
};
use chrono::TimeDelta;
use hireq_domain::{candidate::PersonField, ids::CandidateId};
use hireq_services::{
    ServiceError,
    auth::Hr,
    candidates::{self, Edit},
};

/// Somebody in the pool whose file has been read, and the form with their details.
async fn person(app: &TestApp, hr: &Hr) -> (CandidateId, Edit) {
    let id = app.in_pool(hr, TEXT).await;
    app.run_tasks().await;
    (id, form(app, hr, id).await)
}

async fn form(app: &TestApp, hr: &Hr, id: CandidateId) -> Edit {
    let info = candidates::info(&app.services, hr, id).await.expect("details");
    Edit {
        name: info.name,
        headline: info.headline,
        location: info.location,
        emails: info.emails.join("\n"),
        phones: info.phones.join("\n"),
        links: info.links.join("\n"),
        seen: Some(info.updated_at),
    }
}

#[tokio::test]
async fn a_recruiter_corrects_somebody_s_details_and_the_former_ones_stay_readable() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let (id, before) = person(&app, &hr).await;
    let edit = Edit {
        name: "Zoë Kowalska".into(),
        emails: "Zoe.Kowalska@Example.com\nzoe@example.com\nZOE@example.com".into(),
        location: String::new(),
        ..before.clone()
    };
    candidates::edit(&app.services, &hr, id, edit).await.expect("changed");
    let profile = candidates::profile(&app.services, &hr, id).await.expect("a profile");
    assert_eq!(profile.info.name, "Zoë Kowalska");
    assert_eq!(profile.info.emails, ["zoe.kowalska@example.com", "zoe@example.com"]);
    assert_eq!((profile.info.location.as_str(), profile.info.headline), ("", before.headline));
    let mut changed: Vec<_> = profile.changes.iter().map(|c| (c.field, c.before.clone(), c.after.len())).collect();
    changed.sort();
    let location = vec![before.location];
    assert_eq!(
        changed,
        [
            (PersonField::Name, vec![before.name.clone()], 1),
            (PersonField::Location, location, 0),
            (PersonField::Emails, vec![before.emails], 2),
        ]
    );
    let former: Vec<String> = app.value_of("select former_names from candidates where id = $1", id.0).await;
    assert_eq!(former, std::slice::from_ref(&before.name), "it stays covered where a job hides its applicants");
    let detail: serde_json::Value =
        app.value_of("select detail from audit_log where action = 'candidate.edit' and subject_id = $1", id.0).await;
    assert_eq!(detail["fields"], serde_json::json!(["name", "location", "emails"]));
    let page = Browser::signed_in(&app, "hr@example.com").await.get(&format!("/hr/candidates/{id}")).await.body;
    assert!(page.contains("Name changed") && page.contains(&before.name), "{page}");
}

#[tokio::test]
async fn saving_the_same_details_changes_nothing() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let (id, same) = person(&app, &hr).await;
    candidates::edit(&app.services, &hr, id, same).await.expect("saved");
    assert_eq!(app.value::<i64>("select count(*) from candidate_changes").await, 0);
    assert_eq!(app.value::<i64>("select count(*) from audit_log where action = 'candidate.edit'").await, 0);
}

#[tokio::test]
async fn nobody_changes_the_details_of_a_person_with_an_account() {
    let World { app, hr, job } = World::new().await;
    let applicant = app.applicant(&job, "zoe@example.com", &[]).await;
    let id = applicant.who.scope().candidate();
    let before = form(&app, &hr, id).await;
    let edit = Edit { name: "Somebody Else".into(), ..before.clone() };
    let refused = candidates::edit(&app.services, &hr, id, edit).await;
    assert!(matches!(&refused, Err(ServiceError::Conflict(why)) if why.contains("account")), "{refused:?}");
    assert_eq!(form(&app, &hr, id).await.name, before.name);
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = browser.get(&format!("/hr/candidates/{id}/edit")).await.body;
    assert!(page.contains("only they can change") && !page.contains("name=\"headline\""), "{page}");
}

#[tokio::test]
async fn every_detail_has_its_bounds() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let (id, good) = person(&app, &hr).await;
    let long = || "x".repeat(301);
    let many = "a@example.com\n".repeat(11);
    for (field, edit) in [
        ("name", Edit { name: " ".into(), ..good.clone() }),
        ("name", Edit { name: long(), ..good.clone() }),
        ("headline", Edit { headline: long(), ..good.clone() }),
        ("headline", Edit { headline: "a\u{202e}b".into(), ..good.clone() }),
        ("location", Edit { location: long(), ..good.clone() }),
        ("emails", Edit { emails: "nonsense".into(), ..good.clone() }),
        ("links", Edit { links: "javascript:alert(1)".into(), ..good.clone() }),
        ("links", Edit { links: "https://user@example.com".into(), ..good.clone() }),
        ("emails", Edit { emails: many, ..good.clone() }),
        ("phones", Edit { phones: "none".into(), ..good.clone() }),
        ("links", Edit { links: long(), ..good.clone() }),
    ] {
        let refused = candidates::edit(&app.services, &hr, id, edit).await;
        assert!(matches!(&refused, Err(ServiceError::Invalid(e)) if e.get(field).is_some()), "{field}: {refused:?}");
    }
    assert_eq!(app.value::<i64>("select count(*) from candidate_changes").await, 0);
}

#[tokio::test]
async fn details_are_changed_by_a_form_that_works_without_scripts() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let (id, form) = person(&app, &hr).await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let path = format!("/hr/candidates/{id}/edit");
    assert!(browser.get(&path).await.body.contains("name=\"headline\""));
    let (key, seen) = (id.to_string(), form.seen.expect("a moment").to_rfc3339());
    let mut fields = [("id", key.as_str()), ("seen", &seen), ("name", ""), ("headline", "Lead")];
    browser.post("/api/candidates/edit", &fields).await;
    let page = browser.get(&path).await.body;
    assert!(page.contains("Enter the person") && page.contains("Lead"), "{page}");
    fields[2].1 = "Zoë Kowalska";
    let done = browser.post("/api/candidates/edit", &fields).await;
    assert_eq!(done.location(), format!("/hr/candidates/{id}"));
    assert!(browser.get(&format!("/hr/candidates/{id}")).await.body.contains("Zoë Kowalska"));
}

#[tokio::test]
async fn two_recruiters_change_different_details_at_once_and_the_same_one_is_asked_about() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let bea = app.colleague(&hr, "bea@example.com").await;
    let s = &app.services;
    let (id, began) = person(&app, &hr).await;
    app.advance(TimeDelta::minutes(1));
    candidates::edit(s, &bea, id, Edit { headline: "Head baker".into(), ..began.clone() }).await.expect("saved");
    app.advance(TimeDelta::minutes(1));
    let place = Edit { location: "Leeds".into(), ..began.clone() };
    candidates::edit(s, &hr, id, place).await.expect("saved beside it");
    let now = form(&app, &hr, id).await;
    assert_eq!((now.headline.as_str(), now.location.as_str()), ("Head baker", "Leeds"));

    let same = Edit { headline: "Pastry chef".into(), ..began };
    let refused = candidates::edit(s, &hr, id, same).await;
    let Err(ServiceError::Conflict(why)) = &refused else { panic!("{refused:?}") };
    assert!(why.contains(&bea.user.name) && why.contains("the headline to “Head baker”"), "{why}");
    let again = Edit { headline: "Pastry chef".into(), ..now };
    candidates::edit(s, &hr, id, again).await.expect("whoever saw it replaces it");
    assert_eq!(form(&app, &hr, id).await.headline, "Pastry chef");
}
