//! Finding a person or a job by name.

use crate::support::{
    browser::Browser,
    world::{World, blind, stage},
};
use hireq_domain::find::Found;
use hireq_services::{applications::transitions, find};

fn names(found: &Found) -> (Vec<&str>, Vec<&str>) {
    let people = found.people.iter().map(|person| person.name.as_str()).collect();
    (people, found.jobs.iter().map(|job| job.title.as_str()).collect())
}

#[tokio::test]
async fn people_and_jobs_are_found_by_a_part_of_their_names_in_ones_own_organisation_alone() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let id = app.applicant(&job, "ada@example.com", &[]).await.id;
    app.in_pool(&hr, "Adam Pool\nadam@pool.example\n").await;
    app.run_tasks().await;
    let found = find::by_name(s, &hr, " AD ").await.expect("an answer");
    assert!(found.people.iter().any(|person| person.application.as_ref().is_some_and(|of| of.id == id)), "{found:?}");
    assert!(found.people.iter().any(|person| person.name == "Adam Pool" && person.application.is_none()), "{found:?}");
    assert_eq!(names(&find::by_name(s, &hr, "data").await.expect("an answer")).1, ["Data Engineer"]);
    assert_eq!(names(&find::by_name(s, &hr, "adam@pool").await.expect("an answer")).0, ["Adam Pool"]);
    for nothing in ["a", "", "%", "__", "zz top"] {
        assert_eq!(find::by_name(s, &hr, nothing).await.expect("an answer"), Found::default(), "{nothing:?}");
    }
    let eve = app.hr("eve@elsewhere.example").await;
    assert_eq!(find::by_name(s, &eve, "ad").await.expect("an answer"), Found::default());
    let page = Browser::signed_in(&app, "hr@example.com").await.get("/hr/find?q=data").await.body;
    assert!(page.contains(&format!("/hr/jobs/{}", job.id)), "{page}");
}

#[tokio::test]
async fn whom_a_blind_job_hides_is_not_found_by_name() {
    let World { app, hr, job } = World::with(blind).await;
    let s = &app.services;
    let id = app.applicant(&job, "quill@example.com", &[]).await.id;
    for words in ["quill", "quill@example"] {
        assert_eq!(find::by_name(s, &hr, words).await.expect("an answer"), Found::default());
    }
    transitions::move_to(s, &hr, id, 1, stage(&job, 1)).await.expect("moved");
    assert_eq!(names(&find::by_name(s, &hr, "quill").await.expect("an answer")).0, ["quill"]);
}
