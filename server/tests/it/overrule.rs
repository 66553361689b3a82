//! Recruiters' verdicts: they count, are shown beside the machine's, and survive every new match.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{TEXT, World, blind, stage},
};
use hireq_domain::{
    applicants::{ApplicantQuery, ApplicationDetail},
    application::{EventKind, RejectReason},
    ids::{ApplicationId, OverruleId},
    job::Job,
    job_form::{FormRow, JobForm, RequirementRow},
    matching::{Counted, MatchItem, MatchResult, Verdict},
};
use hireq_services::{
    Result, ServiceError,
    applications::{
        compare, detail,
        overrule::{self, Of},
        own, ranked, transitions,
    },
    auth::{Candidate, Hr},
    jobs, matching,
};

/// The index of Kafka among the requirements.
const KAFKA: usize = 1;

struct Ranking {
    world: World,
    /// An applicant who names both skills.
    both: ApplicationId,
    /// An applicant who names neither.
    neither: ApplicationId,
    quiet: Candidate,
}

impl Ranking {
    async fn new(change: impl FnOnce(&mut JobForm)) -> Self {
        let skill = |text: &str| RequirementRow { text: text.into(), ..RequirementRow::empty(0) };
        let world = World::with(|form| {
            form.requirements = vec![skill("Rust"), skill("Kafka")];
            change(form);
        })
        .await;
        let both = world.app.applicant(&world.job, "zoe@example.com", &[]).await.id;
        let quiet = world.app.candidate("quiet@example.com").await;
        let text = TEXT
            .replace("Rust and PostgreSQL", "several languages")
            .replace("Rust, PostgreSQL, Python, Kafka", "Excel");
        let document = world.app.upload(&quiet, &text.replace("Zoë Ünal", "Quiet Quill")).await;
        let neither = world.app.apply(&quiet, document, &world.job, &[]).await;
        world.app.run_tasks().await;
        Self { world, both, neither, quiet }
    }

    fn app(&self) -> &TestApp {
        &self.world.app
    }

    async fn say(&self, who: &Hr, id: ApplicationId, verdict: Verdict, seen: Option<OverruleId>) -> Result<()> {
        let of = Of { application: id, requirement: "Kafka", seen };
        overrule::overrule(&self.app().services, who, of, verdict, "She said so on the phone").await
    }

    async fn take_back(&self, who: &Hr, id: ApplicationId, seen: Option<OverruleId>) -> Result<()> {
        let of = Of { application: id, requirement: "Kafka", seen };
        overrule::take_back(&self.app().services, who, of).await
    }

    async fn page(&self, id: ApplicationId) -> ApplicationDetail {
        detail::load(&self.app().services, &self.world.hr, id).await.expect("a page")
    }

    async fn result(&self, id: ApplicationId) -> MatchResult {
        self.page(id).await.result.expect("a match")
    }

    async fn kafka(&self, id: ApplicationId) -> MatchItem {
        self.result(id).await.items.swap_remove(KAFKA)
    }

    async fn seen(&self, id: ApplicationId) -> Option<OverruleId> {
        self.kafka(id).await.overrule.map(|said| said.id)
    }

    async fn order(&self, query: &ApplicantQuery) -> Vec<ApplicationId> {
        let (services, job) = (&self.app().services, self.world.job.id);
        let page = ranked::page(services, &self.world.hr, job, query).await.expect("a page");
        page.rows.items.iter().map(|row| row.id).collect()
    }

    /// Edits and saves the job, and matches its applicants again.
    async fn edit(&self, change: impl FnOnce(&mut JobForm)) -> Job {
        let (services, hr) = (&self.app().services, &self.world.hr);
        let job = jobs::load(services, hr, self.world.job.id).await.expect("a job");
        let mut form = JobForm::from(&job.content);
        change(&mut form);
        let job = jobs::save(services, hr, job.id, job.row_version, &form, false).await.expect("saved");
        self.app().run_tasks().await;
        job
    }
}

fn conflict<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(ServiceError::Conflict(why)) => why,
        other => panic!("expected a conflict, got {other:?}"),
    }
}

#[tokio::test]
async fn the_ranking_and_the_must_haves_follow_what_a_recruiter_said() {
    let w = Ranking::new(|form| drop(form.requirements.remove(0))).await;
    // The item of the only requirement left.
    let kafka = |result: MatchResult| result.items[0].clone();
    let musts = ApplicantQuery { musts: "true".into(), ..ApplicantQuery::default() };
    assert_eq!(w.order(&ApplicantQuery::default()).await, [w.both, w.neither]);
    assert_eq!(w.order(&musts).await, [w.both]);
    let before = w.result(w.neither).await;
    let hr = w.world.hr.clone();
    w.say(&hr, w.neither, Verdict::Met, None).await.expect("said");
    w.say(&hr, w.both, Verdict::Missing, None).await.expect("said");
    assert_eq!(w.order(&ApplicantQuery::default()).await, [w.neither, w.both]);
    assert_eq!(w.order(&musts).await, [w.neither]);
    let after = w.result(w.neither).await;
    assert_eq!((after.total, after.shares), (before.total, before.shares), "the machine's own stand");
    let Counted { total, shares } = after.counts();
    assert!(total > after.total, "{total} {}", after.total);
    assert_eq!(shares.skills, Some(1.0));
    assert_eq!(w.page(w.neither).await.row.score, Some(total), "what is shown is what ranks");
    let item = kafka(after);
    assert_eq!((item.verdict, item.counts()), (Verdict::Missing, Verdict::Met));
    let said = item.overrule.expect("said");
    assert_eq!((said.note.as_str(), said.by.as_str()), ("She said so on the phone", hr.user.name.as_str()));
    let rows = ranked::page(&w.app().services, &hr, w.world.job.id, &ApplicantQuery::default()).await.expect("a page");
    assert_eq!(rows.rows.items[0].verdicts, [Some(Verdict::Met)]);
    let side = compare::load(&w.app().services, &hr, w.world.job.id, &[w.both, w.neither]).await.expect("a page");
    assert_eq!(side.candidates[0].result.as_ref().expect("a match").items[0].counts(), Verdict::Missing);
}

#[tokio::test]
async fn a_match_made_anew_keeps_what_was_said_while_the_job_asks_for_it() {
    let w = Ranking::new(|_| ()).await;
    let hr = w.world.hr.clone();
    w.say(&hr, w.neither, Verdict::Met, None).await.expect("said");
    let total = w.result(w.neither).await.counts().total;
    w.app().sql("update match_runs set code_version = 'older'").await;
    matching::run::job(&w.app().services, w.world.job.id).await.expect("matched");
    let again = w.result(w.neither).await;
    assert_eq!((again.counts().total, again.items[KAFKA].counts()), (total, Verdict::Met));
    assert_eq!(w.page(w.neither).await.row.score, Some(total));
    // With other weights the machine's items stay valid, and the recruiter's verdict counts under them too.
    w.edit(|form| form.weight_skills = "90".into()).await;
    let reweighed = w.result(w.neither).await;
    let counted = reweighed.counted.expect("counted");
    assert!(counted.total > reweighed.total, "{counted:?} {}", reweighed.total);
    assert_eq!(w.page(w.neither).await.row.score, Some(counted.total));
    // Another requirement is added, and the order changes.
    w.edit(|form| form.requirements.swap(0, 1)).await;
    assert_eq!(w.result(w.neither).await.items[0].counts(), Verdict::Met);
    // With another text it is another requirement, without a recruiter's verdict.
    w.edit(|form| form.requirements[0].text = "Kafka Streams".into()).await;
    let other = w.result(w.neither).await;
    assert!(other.counted.is_none() && other.items.iter().all(|item| item.overrule.is_none()), "{other:?}");
    assert_eq!(other.lapsed[0].requirement, "Kafka", "it is shown as what counts no more");
    assert_eq!(w.page(w.neither).await.row.score, Some(other.total));
    w.edit(|form| form.requirements[0].text = "Kafka".into()).await;
    assert_eq!(w.result(w.neither).await.items[0].counts(), Verdict::Met, "and counts again with the words");
}

#[tokio::test]
async fn taking_it_back_restores_the_machine_s_verdict_and_total() {
    let w = Ranking::new(|_| ()).await;
    let hr = w.world.hr.clone();
    let before = w.result(w.neither).await;
    w.say(&hr, w.neither, Verdict::Partial, None).await.expect("said");
    let seen = w.seen(w.neither).await;
    w.take_back(&hr, w.neither, seen).await.expect("taken back");
    assert_eq!(w.result(w.neither).await, before);
    assert_eq!(w.page(w.neither).await.row.score, Some(before.total));
    assert_eq!(w.order(&ApplicantQuery::default()).await, [w.both, w.neither]);
    w.take_back(&hr, w.neither, seen).await.expect("once more is no fault");
    let history = w.page(w.neither).await.history.items;
    let kinds: Vec<_> = history.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [EventKind::Restored, EventKind::Overruled, EventKind::Applied]);
    assert_eq!(history[1].reason.as_deref(), Some("“Kafka”: partly met. She said so on the phone"));
    let noted: Vec<(String, serde_json::Value)> =
        sqlx::query_as("select action, detail from audit_log where action like 'verdict.%' order by id")
            .fetch_all(&w.app().services.pool)
            .await
            .expect("entries");
    assert_eq!(
        noted.iter().map(|(action, _)| action.as_str()).collect::<Vec<_>>(),
        ["verdict.overrule", "verdict.restore"]
    );
    assert!(!noted[0].1.to_string().contains("phone"), "{noted:?}");
}

#[tokio::test]
async fn another_organisation_can_neither_say_nor_take_back_anything() {
    let w = Ranking::new(|_| ()).await;
    let hr = w.world.hr.clone();
    let stranger = w.app().hr("stranger@example.com").await;
    w.say(&hr, w.neither, Verdict::Met, None).await.expect("said");
    let seen = w.seen(w.neither).await;
    for done in [
        w.say(&stranger, w.neither, Verdict::Missing, seen).await,
        w.say(&stranger, w.both, Verdict::Missing, None).await,
        w.take_back(&stranger, w.neither, seen).await,
    ] {
        assert!(matches!(done, Err(ServiceError::NotFound)), "{done:?}");
    }
    assert_eq!(w.seen(w.neither).await, seen);
}

#[tokio::test]
async fn of_two_recruiters_the_second_is_told_what_the_first_said() {
    let w = Ranking::new(|_| ()).await;
    let hr = w.world.hr.clone();
    let ben = w.app().colleague(&hr, "ben@example.com").await;
    let (one, other) =
        tokio::join!(w.say(&hr, w.neither, Verdict::Met, None), w.say(&ben, w.neither, Verdict::Partial, None));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let seen = w.seen(w.neither).await;
    let why = conflict(if one.is_ok() { other } else { one });
    assert!(why.contains("of this meanwhile"), "{why}");
    conflict(w.take_back(&ben, w.neither, None).await);
    // Somebody who has seen it may set another verdict, and other steps taken meanwhile do not conflict with that.
    w.say(&ben, w.neither, Verdict::Missing, seen).await.expect("said");
    conflict(w.take_back(&hr, w.neither, seen).await);
    let services = &w.app().services;
    transitions::move_to(services, &hr, w.neither, 1, stage(&w.world.job, 1)).await.expect("moved");
    transitions::reject(services, &hr, w.neither, 2, RejectReason::Pay, "").await.expect("rejected");
    let seen = w.seen(w.neither).await;
    assert!(conflict(w.say(&ben, w.neither, Verdict::Met, seen).await).contains("over"));
}

#[tokio::test]
async fn a_word_needs_a_note_of_some_length_and_a_requirement_that_is_asked() {
    let w = Ranking::new(|_| ()).await;
    let (services, hr) = (&w.app().services, &w.world.hr);
    let say = async |requirement: &str, note: &str| {
        let of = Of { application: w.neither, requirement, seen: None };
        overrule::overrule(services, hr, of, Verdict::Met, note).await
    };
    for note in ["", " \u{200b} ", &"x".repeat(1_001)] {
        assert!(matches!(say("Kafka", note).await, Err(ServiceError::Invalid(_))), "{note}");
    }
    conflict(say("Fortran", "why not").await);
    say("Kafka", &"x".repeat(1_000)).await.expect("said");
}

#[tokio::test]
async fn a_hidden_person_s_particulars_are_covered_in_the_note_and_its_day_alone_is_told() {
    let w = Ranking::new(blind).await;
    let hr = w.world.hr.clone();
    let of = Of { application: w.both, requirement: "Kafka", seen: None };
    overrule::overrule(&w.app().services, &hr, of, Verdict::Met, "Ünal told me").await.expect("said");
    let page = w.page(w.both).await;
    let said = page.result.expect("a match").items[KAFKA].overrule.clone().expect("said");
    assert_eq!(said.note, "[hidden] told me");
    assert_eq!(said.at, hireq_domain::applicants::day(said.at));
    assert!(!format!("{:?}", page.history).contains("Ünal"), "{:?}", page.history);
    assert!(page.hidden, "it decides nothing");
}

#[tokio::test]
async fn it_works_without_scripts_and_the_candidate_reads_it_without_the_colleague_s_name() {
    let w = Ranking::new(|_| ()).await;
    let mut browser = Browser::signed_in(w.app(), "hr@example.com").await;
    let (id, address) = (w.neither.to_string(), format!("/hr/applications/{}", w.neither));
    let fields = [("id", id.as_str()), ("requirement", "Kafka"), ("seen", ""), ("verdict", "met"), ("why", "")];
    browser.get(&address).await;
    browser.post("/api/applications/overrule", &fields).await;
    assert!(browser.get(&address).await.body.contains("Say why"));
    let fields = [("id", id.as_str()), ("requirement", "Kafka"), ("verdict", "met"), ("why", "Showed it to me")];
    browser.post("/api/applications/overrule", &fields).await;
    let page = browser.get(&address).await.body;
    for words in ["Recruiter: met", "Showed it to me", "the machine said “not found”", "The machine’s own total is"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let mut candidate = Browser::signed_in(w.app(), "quiet@example.com").await;
    let page = candidate.get(&format!("/me/applications/{}", w.neither)).await.body;
    assert!(page.contains("Recruiter: met") && page.contains("Showed it to me"), "{page}");
    let own = own::page(&w.app().services, &w.quiet, w.neither).await.expect("a page");
    assert_eq!(
        own.items.as_ref().expect("compared")[KAFKA].overrule.as_ref().expect("said").by,
        own.application.organization
    );
    assert_eq!(own.history.len(), 1, "no step was taken");
    let seen = w.seen(w.neither).await.expect("said").to_string();
    let fields = [("id", id.as_str()), ("requirement", "Kafka"), ("seen", seen.as_str())];
    browser.post("/api/applications/restore-verdict", &fields).await;
    assert!(!browser.get(&address).await.body.contains("Showed it to me – by"));
}
