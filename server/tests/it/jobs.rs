//! Jobs: written, published and edited by recruiters, found by everyone, separated from other organisations.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{World, job_form, new_job, stage},
};
use axum::http::StatusCode;
use chrono::{NaiveDate, TimeDelta};
use hireq_domain::{
    account::Role,
    job::{Employment, Job, JobSearch, JobStatus, Pay, PayPeriod, RemoteMode},
    job_form::{FormRow, JobForm, RequirementRow},
    number::Decimal,
    posting::{JobFilter, Posting},
};
use hireq_services::{ServiceError, applications::transitions, auth::Hr, jobs};

async fn draft(app: &TestApp, hr: &Hr, title: &str) -> Job {
    let form = job_form(title, "You build things.");
    jobs::save(&app.services, hr, new_job(), 0, &form, false).await.expect("saved")
}

async fn queued(app: &TestApp) -> i64 {
    app.value("select count(*) from graphile_worker.jobs where task_identifier = 'match_job'").await
}

#[tokio::test]
async fn another_organisation_s_job_is_not_there() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.hr("ours@example.com").await, app.hr("theirs@example.com").await);
    let job = draft(&app, &theirs, "Secret").await;
    let not_found =
        |result: Result<(), ServiceError>| assert!(matches!(result, Err(ServiceError::NotFound)), "{result:?}");
    not_found(jobs::load(&app.services, &ours, job.id).await.map(drop));
    not_found(jobs::copy_of(&app.services, &ours, job.id).await.map(drop));
    not_found(jobs::publish(&app.services, &ours, job.id).await);
    let form = job_form("Mine now", "Text");
    not_found(jobs::save(&app.services, &ours, job.id, job.row_version, &form, false).await.map(drop));
    not_found(jobs::save(&app.services, &ours, job.id, 0, &form, false).await.map(drop));
    assert_eq!(jobs::list(&app.services, &ours, &JobFilter::default(), 1).await.expect("a list").jobs.total, 0);
    assert_eq!(jobs::load(&app.services, &theirs, job.id).await.expect("still theirs"), job);
}

#[tokio::test]
async fn a_form_cannot_take_over_the_stages_of_another_job() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.hr("ours@example.com").await, app.hr("theirs@example.com").await);
    let (mine, foreign) = (draft(&app, &ours, "Mine").await, draft(&app, &theirs, "Theirs").await);
    let mut form = JobForm::from(&mine.content);
    form.stages[1].id = foreign.content.stages[1].id.map(|id| id.to_string()).unwrap_or_default();
    form.stages[1].name = "Hijacked".into();
    let saved = jobs::save(&app.services, &ours, mine.id, mine.row_version, &form, false).await.expect("saved");
    assert_ne!(saved.content.stages[1].id, foreign.content.stages[1].id);
    assert_eq!(jobs::load(&app.services, &theirs, foreign.id).await.expect("there"), foreign);
}

#[tokio::test]
async fn sending_a_new_job_s_form_twice_makes_one_job() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let (id, form) = (new_job(), job_form("Engineer", "Text"));
    let (one, two) = tokio::join!(
        jobs::save(&app.services, &hr, id, 0, &form, false),
        jobs::save(&app.services, &hr, id, 0, &form, false)
    );
    let three = jobs::save(&app.services, &hr, id, 0, &form, false).await;
    assert_eq!(one.expect("saved").content, two.expect("saved").content);
    assert_eq!(three.expect("saved").row_version, 1);
    assert_eq!(jobs::list(&app.services, &hr, &JobFilter::default(), 1).await.expect("a list").jobs.total, 1);
}

#[tokio::test]
async fn whoever_saves_over_a_newer_state_is_told_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = draft(&app, &hr, "Engineer").await;
    let mut first = JobForm::from(&job.content);
    first.title = "Lead engineer".into();
    let saved = jobs::save(&app.services, &hr, job.id, job.row_version, &first, false).await.expect("saved");
    assert_eq!(saved.row_version, job.row_version + 1);
    let mut second = JobForm::from(&job.content);
    second.location = "Berlin".into();
    let refused = jobs::save(&app.services, &hr, job.id, job.row_version, &second, false).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    assert_eq!(jobs::load(&app.services, &hr, job.id).await.expect("there").content.title, "Lead engineer");
    // A double click is not a conflict.
    jobs::save(&app.services, &hr, job.id, job.row_version, &first, false).await.expect("the same again");
}

#[tokio::test]
async fn publishing_needs_a_description_and_a_date_to_come() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let empty = jobs::save(&app.services, &hr, new_job(), 0, &job_form("Engineer", " "), false).await.expect("a draft");
    for day in ["", "2020-01-01"] {
        let mut form = JobForm::from(&empty.content);
        form.closes_on = day.into();
        let refused = jobs::save(&app.services, &hr, new_job(), 0, &form, true).await;
        let Err(ServiceError::Invalid(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.get("job[description]").is_some());
        assert_eq!(errors.get("job[closes_on]").is_some(), !day.is_empty());
    }
    assert!(matches!(jobs::publish(&app.services, &hr, empty.id).await, Err(ServiceError::Invalid(_))));
    let open = JobFilter { status: Some(JobStatus::Open), ..JobFilter::default() };
    assert_eq!(jobs::list(&app.services, &hr, &open, 1).await.expect("a list").jobs.total, 0);
}

#[tokio::test]
async fn a_job_takes_only_the_steps_that_its_status_allows() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = draft(&app, &hr, "Engineer").await;
    let to = async |status| jobs::set_status(&app.services, &hr, job.id, status, None).await;
    assert!(matches!(to(JobStatus::Paused).await, Err(ServiceError::Conflict(_))));
    to(JobStatus::Open).await.expect("published");
    to(JobStatus::Open).await.expect("twice is once");
    let published = jobs::load(&app.services, &hr, job.id).await.expect("there").published_at;
    assert!(published.is_some());
    to(JobStatus::Paused).await.expect("paused");
    to(JobStatus::Closed).await.expect("closed");
    app.advance(TimeDelta::days(3));
    to(JobStatus::Open).await.expect("reopened");
    assert_eq!(jobs::load(&app.services, &hr, job.id).await.expect("there").published_at, published);
    let counts = jobs::list(&app.services, &hr, &JobFilter::default(), 1).await.expect("a list").counts;
    assert!(counts.contains(&(JobStatus::Open, 1)) && counts.contains(&(JobStatus::Draft, 0)), "{counts:?}");
}

#[tokio::test]
async fn a_published_address_stays_when_the_title_changes() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = draft(&app, &hr, "Engineer").await;
    assert!(job.slug.starts_with("engineer-"), "{}", job.slug);
    let rename = async |job: &Job, title: &str| {
        let form = JobForm { title: title.into(), ..JobForm::from(&job.content) };
        jobs::save(&app.services, &hr, job.id, job.row_version, &form, false).await.expect("saved")
    };
    let job = rename(&job, "Pilot").await;
    assert!(job.slug.starts_with("pilot-"), "{}", job.slug);
    jobs::publish(&app.services, &hr, job.id).await.expect("published");
    let job = jobs::load(&app.services, &hr, job.id).await.expect("there");
    assert_eq!(rename(&job, "Captain").await.slug, job.slug);
}

#[tokio::test]
async fn only_changes_that_matter_to_the_match_have_it_done_again() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = draft(&app, &hr, "Engineer").await;
    assert_eq!(queued(&app).await, 0, "a draft has nobody to match");
    jobs::publish(&app.services, &hr, job.id).await.expect("published");
    assert_eq!(queued(&app).await, 1);
    app.sql("delete from graphile_worker._private_jobs").await;
    let job = jobs::load(&app.services, &hr, job.id).await.expect("there");
    let form = JobForm { location: "Paris".into(), ..JobForm::from(&job.content) };
    let job = jobs::save(&app.services, &hr, job.id, job.row_version, &form, false).await.expect("saved");
    assert_eq!(queued(&app).await, 0, "a place is no criterion");
    let mut form = JobForm::from(&job.content);
    form.requirements.push(RequirementRow { text: "Rust".into(), ..RequirementRow::empty(9) });
    let job = jobs::save(&app.services, &hr, job.id, job.row_version, &form, false).await.expect("saved");
    assert_eq!((queued(&app).await, job.content.requirements.len()), (1, 1));
}

#[tokio::test]
async fn a_stage_that_holds_applications_cannot_be_removed_but_renamed() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = app.job(&hr, |_| ()).await;
    let id = app.applicant(&job, "zoe@example.com", &[]).await.id;
    let stage = stage(&job, 1);
    transitions::move_to(&app.services, &hr, id, 1, stage).await.expect("moved");
    let mut form = JobForm::from(&job.content);
    form.edit_rows("remove-stages-1");
    let refused = jobs::save(&app.services, &hr, job.id, job.row_version, &form, false).await;
    let Err(ServiceError::Invalid(errors)) = refused else { panic!("{refused:?}") };
    assert!(errors.0[0].1.contains("“Screening” holds 1 application"), "{errors:?}");
    let mut form = JobForm::from(&job.content);
    form.stages[1].name = "Phone call".into();
    form.edit_rows("remove-stages-2");
    let saved = jobs::save(&app.services, &hr, job.id, job.row_version, &form, false).await.expect("saved");
    let names: Vec<_> = saved.content.stages.iter().map(|s| s.name.as_str()).collect();
    assert_eq!((names, saved.content.stages[1].id), (vec!["Applied", "Phone call", "Offer", "Hired"], Some(stage)));
    let row = &jobs::list(&app.services, &hr, &JobFilter::default(), 1).await.expect("a list").jobs.items[0];
    assert_eq!((row.active, row.new), (1, 0));
}

#[tokio::test]
async fn a_search_finds_whole_words_and_counts_every_facet() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    for (title, place, remote, employment, pay) in [
        ("Java developer", "Berlin", "onsite", "full_time", "60000"),
        ("JavaScript developer", "Berlin", "remote", "full_time", "70000"),
        ("C++ developer", "Paris", "remote", "contract", ""),
        ("C# developer", "Paris", "hybrid", "full_time", "50000"),
    ] {
        app.job(&hr, |form| {
            form.title = title.into();
            form.location = place.into();
            form.remote = remote.into();
            form.employment = employment.into();
            form.pay_max = pay.into();
        })
        .await;
    }
    draft(&app, &hr, "Java draft").await;
    let titles = async |search: JobSearch| -> Vec<String> {
        let result = jobs::search(&app.services, &search).await.expect("a search");
        let mut titles: Vec<_> = result.jobs.items.into_iter().map(|c| c.title).collect();
        titles.sort();
        titles
    };
    let words = |q: &str| JobSearch { q: q.into(), ..JobSearch::default() };
    assert_eq!(titles(words("java")).await, ["Java developer"]);
    assert_eq!(titles(words("c++ developers")).await, ["C++ developer"]);
    assert_eq!(titles(words("c++")).await, ["C++ developer"]);
    assert_eq!(titles(words("c/c# developer")).await, ["C# developer"]);
    assert_eq!(titles(words("f#")).await, Vec::<String>::new());
    assert_eq!(titles(words("paris developer")).await, ["C# developer", "C++ developer"]);
    assert_eq!(titles(words("'); drop table jobs --")).await, Vec::<String>::new());
    assert_eq!(titles(JobSearch { pay_min: Some(55_000.into()), ..JobSearch::default() }).await.len(), 2);
    let berlin = JobSearch { location: "berlin".into(), remote: vec![RemoteMode::Remote], ..JobSearch::default() };
    assert_eq!(titles(berlin.clone()).await, ["JavaScript developer"]);
    let found = jobs::search(&app.services, &berlin).await.expect("a search");
    let count =
        |facet: &[hireq_domain::job::FacetCount], value: &str| facet.iter().find(|f| f.value == value).map(|f| f.count);
    // Each facet's counts take the choices in the others into account, but not its own.
    assert_eq!((count(&found.remote, "onsite"), count(&found.remote, "remote")), (Some(1), Some(1)));
    assert_eq!((count(&found.locations, "Berlin"), count(&found.locations, "Paris")), (Some(1), Some(1)));
    assert_eq!((count(&found.employment, "full_time"), count(&found.employment, "contract")), (Some(1), Some(0)));
    let contract = JobSearch { employment: vec![Employment::Contract], ..JobSearch::default() };
    assert_eq!(titles(contract).await, ["C++ developer"]);
}

#[tokio::test]
async fn a_search_and_its_facets_know_no_accents_and_no_case() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    for (title, place) in [
        ("Bäcker", "Zürich"),
        ("Baker", "ZURICH"),
        ("Magazynier", "Łódź"),
        ("Garson", "İstanbul"),
        ("Straßenbauer", "Diyarbakır"),
    ] {
        app.job(&hr, |form| {
            form.title = title.into();
            form.location = place.into();
        })
        .await;
    }
    let found = async |q: &str, place: &str| {
        let search = JobSearch { q: q.into(), location: place.into(), ..JobSearch::default() };
        jobs::search(&app.services, &search).await.expect("a search")
    };
    for (q, place, count) in [
        ("", "Zurich", 2),
        ("", "zürich", 2),
        ("", "lodz", 1),
        ("", "ŁÓDŹ", 1),
        ("", "istanbul", 1),
        ("", "İSTANBUL", 1),
        ("", "diyarbakir", 1),
        ("backer", "", 1),
        ("STRASSENBAUER", "", 1),
        ("strassenbauer", "", 1),
        ("lodz", "", 1),
        ("istanbul garson", "", 1),
        ("ﬁt’s＇\u{ff3c}'", "", 0),
    ] {
        assert_eq!(found(q, place).await.jobs.total, count, "{q:?} in {place:?}");
    }
    // A facet leads to what it counts, and is chosen however its place was typed.
    let all = found("", "").await;
    let places: Vec<_> = all.locations.iter().map(|f| (f.count, f.chosen)).collect();
    assert_eq!(places, [(2, false), (1, false), (1, false), (1, false)], "{:?}", all.locations);
    for facet in all.locations {
        let there = found("", &facet.value).await;
        assert_eq!(there.jobs.total, facet.count, "{}", facet.value);
        let chosen: Vec<_> = there.locations.iter().filter(|f| f.chosen).map(|f| f.value.clone()).collect();
        assert_eq!(chosen, [facet.value]);
    }
    let page = Browser::new(&app).get("/jobs?location=istanbul").await.body;
    assert!(page.contains("href=\"/jobs\" aria-current=\"true\""), "the place is given up by its facet: {page}");
}

#[tokio::test]
async fn the_list_comes_in_pages_of_twenty_and_a_page_behind_the_last_knows_the_total() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    for n in 0..21 {
        app.job(&hr, |form| form.title = format!("Job {n}")).await;
    }
    let page = async |page| {
        jobs::search(&app.services, &JobSearch { page, ..JobSearch::default() }).await.expect("a page").jobs
    };
    let (first, second, third) = (page(1).await, page(2).await, page(3).await);
    assert_eq!((first.items.len(), second.items.len(), third.items.len()), (20, 1, 0));
    assert_eq!((first.total, third.total), (21, 21));
    assert_eq!(first.items[0].title, "Job 20", "the newest comes first");
}

#[tokio::test]
async fn a_public_job_tells_neither_knock_out_rules_nor_runs_what_its_text_holds() {
    let World { app, job, .. } = World::with(|form| {
        form.description = "# Hi\n\n<script>alert(1)</script>\n\n**Bold**".into();
        form.edit_rows("add-questions");
        form.questions[0].text = "May you work here?".into();
        form.questions[0].kind = "yes_no".into();
        form.questions[0].knock_out = "no".into();
    })
    .await;
    let public = jobs::public(&app.services, &job.slug).await.expect("public");
    assert_eq!(public.questions[0].knock_out, None);
    assert!(public.html.contains("<strong>Bold</strong>") && !public.html.contains("<script"), "{}", public.html);
    assert!(matches!(jobs::public(&app.services, "no-such-job").await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn what_is_over_says_so_with_a_status_for_robots() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = app.job(&hr, |form| form.closes_on = (app.services.clock.today() + TimeDelta::days(2)).to_string()).await;
    let address = format!("/jobs/{}", job.slug);
    let mut browser = Browser::new(&app);
    let page = browser.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in
        ["application/ld+json", "JobPosting", "og:title", "rel=\"canonical\"", "/apply", "Build pipelines in Rust."]
    {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    app.advance(TimeDelta::days(3));
    let page = browser.get(&address).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.body.contains("This job is closed"), "{}", page.body);
    let posting = jobs::posting(&app.services, &job.slug).await.expect("known");
    assert!(matches!(posting, Posting::Over { paused: false, .. }), "{posting:?}");
    assert_eq!(browser.get("/jobs/never-was").await.status, StatusCode::NOT_FOUND);
    let hidden = draft(&app, &hr, "Draft").await;
    assert_eq!(browser.get(&format!("/jobs/{}", hidden.slug)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_publishes_a_job_is_told_what_google_jobs_would_miss_and_publishes_it_all_the_same() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let job = draft(&app, &hr, "Baker").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let (id, gap) = (job.id.to_string(), "It names no place, so Google Jobs leaves it out.");
    let edit = format!("/hr/jobs/{id}/edit");
    assert!(!browser.get(&edit).await.body.contains(gap), "a draft may lack anything");
    browser.post("/api/jobs/set-status", &[("id", &id), ("status", "open")]).await;
    let page = browser.get("/hr/jobs").await.body;
    assert!(page.contains("The job is open now.") && page.contains(gap), "{page}");
    assert!(browser.get(&edit).await.body.contains(gap), "for as long as it is so");
    let public = browser.get(&format!("/jobs/{}", job.slug)).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(!public.body.contains("Google"));
}

#[tokio::test]
async fn the_careers_list_is_complete_without_javascript() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let mut browser = Browser::new(&app);
    assert!(browser.get("/").await.body.contains("There are no open jobs just now"));
    app.job(&hr, |form| {
        form.title = "Baker <b>&amp;".into();
        form.location = "Lyon".into();
        form.pay_min = "3000".into();
        form.pay_period = "month".into();
    })
    .await;
    let page = browser.get("/jobs?q=baker&remote=onsite").await.body;
    assert!(page.contains("Baker &lt;b&gt;&amp;amp;") && page.contains("€3,000"), "{page}");
    assert!(page.contains("1 open job"), "{page}");
    assert!(browser.get("/jobs?q=butcher").await.body.contains("No open job fits this search"));
}

#[tokio::test]
async fn machines_find_a_feed_a_sitemap_and_their_rules() {
    let World { app, hr, job } =
        World::with(|form| form.description = "One\u{b} two &#1; `\u{8}` \u{fffe} &#27; three".into()).await;
    let hidden = draft(&app, &hr, "Hidden").await;
    let mut browser = Browser::new(&app);
    let feed = browser.get("/jobs.rss").await;
    assert!(feed.headers["content-type"].to_str().is_ok_and(|t| t.starts_with("application/rss+xml")));
    let unfit = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || c == '\u{fffe}';
    assert!(!feed.body.contains(unfit) && !feed.body.contains("&#1;") && feed.body.contains("three"), "{}", feed.body);
    let map = browser.get("/sitemap.xml").await.body;
    for body in [&feed.body, &map] {
        assert!(body.contains(&format!("/jobs/{}", job.slug)) && !body.contains(&hidden.slug), "{body}");
    }
    assert!(browser.get("/robots.txt").await.body.contains("Sitemap: http"));
}

#[tokio::test]
async fn without_javascript_rows_are_added_and_requirements_proposed_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    app.visitor(Role::Hr, "hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = browser.get("/hr/jobs/new").await.body;
    let id =
        page.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key").to_owned();
    let fields = |intent: &'static str| {
        vec![
            ("id", id.clone()),
            ("base", "0".into()),
            ("intent", intent.into()),
            ("job[title]", "Rust engineer".into()),
            (
                "job[description]",
                "## Requirements\n- 5+ years of experience\n- Rust\n\n## Nice to have\n- Docker\n\n## Benefits\n- €60,000 – €75,000".into(),
            ),
            ("job[remote]", "remote".into()),
            ("job[employment]", "full_time".into()),
            ("job[weight_skills]", "50".into()),
            ("job[weight_experience]", "20".into()),
            ("job[weight_education]", "10".into()),
            ("job[weight_closeness]", "20".into()),
            ("job[stages][0][row]", "0".into()),
            ("job[stages][0][name]", "Inbox".into()),
            ("job[stages][0][kind]", "applied".into()),
            ("job[stages][4][row]", "4".into()),
            ("job[stages][4][name]", "Talk".into()),
            ("job[stages][4][kind]", "interview".into()),
        ]
    };
    let send = async |browser: &mut Browser, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        browser.post("/api/jobs/save", &fields).await
    };
    let answer = send(&mut browser, fields("propose")).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/hr/jobs/new"));
    let page = browser.get("/hr/jobs/new").await.body;
    let filled = ["Also filled in above: €60,000–75,000 a year", "value=\"60000\"", "value=\"75000\""];
    for part in ["5 years", ">Docker</textarea>", "added below what you have: ", "value=\"Inbox\"", &id]
        .into_iter()
        .chain(filled)
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("error-summary"), "nothing was wrong");
    send(&mut browser, fields("add-questions")).await;
    assert!(browser.get("/hr/jobs/new").await.body.contains("job[questions][0][text]"));
    send(&mut browser, fields("preview")).await;
    assert!(browser.get("/hr/jobs/new").await.body.contains("<h2>Requirements</h2>"));
    let mut wrong = fields("save");
    wrong[3].1 = " ".into();
    send(&mut browser, wrong).await;
    let page = browser.get("/hr/jobs/new").await.body;
    assert!(page.contains("error-summary") && page.contains("Enter the job"), "{page}");
    let answer = send(&mut browser, fields("publish")).await;
    assert_eq!(answer.location(), format!("/hr/jobs/{id}"), "{}", answer.body);
    let stages: i64 = app.value("select count(*) from stages").await;
    assert_eq!(stages, 2);
    let list = browser.get("/hr/jobs").await.body;
    assert!(list.contains("Rust engineer") && list.contains("Open"), "{list}");
}

#[tokio::test]
async fn two_editors_meet_and_the_second_sees_what_the_first_saved() {
    let app = TestApp::start().await;
    let hr = app.visitor(Role::Hr, "hr@example.com").await.hr().expect("a recruiter");
    let job = draft(&app, &hr, "Engineer").await;
    let page = format!("/hr/jobs/{}/edit", job.id);
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    browser.get(&page).await;
    let first = JobForm { title: "Chief engineer".into(), ..JobForm::from(&job.content) };
    jobs::save(&app.services, &hr, job.id, job.row_version, &first, false).await.expect("saved");
    let id = job.id.to_string();
    let stage = job.content.stages[0].id.map(|id| id.to_string()).unwrap_or_default();
    let fields = |base: &'static str| {
        [
            ("id", id.as_str()),
            ("base", base),
            ("intent", "save"),
            ("job[title]", "Engine driver"),
            ("job[description]", "You build things."),
            ("job[remote]", "onsite"),
            ("job[employment]", "full_time"),
            ("job[weight_skills]", "50"),
            ("job[weight_experience]", "20"),
            ("job[weight_education]", "10"),
            ("job[weight_closeness]", "20"),
            ("job[stages][0][id]", stage.as_str()),
            ("job[stages][0][name]", "Applied"),
            ("job[stages][0][kind]", "applied"),
        ]
    };
    browser.post("/api/jobs/save", &fields("1")).await;
    let shown = browser.get(&page).await.body;
    for part in ["Somebody else has saved this job", "Chief engineer", "Engine driver", "name=\"base\" value=\"2\""] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let answer = browser.post("/api/jobs/save", &fields("2")).await;
    assert!(answer.location().ends_with("/edit"), "{} {}", answer.location(), answer.body);
    assert_eq!(jobs::load(&app.services, &hr, job.id).await.expect("there").content.title, "Engine driver");
}

#[tokio::test]
async fn two_editors_of_different_fields_keep_each_other_s_changes() {
    let app = TestApp::start().await;
    let hr = app.visitor(Role::Hr, "hr@example.com").await.hr().expect("a recruiter");
    let job = draft(&app, &hr, "Engineer").await;
    let began = JobForm::from(&job.content);
    let first = JobForm { location: "Gent".into(), title: "Chief engineer".into(), ..began.clone() };
    jobs::save(&app.services, &hr, job.id, job.row_version, &first, false).await.expect("saved");
    let base = (job.row_version, Some(&began));
    let mine = JobForm { description: "Drive trains.".into(), ..began.clone() };
    let done = jobs::save_beside(&app.services, &hr, job.id, base, &mine, false).await.expect("saved");
    let jobs::Beside::Saved { job: saved, merged: true } = done else { panic!("they changed different fields") };
    let said = [saved.content.title, saved.content.location, saved.content.description];
    assert_eq!(said, ["Chief engineer", "Gent", "Drive trains."]);
    // The page only asks about what both have changed.
    let stage = job.content.stages[0].id.map(|id| id.to_string()).unwrap_or_default();
    let (id, base, began) =
        (job.id.to_string(), job.row_version.to_string(), serde_json::to_string(&began).expect("a form"));
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = format!("/hr/jobs/{}/edit", job.id);
    browser.get(&page).await;
    let fields = [
        ("id", id.as_str()),
        ("base", base.as_str()),
        ("began", began.as_str()),
        ("intent", "save"),
        ("job[title]", "Engine driver"),
        ("job[description]", &job.content.description),
        ("job[remote]", "onsite"),
        ("job[employment]", "full_time"),
        ("job[pay_currency]", "EUR"),
        ("job[pay_period]", "year"),
        ("job[weight_skills]", "50"),
        ("job[weight_experience]", "20"),
        ("job[weight_education]", "10"),
        ("job[weight_closeness]", "20"),
        ("job[stages][0][id]", stage.as_str()),
        ("job[stages][0][name]", "Applied"),
        ("job[stages][0][kind]", "applied"),
    ];
    browser.post("/api/jobs/save", &fields).await;
    let shown = browser.get(&page).await.body;
    for part in [
        "Somebody else changed the same",
        "<dt>Title",
        "Chief engineer",
        "Engine driver",
        "value=\"Gent\"",
        "Drive trains.",
    ] {
        assert!(shown.contains(part), "{part}");
    }
    assert!(!shown.contains("<dt>Description") && !shown.contains("<dt>Place"));
}

#[tokio::test]
async fn pay_and_dates_come_back_as_they_were_saved() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let mut form = job_form("Engineer", "Text");
    form.pay_min = "65,000".into();
    form.pay_currency = "chf".into();
    form.closes_on = "2030-05-31".into();
    form.blind = "true".into();
    let saved_id = jobs::save(&app.services, &hr, new_job(), 0, &form, false).await.expect("saved").id;
    form.pay_max = "66.000,50".into();
    let saved = jobs::save(&app.services, &hr, saved_id, 1, &form, false).await.expect("saved").content;
    let pay = Pay {
        min: Some(65_000.into()),
        max: Some(Decimal::new(6_600_050, 2)),
        currency: "CHF".into(),
        period: PayPeriod::Year,
    };
    assert_eq!((saved.pay, saved.closes_on, saved.blind), (Some(pay), NaiveDate::from_ymd_opt(2030, 5, 31), true));
}

#[tokio::test]
async fn an_hour_s_pay_is_published_to_the_cent() {
    let World { app, job, .. } = World::with(|form| {
        form.pay_min = "18,50".into();
        form.pay_period = "hour".into();
    })
    .await;
    let mut browser = Browser::new(&app);
    let page = browser.get(&format!("/jobs/{}", job.slug)).await.body;
    assert!(page.contains("From €18.50 an hour"), "{page}");
    assert!(page.contains(r#""minValue":18.5"#), "{page}");
    // 18.50 per hour is 32,560 per year of 1,760 hours.
    let found = async |pay: &str| {
        let mut browser = Browser::new(&app);
        browser.get(&format!("/jobs?pay={pay}")).await.body
    };
    assert!(found("32.560").await.contains(&job.slug) && !found("32.561").await.contains(&job.slug));
    assert!(found("a+lot").await.contains("Write a number in digits"));
}
