//! Access control: calls every server function and every other route as nobody, with each wrong role, and as another
//! tenant. A new one fails here until it is added to its table.

use crate::support::{
    TestApp,
    browser::{Answer, Browser},
    world::{PIXEL, pdf, stage, upload_to},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use hireq_domain::{
    about::About,
    account::Role,
    applicants::NoteVisibility,
    ids::{ApplicationId, CandidateId, DocumentId, JobId, MergeId, NoteId, StageId},
    merge::Pair,
};
use hireq_services::{
    applications,
    auth::{Candidate, Hr},
    candidates::merge,
    notes,
};
use std::collections::BTreeSet;

/// Who may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Anyone,
    SignedIn,
    /// Signed in with an approved account.
    Active,
    Hr,
    Candidate,
    Admin,
}
use Who::{
    Active as ACTIVE, Admin as ADMIN, Anyone as ANYONE, Candidate as CANDIDATE, Hr as HR, SignedIn as SIGNED_IN,
};

/// Path, who may call it, and the arguments of a realistic call; `{…}` stands for a row of the first tenant. A call
/// without arguments refers to no tenant's row.
const TABLE: &[(&str, Who, &str)] = &[
    ("account/sign-in", ANYONE, "email=a%40b.example&password=x"),
    ("account/sign-up", ANYONE, "name=&email=&password=&role=candidate"),
    ("account/forgot-password", ANYONE, "email=nonsense"),
    ("account/reset-password", ANYONE, "token=x&password=correct+horse+battery"),
    ("account/confirm-sign-up", ANYONE, "token=x&password=x"),
    ("account/choose-password", SIGNED_IN, "password=x"),
    ("account/recent-events", SIGNED_IN, ""),
    ("account/confirm-address", ANYONE, "token=x"),
    ("account/restore-address", ANYONE, "token=x"),
    ("account/waiting-address", SIGNED_IN, ""),
    ("account/sign-out", ANYONE, ""),
    ("account/set-profile", SIGNED_IN, "name=&email="),
    ("account/set-time-zone", SIGNED_IN, "time_zone=nowhere"),
    ("account/change-password", SIGNED_IN, "current=x&password=y"),
    ("account/sessions", SIGNED_IN, ""),
    ("account/end-other-sessions", SIGNED_IN, ""),
    ("careers/search", ANYONE, ""),
    ("careers/posting", ANYONE, "slug=none"),
    ("careers/organization", ANYONE, "slug=none"),
    ("organization/page", HR, ""),
    ("organization/save-page", HR, "multipart"),
    ("admin/overview", ADMIN, ""),
    ("admin/users", ADMIN, "page=1"),
    ("admin/user", ADMIN, "id={user}"),
    ("admin/users/step", ADMIN, "id={user}&step=suspend&reason=x"),
    ("admin/users/set-role", ADMIN, "id={user}&role=candidate"),
    ("admin/users/remove-person", ADMIN, "id={user}"),
    ("admin/organization-choices", ADMIN, ""),
    ("admin/organizations", ADMIN, "page=1"),
    ("admin/organizations/rename", ADMIN, "id={organization}&name=x"),
    ("admin/audit", ADMIN, "page=1"),
    ("admin/audit-choices", ADMIN, ""),
    ("admin/tasks", ADMIN, "page=1"),
    ("admin/tasks/retry", ADMIN, "id=1"),
    ("admin/tasks/cancel", ADMIN, "id=1"),
    ("admin/outbox", ADMIN, "page=1"),
    ("admin/mail", ADMIN, "id={user}"),
    ("admin/outbox/cancel", ADMIN, "id={user}"),
    ("admin/outbox/retry", ADMIN, "id={user}"),
    ("admin/models", ADMIN, ""),
    ("admin/settings", ADMIN, ""),
    ("dashboard/show", HR, ""),
    ("inbox/show", HR, ""),
    ("find", HR, "q=ada"),
    ("jobs/list", HR, ""),
    ("jobs/edit", HR, "id={job}"),
    (
        "jobs/save",
        HR,
        "id={job}&base=1&job[title]=Stolen&job[description]=x&job[remote]=remote&job[employment]=contract",
    ),
    ("jobs/preview", HR, ""),
    ("jobs/propose", HR, ""),
    ("jobs/set-status", HR, "id={job}&status=closed&applications=close"),
    ("jobs/ending", HR, "id={job}"),
    ("candidates/search", HR, ""),
    ("candidates/profile", HR, "id={candidate}"),
    ("candidates/details", HR, "id={candidate}"),
    ("candidates/edit", HR, "id={candidate}&name=Stolen"),
    ("candidates/merge-preview", HR, "id={applicant}&with={candidate}"),
    ("candidates/merge", HR, "id={applicant}&with={candidate}"),
    ("candidates/unmerge", HR, "merge={merge}"),
    ("candidates/duplicates", HR, "id={candidate}"),
    ("candidates/do-not-contact", HR, "id={candidate}&on=true"),
    ("candidates/add-to-job", HR, "id={candidate}&job={job}"),
    ("resumes/upload-choices", HR, ""),
    ("resumes/upload", HR, "multipart"),
    ("resumes/own", CANDIDATE, ""),
    ("resumes/own-one", CANDIDATE, "id={own_document}"),
    ("resumes/upload-own", CANDIDATE, "multipart"),
    ("resumes/import", CANDIDATE, "multipart"),
    ("resumes/correct", CANDIDATE, "document={own_document}"),
    ("applications/ranked", HR, "job={job}"),
    ("applications/board", HR, "job={job}"),
    ("applications/detail", HR, "id={application}"),
    ("applications/compare", HR, "job={job}&a[0]={application}"),
    ("applications/move", HR, "id={application}&version=1&stage={stage}"),
    ("applications/drag", HR, "id={application}&version=1&stage={stage}"),
    ("applications/reject", HR, "id={application}&version=1&reason=pay"),
    ("applications/reopen", HR, "id={application}&version=1"),
    ("applications/hold", HR, "id={application}&version=1&reason=x"),
    ("applications/resume", HR, "id={application}&version=1"),
    ("applications/hire", HR, "id={application}&version=1"),
    ("applications/undo", HR, "steps[0]={application}.1"),
    ("applications/overrule", HR, "id={application}&requirement=x&verdict=met&why=x"),
    ("applications/restore-verdict", HR, "id={application}&requirement=x"),
    ("applications/bulk", HR, "job={job}&selected[0]={application}.1&action=move&with[stage]={stage}&back=/hr"),
    ("jobs/team", HR, "job={job}"),
    ("jobs/team-set", HR, "job={job}&user={job}&role=owner"),
    ("jobs/team-remove", HR, "job={job}&user={job}"),
    ("jobs/hand-over", HR, "from={job}&to={job}"),
    ("team/show", HR, ""),
    ("team/invite", HR, "email=none"),
    ("team/withdraw", HR, "id={job}"),
    ("team/invited", ANYONE, "token=none"),
    ("team/join", ANYONE, "token=none"),
    ("applications/columns", HR, "columns[]=tags"),
    ("applications/save-filter", HR, "job={job}&name=x&list[q]=x"),
    ("applications/remove-filter", HR, "id={job}"),
    ("notes/add", HR, "about=candidates/{candidate}&body=x&visibility=team"),
    ("notes/remove", HR, "about=applications/{application}&note={note}"),
    ("tags/add", HR, "about=applications/{application}&tag=x"),
    ("tags/remove", HR, "about=applications/{application}&tag=x"),
    ("portal/applications", CANDIDATE, ""),
    ("portal/application", CANDIDATE, "id={own_application}"),
    ("portal/saved", CANDIDATE, ""),
    ("portal/set-saved", CANDIDATE, "slug=none&on=true"),
    ("portal/withdraw", CANDIDATE, "id={own_application}"),
    ("portal/apply-form", CANDIDATE, "slug=none"),
    ("portal/apply", CANDIDATE, "multipart"),
    ("portal/guest-form", ANYONE, "slug=none"),
    ("portal/apply-as-guest", ANYONE, "multipart"),
    ("portal/read-contact", ANYONE, "multipart"),
    ("portal/unconfirmed", ANYONE, "token=none"),
    ("portal/confirm-application", ANYONE, "token=none"),
    ("portal/profile", CANDIDATE, ""),
    ("portal/set-profile", CANDIDATE, "phones=none"),
];

/// The routes that are neither server functions nor pages: the pattern, who may call it, and an address that exists.
const ROUTES: &[(&str, Who, &str)] = &[
    ("/api/health", ANYONE, "/api/health"),
    ("/home", ANYONE, "/home"),
    ("/jobs.rss", ANYONE, "/jobs.rss"),
    ("/sitemap.xml", ANYONE, "/sitemap.xml"),
    ("/robots.txt", ANYONE, "/robots.txt"),
    ("/c/{slug}/logo", ANYONE, "/c/first-tenant/logo"),
    ("/c/{slug}/accent.css", ANYONE, "/c/first-tenant/accent.css"),
    ("/live", ACTIVE, "/live"),
    ("/files/{document}", CANDIDATE, "/files/{own_document}"),
    ("/files/{document}", HR, "/files/{pool_document}"),
    ("/files/{document}/pages/{page}", HR, "/files/{pool_document}/pages/1"),
    ("/files/{document}/json-resume", CANDIDATE, "/files/{own_document}/json-resume"),
    ("/hr/jobs/{job}/applicants.csv", HR, "/hr/jobs/{job}/applicants.csv"),
];

/// Tables in which even a refused call may leave something, and why.
const TOUCHED: &[(&str, &str)] =
    &[("public.sessions", "when the session was used last, and the refused form's words for its page")];

fn text_of(name: &str) -> String {
    format!("{name}\n{name}@example.com\n\nExperience\nEngineer, Acme\n2019 - 2024\n\nSkills\nRust, SQL\n")
}

/// The first tenant's rows.
struct Tenant {
    hr: Hr,
    candidate: Candidate,
    job: JobId,
    application: ApplicationId,
    person: CandidateId,
    pool_document: DocumentId,
    own_document: DocumentId,
    own_application: ApplicationId,
    note: NoteId,
    stage: StageId,
    merge: MergeId,
}

impl Tenant {
    async fn make(app: &TestApp) -> Self {
        let hr = app.hr("first@example.com").await;
        let candidate = app.candidate("person@example.com").await;
        let job = app.job(&hr, |_| ()).await;
        let upload = upload_to(&app.services, &hr, Some(job.id), "cv.pdf", &pdf(&text_of("Pool Person"))).await;
        let pool = upload.expect("an applicant");
        let own_document = app.upload(&candidate, &text_of("Own Person")).await;
        // The organisation can also read the résumé that was sent.
        let sent = app.upload(&candidate, &text_of("Sent Person")).await;
        let own_application = app.apply(&candidate, sent, &job, &[]).await;
        let person = pool.candidate.expect("a candidate");
        let application = pool.application.expect("an application");
        let note = notes::add(&app.services, &hr, About::Application(application), "a note", NoteVisibility::Team)
            .await
            .expect("a note");
        let stage = stage(&job, 1);
        let [stays, goes] = [app.in_pool(&hr, &text_of("One")).await, app.in_pool(&hr, &text_of("Two")).await];
        let page = [("about", ""), ("accent", "#0b5d3b")];
        let logo = [("logo", "logo.png", PIXEL)];
        let mut browser = Browser::signed_in(app, "first@example.com").await;
        browser.post_files("/api/organization/save-page", "/hr/careers-page", &page, &logo).await;
        app.sql("update organizations set slug = 'first-tenant' where id in (select organization_id from organization_pages)").await;
        app.run_tasks().await;
        let merge = merge::merge(&app.services, &hr, Pair { stays, goes }, None).await.expect("merged");
        let pool_document = pool.document.expect("a résumé");
        Self {
            hr,
            candidate,
            job: job.id,
            application,
            person,
            pool_document,
            own_document,
            own_application,
            note,
            stage,
            merge,
        }
    }

    fn fill(&self, arguments: &str) -> String {
        let organization = self.hr.scope().uuid();
        [
            ("{user}", self.hr.user.id.0),
            ("{organization}", organization),
            ("{job}", self.job.0),
            ("{application}", self.application.0),
            ("{candidate}", self.person.0),
            ("{applicant}", self.candidate.scope().candidate().0),
            ("{merge}", self.merge.0),
            ("{pool_document}", self.pool_document.0),
            ("{own_document}", self.own_document.0),
            ("{own_application}", self.own_application.0),
            ("{note}", self.note.0),
            ("{stage}", self.stage.0),
        ]
        .into_iter()
        .fold(arguments.to_owned(), |text, (name, id)| text.replace(name, &id.to_string()))
    }
}

async fn call(browser: &mut Browser, path: &str, method: &Method, arguments: &str) -> Answer {
    let builder = Request::builder().method(method.clone()).header(header::ACCEPT, "application/json");
    let request = if arguments == "multipart" {
        let body = "--x\r\nContent-Disposition: form-data; name=\"slug\"\r\n\r\nnone\r\n--x\r\nContent-Disposition: \
                    form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n--x--\r\n";
        builder.uri(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from(body))
    } else if *method == Method::GET {
        let arguments = arguments.replace('[', "%5B").replace(']', "%5D");
        builder.uri(format!("{path}?{arguments}")).body(Body::empty())
    } else {
        builder
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(arguments.to_owned()))
    };
    browser.send(request.expect("a request")).await
}

/// Something that can be called, with realistic arguments.
struct Call {
    who: Who,
    path: String,
    method: Method,
    arguments: String,
    /// Whether it refers to a row of the first tenant.
    owned: bool,
    route: bool,
}

impl Call {
    fn allowed(&self, signed_in: bool, role: Option<Who>) -> bool {
        match self.who {
            ANYONE => true,
            SIGNED_IN => signed_in,
            ACTIVE => role.is_some(),
            who => role == Some(who),
        }
    }

    async fn send(&self, browser: &mut Browser) -> Answer {
        call(browser, &self.path, &self.method, &self.arguments).await
    }
}

fn registered() -> Vec<(String, Method)> {
    leptos::server_fn::axum::server_fn_paths().map(|(path, method)| (path.to_owned(), method)).collect()
}

/// Every path of the router; only its debug output lists them.
fn routed(app: &TestApp) -> BTreeSet<String> {
    let text = format!("{:?}", app.router);
    let paths = text.split("paths: {").nth(1).expect("the router's paths");
    paths
        .split("RouteId(")
        .filter_map(|entry| Some(entry.split_once("): \"")?.1.split_once('"')?.0.to_owned()))
        .collect()
}

fn entry(path: &str) -> Option<(Who, &'static str)> {
    let name = path.strip_prefix("/api/")?;
    TABLE.iter().find(|(known, ..)| *known == name).map(|(_, who, arguments)| (*who, *arguments))
}

/// All entries of the tables.
fn calls(world: &Tenant) -> Vec<Call> {
    let functions = registered().into_iter().filter_map(|(path, method)| {
        let (who, arguments) = entry(&path)?;
        let owned = arguments.contains('{');
        Some(Call { who, path, method, arguments: world.fill(arguments), owned, route: false })
    });
    let routes = ROUTES.iter().map(|(_, who, path)| {
        let (method, owned) = (Method::GET, path.contains('{'));
        Call { who: *who, path: world.fill(path), method, arguments: String::new(), owned, route: true }
    });
    functions.chain(routes).collect()
}

#[tokio::test]
async fn the_tables_know_every_server_function_and_every_other_route_and_nothing_else() {
    let app = TestApp::start().await;
    let functions: BTreeSet<_> = registered().into_iter().map(|(path, _)| path).collect();
    let known: BTreeSet<_> = TABLE.iter().map(|(name, ..)| format!("/api/{name}")).collect();
    assert_eq!(functions, known);
    let mut routes = routed(&app);
    for page in leptos_axum::generate_route_list(app::App) {
        assert!(routes.remove(page.path()), "{} is not among {routes:?}", page.path());
    }
    // What was built for browsers is everybody's.
    routes.retain(|path| !functions.contains(path) && !path.starts_with("/pkg") && !path.starts_with("/fonts"));
    let known: BTreeSet<_> = ROUTES.iter().map(|(pattern, ..)| (*pattern).to_owned()).collect();
    assert_eq!(routes, known);
}

#[tokio::test]
async fn nobody_and_wrong_roles_are_refused_everywhere() {
    let app = TestApp::start().await;
    let world = Tenant::make(&app).await;
    app.visitor(Role::Admin, "admin@example.com").await;
    app.account(Role::Hr, "pending@example.com").await;
    for (email, role) in [
        (None, None),
        (Some("pending@example.com"), None),
        (Some("first@example.com"), Some(HR)),
        (Some("person@example.com"), Some(CANDIDATE)),
        (Some("admin@example.com"), Some(ADMIN)),
    ] {
        let mut browser = match email {
            Some(email) => Browser::signed_in(&app, email).await,
            None => Browser::new(&app),
        };
        let before = snapshot(&app).await;
        for call in calls(&world).iter().filter(|call| !call.allowed(email.is_some(), role)) {
            let answer = call.send(&mut browser).await;
            let what = format!("{} as {email:?}: {} {}", call.path, answer.status, answer.body);
            match (call.route, email) {
                (false, None) => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}"),
                (false, Some(_)) => assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}"),
                (true, None) => {
                    assert!(answer.status == StatusCode::UNAUTHORIZED || answer.location() == "/sign-in", "{what}");
                }
                (true, Some(_)) => assert!(answer.status.is_client_error(), "{what}"),
            }
            assert!(!answer.body.contains("Person"), "{what}");
        }
        assert_eq!(changed(&app, &before).await, [""; 0], "a refused call of {email:?} wrote");
        for call in calls(&world).iter().filter(|call| call.route && call.allowed(email.is_some(), role)) {
            let answer = call.send(&mut browser).await;
            // A WebSocket has to be requested differently.
            let there = !answer.status.is_client_error() || call.path == "/live";
            assert!(there && answer.status != StatusCode::UNAUTHORIZED, "{} as {email:?}", call.path);
        }
    }
}

#[tokio::test]
async fn another_tenants_rows_are_not_found_and_not_changed() {
    let app = TestApp::start().await;
    let world = Tenant::make(&app).await;
    app.hr("second@example.com").await;
    app.candidate("stranger@example.com").await;
    for (email, role) in [("second@example.com", HR), ("stranger@example.com", CANDIDATE)] {
        let mut browser = Browser::signed_in(&app, email).await;
        let before = snapshot(&app).await;
        for call in calls(&world).iter().filter(|call| call.who == role && call.owned) {
            let answer = call.send(&mut browser).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} as {email}: {}", call.path, answer.body);
            assert!(!answer.body.contains("Person"), "{} tells whose row it is", call.path);
        }
        assert_eq!(changed(&app, &before).await, [""; 0], "a refused call of {email} wrote");
    }
    // The rows existed all along.
    assert!(applications::detail::load(&app.services, &world.hr, world.application).await.is_ok());
    assert!(applications::own::page(&app.services, &world.candidate, world.own_application).await.is_ok());
}

/// Variants of a call with U+0000 in each of its texts, and in some optional ones.
fn with_nul(arguments: &str) -> Vec<String> {
    let more =
        "q=&page=1&query[q]=&query[skill]=&query[location]=&query[tag]=&search[q]=&reason=&text=&note=&form[title]=";
    let all: Vec<&str> = arguments.split('&').filter(|part| !part.is_empty()).collect();
    let spoilt = |part: &str| format!("{part}a%00b");
    let each = (0..all.len()).map(|at| {
        let parts = all.iter().enumerate().map(|(i, part)| if i == at { spoilt(part) } else { (*part).to_owned() });
        parts.collect::<Vec<_>>().join("&")
    });
    let last = format!("{arguments}&{}", more.split('&').map(spoilt).collect::<Vec<_>>().join("&"));
    each.chain([last]).collect()
}

#[tokio::test]
async fn a_nul_anywhere_is_the_sender_s_mistake_and_no_fault_of_ours() {
    let app = TestApp::start().await;
    let world = Tenant::make(&app).await;
    app.visitor(Role::Admin, "admin@example.com").await;
    let [hr, candidate, admin] = [
        Browser::signed_in(&app, "first@example.com").await,
        Browser::signed_in(&app, "person@example.com").await,
        Browser::signed_in(&app, "admin@example.com").await,
    ];
    for (mut browser, roles) in [
        (hr, vec![HR]),
        (admin, vec![ADMIN]),
        (candidate, vec![CANDIDATE, SIGNED_IN]),
        (Browser::new(&app), vec![ANYONE]),
    ] {
        for (path, method) in registered() {
            let Some((who, arguments)) = entry(&path) else { continue };
            if !roles.contains(&who) || arguments == "multipart" {
                continue;
            }
            for arguments in with_nul(&world.fill(arguments)) {
                let answer = call(&mut browser, &path, &method, &arguments).await;
                assert!(!answer.status.is_server_error(), "{path} {arguments}: {} {}", answer.status, answer.body);
                if method == Method::POST {
                    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&arguments).expect("fields");
                    let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                    let answer = browser.post(&path, &fields).await;
                    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {arguments}");
                }
            }
        }
        for page in
            ["/jobs?q=%00", "/jobs/%00", "/hr/candidates?q=a%00", "/hr/jobs/%00", "/sign-in?next=%00", "/files/%00"]
        {
            let answer = browser.get(page).await;
            assert!(answer.status.is_client_error(), "{page}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_nul_in_a_form_with_files_is_the_sender_s_mistake_too() {
    let app = TestApp::start().await;
    Tenant::make(&app).await;
    for (email, path) in [
        ("first@example.com", "/api/resumes/upload"),
        ("person@example.com", "/api/resumes/upload-own"),
        ("person@example.com", "/api/resumes/import"),
        ("person@example.com", "/api/portal/apply"),
        ("person@example.com", "/api/portal/apply-as-guest"),
        ("person@example.com", "/api/portal/read-contact"),
        ("first@example.com", "/api/organization/save-page"),
    ] {
        let mut browser = Browser::signed_in(&app, email).await;
        for accept in ["text/html", "application/json"] {
            browser.accept = accept;
            let texts = [("about", "a\0b"), ("slug", "a\0b"), ("job", "\0"), ("document", "\0"), ("answer-\0", "\0")];
            for bytes in [&b"Zo\0e\n\nSkills\nRust\0"[..], br#"{"basics": {"name": "Zo\u0000e", "summary": "\u0000"}}"#]
            {
                let files = [("file", "a\0.txt", bytes)];
                let answer = browser.post_files(path, "/", &texts, &files).await;
                assert!(!answer.status.is_server_error(), "{path}: {} {}", answer.status, answer.body);
            }
        }
    }
    app.run_tasks().await;
}

#[tokio::test]
async fn an_address_to_go_to_that_is_none_leads_home_and_breaks_nothing() {
    let app = TestApp::start().await;
    app.candidate("person@example.com").await;
    let password = crate::support::PASSWORD;
    for next in ["/\u{b}", "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "/é\n"] {
        let app = TestApp::start().await;
        app.candidate("person@example.com").await;
        let mut browser = Browser::new(&app);
        let fields = [("email", "person@example.com"), ("password", password), ("next", next)];
        let answer = browser.post("/api/account/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::FOUND, "/home"), "{next:?}");
    }
    let mut browser = Browser::signed_in(&app, "person@example.com").await;
    for page in
        ["/hr/%0b", "/me/%0b", "/%ff", "/sign-in?next=/%0b", "/sign-in?next=%ff", "/jobs?page=99999999999999999999"]
    {
        assert!(!browser.get(page).await.status.is_server_error(), "{page}");
        assert!(!Browser::new(&app).get(page).await.status.is_server_error(), "{page} as nobody");
    }
}

/// The rows of every table in which a refused call must leave nothing.
async fn snapshot(app: &TestApp) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    for table in app.tables().await {
        if TOUCHED.iter().all(|(touched, _)| *touched != table) {
            let sql = format!("select '{table} ' || t::text from {table} t");
            let found: Vec<String> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&app.services.pool).await.expect("rows");
            rows.extend(found);
        }
    }
    rows
}

/// The rows added and removed since then.
async fn changed(app: &TestApp, before: &BTreeSet<String>) -> Vec<String> {
    snapshot(app).await.symmetric_difference(before).cloned().collect()
}
