//! Organisations' own careers pages.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{PIXEL, World},
};
use axum::http::StatusCode;
use hireq_services::{jobs, organization_page};

async fn save(browser: &mut Browser, about: &str, accent: &str, files: &[(&str, &str, &[u8])]) {
    let texts = [("about", about), ("accent", accent)];
    browser.post_files("/api/organization/save-page", "/hr/careers-page", &texts, files).await;
}

async fn slug(app: &TestApp) -> String {
    app.value("select slug from organizations order by created_at limit 1").await
}

#[tokio::test]
async fn a_recruiter_writes_the_careers_page_and_everybody_reads_it_from_its_jobs() {
    let World { app, job, .. } = World::new().await;
    let other = app.hr("other@example.com").await;
    app.job(&other, |form| form.title = "Gardener".into()).await;
    let page = format!("/c/{}", slug(&app).await);
    let mut hr = Browser::signed_in(&app, "hr@example.com").await;
    let about = "# Who we are\n\n**Bakers** <script>alert(1)</script>";
    save(&mut hr, about, "#FFEE00", &[("logo", "logo.png", PIXEL)]).await;
    assert!(hr.get("/hr/careers-page").await.body.contains("The careers page is saved."));
    let mut stranger = Browser::new(&app);
    let posting = stranger.get(&format!("/jobs/{}", job.slug)).await.body;
    assert!(posting.contains(&format!("href=\"{page}\"")), "{posting}");
    let shown = stranger.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    let body = shown.body;
    for part in ["Who we are", "<strong>Bakers</strong>", "Data Engineer", "accent.css?v=", "/logo?v="] {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert!(!body.contains("Gardener") && !body.contains("<script>alert"), "{body}");
    let css = stranger.get(&format!("{page}/accent.css")).await;
    assert!(css.headers["content-type"].to_str().is_ok_and(|t| t.starts_with("text/css")));
    let by_day = ".organization-page{--accent:#";
    assert!(css.body.starts_with(by_day) && !css.body.starts_with(&format!("{by_day}ffee00")), "{}", css.body);
    let logo = stranger.get(&format!("{page}/logo")).await;
    assert_eq!(logo.status, StatusCode::OK);
    assert_eq!(logo.headers["content-type"], "image/png");
    assert_eq!(logo.headers["x-content-type-options"], "nosniff");
}

#[tokio::test]
async fn the_careers_page_of_an_organisation_filters_its_own_jobs_alone() {
    let World { app, hr, .. } = World::with(|form| form.location = "Zürich".into()).await;
    app.job(&hr, |form| form.title = "Baker".into()).await;
    let other = app.hr("other@example.com").await;
    app.job(&other, |form| form.location = "Zurich".into()).await;
    let page = format!("/c/{}", slug(&app).await);
    let mut browser = Browser::new(&app);
    let body = browser.get(&format!("{page}?location=zurich")).await.body;
    assert!(body.contains("1 open job") && body.contains(&format!("href=\"{page}\"")), "{body}");
    let body = browser.get(&format!("{page}?q=nothing")).await.body;
    assert!(body.contains("No open job fits this search") && body.contains(&format!("action=\"{page}\"")), "{body}");
    let search = hireq_domain::job::JobSearch::default();
    assert_eq!(jobs::search(&app.services, &search).await.expect("a search").jobs.total, 3);
    assert_eq!(browser.get("/c/nobody").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_no_small_picture_and_no_colour_is_refused_where_it_was_given_and_the_text_is_kept() {
    let World { app, .. } = World::new().await;
    let mut hr = Browser::signed_in(&app, "hr@example.com").await;
    let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for (accent, file, says) in [
        ("", ("logo", "logo.png", svg), "This is no PNG or JPG picture"),
        ("", ("logo", "logo.png", &[0_u8; 1100 * 1024][..]), "larger than 1 MB"),
        ("red", ("logo", "logo.png", PIXEL), "Write the colour as # and six digits"),
    ] {
        save(&mut hr, "Kept words", accent, &[file]).await;
        let body = hr.get("/hr/careers-page").await.body;
        assert!(body.contains(says) && body.contains("Kept words"), "{says}: {body}");
    }
    assert_eq!(app.value::<i64>("select count(*) from organization_pages").await, 0);
}

#[tokio::test]
async fn a_logo_is_replaced_and_removed_and_the_sweep_keeps_the_one_that_is_shown() {
    let World { app, hr, .. } = World::new().await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    save(&mut browser, "", "", &[("logo", "one.png", PIXEL)]).await;
    let first: String = app.value("select logo_key from organization_pages").await;
    save(&mut browser, "", "", &[("logo", "two.png", PIXEL)]).await;
    app.advance(chrono::TimeDelta::days(2));
    let swept = hireq_services::uploads::sweep::run(&app.services).await.expect("swept");
    assert_eq!(swept, 1, "the one that was replaced");
    assert!(app.services.files.read(&first).await.is_err());
    let shown = organization_page::form(&app.services, &hr).await.expect("a form");
    let page = format!("/c/{}", shown.slug);
    assert_eq!(browser.get(&format!("{page}/logo")).await.status, StatusCode::OK);
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let texts = [("about", ""), ("accent", ""), ("without_logo", "true")];
    browser.post_files("/api/organization/save-page", "/hr/careers-page", &texts, &[]).await;
    assert_eq!(browser.get(&format!("{page}/logo")).await.status, StatusCode::NOT_FOUND);
}
