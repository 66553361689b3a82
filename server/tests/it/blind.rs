//! Jobs that hide their applicants until a person has taken a step with the application; a knock-out rule does not
//! count as one.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{Applicant, World, blind, permit, stage},
};
use hireq_domain::{
    applicants::{ApplicantQuery, blind_name},
    application::ApplicationStatus,
    candidate::TalentQuery,
    ids::ApplicationId,
    job::Job,
    job_form::JobForm,
};
use hireq_services::{
    ServiceError,
    applications::{board, csv, detail, own, ranked, transitions},
    auth::{Candidate, Hr},
    candidates, talent,
};

/// Makes a job hide its applicants, and adds a knock-out question.
pub fn hides(form: &mut JobForm) {
    blind(form);
    form.questions = vec![permit()];
}

/// An applicant whose file has been read.
pub async fn applicant(app: &TestApp, job: &Job, email: &str, permit: &str) -> Applicant {
    let applicant = app.applicant(job, email, &[permit]).await;
    app.run_tasks().await;
    applicant
}

/// Which pages, files and lists of the organisation reveal the person.
pub async fn told(app: &TestApp, hr: &Hr, job: &Job, id: ApplicationId, who: &Candidate) -> Vec<(&'static str, bool)> {
    let (s, all) = (&app.services, ApplicantQuery { status: "all".into(), ..ApplicantQuery::default() });
    let names = |text: String| text.contains(who.user.name.as_str()) || text.contains(who.user.email.as_str());
    let by_name = ApplicantQuery { q: who.user.name.clone(), ..all.clone() };
    let file = csv::applicants(s, hr, job.id, &all).await.expect("a file").1;
    let pool = talent::search(s, hr, &TalentQuery { page: 1, ..TalentQuery::default() }).await.expect("a page");
    let profile = candidates::profile(s, hr, who.scope().candidate()).await;
    assert!(matches!(profile, Ok(_) | Err(ServiceError::NotFound)), "{profile:?}");
    let mut browser = Browser::signed_in(app, hr.user.email.as_str()).await;
    vec![
        ("the list", names(format!("{:?}", ranked::page(s, hr, job.id, &all).await.expect("a page")))),
        ("a search", ranked::page(s, hr, job.id, &by_name).await.expect("a page").rows.total > 0),
        (
            "the board",
            names(format!("{:?}", board::load(s, hr, job.id, &ApplicantQuery::default()).await.expect("a board"))),
        ),
        ("the page", names(format!("{:?}", detail::load(s, hr, id).await.expect("a page")))),
        ("the file", names(String::from_utf8_lossy(&file).into_owned())),
        ("the pool", pool.hits.total > 0),
        ("the profile", profile.is_ok()),
        ("the first page", names(browser.get("/hr").await.body)),
        ("the inbox", names(browser.get("/hr/inbox").await.body)),
    ]
}

#[tokio::test]
async fn a_rejection_by_a_screening_rule_names_nobody() {
    let World { app, hr, job } = World::with(hides).await;
    let Applicant { id, who, .. } = applicant(&app, &job, "quill@example.com", "no").await;
    for (place, named) in told(&app, &hr, &job, id, &who).await {
        assert!(!named, "{place} names somebody whom a rule rejected");
    }
    // A person decides otherwise: from then on the applicant is named, whatever follows.
    transitions::reopen(&app.services, &hr, id, 2).await.expect("taken up again");
    for (place, named) in told(&app, &hr, &job, id, &who).await {
        assert!(named || place == "the first page", "{place} hides somebody with whom a person took a step");
    }
}

#[tokio::test]
async fn of_a_hidden_person_nothing_tells_more_than_the_day() {
    let World { app, mut hr, job } = World::with(hides).await;
    let rejected = applicant(&app, &job, "one@example.com", "no").await.id;
    applicant(&app, &job, "two@example.com", "yes").await;
    let shown = detail::load(&app.services, &hr, rejected).await.expect("a page");
    let mail_at = shown.mail_at.expect("a mail that waits");
    assert_eq!(mail_at.time(), chrono::NaiveTime::MIN, "{mail_at}");
    let today = app.services.clock.today();
    let mut browser = Browser::signed_in(&app, hr.user.email.as_str()).await;
    let list = format!("/hr/jobs/{}", job.id);
    for path in [list.clone(), format!("{list}/board"), format!("/hr/applications/{rejected}")] {
        let page = browser.get(&path).await.body;
        let times: Vec<&str> = page.split("<time").skip(1).filter_map(|rest| rest.split("</time>").next()).collect();
        assert!(!times.is_empty(), "{path}: {page}");
        for time in times {
            let tells = |day: chrono::NaiveDate| {
                time.contains(&format!("datetime=\"{day}\"")) && time.contains(&day.format("%-d %b %Y").to_string())
            };
            assert!(tells(today) || tells(mail_at.date_naive()), "{path}: {time}");
            assert!(!time.contains("title"), "{path}: {time}");
        }
    }
    // The date is the same in every reader's time zone.
    hr.user.time_zone = hireq_services::zones::known("America/Vancouver");
    let (_, file) = csv::applicants(&app.services, &hr, job.id, &ApplicantQuery::default()).await.expect("a file");
    assert!(String::from_utf8_lossy(&file).contains(&format!("{today},{today}")));
}

#[tokio::test]
async fn putting_somebody_on_hold_decides_nothing_and_names_nobody() {
    let World { app, hr, job } = World::with(hides).await;
    let Applicant { id, who, .. } = applicant(&app, &job, "quill@example.com", "yes").await;
    transitions::hold(&app.services, &hr, id, 1, "The budget is open").await.expect("on hold");
    transitions::resume(&app.services, &hr, id, 2).await.expect("goes on");
    for (place, named) in told(&app, &hr, &job, id, &who).await {
        assert!(!named, "{place} names somebody who waited for a while");
    }
}

#[tokio::test]
async fn who_applies_again_after_a_rejection_brings_it_along_and_a_blind_job_leads_to_nobody() {
    let World { app, hr, job } = World::with(hides).await;
    let Applicant { id: first, who, document } = applicant(&app, &job, "quill@example.com", "no").await;
    own::withdraw(&app.services, &who, first).await.expect("withdrawn before they were told");
    app.advance(chrono::TimeDelta::minutes(1));
    let again = app.apply(&who, document, &job, &["yes"]).await;
    let earlier = detail::load(&app.services, &hr, again).await.expect("a page").earlier;
    assert_eq!(
        earlier.iter().map(|e| (e.known, e.rejected, e.status)).collect::<Vec<_>>(),
        [(None, true, ApplicationStatus::Withdrawn)]
    );
    let rows = ranked::page(&app.services, &hr, job.id, &ApplicantQuery::default()).await.expect("a page").rows.items;
    assert_eq!(rows.iter().map(|row| (row.id, row.again)).collect::<Vec<_>>(), [(again, true)]);
    // Once a person has decided, earlier applications can be opened; a rejection that was taken back does not count as
    // one.
    let stage = stage(&job, 1);
    transitions::move_to(&app.services, &hr, again, 1, stage).await.expect("moved");
    let earlier = detail::load(&app.services, &hr, again).await.expect("a page").earlier;
    assert_eq!(earlier[0].known.map(|known| known.0), Some(first));
    assert!(detail::load(&app.services, &hr, first).await.expect("a page").earlier.is_empty());
}

#[tokio::test]
async fn the_first_page_names_whom_somebody_took_a_step_with() {
    let World { app, hr, job } = World::with(hides).await;
    let Applicant { id, who, .. } = applicant(&app, &job, "quill@example.com", "yes").await;
    let shown = async || {
        let shown = hireq_services::dashboard::show(&app.services, &hr).await.expect("numbers");
        shown.overdue.into_iter().map(|row| row.name).collect::<String>()
    };
    app.advance(chrono::TimeDelta::days(9));
    assert_eq!(shown().await, blind_name(id));
    let stage = stage(&job, 1);
    transitions::move_to(&app.services, &hr, id, 1, stage).await.expect("moved");
    app.advance(chrono::TimeDelta::days(9));
    assert_eq!(shown().await, who.user.name.as_str());
}

#[tokio::test]
async fn stored_applications_are_named_by_their_history() {
    let World { app, hr, job } = World::with(hides).await;
    let by_rule = applicant(&app, &job, "one@example.com", "no").await.id;
    let by_person = applicant(&app, &job, "two@example.com", "yes").await.id;
    let by_nobody = applicant(&app, &job, "three@example.com", "yes").await.id;
    let stage = stage(&job, 1);
    transitions::move_to(&app.services, &hr, by_person, 1, stage).await.expect("moved");
    // As before the migration.
    let pool = &app.services.pool;
    app.sql("update applications set named_at = null").await;
    let migration = include_str!("../../../migrations/0054_named_at.sql");
    let fill = migration.split(';').find(|part| part.contains("update applications")).expect("the statement");
    sqlx::query(sqlx::AssertSqlSafe(fill.trim().to_owned())).execute(pool).await.expect("filled");
    for (id, named) in [(by_rule, false), (by_person, true), (by_nobody, false)] {
        let sql = "select named_at is not null from applications where id = $1";
        let found: bool = app.value_of(sql, id.0).await;
        assert_eq!(found, named);
    }
}
