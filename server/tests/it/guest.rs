//! Applying without being signed in: with a mail server the address is confirmed first; without one the account is made
//! with the application.

use crate::support::{
    PASSWORD, TestApp,
    browser::{Answer, Browser},
    world::{TEXT, World, asking, asks, permit, question, stream},
};
use axum::http::StatusCode;
use chrono::TimeDelta;
use hireq_domain::{
    account::Role,
    candidate::Contact,
    job::{Job, JobStatus, OpenApplications},
    job_form::{JobForm, QuestionRow},
};
use hireq_services::{
    ServiceError,
    applications::{
        apply::{Input, answer_field},
        guest::{self, Confirmed, Guest, Outcome},
        own, ranked,
    },
    auth::Visitor,
    housekeeping::Housekeeping,
    jobs,
    queue::Task,
    resumes,
    uploads::Sender,
};

const APPLY: &str = "/api/portal/apply-as-guest";
const CONFIRM: &str = "/api/portal/confirm-application";
const FILE: (&str, &str, &[u8]) = ("file", "zoe.txt", TEXT.as_bytes());

/// The form of somebody with this address, who answers no questions.
async fn form(app: &TestApp, email: &str) -> Guest {
    let sender = Sender::Guest(email.to_owned());
    let upload = resumes::receive(&app.services, sender, "zoe.txt", stream(TEXT.as_bytes())).await;
    Guest {
        name: "Zoë Ünal".into(),
        email: email.into(),
        phone: "+48 600 100 200".into(),
        password: PASSWORD.into(),
        file: Some(upload),
        input: Input { consent: true, ..Input::default() },
    }
}

/// An application that waits for the confirmation of this address. Returns its link's secret.
pub async fn waits(app: &TestApp, job: &Job, email: &str) -> String {
    let form = form(app, email).await;
    guest::send(&app.services, email, &job.slug, form).await.expect("taken");
    newest_link(app).await
}

async fn newest_link(app: &TestApp) -> String {
    let secret: Option<String> = app
        .value(
            "select secret from outbox where event in ('confirm_application', 'application_refused')
             order by created_at desc, id desc limit 1",
        )
        .await;
    secret.unwrap_or_default()
}

async fn confirm(app: &TestApp, token: &str) -> hireq_services::Result<Confirmed> {
    let visitor = Visitor { user: None, ip: "192.0.2.7".into(), agent: "test".into() };
    guest::confirm(&app.services, &visitor, token).await
}

async fn with_mail(change: impl FnOnce(&mut JobForm)) -> World {
    let app = TestApp::with_mail().await;
    let hr = app.hr("hr@example.com").await;
    let job = app.job(&hr, change).await;
    World { app, hr, job }
}

fn page(job: &Job) -> String {
    format!("/jobs/{}/apply", job.slug)
}

/// The fields that everybody fills in.
fn fields<'a>(job: &'a Job, email: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("slug", job.slug.as_str()),
        ("name", "Zoë Ünal"),
        ("email", email),
        ("phone", "+48 600 100 200"),
        ("consent", "true"),
    ]
}

fn files(app: &TestApp) -> usize {
    std::fs::read_dir(app.files()).expect("the store").count()
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    app.value(sql).await
}

const APPLICATIONS: &str = "select count(*) from applications";
const ACCOUNTS: &str = "select count(*) from users";
const WAITING: &str = "select count(*) from unconfirmed_applications";

#[tokio::test]
async fn an_application_arrives_once_its_link_was_opened_and_its_button_pressed() {
    let World { app, hr, job } = with_mail(asking([permit()])).await;
    let (page, answer) = (page(&job), answer_field(question(&job, 0)));
    let mut browser = Browser::new(&app);
    let shown = browser.get(&page).await.body;
    assert!(shown.contains(&format!("/sign-in?next={page}")) && !shown.contains("name=\"password\""), "{shown}");
    let mut sent = fields(&job, "zoe@example.com");
    sent.push((&answer, "yes"));
    let answered = browser.post_files(APPLY, &page, &sent, &[FILE]).await;
    assert_eq!(answered.location(), format!("{page}?sent=1"), "{}", answered.body);
    assert!(browser.get(answered.location()).await.body.contains("Check your mail: confirm to send your application"));
    let (_, rows) = listed(&app, &hr, &job).await;
    assert_eq!((rows, count(&app, APPLICATIONS).await, count(&app, ACCOUNTS).await), (0, 0, 1), "nothing is there yet");
    let body: String = app.value("select body from outbox where event = 'confirm_application'").await;
    let token = newest_link(&app).await;
    assert!(!body.contains(&token) && !body.contains("Zoë"), "{body}");

    let mut elsewhere = Browser::new(&app);
    let opened = format!("/confirm-application?token={token}");
    let confirms = elsewhere.get(&opened).await;
    assert!(confirms.body.contains("zoe.txt") && confirms.body.contains("Zoë Ünal"), "{}", confirms.body);
    assert_eq!(confirms.headers["cache-control"], "no-store");
    assert_eq!(count(&app, APPLICATIONS).await, 0, "opening it does nothing");
    let done = elsewhere.post(CONFIRM, &[("token", &token)]).await;
    assert!(done.location().starts_with("/me/password?application="), "{} {}", done.location(), done.body);
    let chooses = elsewhere.get(done.location()).await.body;
    assert!(chooses.contains("Choose a password to see your application again"), "{chooses}");
    assert!(chooses.contains("Your application has arrived"), "{chooses}");
    assert_eq!(listed(&app, &hr, &job).await, ("Zoë Ünal".to_owned(), 1));
    for (sql, n) in [
        ("select count(*) from consents where purpose = 'application' and text_version = '2026-11'", 1),
        ("select count(*) from application_events where kind = 'applied' and actor_kind = 'candidate'", 1),
        ("select count(*) from outbox where event = 'application_received' and recipient = 'zoe@example.com'", 1),
        ("select count(*) from outbox where event = 'new_application' and recipient = 'hr@example.com'", 1),
        ("select count(*) from users where email = 'zoe@example.com' and verified_at is not null", 1),
        ("select count(*) from candidates where phones = '{\"+48 600 100 200\"}'", 1),
        (WAITING, 0),
    ] {
        assert_eq!(count(&app, sql).await, n, "{sql}");
    }
    assert!(Browser::new(&app).get(&opened).await.body.contains("This link works no longer"), "it works once");
    app.run_tasks().await;
    assert_eq!(count(&app, "select count(*) from applications where score is not null").await, 1, "it is matched");
    chooses_a_password(&app, &mut elsewhere).await;
}

/// The name of the first applicant, and how many there are.
async fn listed(app: &TestApp, hr: &hireq_services::auth::Hr, job: &Job) -> (String, i64) {
    let query = hireq_domain::applicants::ApplicantQuery::default();
    let rows = ranked::page(&app.services, hr, job.id, &query).await.expect("a list").rows;
    (rows.items.first().map(|row| row.name.clone()).unwrap_or_default(), rows.total)
}

async fn chooses_a_password(app: &TestApp, browser: &mut Browser) {
    let signing_in = [("email", "zoe@example.com"), ("password", PASSWORD)];
    let mut other = Browser::new(app);
    other.post("/api/account/sign-in", &signing_in).await;
    assert_eq!(other.get("/home").await.location(), "/sign-in", "no password fits");
    let chosen = browser.post("/api/account/choose-password", &[("password", PASSWORD)]).await;
    assert_eq!(chosen.location(), "/home", "{}", chosen.body);
    browser.post("/api/account/choose-password", &[("password", "another good password")]).await;
    other.post("/api/account/sign-in", &signing_in).await;
    assert_eq!(other.get("/home").await.location(), "/me", "the first one stays");
}

#[tokio::test]
async fn an_account_without_a_password_gets_one_by_mail() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    let token = waits(&app, &job, "zoe@example.com").await;
    assert!(confirm(&app, &token).await.expect("confirmed").without_password);
    let mut browser = Browser::new(&app);
    browser.post("/api/account/forgot-password", &[("email", "zoe@example.com")]).await;
    let reset: String = app.value("select secret from outbox where event = 'reset_password'").await;
    let answer = browser.post("/api/account/reset-password", &[("token", &reset), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), "/sign-in?changed=1", "{}", answer.body);
    Browser::signed_in(&app, "zoe@example.com").await;
}

#[tokio::test]
async fn the_answer_is_the_same_whoever_has_the_address_and_the_mail_alone_tells() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    app.account(Role::Candidate, "known@example.com").await;
    app.account(Role::Candidate, "shut@example.com").await;
    app.sql("update users set status = 'suspended' where email = 'shut@example.com'").await;
    app.admin("admin@example.com").await;
    let addresses =
        ["free@example.com", "Known@example.com", "shut@example.com", "hr@example.com", "admin@example.com"];
    let mut answers = Vec::new();
    for email in addresses {
        let mut browser = Browser::new(&app);
        let sent = browser.post_files(APPLY, &page(&job), &fields(&job, email), &[FILE]).await;
        let shown = browser.get(sent.location()).await.body;
        let texts = shown.split('<').map(|part| part.split('>').nth(1).unwrap_or_default().to_owned());
        let texts: Vec<_> = texts.filter(|text| !text.contains("__RESOLVED")).collect();
        let cookies = sent.headers.get_all("set-cookie").iter().count();
        answers.push((sent.status, sent.location().to_owned(), cookies, texts));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    let mails: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "select recipient, event, secret from outbox where event ~ 'confirm_application|refused' order by created_at, id",
    )
    .fetch_all(&app.services.pool)
    .await
    .expect("mails");
    for ((recipient, event, secret), email) in mails.iter().zip(addresses) {
        let staff = email.starts_with("hr") || email.starts_with("admin");
        let expected = if staff { "application_refused" } else { "confirm_application" };
        assert_eq!((recipient.as_str(), event.as_str(), secret.is_none()), (email, expected, staff));
    }
    let text: String = app.value("select body from outbox where event = 'application_refused' limit 1").await;
    assert!(text.contains("a recruiter's account cannot apply"), "{text}");
}

#[tokio::test]
async fn a_candidate_who_has_an_account_applies_with_it() {
    let World { app, hr, job } = with_mail(|_| ()).await;
    let who = app.candidate("zoe@example.com").await;
    let token = waits(&app, &job, "Zoe@example.com").await;
    let mut browser = Browser::new(&app);
    let done = browser.post(CONFIRM, &[("token", &token)]).await;
    assert!(done.location().starts_with("/me/applications/"), "{} {}", done.location(), done.body);
    assert!(browser.get(done.location()).await.body.contains("Your application has arrived"));
    assert_eq!(own::list(&app.services, &who).await.expect("a list").len(), 1);
    assert_eq!(listed(&app, &hr, &job).await, ("zoe".to_owned(), 1), "the account's name stays");
    assert_eq!(count(&app, "select count(*) from audit_log where action = 'account.sign_in'").await, 1);

    // Once more for the same job: the first application stays the only one, and its file too.
    let before = files(&app);
    let again = confirm(&app, &waits(&app, &job, "zoe@example.com").await).await.expect("confirmed");
    assert!(matches!(again.outcome, Outcome::Known(_)), "{again:?}");
    assert_eq!((count(&app, APPLICATIONS).await, files(&app)), (1, before));
}

#[tokio::test]
async fn an_account_that_cannot_apply_does_not_get_in_by_a_link() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let token = waits(&app, &job, "zoe@example.com").await;
    let opened = format!("/confirm-application?token={token}");
    let mut browser = Browser::new(&app);
    for (change, why) in [
        ("update users set status = 'suspended' where email = 'zoe@example.com'", "This account is suspended"),
        ("update users set status = 'active', role = 'admin' where email = 'zoe@example.com'", "which cannot apply"),
    ] {
        app.sql(change).await;
        browser.get(&opened).await;
        browser.post(CONFIRM, &[("token", &token)]).await;
        let shown = browser.get(&opened).await.body;
        assert!(shown.contains(why), "{shown}");
        assert_eq!(browser.get("/home").await.location(), "/sign-in");
        assert_eq!((count(&app, APPLICATIONS).await, count(&app, WAITING).await), (0, 1));
    }
}

#[tokio::test]
async fn a_link_works_for_a_week_and_then_what_waited_is_gone_with_its_file() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    let token = waits(&app, &job, "zoe@example.com").await;
    app.advance(TimeDelta::days(6));
    Housekeeping {}.run(&app.services).await.expect("swept");
    assert_eq!((files(&app), count(&app, WAITING).await), (1, 1), "a file that waits is not a lost one");
    app.advance(TimeDelta::hours(25));
    let refused = confirm(&app, &token).await;
    assert!(matches!(&refused, Err(ServiceError::Invalid(why)) if why.get("").is_some_and(|w| w.contains("too old"))));
    Housekeeping {}.run(&app.services).await.expect("removed");
    assert_eq!((files(&app), count(&app, WAITING).await, count(&app, APPLICATIONS).await), (0, 0, 0));
}

#[tokio::test]
async fn of_two_presses_at_once_one_makes_the_application() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    let token = waits(&app, &job, "zoe@example.com").await;
    let (one, two) = tokio::join!(confirm(&app, &token), confirm(&app, &token));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!((count(&app, APPLICATIONS).await, count(&app, ACCOUNTS).await), (1, 2));
}

#[tokio::test]
async fn a_link_from_before_another_password_signs_nobody_in() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    app.account(Role::Candidate, "zoe@example.com").await;
    let token = waits(&app, &job, "zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let changed = [("current", PASSWORD), ("password", "another good password")];
    assert_eq!(browser.post("/api/account/change-password", &changed).await.location(), "/account");
    let refused = confirm(&app, &token).await;
    assert!(
        matches!(&refused, Err(ServiceError::Invalid(why)) if why.get("").is_some_and(|w| w.contains("Sign in first")))
    );
    let done = browser.post(CONFIRM, &[("token", &token)]).await;
    assert!(done.location().starts_with("/me/applications/"), "whoever is signed in confirms: {}", done.body);
}

/// An application with this answer whose link is pressed after the job changed. Returns the page that it leads to.
async fn pressed_after(status: Option<JobStatus>) -> (TestApp, Browser, Job, String) {
    let World { app, hr, job } = with_mail(asking([asks("Why us?", "text")])).await;
    let (page, answer) = (page(&job), answer_field(question(&job, 0)));
    let mut browser = Browser::new(&app);
    let shown = browser.get(&page).await.body;
    let asked = shown.split("name=\"asked\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hash");
    let mut sent = fields(&job, "zoe@example.com");
    sent.extend([("asked", asked), (answer.as_str(), "I collect <b>herons</b>")]);
    let answered = browser.post_files(APPLY, &page, &sent, &[FILE]).await;
    assert!(answered.location().ends_with("?sent=1"), "{}", answered.body);
    let token = newest_link(&app).await;
    match status {
        Some(status) => {
            jobs::set_status(&app.services, &hr, job.id, status, Some(OpenApplications::Leave)).await.expect("set");
        }
        None => {
            let mut form = JobForm::from(&job.content);
            form.questions.push(QuestionRow { row: 1, ..asks("And when?", "text") });
            jobs::save(&app.services, &hr, job.id, job.row_version, &form, false).await.expect("asked more");
        }
    }
    let done = browser.post(CONFIRM, &[("token", &token)]).await;
    assert_eq!(done.location(), page, "{}", done.body);
    let shown = browser.get(&page).await.body;
    assert!(shown.contains("I collect &lt;b&gt;herons"), "what was written is there: {shown}");
    assert_eq!(count(&app, APPLICATIONS).await, 0);
    (app, browser, job, shown)
}

#[tokio::test]
async fn what_was_written_for_a_job_that_closed_before_its_link_was_pressed_is_shown_again() {
    let (.., shown) = pressed_after(Some(JobStatus::Closed)).await;
    assert!(shown.contains("This job takes no more applications"), "{shown}");
}

#[tokio::test]
async fn what_was_written_before_the_questions_changed_is_offered_again_with_the_file() {
    let (app, mut browser, job, shown) = pressed_after(None).await;
    assert!(shown.contains("questions changed while you wrote") && shown.contains("And when?"), "{shown}");
    assert!(shown.contains("zoe.txt"), "the file is one of theirs by now: {shown}");
    let document: uuid::Uuid = app.value("select id from documents").await;
    let (document, answer) = (document.to_string(), answer_field(question(&job, 0)));
    let texts = [
        ("slug", job.slug.as_str()),
        ("document", document.as_str()),
        (answer.as_str(), "I collect herons"),
        ("consent", "true"),
    ];
    let sent = browser.post_files("/api/portal/apply", &page(&job), &texts, &[("file", "", b"")]).await;
    assert!(sent.location().starts_with("/me/applications/"), "{} {}", sent.location(), sent.body);
}

#[tokio::test]
async fn a_job_that_closed_while_somebody_wrote_takes_nothing_and_shows_what_was_written() {
    let World { app, hr, job } = with_mail(asking([asks("Why us?", "text")])).await;
    let (page, answer) = (page(&job), answer_field(question(&job, 0)));
    jobs::set_status(&app.services, &hr, job.id, JobStatus::Closed, Some(OpenApplications::Leave)).await.expect("set");
    let mut sent = fields(&job, "zoe@example.com");
    sent.push((&answer, "I collect herons"));
    let mut browser = Browser::new(&app);
    assert_eq!(browser.post_files(APPLY, &page, &sent, &[FILE]).await.location(), page);
    let shown = browser.get(&page).await.body;
    assert!(shown.contains("This job takes no more applications") && shown.contains("I collect herons"), "{shown}");
    assert_eq!((count(&app, WAITING).await, files(&app)), (0, 0));
}

#[tokio::test]
async fn every_mistake_is_told_at_its_field_and_what_was_typed_comes_back() {
    let World { app, job, .. } = with_mail(asking([permit(), asks("Why us?", "text")])).await;
    let (page, answer) = (page(&job), answer_field(question(&job, 1)));
    let long = "herons ".repeat(700);
    let texts = [
        ("slug", job.slug.as_str()),
        ("name", "Zoë"),
        ("email", "nonsense"),
        ("phone", "none"),
        (answer.as_str(), long.as_str()),
    ];
    let mut browser = Browser::new(&app);
    let broken: (&str, &str, &[u8]) = ("file", "zoe.pdf", b"%PDF-1.7 broken");
    assert_eq!(browser.post_files(APPLY, &page, &texts, &[broken]).await.location(), page);
    let shown = browser.get(&page).await.body;
    for said in [
        "Choose your file again: everything else is as you left it",
        "The file is damaged and cannot be opened",
        "Enter a telephone number",
        "Answer this question",
        "Confirm that your application may be stored and read",
        "value=\"Zoë\"",
        "value=\"nonsense\"",
        long.trim(),
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let missing = browser.post_files(APPLY, &page, &fields(&job, "zoe@example.com"), &[("file", "", b"")]).await;
    assert_eq!(missing.location(), page);
    assert!(browser.get(&page).await.body.contains("Choose your résumé"));
    let large = vec![b'a'; 11 << 20];
    browser.post_files(APPLY, &page, &fields(&job, "zoe@example.com"), &[("file", "zoe.txt", &large)]).await;
    assert!(browser.get(&page).await.body.contains("The file is larger than 10 MB"));
    assert_eq!((count(&app, WAITING).await, files(&app)), (0, 0));
}

#[tokio::test]
async fn an_address_has_ten_waiting_applications_a_day_and_a_network_sixty_files_an_hour() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    for n in 0..12 {
        let guest = form(&app, "zoe@example.com").await;
        let sent = guest::send(&app.services, format!("192.0.2.{n}").as_str(), &job.slug, guest).await;
        let refused = matches!(&sent, Err(ServiceError::Invalid(why)) if why.get("email").is_some());
        assert_eq!(refused, n >= 10, "{n}: {sent:?}");
    }
    assert_eq!((count(&app, WAITING).await, files(&app)), (10, 10));
    app.advance(TimeDelta::hours(25));
    waits(&app, &job, "zoe@example.com").await;
    let guest =
        async || resumes::receive(&app.services, Sender::Guest("198.51.100.1".into()), "a.txt", stream(b"a")).await;
    let mut taken = 0;
    while !matches!(guest().await, Err(ServiceError::TooManyRequests { .. })) {
        taken += 1;
        assert!(taken <= 60, "{taken} files");
    }
    assert_eq!(taken, 60);
}

#[tokio::test]
async fn a_form_with_more_text_than_any_form_has_is_refused() {
    let World { app, job, .. } = with_mail(|_| ()).await;
    let text = "x".repeat(90_000);
    let mut browser = Browser::new(&app);
    browser.accept = "application/json";
    for many in [vec![("name", text.as_str()); 20], vec![("", ""); 20_000]] {
        let sent = browser.post_files(APPLY, &page(&job), &many, &[FILE]).await;
        assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE, "{} fields", many.len());
    }
}

async fn read_contact(browser: &mut Browser, name: &str, bytes: &[u8]) -> Answer {
    browser.accept = "application/json";
    browser.post_files("/api/portal/read-contact", "/jobs", &[], &[("file", name, bytes)]).await
}

#[tokio::test]
async fn a_resume_says_how_to_reach_its_person_and_nothing_of_it_is_kept() {
    let app = TestApp::with_mail().await;
    let before = rows(&app).await;
    let mut browser = Browser::new(&app);
    let read = read_contact(&mut browser, "zoe.txt", TEXT.as_bytes()).await;
    let contact: Contact = serde_json::from_str(&read.body).expect("a contact");
    assert_eq!((contact.name.as_str(), contact.email.as_str()), ("Zoë Ünal", "zoe@example.com"));
    assert!(contact.phone.contains("600 100 200"), "{contact:?}");
    let broken = read_contact(&mut browser, "zoe.pdf", b"%PDF-1.7 broken").await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.body.contains("damaged"), "{}", broken.body);
    let large = read_contact(&mut browser, "zoe.txt", &vec![b'a'; (10 << 20) + 1]).await;
    assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(large.body.contains("larger than 10 MB"), "{}", large.body);
    assert_eq!((files(&app), rows(&app).await), (0, before));
    for _ in 0..3 {
        assert_eq!(read_contact(&mut browser, "zoe.txt", TEXT.as_bytes()).await.status, StatusCode::OK);
    }
    let often = read_contact(&mut browser, "zoe.txt", TEXT.as_bytes()).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
}

/// The number of rows in every table.
async fn rows(app: &TestApp) -> Vec<(String, i64)> {
    let mut counted = Vec::new();
    for table in app.tables().await {
        let sql = format!("select count(*) from {table}");
        let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&app.services.pool).await.expect("counted");
        counted.push((table, rows));
    }
    counted
}

#[tokio::test]
async fn where_no_mail_is_sent_the_account_is_made_with_the_application() {
    let World { app, job, .. } = World::with(asking([permit()])).await;
    let (page, answer) = (page(&job), answer_field(question(&job, 0)));
    let mut browser = Browser::new(&app);
    assert!(browser.get(&page).await.body.contains("name=\"password\""));
    let mut sent = fields(&job, "zoe@example.com");
    sent.push((&answer, "no"));
    browser.post_files(APPLY, &page, &sent, &[FILE]).await;
    let shown = browser.get(&page).await.body;
    assert!(shown.contains("field-password-error") && shown.contains("value=\"zoe@example.com\""), "{shown}");
    assert_eq!((count(&app, ACCOUNTS).await, files(&app)), (1, 0), "nothing is made of half a form");
    sent.push(("password", PASSWORD));
    let done = browser.post_files(APPLY, &page, &sent, &[FILE]).await;
    assert!(done.location().starts_with("/me/applications/"), "{} {}", done.location(), done.body);
    assert!(browser.get(done.location()).await.body.contains("Your application has arrived"));
    let status: String = app.value("select status from applications").await;
    assert_eq!(status, "rejected", "the rule that knocks out holds here too");
    Browser::signed_in(&app, "zoe@example.com").await;

    // The address has an account now: the same answer as at signing up.
    let mut other = Browser::new(&app);
    assert_eq!(other.post_files(APPLY, &page, &sent, &[FILE]).await.location(), page);
    let shown = other.get(&page).await.body;
    assert!(shown.contains("There is an account with this address already"), "{shown}");
    assert_eq!((count(&app, APPLICATIONS).await, count(&app, ACCOUNTS).await, files(&app)), (1, 2, 1));
}
