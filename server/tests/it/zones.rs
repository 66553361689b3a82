//! Time zones: a job's last day ends in the job's zone, and people read times in their own.

use crate::support::{PASSWORD, TestApp, browser::Browser};
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use hireq_domain::{job::JobSearch, posting::Posting};
use hireq_services::{ServiceError, accounts, applications::apply, jobs, zones};

#[tokio::test]
async fn the_last_day_ends_where_the_job_is() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let who = app.candidate("zoe@example.com").await;
    let honolulu = zones::known("Pacific/Honolulu").expect("a zone");
    let today = zones::day_of(&honolulu, app.services.clock.now());
    let job = app
        .job(&hr, |form| {
            form.closes_on = today.to_string();
            form.time_zone = "pacific/honolulu".into();
        })
        .await;
    let mut browser = Browser::new(&app);
    let page = browser.get(&format!("/jobs/{}", job.slug)).await.body;
    assert!(page.contains(&format!("{}, Honolulu time", today.format("%-d %b %Y"))), "{page}");
    assert!(page.contains(&format!(r#""validThrough":"{today}T23:59:59-10:00""#)), "{page}");
    let end = zones::day_ends(&honolulu, today);
    app.advance(end - app.services.clock.now() - TimeDelta::minutes(1));
    let listed = async || {
        let search = jobs::search(&app.services, &JobSearch::default()).await.expect("a search").jobs.total;
        let feed = jobs::feed(&app.services).await.expect("a feed").len();
        let map = jobs::sitemap(&app.services).await.expect("a sitemap").len();
        (search, feed, map)
    };
    assert_eq!(listed().await, (1, 1, 1), "it is still that day in Honolulu");
    assert!(matches!(jobs::posting(&app.services, &job.slug).await, Ok(Posting::Open { .. })));
    assert_eq!(apply::form(&app.services, &who, &job.slug).await.expect("a form").job.over, None);
    app.advance(TimeDelta::minutes(1));
    assert_eq!(listed().await, (0, 0, 0));
    assert!(matches!(jobs::posting(&app.services, &job.slug).await, Ok(Posting::Over { .. })));
    assert!(apply::form(&app.services, &who, &job.slug).await.expect("a form").job.over.is_some());
    let content = jobs::copy_of(&app.services, &hr, job.id).await.expect("a copy");
    assert_eq!((content.closes_on, content.time_zone), (None, Some(honolulu)));
}

/// What the audit log says about time zones.
async fn moves(app: &TestApp) -> Vec<(String, Option<String>)> {
    sqlx::query_as(
        "select action, detail ->> 'to' from audit_log where action like '%time_zone' and actor_id is not null order by id",
    )
    .fetch_all(&app.services.pool)
    .await
    .expect("entries")
}

#[tokio::test]
async fn an_organisation_that_moves_takes_its_jobs_last_days_along() {
    let app = TestApp::start().await;
    let visitor = app.visitor(hireq_domain::account::Role::Hr, "hr@example.com").await;
    let (hr, signed_in) = (visitor.hr().expect("a recruiter"), visitor.signed_in().expect("signed in"));
    let day = app.services.clock.today() + TimeDelta::days(9);
    let job = app.job(&hr, |form| form.closes_on = day.to_string()).await;
    let elsewhere = app
        .job(&hr, |form| {
            form.closes_on = day.to_string();
            form.time_zone = "Asia/Tokyo".into();
        })
        .await;
    let ends = async |id: hireq_domain::ids::JobId| -> DateTime<Utc> {
        let sql = "select closes_at from jobs where id = $1";
        app.value_of(sql, id.0).await
    };
    let at = |zone: &str| zones::day_ends(&zones::known(zone).expect("a zone"), day);
    assert_eq!((ends(job.id).await, ends(elsewhere.id).await), (at("UTC"), at("Asia/Tokyo")));
    // The second time, nothing changes.
    for _ in 0..2 {
        accounts::set_time_zone(&app.services, &signed_in, "", "America/Vancouver").await.expect("moved");
    }
    assert_eq!(moves(&app).await, [("organization.time_zone".to_owned(), Some("America/Vancouver".to_owned()))]);
    assert_eq!((ends(job.id).await, ends(elsewhere.id).await), (at("America/Vancouver"), at("Asia/Tokyo")));
    // As after a start with new time zone rules.
    app.sql("update jobs set closes_at = now()").await;
    let mut db = app.services.pool.acquire().await.expect("a connection");
    jobs::renew_endings(&app.services, &mut db, None).await.expect("renewed");
    assert_eq!((ends(job.id).await, ends(elsewhere.id).await), (at("America/Vancouver"), at("Asia/Tokyo")));
    let nowhere = accounts::set_time_zone(&app.services, &signed_in, "Mars/Olympus", "").await;
    assert!(matches!(nowhere, Err(ServiceError::Invalid(_))), "{nowhere:?}");
}

#[tokio::test]
async fn an_organisation_that_is_somewhere_stays_somewhere() {
    let app = TestApp::start().await;
    app.hr("hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let mut set = async |zone: &str| {
        browser.post("/api/account/set-time-zone", &[("time_zone", ""), ("organization_time_zone", zone)]).await;
        browser.get("/account").await.body
    };
    const WHY: &str = "Write your organisation";
    assert!(!set("").await.contains(WHY), "nobody has said yet where it is");
    set("Asia/Tokyo").await;
    let page = set("").await;
    assert!(page.contains(WHY) && !page.contains("Your time zone is saved"), "{page}");
    let stored: Vec<Option<String>> =
        sqlx::query_scalar("select time_zone from organizations").fetch_all(&app.services.pool).await.expect("zones");
    assert_eq!(stored, [Some("Asia/Tokyo".to_owned())]);
}

#[tokio::test]
async fn times_are_shown_where_their_reader_is() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    browser.set_cookie("zone", "Asia/Kolkata");
    let fields = [
        ("name", "Zoë"),
        ("email", "zoe@example.com"),
        ("password", PASSWORD),
        ("role", "hr"),
        ("organization", "Acme"),
    ];
    let answer = browser.post("/api/account/sign-up", &fields).await;
    assert_eq!(answer.location(), "/home", "{}", answer.body);
    // The browser's proposal is stored, so another browser shows the same.
    let mut other = Browser::signed_in(&app, "zoe@example.com").await;
    let page = other.get("/account").await.body;
    assert!(page.contains("Kolkata time (+05:30)") && page.contains(r#"value="Asia/Kolkata""#), "{page}");
    let now = zones::local(&zones::known("Asia/Kolkata").expect("a zone"), app.services.clock.now());
    assert!(page.contains(&now.format("%-d %B %Y at ").to_string()), "{page}");
    let organization: String = app.value("select time_zone from organizations where name = 'Acme'").await;
    assert_eq!(organization, "Asia/Kolkata");
    let proposed = [("account.time_zone", None), ("organization.time_zone", Some("Asia/Kolkata"))];
    assert_eq!(moves(&app).await, proposed.map(|(what, to)| (what.to_owned(), to.map(str::to_owned))));
    let answer = other.post("/api/account/set-time-zone", &[("time_zone", "america/edmonton")]).await;
    assert_eq!(answer.location(), "/account");
    assert!(other.get("/account").await.body.contains("Edmonton time (-06:00)"));
    other.post("/api/account/set-time-zone", &[("time_zone", "Atlantis")]).await;
    assert!(other.get("/account").await.body.contains("There is no such time zone"));
}

#[tokio::test]
async fn no_page_of_somebody_with_a_zone_says_utc() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::new(&app);
    browser.set_cookie("zone", "Europe/Paris");
    browser.get("/sign-in").await;
    browser.post("/api/account/sign-in", &[("email", "zoe@example.com"), ("password", PASSWORD)]).await;
    for path in ["/", "/me", "/me/resume", "/account"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("UTC"), "{path}: {}", page.body);
    }
    // A stranger's page is the same for everybody, so it names no time zone.
    assert!(!Browser::new(&app).get("/").await.body.contains("UTC"));
}
