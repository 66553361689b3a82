//! Compares what each reader finds after each event with the table of effects.

use crate::support::{
    PASSWORD, TestApp, sign_up,
    world::{Applicant, World, asking, permit, stage},
};
use chrono::TimeDelta;
use hireq_domain::{
    account::{AccountStep, Role},
    application::{EventKind, RejectReason},
    event::{Cast, Effects, Event, InStage, LiveEvent, Part, Reader, Stage, When},
    ids::UserId,
    job::{JobStatus, OpenApplications},
    team::JobRole,
};
use hireq_services::{
    accounts, admin,
    applications::{
        detail::{self, At},
        own, transitions,
    },
    auth::{Candidate, Hr},
    events::record,
    jobs,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A job with one applicant.
struct Told {
    app: TestApp,
    hr: Hr,
    who: Candidate,
    cast: Cast,
}

async fn told(hidden: bool) -> Told {
    let World { app, hr, job } = World::with(|form| {
        form.title = "Engineer".into();
        form.blind = hidden.to_string();
    })
    .await;
    let Applicant { who, document, id: application } = app.applicant(&job, "marked-person@example.com", &[]).await;
    let at = |n: usize, name: &str| Stage { id: stage(&job, n), name: name.to_owned() };
    let cast = Cast {
        user: who.user.id,
        job: job.id,
        candidate: who.scope().candidate(),
        document,
        at: InStage { application, job: job.id, stage: at(0, "STAGE-NAME") },
        to: at(1, "STAGE-NAME"),
        email: "wanted@example.com".parse().expect("an address"),
        organization: hr.scope().organization(),
    };
    Told { app, hr, who, cast }
}

type MailRow = (String, String, String, String);
type LiveRow = (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>, serde_json::Value);
type AuditRow = (String, serde_json::Value);

impl Told {
    async fn record(&self, event: Event) {
        let mut tx = self.app.services.pool.begin().await.expect("a transaction");
        record(&self.app.services, &mut tx, &self.hr, event).await.expect("recorded");
        tx.commit().await.expect("committed");
    }

    /// Deletes all notifications so far, but not the history.
    async fn forget(&self) {
        sqlx::raw_sql("delete from outbox; delete from live_events;")
            .execute(&self.app.services.pool)
            .await
            .expect("done");
    }

    async fn mails(&self) -> Vec<MailRow> {
        sqlx::query_as("select event, recipient, subject, body from outbox")
            .fetch_all(&self.app.services.pool)
            .await
            .expect("mails")
    }

    async fn live(&self) -> Vec<LiveRow> {
        sqlx::query_as("select organizations, candidates, users, event from live_events")
            .fetch_all(&self.app.services.pool)
            .await
            .expect("live events")
    }

    /// The newest entry of the audit log.
    async fn audit(&self) -> AuditRow {
        sqlx::query_as("select action, detail from audit_log order by created_at desc, id desc limit 1")
            .fetch_one(&self.app.services.pool)
            .await
            .expect("an entry")
    }

    /// The recipients and mails that the table expects.
    fn mailed(&self, effects: &Effects) -> BTreeSet<(String, String)> {
        let address = |reader: &Reader| match reader {
            Reader::Candidate | Reader::User(_) => "marked-person@example.com".to_owned(),
            Reader::JobTeam => "hr@example.com".to_owned(),
            Reader::Address(email) => email.as_str().to_owned(),
            Reader::Organization | Reader::Administrators => panic!("nobody's address"),
        };
        let sent = effects.readers().filter_map(|told| Some((told, told.mail.as_ref()?)));
        let sent = sent.filter(|(_, (_, when))| *when != When::Never);
        sent.map(|(told, (mail, _))| (mail.word().to_owned(), address(&told.reader))).collect()
    }
}

#[tokio::test]
async fn every_event_reaches_every_reader_as_the_table_says_and_nobody_else() {
    for blind in [false, true] {
        let w = told(blind).await;
        for event in w.cast.events() {
            let (effects, what) = (event.effects(), format!("{event:?}"));
            w.forget().await;
            w.record(event).await;
            let mails = w.mails().await;
            let sent: BTreeSet<_> = mails.iter().map(|(word, to, ..)| (word.clone(), to.clone())).collect();
            assert_eq!(sent, w.mailed(&effects), "{what}");
            let tells = |reader: &dyn Fn(&Reader) -> bool| effects.readers().any(|t| t.live && reader(&t.reader));
            let live = w.live().await;
            assert_eq!(live.len(), usize::from(effects.live.is_some()), "{what}");
            for (organizations, candidates, users, said) in live {
                // A file or a name reveals a person, whom a blind job hides.
                let leads = |kind: &str| kind.starts_with("document") || kind.starts_with("person");
                let named = !blind || !said["kind"].as_str().is_some_and(leads);
                let ours = named && tells(&|reader| *reader == Reader::Organization);
                assert_eq!(organizations, if ours { vec![w.cast.organization.0] } else { vec![] }, "{what}");
                let theirs = tells(&|reader| *reader == Reader::Candidate);
                assert_eq!(candidates, if theirs { vec![w.cast.candidate.0] } else { vec![] }, "{what}");
                let people = effects.readers().filter(|told| told.live).filter_map(|told| match told.reader {
                    Reader::User(user) => Some(user.0),
                    _ => None,
                });
                assert_eq!(users, people.collect::<Vec<_>>(), "{what}");
                let leads = said.to_string().contains(&w.cast.candidate.to_string());
                assert!(!(blind && leads) || organizations.is_empty(), "{what}");
            }
            if let Some(audit) = &effects.audit {
                let (action, detail) = w.audit().await;
                assert_eq!(action, audit.action, "{what}");
                for secret in ["TEAM-NOTE", "SECRET", "marked-person", "wanted@"] {
                    assert!(!detail.to_string().contains(secret), "{what}: {detail}");
                }
            }
            for (word, to, subject, body) in &mails {
                let reads = effects.readers().filter(|told| told.mail.as_ref().is_some_and(|m| m.0.word() == word));
                let reads: Vec<Part> = reads.flat_map(|told| told.reads).copied().collect();
                for (part, mark) in [
                    (Part::Person, "marked-person"),
                    (Part::StageName, "STAGE-NAME"),
                    (Part::TeamNote, "TEAM-NOTE"),
                    (Part::Reason, "Pay expectations"),
                ] {
                    let may = reads.contains(&part);
                    assert!(may || !format!("{subject}{body}").contains(mark), "{word} to {to} of {what}: {body}");
                }
                assert!(!body.contains("SECRET"), "a link's secret is kept apart: {body}");
            }
        }
        // Once more, with nothing afterwards that cancels them; by then all of it has been told.
        for event in w.cast.events() {
            if matches!(event, Event::Rejected { .. } | Event::KnockedOut { .. }) {
                w.record(event).await;
            }
        }
        w.app.advance(TimeDelta::days(3));
        let page = format!("{:?}", own::page(&w.app.services, &w.who, w.cast.at.application).await.expect("a page"));
        for secret in ["TEAM-NOTE", "STAGE-NAME", "hr@example.com"] {
            assert!(!page.contains(secret), "the candidate's page: {page}");
        }
        assert!(page.contains("Pay expectations"), "{page}");
        let mut notes = 0;
        for history in [1, 2] {
            let at = At { history, ..At::default() };
            let page = detail::load_at(&w.app.services, &w.hr, w.cast.at.application, at).await.expect("a page");
            notes += page.history.iter().filter(|item| item.team_note.as_deref() == Some("TEAM-NOTE")).count();
        }
        // Either way of rejecting, each recorded twice, and the hold.
        assert_eq!(notes, 5, "the team reads its notes");
    }
}

#[tokio::test]
async fn a_note_for_the_team_reaches_the_candidate_in_no_way() {
    let w = told(false).await;
    let s = &w.app.services;
    let id = w.cast.at.application;
    transitions::reject(s, &w.hr, id, 1, RejectReason::Experience, "TALKS TOO MUCH").await.expect("rejected");
    transitions::reopen(s, &w.hr, id, 2).await.expect("reopened");
    transitions::hold(s, &w.hr, id, 3, "TALKS TOO MUCH").await.expect("held");
    transitions::reject(s, &w.hr, id, 4, RejectReason::Pay, "TALKS TOO MUCH").await.expect("rejected");
    w.app.advance(TimeDelta::days(2));
    let mut browser = crate::support::browser::Browser::signed_in(&w.app, "marked-person@example.com").await;
    let page = browser.get(&format!("/me/applications/{id}")).await.body;
    assert!(page.contains("Pay expectations") && !page.contains("TALKS"), "{page}");
    for (_, to, subject, body) in w.mails().await {
        assert!(!format!("{subject}{body}").contains("TALKS"), "to {to}: {body}");
    }
    for (.., said) in w.live().await {
        assert!(!said.to_string().contains("TALKS"), "{said}");
    }
    let history = detail::load(s, &w.hr, id).await.expect("a page").history;
    let notes: Vec<_> = history.iter().filter_map(|item| Some((item.kind, item.team_note.as_deref()?))).collect();
    let note = "TALKS TOO MUCH";
    assert_eq!(notes, [(EventKind::Rejected, note), (EventKind::Held, note), (EventKind::Rejected, note)]);
    let mut theirs = crate::support::browser::Browser::signed_in(&w.app, "hr@example.com").await;
    assert!(theirs.get(&format!("/hr/applications/{id}")).await.body.contains("TALKS TOO MUCH"));
}

#[tokio::test]
async fn notes_that_were_kept_in_the_reason_are_taken_out_of_it() {
    let w = told(false).await;
    let pool = &w.app.services.pool;
    let rows = [
        (
            "rejected",
            "recruiter",
            Some("Pay expectations: asks for twice: too much"),
            "Pay expectations",
            Some("asks for twice: too much"),
        ),
        ("rejected", "recruiter", Some("The position is filled"), "The position is filled", None),
        (
            "rejected",
            "rule",
            Some("A screening question's answer: Permit: yes?"),
            "A screening question's answer: Permit: yes?",
            None,
        ),
        ("held", "recruiter", Some("on leave"), "", Some("on leave")),
    ];
    let mut ids = vec![];
    for (kind, by, reason, ..) in rows {
        let id = Uuid::now_v7();
        sqlx::query(
            "insert into application_events (id, application_id, actor_kind, kind, reason) values ($1, $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(w.cast.at.application.0)
        .bind(by)
        .bind(kind)
        .bind(reason)
        .execute(pool)
        .await
        .expect("a row as it was");
        ids.push(id);
    }
    let migration = include_str!("../../../migrations/0049_team_notes.sql");
    let mends = migration.replace("alter table application_events add column team_note text;", "");
    sqlx::raw_sql(sqlx::AssertSqlSafe(mends)).execute(pool).await.expect("mended");
    for ((.., reason, note), id) in rows.iter().zip(&ids) {
        let (now, kept): (Option<String>, Option<String>) =
            sqlx::query_as("select reason, team_note from application_events where id = $1")
                .bind(id)
                .fetch_one(pool)
                .await
                .expect("a row");
        assert_eq!((now.unwrap_or_default().as_str(), kept.as_deref()), (*reason, *note));
    }
    let refused = sqlx::query("update application_events set team_note = 'x'").execute(pool).await;
    assert!(refused.is_err(), "history stays as it was written");
}

/// A mail in readable form, without parts that differ between runs.
fn shown((word, to, subject, body): &MailRow, site: &str, key: &str) -> String {
    let body = body.replace(key, "KEY").replace(site, "SITE");
    format!("== {word} to {to}\n{subject}\n\n{body}")
}

#[tokio::test]
async fn the_mails_that_are_sent_read_as_they_were_agreed() {
    let w = told(false).await;
    let s = &w.app.services;
    let id = w.cast.at.application;
    transitions::move_to(s, &w.hr, id, 1, w.cast.to.id).await.expect("moved");
    w.app.advance(TimeDelta::minutes(6));
    hireq_services::mail::send_due(s).await.expect("sent");
    transitions::reject(s, &w.hr, id, 2, RejectReason::Filled, "").await.expect("rejected");
    transitions::reopen(s, &w.hr, id, 3).await.expect("reopened");
    let close = Some(OpenApplications::Close);
    jobs::set_status(s, &w.hr, w.cast.at.job, JobStatus::Closed, close).await.expect("closed");
    w.app.run_tasks().await;
    accounts::forgot_password(s, "192.0.2.1", "marked-person@example.com").await.expect("asked");
    for n in 0..10 {
        let ip = format!("198.51.100.{n}");
        drop(accounts::sign_in(s, ip.as_str(), "marked-person@example.com", "not the password").await);
    }
    let root = w.app.admin("root@example.com").await;
    for (email, step, reason) in
        [("in@example.com", AccountStep::Approve, ""), ("out@example.com", AccountStep::Reject, "Nobody knows you")]
    {
        let user = w.app.account(Role::Hr, email).await;
        admin::users::step(s, &root, user, step, reason).await.expect("decided");
    }
    let mut texts: Vec<String> =
        w.mails().await.iter().map(|mail| shown(mail, &s.config.frontend_url, &id.to_string())).collect();

    let app = TestApp::with_mail().await;
    let user: UserId = app.account(Role::Candidate, "known@example.com").await;
    for email in ["known@example.com", "new@example.com"] {
        let input = sign_up(Role::Candidate, email);
        accounts::begin_sign_up(&app.services, email, input, String::new()).await.expect("asked");
    }
    let hr = app.hr("hr@example.com").await;
    for email in ["known@example.com", "colleague@example.com"] {
        accounts::team::invite(&app.services, &hr, email).await.expect("invited");
    }
    let job = app.job(&hr, |form| form.title = "Engineer".into()).await;
    for email in ["known@example.com", "hr@example.com"] {
        crate::guest::waits(&app, &job, email).await;
    }
    let bea = app.colleague(&hr, "bea@example.com").await.user.id;
    jobs::team::set(&app.services, &hr, job.id, bea, JobRole::HiringManager).await.expect("added");
    jobs::team::hand_over(&app.services, &hr, Some(hr.user.id), bea).await.expect("handed over");
    let other = app.account(Role::Candidate, "other@example.com").await;
    for (id, email) in [(user, "next@example.com"), (other, "known@example.com")] {
        let visitor = app.request_of(id).await;
        let who = visitor.signed_in().expect("signed in");
        accounts::set_profile(&app.services, &who, "Name", email, PASSWORD).await.expect("asked");
    }
    let rows: Vec<MailRow> = sqlx::query_as("select event, recipient, subject, body from outbox")
        .fetch_all(&app.services.pool)
        .await
        .expect("mails");
    texts.extend(
        rows.iter()
            .filter(|row| row.0 != "welcome")
            .map(|mail| shown(mail, &app.services.config.frontend_url, &job.id.to_string())),
    );
    texts.sort();
    texts.dedup();
    let text = texts.join("\n");
    if std::env::var_os("WRITE_MAILS").is_some() {
        std::fs::write("tests/it/mails.txt", &text).expect("written");
    }
    assert_eq!(text, include_str!("mails.txt"), "WRITE_MAILS=1 writes them anew, for a look at what changed");
    let templates: BTreeSet<_> = std::fs::read_dir("services/templates/en")
        .expect("the templates")
        .filter_map(|file| Some(file.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    let words: BTreeSet<_> = text.lines().filter_map(|line| line.strip_prefix("== ")?.split(' ').next()).collect();
    assert_eq!(words, templates.iter().map(String::as_str).collect(), "every template is sent by somebody");
}

#[tokio::test]
async fn a_rule_ends_an_application_by_nobodys_hand() {
    let World { app, hr, job } = World::with(asking([permit()])).await;
    let id = app.applicant(&job, "zoe@example.com", &["no"]).await.id;
    let noted: (Option<Uuid>, Option<Uuid>) = sqlx::query_as(
        "select actor_id, organization_id from audit_log where action = 'application.knocked_out' and subject_id = $1",
    )
    .bind(id.0)
    .fetch_one(&app.services.pool)
    .await
    .expect("noted");
    assert_eq!(noted, (None, Some(hr.scope().uuid())));
    assert_eq!(app.mails("application_rejected", "queued").await, 1);
    let history = detail::load(&app.services, &hr, id).await.expect("a page").history;
    let kinds: Vec<_> = history.iter().map(|item| (item.kind, item.actor.as_str())).collect();
    assert_eq!(kinds, [(EventKind::Rejected, "Screening rule"), (EventKind::Applied, "Candidate")]);
}

#[tokio::test]
async fn a_batch_of_scores_is_one_event_of_the_job_and_a_file_that_cannot_be_read_one_of_its_own() {
    let w = told(false).await;
    w.forget().await;
    w.app.run_tasks().await;
    let said: Vec<LiveEvent> =
        w.live().await.into_iter().map(|row| serde_json::from_value(row.3).expect("an event")).collect();
    let scored = said.iter().filter(|event| matches!(event, LiveEvent::ApplicantsChanged { .. })).count();
    assert!(scored >= 1 && said.iter().any(|event| matches!(event, LiveEvent::DocumentRead { .. })), "{said:?}");
    w.app.sql("update documents set status = 'queued'").await;
    w.app.sql("delete from parsed_resumes").await;
    for file in std::fs::read_dir(w.app.files()).expect("files").flatten() {
        drop(std::fs::remove_file(file.path()));
        drop(std::fs::remove_dir_all(file.path()));
    }
    w.forget().await;
    let mut tx = w.app.services.pool.begin().await.expect("a transaction");
    let again = hireq_services::resumes::ReadDocument { document: w.cast.document };
    hireq_services::queue::enqueue(&mut tx, &again).await.expect("queued");
    tx.commit().await.expect("committed");
    w.app.run_tasks().await;
    let said: Vec<_> = w.live().await.into_iter().map(|row| row.3["kind"].to_string()).collect();
    assert_eq!(said, ["\"document_failed\""]);
}
