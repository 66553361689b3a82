//! Semantic search: each organisation finds its own people, in their current state, however many there are.

use crate::support::{
    TestApp,
    world::{TEXT, upload_for},
};
use hireq_domain::{
    candidate::TalentQuery,
    ids::{CandidateId, DocumentId},
    resume::Span,
    resume_form::ResumeForm,
};
use hireq_services::{auth::Hr, resumes, talent::index};
use hireq_store::{
    PgConnection,
    chunks::{self, NewChunk},
    talent,
};

const REVISION: &str = "made by hand";

/// A vector along one axis of meaning, and slightly along the previous one.
fn vector(axis: usize) -> Vec<f32> {
    let mut vector = vec![0.0; 384];
    vector[axis] = 0.8;
    vector[axis - 1] = 0.6;
    vector
}

/// Gives a file one chunk with this meaning.
async fn piece(app: &TestApp, document: DocumentId, axis: usize) {
    let span = Span { start: 0, end: 4 };
    let chunk = NewChunk { section: "summary".into(), text: "Some".into(), span, embedding: vector(axis) };
    let mut tx = app.services.pool.begin().await.expect("a transaction");
    chunks::replace(&mut tx, document, REVISION, vec![chunk]).await.expect("stored");
    tx.commit().await.expect("committed");
}

async fn found(tx: &mut PgConnection, hr: &Hr, query: &TalentQuery, axis: usize) -> Vec<CandidateId> {
    let places: Vec<String> = query.place.split_whitespace().map(str::to_lowercase).collect();
    let among = talent::Among { places, ..talent::Among::default() };
    let (wanted, least) = ((vector(axis), REVISION), talent::LEAST_CLOSENESS);
    let found = talent::by_meaning(tx, hr.scope(), query, &among, wanted, least).await.expect("a search");
    found.into_iter().map(|f| f.candidate).collect()
}

async fn nearest(app: &TestApp, hr: &Hr, query: &TalentQuery, axis: usize) -> Vec<CandidateId> {
    let mut tx = app.services.pool.begin().await.expect("a transaction");
    found(&mut tx, hr, query, axis).await
}

#[tokio::test]
async fn who_is_found_follows_applications_places_and_corrections() {
    let app = TestApp::start().await;
    let (hr, other) = (app.hr("hr@example.com").await, app.hr("other@example.com").await);
    let job = app.job(&hr, |_| ()).await;
    app.sql("update jobs set blind = true").await;
    let who = app.candidate("zoe@example.com").await;
    let zoe = who.scope().candidate();
    let document = app.upload(&who, TEXT).await;
    app.run_tasks().await;
    piece(&app, document, 3).await;
    let all = TalentQuery::default();
    assert!(nearest(&app, &hr, &all, 3).await.is_empty(), "nobody has applied");
    app.apply(&who, document, &job, &[]).await;
    assert!(nearest(&app, &hr, &all, 3).await.is_empty(), "the job is blind");
    app.sql("update applications set named_at = now()").await;
    assert_eq!(nearest(&app, &hr, &all, 3).await, [zoe]);
    assert!(nearest(&app, &other, &all, 3).await.is_empty(), "another organisation's");

    let at = |place: &str| TalentQuery { place: place.into(), ..TalentQuery::default() };
    assert_eq!(nearest(&app, &hr, &at("krak"), 3).await, [zoe]);
    assert!(nearest(&app, &hr, &at("leeds"), 3).await.is_empty());
    app.sql("update candidates set location = 'Leeds'").await;
    assert_eq!(nearest(&app, &hr, &at("leeds"), 3).await, [zoe]);

    let knows = TalentQuery { skill: "Cobol".into(), ..TalentQuery::default() };
    assert!(nearest(&app, &hr, &knows, 3).await.is_empty());
    let (_, read) = resumes::own_parsed(&app.services, &who, document).await.expect("there");
    let mut form = ResumeForm::from(&read.expect("read").resume);
    form.skills.push_str("\nCOBOL");
    resumes::correct(&app.services, &who, document, &form).await.expect("saved");
    assert_eq!(nearest(&app, &hr, &knows, 3).await, [zoe]);
    let years = |least: f32| TalentQuery { years: Some(least), ..TalentQuery::default() };
    assert_eq!(nearest(&app, &hr, &years(3.0), 3).await, [zoe]);
    assert!(nearest(&app, &hr, &years(40.0), 3).await.is_empty());

    piece(&app, document, 7).await;
    assert!(nearest(&app, &hr, &all, 3).await.is_empty(), "the file says something else now");
    assert_eq!(nearest(&app, &hr, &all, 7).await, [zoe]);
}

#[tokio::test]
async fn a_large_organisation_is_searched_along_an_index_of_its_own() {
    let app = TestApp::start().await;
    let (hr, small) = (app.hr("hr@example.com").await, app.hr("small@example.com").await);
    let mut people = Vec::new();
    for n in 1..=8 {
        let added = upload_for(&app.services, &hr, "cv.txt", format!("{TEXT}\n{n}").as_bytes()).await;
        piece(&app, added.document.expect("a file"), n).await;
        people.push(added.candidate.expect("a candidate"));
    }
    let alone = upload_for(&app.services, &small, "cv.txt", TEXT.as_bytes()).await;
    piece(&app, alone.document.expect("a file"), 4).await;
    let all = TalentQuery::default();
    let each = nearest(&app, &hr, &all, 4).await;
    // Neighbouring axes have a cosine of 0.48, all others of zero.
    assert_eq!(each.first(), Some(&people[3]));
    assert_eq!(each.len(), 3);

    let (one, other) = tokio::join!(index::build(&app.services, 5), index::build(&app.services, 5));
    assert_eq!(one.expect("built") + other.expect("built"), 1, "two servers do not build the same");
    assert_eq!(index::build(&app.services, 5).await.expect("built"), 0, "it is there");
    let late = upload_for(&app.services, &hr, "cv.txt", format!("{TEXT}\nlate").as_bytes()).await;
    piece(&app, late.document.expect("a file"), 4).await;

    let mut tx = app.services.pool.begin().await.expect("a transaction");
    // With so few rows, Postgres would prefer sorting.
    sqlx::query("set local enable_sort = off").execute(&mut *tx).await.expect("set");
    let along = found(&mut tx, &hr, &all, 4).await;
    let scans: i64 = sqlx::query_scalar(
        "select pg_stat_get_xact_numscans(indexrelid) from pg_stat_user_indexes
         where relname = 'talent_chunks' and indexrelname = 'talent_chunks_' || replace($1, '-', '')",
    )
    .bind(hr.scope().uuid().to_string())
    .fetch_one(&mut *tx)
    .await
    .expect("the index");
    assert_eq!(scans, 1, "the index was followed");
    assert_eq!(along.len(), 4);
    assert!(along[..2].contains(&people[3]) && along[..2].contains(&late.candidate.expect("a candidate")));
    assert_eq!(found(&mut tx, &small, &all, 4).await, [alone.candidate.expect("a candidate")]);
}
