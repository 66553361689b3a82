//! Every page with every kind of content: its elements are nested as HTML requires, and its size stays limited however
//! much was written.

use crate::support::{
    TestApp,
    browser::Browser,
    nesting,
    world::{Applicant, TEXT, asking, asks, upload_for},
};
use axum::http::StatusCode;
use hireq_domain::{
    account::Role,
    ids::{ApplicationId, CandidateId, DocumentId, UserId},
    job::Job,
};
use hireq_services::auth::{Candidate, Hr};
use uuid::Uuid;

/// Text that fills a place: long, without a space, with every character that is special in HTML.
const LONG: &str = "Wolfeschlegelsteinhausenbergerdorff-&-Söhne\"'`;:~*_#|\\ مرحبا 🦀 ﷽";

/// One of everything, and the people who may see it.
struct World {
    hr: Hr,
    job: Job,
    application: ApplicationId,
    uploaded: ApplicationId,
    person: CandidateId,
    candidate: Candidate,
    document: DocumentId,
    own: ApplicationId,
    pending: UserId,
    /// The last part of the organisation's URL.
    organization: String,
}

impl World {
    /// The world, and its recruiter's browser.
    async fn make(app: &TestApp) -> (Self, Browser) {
        let hr = app.hr("hr@example.com").await;
        let job = app.job(&hr, asking([asks(LONG, "text"), asks("May you work here?", "yes_no")])).await;
        let Applicant { who: candidate, document, id: own } =
            app.applicant(&job, "zoe@example.com", &[LONG, "yes"]).await;
        let person = upload_for(&app.services, &hr, "Bea-Long.txt", TEXT.replace("zoe@", "bea@").as_bytes()).await;
        let person = person.candidate.expect("a person");
        let world = Self {
            application: own,
            uploaded: own,
            pending: app.account(Role::Hr, "waiting@example.com").await,
            organization: app.value_of("select slug from organizations where id = $1", hr.scope().uuid()).await,
            hr,
            job,
            person,
            candidate,
            document,
            own,
        };
        app.account(Role::Admin, "root@example.com").await;
        app.run_tasks().await;
        world.fill(app).await
    }

    /// Writes and decides things through the pages' own forms.
    async fn fill(mut self, app: &TestApp) -> (Self, Browser) {
        let mut hr = Browser::signed_in(app, "hr@example.com").await;
        let (person, job) = (self.person.to_string(), self.job.id.to_string());
        posted(&mut hr, "/api/candidates/add-to-job", &[("id", &person), ("job", &job)]).await;
        let sql = "select id from applications where candidate_id = $1";
        self.uploaded = ApplicationId(app.value_of(sql, self.person.0).await);
        let (own, uploaded) = (self.own.to_string(), self.uploaded.to_string());
        let (of_application, of_person) = (format!("applications/{own}"), format!("candidates/{person}"));
        for (visibility, body) in [("team", LONG), ("private", "Only mine\n\n<b>not bold</b>")] {
            for about in [&of_application, &of_person] {
                let fields = [("about", about.as_str()), ("body", body), ("visibility", visibility)];
                posted(&mut hr, "/api/notes/add", &fields).await;
            }
        }
        for tag in ["rust", "a tag of forty letters and not one more"] {
            for about in [&of_application, &of_person] {
                posted(&mut hr, "/api/tags/add", &[("about", about), ("tag", tag)]).await;
            }
        }
        let sql =
            "update documents set status = 'failed', failure = 'corrupt', failure_message = $2 where candidate_id = $1";
        let broken = sqlx::query(sql).bind(self.person.0).bind(LONG);
        broken.execute(&app.services.pool).await.expect("a file that could not be read");
        let reject = [("id", &*uploaded), ("version", "1"), ("reason", "experience"), ("note", LONG)];
        hr.post("/api/applications/reject", &reject).await;
        let names = "update users set name = $1
            where email in ('hr@example.com', 'waiting@example.com') or role = 'candidate'";
        sqlx::query(names).bind(LONG).execute(&app.services.pool).await.expect("a long name");
        sqlx::query(
            "update candidates set name = $1, headline = $1, location = $1, links = array['zoe.example/x', $1]
             where user_id is null or name = $1",
        )
        .bind(LONG)
        .execute(&app.services.pool)
        .await
        .expect("long lines");
        sqlx::query("update organizations set name = $1").bind(LONG).execute(&app.services.pool).await.expect("a name");
        (self, hr)
    }

    fn fill_in(&self, pattern: &str, mail: Uuid) -> String {
        if pattern == "/c/{slug}" {
            return format!("/c/{}", self.organization);
        }
        let id = match pattern {
            p if p.starts_with("/hr/jobs") => self.job.id.to_string(),
            p if p.starts_with("/hr/applications") => self.application.to_string(),
            p if p.starts_with("/hr/candidates") => self.person.to_string(),
            p if p.starts_with("/me/applications") => self.own.to_string(),
            p if p.starts_with("/me/resume") => self.document.to_string(),
            p if p.starts_with("/admin/users") => self.pending.to_string(),
            _ => mail.to_string(),
        };
        pattern.replace("{slug}", &self.job.slug).replace("{id}", &id)
    }
}

async fn posted(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) {
    let answer = browser.post(path, fields).await;
    assert!(answer.status.is_redirection(), "{path}: {} {}", answer.status, answer.body);
}

/// Every address with a page, from the router.
fn patterns() -> Vec<String> {
    let mut all: Vec<_> =
        leptos_axum::generate_route_list(app::App).into_iter().map(|route| route.path().to_owned()).collect();
    all.sort();
    all.dedup();
    assert!(all.len() > 30, "{all:?}");
    all
}

#[derive(Default)]
struct Walk {
    faults: Vec<String>,
    /// Pages that were answered successfully.
    seen: Vec<String>,
}

impl Walk {
    async fn open(&mut self, browser: &mut Browser, who: &str, path: &str) {
        let answer = browser.get(path).await;
        if answer.status == StatusCode::OK {
            self.seen.push(path.to_owned());
        }
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{who} at {path}: {}", answer.body);
        if answer.body.contains("<html") {
            self.faults.extend(nesting::faults(&answer.body).into_iter().map(|f| format!("{who} at {path}: {f}")));
        }
    }

    fn end(mut self) {
        self.faults.sort();
        self.faults.dedup();
        assert!(self.faults.is_empty(), "{} faults\n{}", self.faults.len(), self.faults.join("\n\n"));
    }
}

#[tokio::test]
async fn every_page_nests_as_html_asks_for_everybody_and_with_everything_on_it() {
    let app = TestApp::start().await;
    let (world, hr) = World::make(&app).await;
    let mail: Uuid = app.value("select id from outbox limit 1").await;
    let pages: Vec<_> = patterns().iter().map(|pattern| world.fill_in(pattern, mail)).collect();
    let mut people = vec![("a stranger", Browser::new(&app)), ("hr@example.com", hr)];
    for who in ["zoe@example.com", "waiting@example.com", "root@example.com"] {
        people.push((who, Browser::signed_in(&app, who).await));
    }
    let mut walk = Walk::default();
    for (who, browser) in &mut people {
        for path in pages.iter().chain(&more(&world)) {
            walk.open(browser, who, path).await;
        }
    }
    refused_forms(&app, &world, &mut people[1].1, &mut walk).await;
    let missed: Vec<_> = pages.iter().filter(|path| !walk.seen.contains(path)).collect();
    assert!(missed.is_empty(), "nobody saw {missed:?}");
    walk.end();
}

#[tokio::test]
async fn pages_with_nothing_on_them_nest_as_html_asks_too() {
    let app = TestApp::start().await;
    app.hr("empty@example.com").await;
    app.candidate("new@example.com").await;
    app.account(Role::Admin, "root@example.com").await;
    let mut walk = Walk::default();
    for who in ["empty@example.com", "new@example.com", "root@example.com"] {
        let mut browser = Browser::signed_in(&app, who).await;
        for pattern in patterns() {
            let path = pattern.replace("{slug}", "none").replace("{id}", &Uuid::now_v7().to_string());
            walk.open(&mut browser, who, &path).await;
        }
    }
    walk.end();
}

/// Addresses with other contents: filtered lists, other states, missing things.
fn more(world: &World) -> Vec<String> {
    let (job, one, two) = (world.job.id, world.application, world.uploaded);
    vec![
        "/nowhere".into(),
        "/jobs?q=data&remote=remote".into(),
        "/jobs?q=nothing-like-this".into(),
        format!("/hr/jobs/{job}?q=zoe&sort=-applied"),
        format!("/hr/jobs/{job}?status=rejected"),
        format!("/hr/jobs/{job}/compare?a={one}&a={two}"),
        format!("/hr/applications/{two}"),
        format!("/hr/applications/{one}?notes=7&history=9"),
        format!("/hr/applications/{}", Uuid::now_v7()),
        "/hr/candidates?q=engineer&tag=rust".into(),
        "/hr/candidates?q=nobody-like-this".into(),
        format!("/hr/jobs/new?copy={job}"),
        format!("/me/resume?document={}", world.document),
        "/admin/users?q=example&status=pending".into(),
        format!("/admin/users/{}", world.hr.user.id),
        format!("/admin/users/{}", world.candidate.user.id),
        "/admin/audit?action=note.add".into(),
        "/admin/tasks?state=failed".into(),
    ]
}

/// The names and values that a form submits.
type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Pages that show a form's errors.
async fn refused_forms(app: &TestApp, world: &World, hr: &mut Browser, walk: &mut Walk) {
    let (id, job) = (world.application.to_string(), world.job.id.to_string());
    let (about, person) = (format!("applications/{id}"), format!("candidates/{}", world.person));
    let page = format!("/hr/{about}");
    let forms: [(&str, &str, Fields<'_>); 9] = [
        (&page, "/api/notes/add", vec![("about", &about), ("body", ""), ("visibility", "team")]),
        (&page, "/api/tags/add", vec![("about", &about), ("tag", "")]),
        (&page, "/api/applications/reject", vec![("id", &id), ("version", "1"), ("reason", "")]),
        (&page, "/api/applications/hold", vec![("id", &id), ("version", "1"), ("reason", "")]),
        ("/hr/candidates", "/api/tags/add", vec![("about", &person), ("tag", "")]),
        ("/hr/jobs/new", "/api/jobs/save", vec![("title", "")]),
        ("/account", "/api/account/set-profile", vec![("name", ""), ("email", LONG)]),
        ("/account", "/api/account/change-password", vec![("current", "x"), ("new", "y")]),
        ("/hr/jobs", "/api/applications/bulk", vec![("job", &job), ("action", ""), ("back", "/hr/jobs")]),
    ];
    for (page, path, fields) in forms {
        hr.get(page).await;
        hr.post(path, &fields).await;
        walk.open(hr, "hr@example.com, refused", page).await;
    }
    let list = format!("/hr/jobs/{job}");
    hr.get(&list).await;
    let tick = format!("{id}.1");
    for action in ["move", "reject", "hold", "tag"] {
        let ticked = [("job", &*job), ("selected[]", &*tick), ("action", action), ("back", &list)];
        hr.post("/api/applications/bulk", &ticked).await;
        walk.open(hr, "hr@example.com, refused", &list).await;
    }
    let files: [(&str, &str, &[u8]); 2] = [("files", "photo.png", b"\x89PNG"), ("files", "cv.txt", TEXT.as_bytes())];
    hr.post_files("/api/resumes/upload", "/hr/upload", &[("job", "")], &files).await;
    walk.open(hr, "hr@example.com, refused", "/hr/upload").await;
    let mut stranger = Browser::new(app);
    for (page, path) in [("/sign-in", "/api/account/sign-in"), ("/sign-up", "/api/account/sign-up")] {
        stranger.get(page).await;
        let fields = [("email", "x"), ("password", "x"), ("name", ""), ("role", "hr"), ("organization", "")];
        stranger.post(path, &fields).await;
        walk.open(&mut stranger, "a stranger, refused", page).await;
    }
}

#[tokio::test]
async fn a_page_with_five_hundred_notes_is_small_and_leads_to_every_one_without_scripts() {
    let app = TestApp::start().await;
    let (world, mut hr) = World::make(&app).await;
    let candidate = world.candidate.scope().candidate();
    sqlx::query(
        "insert into notes (id, organization_id, candidate_id, application_id, author_id, body, visibility, created_at)
         select gen_random_uuid(), $1, c, a, $2, 'Note ' || n || repeat(' and so on', 100), 'team',
             now() + make_interval(secs => n)
         from generate_series(1, 500) n, (values ($3::uuid, $4::uuid), ($5, null)) as about (c, a)",
    )
    .bind(world.hr.scope().uuid())
    .bind(world.hr.user.id.0)
    .bind(candidate.0)
    .bind(world.application.0)
    .bind(world.person.0)
    .execute(&app.services.pool)
    .await
    .expect("notes");
    sqlx::query(
        "insert into application_events (id, application_id, actor_kind, kind, from_stage, to_stage, created_at)
         select gen_random_uuid(), $1, 'recruiter', 'moved', 'Stage ' || n, 'Stage ' || n + 1,
             now() + make_interval(secs => n)
         from generate_series(1, 500) n",
    )
    .bind(world.application.0)
    .execute(&app.services.pool)
    .await
    .expect("events");
    for page in [format!("/hr/applications/{}", world.application), format!("/hr/candidates/{}", world.person)] {
        let first = hr.get(&page).await.body;
        assert!(first.len() < 150_000, "{page}: {} bytes", first.len());
        assert!(first.contains("Note 500 ") && first.contains("Note 481 ") && !first.contains("Note 480 "), "{page}");
        assert!(first.contains("notes=2"), "a link to the next page");
        let second = hr.get(&format!("{page}?notes=2")).await.body;
        assert!(
            second.contains("Note 480 ") && !second.contains("Note 481 ") && second.contains("Note 461 "),
            "{page}"
        );
        assert_eq!(nesting::faults(&second), Vec::<String>::new());
        let last = hr.get(&format!("{page}?notes=26")).await.body;
        // Newer than the two that were written first.
        assert!(last.contains("501–502 of 502 notes"), "{last}");
    }
    let page = format!("/hr/applications/{}", world.application);
    let first = hr.get(&page).await.body;
    assert!(first.contains("Stage 500 →") && first.contains("Stage 481 →") && !first.contains("Stage 480 →"));
    let second = hr.get(&format!("{page}?history=2&notes=3")).await.body;
    assert!(second.contains("Stage 480 →") && !second.contains("Stage 481 →") && second.contains("Note 460 "));
    assert!(second.contains("notes=3&amp;history=3") || second.contains("notes=3&history=3"), "the notes stay");
}

#[tokio::test]
async fn a_person_has_at_most_fifty_tags() {
    let app = TestApp::start().await;
    let (world, mut hr) = World::make(&app).await;
    let about = format!("candidates/{}", world.person);
    let page = format!("/hr/{about}");
    hr.get(&page).await;
    for n in 0..49 {
        hr.post("/api/tags/add", &[("about", &about), ("tag", &format!("tag {n}"))]).await;
    }
    let body = hr.get(&page).await.body;
    assert!(body.contains("a person may have 50"), "the fifty-first is refused");
    assert!(body.contains("tag 47") && !body.contains("Remove the tag tag 48"), "the fiftieth is not");
}
