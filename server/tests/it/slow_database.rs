//! A table locked by another connection: requests that need it fail within seconds, and the rest of the site continues
//! to work.

use crate::support::{TestApp, browser::Browser};
use axum::http::{StatusCode, header};
use hireq_domain::account::Role;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_locked_table_takes_down_only_what_needs_it_and_careers_pages_are_shown_as_they_were() {
    let app = TestApp::with(|config| config.page_cache_seconds = 1).await;
    app.visitor(Role::Hr, "ann@example.com").await;
    let mut recruiter = Browser::signed_in(&app, "ann@example.com").await;
    let mut visitor = Browser::new(&app);
    assert_eq!(visitor.get("/jobs").await.status, StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let mut lock = app.services.pool.begin().await.expect("a transaction");
    sqlx::query("lock table jobs in access exclusive mode").execute(&mut *lock).await.expect("locked");
    let begun = Instant::now();
    let careers = visitor.get("/jobs").await;
    assert_eq!(careers.status, StatusCode::OK, "the page as it was");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let begun = Instant::now();
    for address in ["/hr/jobs", "/jobs?q=another"] {
        let answer = recruiter.get(address).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{address}: {}", answer.body);
        assert!(answer.headers.contains_key(header::RETRY_AFTER), "{address}");
    }
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    for address in ["/sign-in", "/settings", "/api/health"] {
        let begun = Instant::now();
        let status = Browser::new(&app).get(address).await.status;
        assert!(!status.is_server_error() && begun.elapsed() < Duration::from_secs(2), "{address}: {status}");
    }
    lock.rollback().await.expect("unlocked");
    assert_eq!(recruiter.get("/hr/jobs").await.status, StatusCode::OK, "all is well again");
}
