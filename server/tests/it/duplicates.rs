//! People who are probably one person are told of, with the reason, to whoever may see them both.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{World, blind, stage},
};
use hireq_domain::{
    candidate::Likeness::{self, Email, Employer, Phone, Place},
    ids::CandidateId,
};
use hireq_services::{
    ServiceError,
    applications::{detail, transitions},
    auth::Hr,
    candidates,
};

/// A résumé with these particulars.
fn resume(name: &str, contact: &str, place: &str, employer: &str) -> String {
    format!(
        "{name}\nData Engineer\n{place}\n{contact}\n\nEXPERIENCE\nData Engineer, {employer}\nJan 2019 - Dec 2022\n\
         - Built streaming pipelines in Rust and PostgreSQL\n\nSKILLS\nRust, PostgreSQL\n"
    )
}

/// People in the pool, whose files have been read.
async fn pool<const N: usize>(app: &TestApp, hr: &Hr, files: [String; N]) -> [CandidateId; N] {
    let mut people = Vec::new();
    for file in files {
        people.push(app.in_pool(hr, &file).await);
    }
    app.run_tasks().await;
    people.try_into().expect("as many")
}

/// Who is told of on somebody's page, and why.
async fn told(app: &TestApp, hr: &Hr, id: CandidateId) -> Vec<(CandidateId, Vec<Likeness>)> {
    let profile = candidates::profile(&app.services, hr, id).await.expect("a profile");
    profile.duplicates.into_iter().map(|one| (one.id, one.reasons)).collect()
}

#[tokio::test]
async fn one_address_is_one_person_whatever_its_case_and_its_tag() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let [first, cased, tagged, other] = pool(
        &app,
        &hr,
        [
            resume("Zoë Ünal", "zoe@example.com", "Kraków, Poland", "Acme Analytics"),
            resume("Z. Unal", "ZOE@Example.com", "Berlin, Germany", "Bolt Bank"),
            resume("Zoe U.", "zoe+jobs@example.com", "Paris, France", "Cato Cars"),
            resume("Bea Quill", "bea@example.com", "Leeds, United Kingdom", "Dover Docks"),
        ],
    )
    .await;
    let mut found = told(&app, &hr, first).await;
    found.sort();
    assert_eq!(found, [(cased, vec![Email]), (tagged, vec![Email])]);
    assert_eq!(told(&app, &hr, other).await, []);
    let page = Browser::signed_in(&app, "hr@example.com").await.get(&format!("/hr/candidates/{first}")).await.body;
    assert!(page.contains("Possible duplicate") && page.contains("same e-mail"), "{page}");
}

#[tokio::test]
async fn a_telephone_is_the_same_with_and_without_its_country_and_another_in_another() {
    let app = TestApp::start().await;
    for (a, b, same) in [
        ("+48 600 100 200", "600-100-200", true),
        ("+48 600 100 200", "0048600100200", true),
        ("+49 (0)170 1234567", "0170 / 123 45 67", true),
        ("+45 12 34 56 78", "12345678", true),
        ("+48 600 100 200", "+420 600 100 200", false),
        ("+48 600 100 200", "600 100 201", false),
        ("12345", "12345", false),
        ("", "", false),
    ] {
        let found: bool =
            sqlx::query_scalar("select same_phone($1, $2) and phone_keys(array[$1]) && phone_keys(array[$2])")
                .bind(a)
                .bind(b)
                .fetch_one(&app.services.pool)
                .await
                .expect("compared");
        assert_eq!(found, same, "{a} and {b}");
    }
    let hr = app.hr("hr@example.com").await;
    let [first, second] = pool(
        &app,
        &hr,
        [
            resume("Zoë Ünal", "zoe@example.com | +48 600 100 200", "Kraków, Poland", "Acme Analytics"),
            resume("Bea Quill", "bea@example.com | 600 100 200", "Leeds, United Kingdom", "Dover Docks"),
        ],
    )
    .await;
    assert_eq!(told(&app, &hr, first).await, [(second, vec![Phone])]);
}

#[tokio::test]
async fn a_name_alone_says_nothing_and_with_an_employer_or_a_place_it_does() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let [first, employer, place, _other] = pool(
        &app,
        &hr,
        [
            resume("Zoë Ünal", "zoe@example.com", "Kraków, Poland", "Acme Analytics"),
            resume("Zoe Unal", "unal@example.com", "Berlin, Germany", "ACME Analytics"),
            resume("ZOË ÜNAL", "zu@example.com", "Krakow, Poland", "Bolt Bank"),
            resume("Zoë Ünal", "other@example.com", "Paris, France", "Cato Cars"),
        ],
    )
    .await;
    let mut found = told(&app, &hr, first).await;
    found.sort();
    assert_eq!(found, [(employer, vec![Employer]), (place, vec![Place])]);
}

#[tokio::test]
async fn nobody_is_told_of_another_organisation_s_people() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.hr("hr@example.com").await, app.hr("other@example.com").await);
    let file = |name: &str| resume(name, "zoe@example.com", "Kraków, Poland", "Acme Analytics");
    let [first] = pool(&app, &ours, [file("Zoë Ünal")]).await;
    let [second] = pool(&app, &theirs, [file("Zoe Unal")]).await;
    assert_eq!(told(&app, &ours, first).await, []);
    let refused = candidates::duplicates(&app.services, &ours, second).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn whom_a_job_hides_is_told_of_nowhere_until_a_person_has_decided() {
    let World { app, hr, job } = World::with(blind).await;
    let applicant = app.applicant(&job, "zoe@example.com", &[]).await;
    let person = applicant.who.scope().candidate();
    let text = resume("Zoë Ünal", "zoe@example.com", "Kraków, Poland", "Acme Analytics");
    let [known] = pool(&app, &hr, [text]).await;
    assert_eq!(told(&app, &hr, known).await, []);
    let shown = detail::load(&app.services, &hr, applicant.id).await.expect("a page");
    assert!(shown.hidden && shown.duplicates.is_empty());
    let refused = candidates::duplicates(&app.services, &hr, person).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    let stage = stage(&job, 1);
    transitions::move_to(&app.services, &hr, applicant.id, 1, stage).await.expect("moved");
    assert!(told(&app, &hr, known).await.iter().any(|(id, why)| *id == person && why.contains(&Email)));
    let shown = detail::load(&app.services, &hr, applicant.id).await.expect("a page");
    assert_eq!(shown.duplicates.iter().map(|one| one.id).collect::<Vec<_>>(), [known]);
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = browser.get(&format!("/hr/applications/{}", applicant.id)).await.body;
    assert!(page.contains("Possible duplicate:"), "{page}");
}
