//! Résumés: uploaded once, read in the background, refused with a clear message, visible only to those with the right,
//! corrected.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{TEXT, stream, upload, upload_for},
};
use axum::http::{StatusCode, header};
use hireq_domain::{
    about::About,
    account::Role,
    applicants::NoteVisibility,
    candidate::{Asked, DocumentStatus, TalentQuery},
    ids::{CandidateId, DocumentId},
    resume_form::ResumeForm,
};
use hireq_services::{ServiceError, candidates, notes, resumes, tags, talent};
use std::path::Path;
use uuid::Uuid;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn message(result: Result<(DocumentId, bool), ServiceError>) -> String {
    match result {
        Err(ServiceError::Invalid(errors)) => errors.get("file").expect("at the file").to_owned(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_resume_is_stored_read_and_fills_what_the_profile_left_blank() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    let (id, known) = upload(&app.services, &who, "C:\\cv\\zoe.txt", TEXT.as_bytes()).await.expect("taken");
    assert!(!known);
    let (document, read) = resumes::own_parsed(&app.services, &who, id).await.expect("there");
    assert_eq!((document.status, document.name.as_str(), read.is_none()), (DocumentStatus::Queued, "zoe.txt", true));

    app.run_tasks().await;
    let (document, read) = resumes::own_parsed(&app.services, &who, id).await.expect("there");
    let read = read.expect("read");
    assert_eq!(document.status, DocumentStatus::Read);
    assert!(read.text.contains("streaming pipelines"));
    assert!(read.resume.skills.iter().any(|s| s.name == "Rust"), "{:?}", read.resume.skills);
    let profile = candidates::own(&app.services, &who).await.expect("a profile");
    assert_eq!(profile.name, "zoe", "an account's own name stays");
    assert!(!profile.phones.is_empty(), "{profile:?}");
}

#[tokio::test]
async fn the_same_file_sent_twice_at_once_is_one_document_with_one_stored_file() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    let (one, two) = tokio::join!(
        upload(&app.services, &who, "a.txt", TEXT.as_bytes()),
        upload(&app.services, &who, "b.txt", TEXT.as_bytes())
    );
    let three = upload(&app.services, &who, "c.txt", TEXT.as_bytes()).await.expect("known");
    let (one, two) = (one.expect("taken"), two.expect("taken"));
    assert_eq!((one.0, one.0), (two.0, three.0));
    assert!(three.1 && (one.1 != two.1));
    assert_eq!(resumes::own(&app.services, &who).await.expect("a list").len(), 1);
    let hireq_services::config::Storage::Local(dir) = &app.services.config.storage else { panic!("a directory") };
    assert_eq!(std::fs::read_dir(dir).expect("a directory").count(), 1, "nothing is left over");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    for (file, words) in [
        ("deshawn_encrypted.pdf", "password"),
        ("sarah_scanned.pdf", "pictures of pages"),
        ("elena_truncated.pdf", ""),
        ("header_only.pdf", ""),
        ("html_as.pdf", "web page"),
    ] {
        let result = upload(&app.services, &who, file, &fixture(file)).await;
        if words.is_empty() && result.is_ok() {
            continue; // repaired
        }
        let message = message(result);
        assert!(message.contains(words), "{file}: {message}");
    }
    assert!(message(upload(&app.services, &who, "empty.pdf", b"").await).contains("empty"));
    let large = vec![b'a'; usize::try_from(app.services.config.max_file_bytes).expect("fits") + 1];
    assert!(message(upload(&app.services, &who, "large.txt", &large).await).contains("larger than 10 MB"));
    let odt = message(upload(&app.services, &who, "camille_fr.odt", &fixture("camille_fr.odt")).await);
    assert!(odt.contains("PDF, DOCX, TXT"), "the operator's list counts: {odt}");
    assert!(upload(&app.services, &who, "docx_as.pdf", &fixture("docx_as.pdf")).await.is_ok(), "content decides");
}

#[tokio::test]
async fn real_files_are_read_and_what_they_say_is_found() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    for (file, word) in
        [("priya_jake.pdf", "Priya"), ("lukas_lebenslauf.docx", "Lukas"), ("hannah_sidebar.pdf", "Hannah")]
    {
        let uploaded = upload_for(&app.services, &hr, file, &fixture(file)).await;
        app.run_tasks().await;
        let id = uploaded.candidate.expect("a candidate");
        let profile = candidates::profile(&app.services, &hr, id).await.expect("a profile");
        assert!(profile.info.name.contains(word), "{file}: {}", profile.info.name);
        let read = profile.resume.expect("read");
        assert!(!read.resume.experience.is_empty() && !read.resume.skills.is_empty(), "{file}");
    }
}

#[tokio::test]
async fn a_recruiter_s_upload_twice_is_one_candidate_named_by_the_resume() {
    let app = TestApp::start().await;
    let (hr, other) = (app.hr("hr@example.com").await, app.hr("other@example.com").await);
    let first = upload_for(&app.services, &hr, "cv_zoe-final.txt", TEXT.as_bytes()).await;
    let id = first.candidate.expect("a candidate");
    let before = candidates::profile(&app.services, &hr, id).await.expect("a profile");
    assert_eq!(before.info.name, "cv zoe final");
    app.run_tasks().await;
    let after = candidates::profile(&app.services, &hr, id).await.expect("a profile");
    assert!(after.info.name.starts_with("Zoë"), "{}", after.info.name);
    assert_eq!(after.info.emails, ["zoe@example.com"]);
    let again = upload_for(&app.services, &hr, "copy.txt", TEXT.as_bytes()).await;
    assert!(again.known && again.candidate == first.candidate);
    let elsewhere = upload_for(&app.services, &other, "cv.txt", TEXT.as_bytes()).await;
    assert!(!elsewhere.known && elsewhere.candidate != first.candidate, "organisations share nobody");
}

#[tokio::test]
async fn what_belongs_to_others_is_not_there() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.hr("ours@example.com").await, app.hr("theirs@example.com").await);
    let (me, you) = (app.candidate("me@example.com").await, app.candidate("you@example.com").await);
    let pool = upload_for(&app.services, &theirs, "cv.txt", TEXT.as_bytes()).await;
    let mine = app.upload(&me, TEXT).await;
    app.run_tasks().await;
    let (foreign, file) = (pool.candidate.expect("one"), pool.document.expect("one"));
    let services = &app.services;
    let none = |r: Result<(), ServiceError>| assert!(matches!(r, Err(ServiceError::NotFound)), "{r:?}");
    none(candidates::profile(services, &ours, foreign).await.map(drop));
    none(candidates::set_do_not_contact(services, &ours, foreign, true).await);
    none(notes::add(services, &ours, About::Candidate(foreign), "psst", NoteVisibility::Team).await.map(drop));
    none(tags::add(services, &ours, About::Candidate(foreign), "mine").await);
    none(resumes::parsed(services, &ours, file).await.map(drop));
    none(resumes::parsed(services, &ours, mine).await.map(drop));
    none(resumes::own_parsed(services, &you, mine).await.map(drop));
    none(resumes::correct(services, &you, mine, &ResumeForm::default()).await);
    none(resumes::export_json(services, &you, file).await.map(drop));
    let found =
        talent::search(services, &ours, &TalentQuery { q: "Rust".into(), page: 1, ..TalentQuery::default() }).await;
    assert_eq!(found.expect("a page").hits.total, 0);
}

#[tokio::test]
async fn a_file_goes_out_as_a_download_to_its_owner_alone() {
    let app = TestApp::start().await;
    let who = app.candidate("me@example.com").await;
    let (id, _) = upload(&app.services, &who, "Lebenslauf Zoë.txt", TEXT.as_bytes()).await.expect("taken");
    app.candidate("you@example.com").await;
    app.visitor(Role::Hr, "hr@example.com").await;
    let path = format!("/files/{id}");
    let answer = Browser::signed_in(&app, "me@example.com").await.get(&path).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, TEXT));
    let disposition = answer.headers[header::CONTENT_DISPOSITION].to_str().expect("ASCII");
    assert!(
        disposition.starts_with("attachment;") && disposition.ends_with("filename*=UTF-8''Lebenslauf%20Zo%C3%AB.txt")
    );
    assert!(answer.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("ASCII").starts_with("sandbox"));
    assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    for other in ["you@example.com", "hr@example.com"] {
        let answer = Browser::signed_in(&app, other).await.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
    }
    assert_eq!(Browser::new(&app).get(&path).await.location(), "/sign-in");
    let missing = format!("/files/{}", Uuid::now_v7());
    assert_eq!(Browser::signed_in(&app, "me@example.com").await.get(&missing).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_correction_wins_over_a_later_reading() {
    let app = TestApp::start().await;
    let (who, id) = app.with_resume("zoe@example.com").await;
    app.run_tasks().await;
    let (_, read) = resumes::own_parsed(&app.services, &who, id).await.expect("there");
    let read = read.expect("read");
    let mut form = ResumeForm::from(&read.resume);
    form.name = "Zoe Unal-Nowak".into();
    form.skills.push_str("\nCOBOL");
    resumes::correct(&app.services, &who, id, &form).await.expect("saved");
    let mut db = app.services.pool.acquire().await.expect("a connection");
    hireq_services::queue::enqueue(&mut db, &hireq_services::resumes::ReadDocument { document: id })
        .await
        .expect("queued");
    drop(db);
    app.run_tasks().await;
    let (_, read) = resumes::own_parsed(&app.services, &who, id).await.expect("there");
    let read = read.expect("read");
    let name = read.resume.name.expect("a name");
    assert_eq!((name.value.as_str(), name.confidence), ("Zoe Unal-Nowak", 1.0));
    assert!(read.resume.skills.iter().any(|s| s.name == "COBOL" && s.confidence >= 1.0));
    assert!(read.corrected_at.is_some());
}

#[tokio::test]
async fn a_json_resume_comes_in_and_goes_out() {
    let app = TestApp::start().await;
    let who = app.candidate("zoe@example.com").await;
    let json = br#"{"basics":{"name":"Zoe","label":"Engineer"},"work":[{"name":"Acme","position":"Dev","startDate":"2020-01"}],
        "skills":[{"name":"Rust"}],"volunteer":[{"organization":"Food bank"}]}"#;
    let (id, _) = resumes::import_json(&app.services, &who, "r.json", stream(json)).await.expect("taken");
    app.run_tasks().await;
    let out = resumes::export_json(&app.services, &who, id).await.expect("read");
    assert_eq!(
        (out.basics.name.as_str(), out.work[0].name.as_str(), out.skills[0].name.as_str()),
        ("Zoe", "Acme", "Rust")
    );
    // Data without a field of its own is exported unchanged.
    assert_eq!(out.rest["volunteer"][0]["organization"], "Food bank");
    for wrong in [&b"{"[..], b"[]", b"{}"] {
        let refused = resumes::import_json(&app.services, &who, "r.json", stream(wrong)).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn the_talent_pool_is_searched_by_words_filters_and_tags() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let zoe = app.in_pool(&hr, TEXT).await;
    let nurse = "Ben Doe\nNurse\nLeeds\nben@example.com\n\nEXPERIENCE\nNurse, Leeds Hospital\n2015 - 2020\n- Cared for patients\n\n\
        SKILLS\nMicrosoft Excel\n";
    upload_for(&app.services, &hr, "ben.txt", nurse.as_bytes()).await;
    app.run_tasks().await;
    // Adding it twice at once gives one tag, and neither request gets "not found".
    let tag = || tags::add(&app.services, &hr, About::Candidate(zoe), " Shortlist  A ");
    let (one, other) = tokio::join!(tag(), tag());
    one.and(other).expect("tagged");
    for q in ["-".repeat(40), "- ".repeat(40), format!("{}x", "-".repeat(40))] {
        let query = TalentQuery { page: 1, q: q.clone(), ..TalentQuery::default() };
        assert!(talent::search(&app.services, &hr, &query).await.is_ok(), "{q}");
    }
    let search = async |query: TalentQuery| -> Vec<CandidateId> {
        let page = talent::search(&app.services, &hr, &TalentQuery { page: 1, ..query }).await.expect("a page");
        page.hits.items.iter().map(|h| h.candidate_id).collect()
    };
    let with = |change: fn(&mut TalentQuery)| {
        let mut query = TalentQuery::default();
        change(&mut query);
        query
    };
    assert_eq!(search(TalentQuery::default()).await.len(), 2);
    assert_eq!(search(with(|q| q.q = "streaming rust".into())).await, [zoe]);
    assert_eq!(search(with(|q| q.q = "\"cared for patients\" -rust".into())).await.len(), 1);
    assert_eq!(search(with(|q| q.skill = "rust".into())).await, [zoe]);
    assert_eq!(search(with(|q| q.tag = "shortlist a".into())).await, [zoe]);
    assert_eq!(search(with(|q| q.place = "krak".into())).await, [zoe]);
    assert_eq!(search(with(|q| q.years = Some(40.0))).await.len(), 0);
    assert_eq!(search(with(|q| q.q = "zzz".into())).await.len(), 0);
    // Places and years in the words are filters, and can be removed.
    let page =
        talent::search(&app.services, &hr, &with(|q| q.q = "hospital nurse in the UK".into())).await.expect("a page");
    assert_eq!(page.hits.items.iter().map(|h| h.name.as_str()).collect::<Vec<_>>(), ["Ben Doe"]);
    assert_eq!(page.asked, [Asked::Place("UK".into())]);
    assert_eq!(search(with(|q| q.q = "nurse in Poland".into())).await.len(), 0);
    assert_eq!(
        search(with(|q| q.q = "people in Poland with 2+ years".into())).await,
        [zoe],
        "“people” asks for nobody"
    );
    // Negated words exclude people, and names and addresses find their owners.
    assert_eq!(search(with(|q| q.q = "who is not from Leeds".into())).await, [zoe]);
    assert_eq!(search(with(|q| q.q = "engineer without Rust".into())).await.len(), 0);
    assert_eq!(search(with(|q| q.q = "people with less than 4.5 years".into())).await, [zoe]);
    assert_eq!(search(with(|q| q.q = "people with less than 2 years".into())).await.len(), 0);
    assert_eq!(search(with(|q| q.q = "in Leeds or Kraków".into())).await.len(), 2);
    for q in ["unal", "Zoe Ünal", "ZOE@example.com"] {
        let found = search(TalentQuery { q: q.into(), ..TalentQuery::default() }).await;
        assert_eq!(found, [zoe], "{q}");
    }
    assert_eq!(search(with(|q| q.q = "in Poland, at least 2 years".into())).await, [zoe], "nothing but filters");
    let off = with(|q| (q.q, q.off) = ("nurse in the UK".into(), "place".into()));
    assert_eq!(search(off).await.len(), 0, "its words stand in no file");
    let page = talent::search(&app.services, &hr, &with(|q| q.q = "kafka".into())).await.expect("a page");
    assert!(page.hits.items[0].snippet.iter().any(|p| p.hit && p.text == "Kafka"), "{:?}", page.hits.items[0].snippet);
    assert_eq!((page.tags, page.by_meaning), (vec!["shortlist a".to_owned()], false));
}

#[tokio::test]
async fn a_search_understands_meaning_where_the_model_is_had() {
    let mut app = TestApp::start().await;
    if !app.find_models() {
        return;
    }
    let hr = app.hr("hr@example.com").await;
    let zoe = app.in_pool(&hr, TEXT).await;
    app.run_tasks().await;
    let query =
        TalentQuery { q: "experience with real-time data streaming systems".into(), page: 1, ..TalentQuery::default() };
    let page = talent::search(&app.services, &hr, &query).await.expect("a page");
    assert!(page.by_meaning);
    assert_eq!(page.hits.items.first().map(|h| h.candidate_id), Some(zoe));
    assert!(!page.hits.items[0].snippet.is_empty());
}

#[tokio::test]
async fn a_private_note_is_its_author_s_alone() {
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let id = app.in_pool(&hr, TEXT).await;
    notes::add(&app.services, &hr, About::Candidate(id), "for all", NoteVisibility::Team).await.expect("noted");
    notes::add(&app.services, &hr, About::Candidate(id), "for me", NoteVisibility::Private).await.expect("noted");
    assert_eq!(notes::list(&app.services, &hr, id, None, 1).await.expect("a list").total, 2);
    let colleague = app.colleague(&hr, "colleague@example.com").await;
    let seen = notes::list(&app.services, &colleague, id, None, 1).await.expect("a list").items;
    assert_eq!(seen.iter().map(|n| n.body.as_str()).collect::<Vec<_>>(), ["for all"]);
}

#[tokio::test]
async fn many_files_are_sent_without_javascript_and_each_is_told_its_result() {
    let app = TestApp::start().await;
    app.visitor(Role::Hr, "hr@example.com").await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let scan = fixture("sarah_scanned.pdf");
    let files = [("file", "zoe.txt", TEXT.as_bytes()), ("file", "scan.pdf", &scan[..])];
    let answer = browser.post_files("/api/resumes/upload", "/hr/upload", &[("job", "")], &files).await;
    assert_eq!(answer.location(), "/hr/upload", "{} {}", answer.status, answer.body);
    let page = browser.get("/hr/upload").await.body;
    assert!(page.contains("1 of 2 files arrived") && page.contains("pictures of pages"), "{page}");
    assert!(!browser.get("/hr/upload").await.body.contains("files arrived"), "told once");
    browser.accept = "application/json";
    let answer = browser.post_files("/api/resumes/upload", "/hr/upload", &[("job", "")], &files[..1]).await;
    let results: Vec<hireq_domain::candidate::Uploaded> = serde_json::from_str(&answer.body).expect("JSON");
    assert!(results[0].known && answer.status == StatusCode::OK);
}

#[tokio::test]
async fn a_refused_file_is_told_at_its_field_without_javascript() {
    let app = TestApp::start().await;
    app.candidate("zoe@example.com").await;
    let mut browser = Browser::signed_in(&app, "zoe@example.com").await;
    let encrypted = fixture("deshawn_encrypted.pdf");
    let files = [("file", "cv.pdf", &encrypted[..])];
    let answer = browser.post_files("/api/resumes/upload-own", "/me/resume", &[], &files).await;
    assert_eq!(answer.location(), "/me/resume", "{}", answer.status);
    let page = browser.get("/me/resume").await;
    assert!(page.body.contains("locked with a password"), "{}", page.body);
    let good =
        browser.post_files("/api/resumes/upload-own", "/me/resume", &[], &[("file", "cv.txt", TEXT.as_bytes())]).await;
    app.run_tasks().await;
    let page = browser.get(good.location()).await;
    assert!(page.body.contains("Correct what was read") && page.body.contains("PostgreSQL"), "{}", page.body);
}
