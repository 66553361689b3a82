//! A candidate's corrections: attributed to them, dated, and shown beside what the file says.

use crate::support::{
    browser::Browser,
    world::{World, blind},
};
use hireq_domain::{
    applicants::ApplicationFile,
    correction::{Corrected, Correction},
    ids::{ApplicationId, DocumentId},
    resume_form::ResumeForm,
};
use hireq_services::{applications::detail, auth::Candidate, resumes};

async fn correct(world: &World, who: &Candidate, document: DocumentId, change: impl FnOnce(&mut ResumeForm)) {
    let services = &world.app.services;
    let (_, read) = resumes::own_parsed(services, who, document).await.expect("a file");
    let mut form = ResumeForm::from(&read.expect("read").resume);
    change(&mut form);
    resumes::correct(services, who, document, &form).await.expect("saved");
    world.app.run_tasks().await;
}

async fn file(world: &World, id: ApplicationId) -> ApplicationFile {
    detail::load(&world.app.services, &world.hr, id).await.expect("a page").file.expect("a file")
}

#[tokio::test]
async fn recruiters_see_what_a_candidate_corrected_beside_what_the_file_says() {
    let world = World::new().await;
    let one = world.app.applicant(&world.job, "zoe@example.com", &[]).await;
    world.app.run_tasks().await;
    assert!(file(&world, one.id).await.corrections.is_empty());
    correct(&world, &one.who, one.document, |form| form.skills = form.skills.replace("Kafka", "Flink")).await;
    // A second correction does not change what the file said before the first.
    correct(&world, &one.who, one.document, |form| form.headline = "Principal Engineer".into()).await;
    let found = file(&world, one.id).await;
    assert!(found.corrected_at.is_some());
    let of = |what: Corrected, theirs: &str, file: &str| Correction {
        what,
        theirs: vec![theirs.into()],
        file: vec![file.into()],
    };
    assert_eq!(
        found.corrections,
        [
            of(Corrected::Headline, "Principal Engineer", "Data Engineer"),
            of(Corrected::Skills, "Apache Flink", "Apache Kafka")
        ]
    );
    let mut browser = Browser::signed_in(&world.app, "hr@example.com").await;
    let person = one.who.scope().candidate();
    for address in [format!("/hr/applications/{}", one.id), format!("/hr/candidates/{person}")] {
        let page = browser.get(&address).await.body;
        for words in ["Corrected by the candidate, ", "What the candidate corrected", "Principal Engineer", "Flink"] {
            assert!(page.contains(words), "{address} lacks {words}: {page}");
        }
    }
}

#[tokio::test]
async fn of_a_hidden_person_neither_the_old_name_nor_the_new_one_is_among_the_corrections() {
    let world = World::with(blind).await;
    let one = world.app.applicant(&world.job, "zoe@example.com", &[]).await;
    world.app.run_tasks().await;
    correct(&world, &one.who, one.document, |form| {
        form.name = "Zoë Quillfeather".into();
        form.emails = "quill@example.org".into();
        form.summary = "Ünal or Quillfeather, engineer".into();
    })
    .await;
    let page = detail::load(&world.app.services, &world.hr, one.id).await.expect("a page");
    let found = page.file.expect("a file").corrections;
    assert_eq!(found.iter().map(|one| one.what).collect::<Vec<_>>(), [Corrected::Summary]);
    let told = format!("{found:?} {}", page.text);
    for name in ["Ünal", "Quillfeather", "quill@", "zoe@"] {
        assert!(!told.contains(name), "{name}: {told}");
    }
}
