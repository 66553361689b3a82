//! When a job's criteria change, its applicants are scored again; until then, no earlier result is shown for the new
//! requirements.

use crate::support::{browser::Browser, world::World};
use hireq_domain::{
    applicants::{ApplicantQuery, RankedPage},
    ids::JobId,
    job_form::{FormRow, JobForm, RequirementRow},
    matching::Verdict,
};
use hireq_services::{
    applications::{csv, ranked},
    jobs,
};

impl World {
    async fn page(&self) -> RankedPage {
        ranked::page(&self.app.services, &self.hr, self.job.id, &ApplicantQuery::default()).await.expect("a page")
    }

    async fn change(&self, id: JobId, change: impl FnOnce(&mut JobForm)) {
        let job = jobs::load(&self.app.services, &self.hr, id).await.expect("there");
        let mut form = JobForm::from(&job.content);
        change(&mut form);
        jobs::save(&self.app.services, &self.hr, id, job.row_version, &form, false).await.expect("saved");
    }
}

async fn asking(texts: &[&str]) -> World {
    let skill = |text: &&str| RequirementRow { text: (*text).into(), ..RequirementRow::empty(0) };
    World::with(|form| form.requirements = texts.iter().map(skill).collect()).await
}

#[tokio::test]
async fn what_was_found_before_never_stands_under_new_words() {
    let world = asking(&["Rust", "Kafka"]).await;
    let id = world.app.applicant(&world.job, "zoe@example.com", &[]).await.id;
    assert_eq!(world.page().await.job.unscored, 1, "the file waits to be read");
    world.app.run_tasks().await;
    let page = world.page().await;
    assert_eq!((page.rows.items[0].verdicts.as_slice(), page.job.unscored), ([Some(Verdict::Met); 2].as_slice(), 0));
    world
        .change(world.job.id, |form| {
            form.requirements[0].text = "Figma".into();
            form.edit_rows("up-requirements-1");
        })
        .await;
    let page = world.page().await;
    let row = &page.rows.items[0];
    assert_eq!(row.verdicts, [Some(Verdict::Met), None], "Kafka stands first now, and nobody looked for Figma");
    assert!(row.rescoring && page.job.unscored == 1);
    let mut browser = Browser::signed_in(&world.app, "hr@example.com").await;
    let list = browser.get(&format!("/hr/jobs/{}", world.job.id)).await.body;
    for says in ["Figma: Being scored", "Kafka: Met", "Being scored anew", "1 being scored"] {
        assert!(list.contains(says), "{says} in {list}");
    }
    let shown = browser.get(&format!("/hr/applications/{id}")).await.body;
    assert!(
        shown.contains("Figma") && shown.contains("Being scored anew") && !shown.contains("match-requirement\">Rust"),
        "{shown}"
    );
    let musts = ApplicantQuery { musts: "true".into(), ..ApplicantQuery::default() };
    let page = ranked::page(&world.app.services, &world.hr, world.job.id, &musts).await.expect("a page");
    assert_eq!(page.rows.total, 0, "nobody is known to meet what the job asks now");
    let query = ApplicantQuery::default();
    let file = csv::applicants(&world.app.services, &world.hr, world.job.id, &query).await.expect("a file");
    assert!(String::from_utf8_lossy(&file.1).contains(",,Being scored,"), "{}", String::from_utf8_lossy(&file.1));
    world.app.run_tasks().await;
    let page = world.page().await;
    assert_eq!(page.rows.items[0].verdicts, [Some(Verdict::Met), Some(Verdict::Missing)]);
    assert!(!page.rows.items[0].rescoring && page.job.unscored == 0);
}

#[tokio::test]
async fn a_first_score_that_is_on_its_way_is_told_as_that() {
    let world = asking(&["Rust"]).await;
    let id = world.app.applicant(&world.job, "zoe@example.com", &[]).await.id;
    world.app.run_tasks().await;
    world.app.sql("update applications set match_run_id = null, score = null, band = null, scored_at = null").await;
    let mut browser = Browser::signed_in(&world.app, "hr@example.com").await;
    let shown = browser.get(&format!("/hr/applications/{id}")).await.body;
    assert!(shown.contains("Being scored") && !shown.contains("There is no résumé text"), "{shown}");
    assert_eq!(world.page().await.job.unscored, 1);
}
