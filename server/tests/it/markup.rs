//! No text that somebody enters becomes markup: every page of every role is rendered with hostile text in all fields
//! that people can fill, and must have the same elements as with harmless text of the same length.

use crate::support::{
    TestApp,
    browser::Browser,
    world::{TEXT, upload_for},
};
use hireq_domain::{
    about::About,
    account::Role,
    applicants::{ApplicantQuery, NoteVisibility},
    ids::ApplicationId,
    job::{Job, JobContent},
    job_form::{JobForm, QuestionRow, RequirementRow},
    matching::Verdict,
};
use hireq_services::{
    accounts::team,
    applications::{
        self,
        overrule::{self, Of},
        saved_filters,
    },
    auth::Hr,
    candidates, jobs, matching, notes, tags,
};
use scraper::{CaseSensitivity, Html, Node};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// As long as each of the hostile texts, so that both are cut at the same places.
const HARMLESS: &str = "qzwvqzwvqzwvqzwvqzwvqzwvqzwvqzwvqzw";
const HOSTILE: [&str; 3] = [
    "</title><form action=/a>\"'><script>",
    "</textarea></script></p><img src=x>",
    "<!--<script>]]></style><x onload=x>",
];

/// Every column with text that was typed or read from files.
const COLUMNS: &[(&str, &[&str])] = &[
    ("organizations", &["name"]),
    ("organization_pages", &["about"]),
    ("saved_filters", &["name"]),
    ("unconfirmed_applications", &["name", "original_name"]),
    ("users", &["name", "status_reason"]),
    ("sessions", &["user_agent"]),
    ("candidates", &["name", "headline", "location"]),
    ("documents", &["original_name", "failure_message"]),
    ("parsed_resumes", &["text"]),
    ("candidate_tags", &["name"]),
    ("application_events", &["from_stage", "to_stage", "reason"]),
    ("match_items", &["text", "reason"]),
    ("notes", &["body"]),
    ("overrules", &["requirement", "note"]),
    ("outbox", &["recipient", "subject", "body", "last_error"]),
];
const LISTS: &[(&str, &str)] = &[
    ("candidates", "emails"),
    ("candidates", "phones"),
    ("candidates", "links"),
    ("candidate_changes", "before"),
    ("candidate_changes", "after"),
];
const DOCUMENTS: &[(&str, &str)] = &[("applications", "answers"), ("parsed_resumes", "body"), ("audit_log", "detail")];

/// The elements that Markdown produces, which may be used in a job's description.
const PROSE: &[&str] = &["p", "br", "ul", "li", "a", "code", "h2", "h3", "em", "strong", "div"];

/// The elements of a page in order: depth, name, names of attributes, and link targets. Elements produced by Markdown
/// are left out, because text may create them, and so are those that mark search words.
fn elements(page: &str) -> Vec<String> {
    let tree = Html::parse_document(page).tree;
    tree.root()
        .descendants()
        .filter_map(|node| match node.value() {
            Node::Element(element) if element.name() == "mark" => None,
            Node::Element(element) if node.ancestors().any(|above| is_prose(above.value())) => {
                assert!(PROSE.contains(&element.name()), "{} in a description", element.name());
                None
            }
            Node::Element(element) => {
                let mut attributes: Vec<_> = element.attrs().map(|(name, _)| name).collect();
                attributes.sort_unstable();
                let target = element.attr("action").or(element.attr("formaction")).unwrap_or_default();
                let depth = node.ancestors().count();
                Some(format!("{depth} {} {} {target}", element.name(), attributes.join(" ")))
            }
            _ => None,
        })
        .collect()
}

fn is_prose(node: &Node) -> bool {
    node.as_element().is_some_and(|element| element.has_class("prose", CaseSensitivity::CaseSensitive))
}

/// Addresses that would be executed by a click or on load.
fn dangerous_addresses(page: &str) -> Vec<String> {
    let tree = Html::parse_document(page).tree;
    tree.nodes()
        .filter_map(|node| node.value().as_element().cloned())
        .flat_map(|element| {
            let attributes = ["href", "src", "action", "formaction"].map(|name| element.attr(name).map(str::to_owned));
            attributes.into_iter().flatten()
        })
        .filter(|address| {
            let address: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            ["javascript:", "vbscript:", "data:"].iter().any(|scheme| address.to_lowercase().starts_with(scheme))
        })
        .collect()
}

/// An organisation with one of everything, and the people who look at it.
pub(crate) struct World {
    hr: Hr,
    job: Job,
    pub(crate) pages: Vec<(Option<&'static str>, String)>,
    last_entry: Uuid,
}

fn job_form(text: &str, before: Option<&Job>) -> JobForm {
    let mut form = before.map_or_else(|| JobForm::from(&JobContent::empty()), |job| JobForm::from(&job.content));
    form.title = format!("Engineer {text}");
    form.description = format!("Work with Rust {text}.\n\n- {text}\n\n[link](javascript:alert(1)) `{text}`");
    form.location = format!("Hamburg {text}");
    if before.is_none() {
        form.requirements = vec![RequirementRow::default()];
        form.questions = vec![QuestionRow::default()];
    }
    for row in &mut form.requirements {
        (row.kind, row.text, row.weight) = ("skill".into(), format!("Rust {text}"), "1".into());
    }
    for row in &mut form.questions {
        (row.kind, row.text, row.options) = ("choice".into(), format!("When {text}?"), format!("now, {text}"));
    }
    for (number, row) in form.stages.iter_mut().enumerate() {
        row.name = format!("{number} {text}");
    }
    form
}

impl World {
    pub(crate) async fn make(app: &TestApp) -> Self {
        let services = &app.services;
        let hr = app.hr("hr@example.com").await;
        app.visitor(Role::Admin, "admin@example.com").await;
        let pending = app.account(Role::Hr, "pending@example.com").await;
        let zoe = app.candidate("zoe@example.com").await;
        let job = app.job(&hr, |form| *form = job_form(HARMLESS, None)).await;
        let resume = TEXT.replace("SUMMARY\n", &format!("SUMMARY\nI am {HARMLESS} and more.\n"));
        let resume = resume.replace("Acme Analytics", &format!("Acme {HARMLESS}"));
        let document = app.upload(&zoe, &resume).await;
        let own = app.apply(&zoe, document, &job, &[HARMLESS]).await;
        let person = app.in_pool(&hr, &format!("{resume} more")).await;
        let (other, _) = applications::apply::add_candidate(services, &hr, person, job.id).await.expect("added");
        team::invite(services, &hr, "colleague@example.com").await.expect("invited");
        app.run_tasks().await;
        let profile = candidates::OwnProfile {
            headline: "Engineer".into(),
            location: "Kraków".into(),
            phones: "1".into(),
            links: "https://zoe.example".into(),
            do_not_contact: false,
        };
        candidates::set_own(services, &zoe, profile).await.expect("a profile");
        let edit = candidates::Edit { name: "Zoë Ünal-Kowalska".into(), ..candidates::Edit::default() };
        candidates::edit(services, &hr, person, edit).await.expect("changed");
        notes::add(services, &hr, About::Application(other), "note", NoteVisibility::Team).await.expect("a note");
        tags::add(services, &hr, About::Candidate(person), "tag").await.expect("a tag");
        let of = Of { application: own, requirement: &format!("Rust {HARMLESS}"), seen: None };
        overrule::overrule(services, &hr, of, Verdict::Missing, HARMLESS).await.expect("said");
        let page = "insert into organization_pages (organization_id, about, updated_at) select id, 'Us', now() from organizations";
        run(app, page.to_owned(), &[]).await;
        let waits = "insert into unconfirmed_applications (token_hash, email, email_key, name, phone, job_id, sha256,
                media_type, bytes, storage_key, original_name, answers, asked, privacy_version, created_at)
            select sha256('waits'), 'a@example.com', 'a@example.com', 'Ada', '', id, '', '', 0, '', 'ada.pdf', '[]', '', '', now()
            from jobs";
        run(app, waits.to_owned(), &[]).await;
        let filter = ApplicantQuery { q: HARMLESS.into(), ..ApplicantQuery::default() };
        saved_filters::save(services, &hr, job.id, "Mine", filter).await.expect("saved");
        run(app, "insert into saved_jobs select u.id, j.id, now() from users u, jobs j".to_owned(), &[]).await;
        let pages = Self::pages(
            &job,
            &hr,
            own,
            other,
            &[
                ("{user}", zoe.user.id.0),
                ("{pending}", pending.0),
                ("{person}", person.0),
                ("{zoe}", zoe.scope().candidate().0),
                ("{document}", document.0),
                ("{mail}", first(app, "select id from outbox order by created_at limit 1").await),
            ],
        );
        Self { hr, job, pages, last_entry: first(app, "select id from audit_log order by id desc limit 1").await }
    }

    fn pages(
        job: &Job,
        hr: &Hr,
        own: ApplicationId,
        other: ApplicationId,
        keys: &[(&str, Uuid)],
    ) -> Vec<(Option<&'static str>, String)> {
        let (hr_mail, zoe, admin) = (Some("hr@example.com"), Some("zoe@example.com"), Some("admin@example.com"));
        let (slug, id, me) = (&job.slug, job.id, hr.user.id);
        let mut pages: Vec<(Option<&'static str>, String)> = Vec::new();
        let mut add = |who, paths: &[&str]| pages.extend(paths.iter().map(|path| (who, (*path).to_owned())));
        let public =
            ["/", "/jobs", &format!("/jobs/{slug}"), "/jobs/none", &format!("/jobs/{slug}/apply"), "/c/hr-ltd"];
        add(None, &public);
        add(None, &["/sign-in", "/sign-up", "/forgot-password", "/new-password", "/nowhere"]);
        add(
            None,
            &["/confirm-address?token=x", "/restore-address?token=x", "/confirm-sign-up?token=x", "/join?token=x"],
        );
        add(None, &["/confirm-application?token=waits"]);
        add(None, &[&format!("/jobs/{slug}/apply?sent=1")]);
        for who in [hr_mail, zoe, admin] {
            add(who, &public);
            add(who, &["/account"]);
        }
        add(Some("pending@example.com"), &["/hr", "/account"]);
        add(
            zoe,
            &[
                "/me",
                "/me/saved",
                "/me/resume",
                "/me/profile",
                "/me/resume?document={document}",
                "/me/resume/{document}/correct",
                "/me/password",
            ],
        );
        add(zoe, &[&format!("/me/applications/{own}")]);
        add(hr_mail, &["/hr", "/hr/jobs", "/hr/jobs/new", &format!("/hr/jobs/new?copy={id}"), "/hr/upload"]);
        add(hr_mail, &["/hr/inbox", "/hr/find?q=e", "/hr/careers-page", "/hr/team"]);
        add(hr_mail, &["/hr/candidates", "/hr/candidates?q=engineer", "/hr/candidates/{person}"]);
        add(hr_mail, &["/hr/candidates/{person}/edit", "/hr/candidates/{zoe}/merge?with={person}"]);
        add(
            hr_mail,
            &[
                &format!("/hr/jobs/{id}"),
                &format!("/hr/jobs/{id}/edit"),
                &format!("/hr/jobs/{id}/board"),
                &format!("/hr/jobs/{id}/team"),
            ],
        );
        add(hr_mail, &[&format!("/hr/jobs/{id}/end")]);
        add(hr_mail, &[&format!("/hr/jobs/{id}/compare?a={own}&a={other}"), &format!("/hr/applications/{other}")]);
        add(hr_mail, &[&format!("/hr/applications/{own}")]);
        add(
            admin,
            &["/admin", "/admin/users", "/admin/users/{user}", "/admin/users/{pending}", "/admin/organizations"],
        );
        add(admin, &["/admin/audit", "/admin/tasks", "/admin/outbox", "/admin/outbox/{mail}", "/admin/models"]);
        add(admin, &["/admin/settings", &format!("/admin/users/{me}")]);
        for (_, path) in &mut pages {
            for (name, key) in keys {
                *path = path.replace(name, &key.to_string());
            }
        }
        pages
    }

    /// Replaces `before` by `text` in every field.
    async fn fill(&mut self, app: &TestApp, before: &str, text: &str) {
        let form = job_form(text, Some(&self.job));
        let saved = jobs::save(&app.services, &self.hr, self.job.id, self.job.row_version, &form, false).await;
        self.job = saved.expect("a job takes any text");
        // The audit log lists the edits made here, so these entries are removed.
        run(app, "delete from audit_log where id > $1::uuid".into(), &[&self.last_entry.to_string()]).await;
        run(app, "delete from graphile_worker._private_jobs".into(), &[]).await;
        swap(app, before, text).await;
        self.scored(app).await;
    }

    /// Makes the matches valid for the job's current criteria.
    async fn scored(&self, app: &TestApp) {
        let job = jobs::load(&app.services, &self.hr, self.job.id).await.expect("there").content;
        let asked = matching::Criteria::new(&job.title, &job.description, job.requirements, job.weights).hash();
        let asked: String = asked.iter().map(|byte| format!("{byte:02x}")).collect();
        run(app, "update match_runs set criteria_hash = decode($1, 'hex')".into(), &[&asked]).await;
        run(app, "update match_items set text = (select text from requirements)".into(), &[]).await;
        run(app, "update overrules set requirement = (select text from requirements)".into(), &[]).await;
    }
}

async fn first(app: &TestApp, sql: &'static str) -> Uuid {
    app.value(sql).await
}

async fn run(app: &TestApp, sql: String, values: &[&str]) {
    let mut db = app.services.pool.acquire().await.expect("a connection");
    // Histories refuse changes, so triggers are disabled for the test.
    sqlx::raw_sql("set session_replication_role = replica").execute(&mut *db).await.expect("a superuser");
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for value in values {
        query = query.bind(value.to_string());
    }
    query.execute(&mut *db).await.expect("an update");
    sqlx::raw_sql("set session_replication_role = origin").execute(&mut *db).await.expect("a superuser");
}

/// Adds the harmless text to every column.
async fn plant(app: &TestApp) {
    for (table, columns) in COLUMNS {
        for column in *columns {
            let sql =
                format!("update {table} set {column} = concat_ws(' ', {column}, $1::text) {}", rows(table, column));
            run(app, sql, &[HARMLESS]).await;
        }
    }
    // Whoever was opened is drawn otherwise the next time.
    let opened = "insert into application_views select a.id, u.id, now() from applications a cross join users u";
    run(app, opened.to_owned(), &[]).await;
    for (table, column) in LISTS {
        let sql = format!("update {table} set {column} = {column} || array[$1::text, 'https://x.example/' || $1]");
        run(app, sql, &[HARMLESS]).await;
    }
}

/// Which rows have a text of their own: the name of a candidate with an account is the account's.
fn rows(table: &str, column: &str) -> &'static str {
    if (table, column) == ("candidates", "name") { "where user_id is null" } else { "" }
}

async fn swap(app: &TestApp, before: &str, text: &str) {
    for (table, columns) in COLUMNS {
        for column in *columns {
            let sql = format!("update {table} set {column} = replace({column}, $1, $2) {}", rows(table, column));
            run(app, sql, &[before, text]).await;
        }
    }
    for (table, column) in LISTS {
        let sql = format!(
            "update {table} set {column} = array(select replace(x, $1, $2) from unnest({column}) with ordinality as u (x, n) order by n)"
        );
        run(app, sql, &[before, text]).await;
    }
    for (table, column) in DOCUMENTS {
        let inner = |text: &str| serde_json::to_string(text).expect("JSON").trim_matches('"').to_owned();
        let (before, text) = (inner(before), serde_json::to_string(text).expect("JSON"));
        let text = &text[1..text.len() - 1];
        run(app, format!("update {table} set {column} = replace({column}::text, $1, $2)::jsonb"), &[&before, text])
            .await;
    }
}

pub(crate) type Browsers = BTreeMap<Option<&'static str>, Browser>;

/// A browser for everybody who opens pages. Signing in is rate limited, so each does it once.
pub(crate) async fn browsers(app: &TestApp, world: &World) -> Browsers {
    let mut browsers = Browsers::new();
    for (who, _) in &world.pages {
        if !browsers.contains_key(who) {
            let browser = match who {
                Some(email) => Browser::signed_in(app, email).await,
                None => Browser::new(app),
            };
            browsers.insert(*who, browser);
        }
    }
    browsers
}

/// The elements of every page, opened by somebody who may see it.
async fn rendered(browsers: &mut Browsers, world: &World) -> Vec<(String, Vec<String>)> {
    let mut rendered = Vec::new();
    for (who, path) in &world.pages {
        let answer = browsers.get_mut(who).expect("a browser").get(path).await;
        assert!(!answer.status.is_server_error(), "{path} as {who:?}");
        assert!(answer.body.starts_with("<!DOCTYPE html>") || answer.status.is_redirection(), "{path} as {who:?}");
        let dangerous = dangerous_addresses(&answer.body);
        assert!(dangerous.is_empty(), "{path} as {who:?}: {dangerous:?}");
        rendered.push((format!("{path} as {who:?}"), elements(&answer.body)));
    }
    rendered
}

#[tokio::test]
async fn hostile_text_in_every_field_changes_no_page_s_elements() {
    let app = TestApp::start().await;
    let mut world = World::make(&app).await;
    let mut browsers = browsers(&app, &world).await;
    world.last_entry = first(&app, "select id from audit_log order by id desc limit 1").await;
    plant(&app).await;
    world.scored(&app).await;
    let harmless = rendered(&mut browsers, &world).await;
    let mut before = HARMLESS;
    for hostile in HOSTILE {
        assert_eq!(hostile.chars().count(), HARMLESS.chars().count());
        world.fill(&app, before, hostile).await;
        before = hostile;
        for ((page, wanted), (_, found)) in harmless.iter().zip(rendered(&mut browsers, &world).await) {
            let differs = wanted.iter().zip(&found).position(|(a, b)| a != b).unwrap_or(wanted.len().min(found.len()));
            assert!(
                wanted == &found,
                "{page}, {hostile}: from element {differs}, {:?} instead of {:?}",
                found.get(differs),
                wanted.get(differs)
            );
        }
    }
}

#[tokio::test]
async fn the_walk_opens_every_page_that_there_is() {
    let app = TestApp::start().await;
    let world = World::make(&app).await;
    let opened: BTreeSet<Vec<&str>> =
        world.pages.iter().map(|(_, path)| path.split(['?']).next().unwrap_or_default().split('/').collect()).collect();
    for route in leptos_axum::generate_route_list(app::App) {
        let parts: Vec<&str> = route.path().split('/').collect();
        let fits = |page: &&Vec<&str>| {
            page.len() == parts.len() && page.iter().zip(&parts).all(|(a, b)| a == b || b.starts_with(['{', ':']))
        };
        assert!(opened.iter().any(|page| fits(&page)), "nobody opens {}", route.path());
    }
}

#[tokio::test]
async fn what_comes_back_with_a_refused_form_changes_no_page_s_elements() {
    let forms: [(Option<&str>, &str, &str, &[&str]); 4] = [
        (None, "/sign-up", "/api/account/sign-up", &["name", "email", "organization"]),
        (None, "/sign-in", "/api/account/sign-in", &["email"]),
        (None, "/forgot-password", "/api/account/forgot-password", &["email"]),
        (Some("hr@example.com"), "/account", "/api/account/set-profile", &["name", "email"]),
    ];
    for (who, page, action, fields) in forms {
        let app = TestApp::start().await;
        app.hr("hr@example.com").await;
        let mut browser = match who {
            Some(email) => Browser::signed_in(&app, email).await,
            None => Browser::new(&app),
        };
        let mut shown = Vec::new();
        // Not an acceptable name either, so that the same errors occur.
        let harmless = HARMLESS.replacen('w', "\u{2028}", 1);
        for text in [harmless.as_str()].into_iter().chain(HOSTILE) {
            browser.get(page).await;
            let mut typed: Vec<_> = fields.iter().map(|field| (*field, text)).collect();
            typed.extend([("role", "hr"), ("password", "x")]);
            browser.post(action, &typed).await;
            let query = serde_urlencoded::to_string([("next", text), ("q", text)]).expect("a query");
            let answer = browser.get(&format!("{page}?{query}")).await;
            assert!(dangerous_addresses(&answer.body).is_empty());
            shown.push(elements(&answer.body));
        }
        for found in &shown {
            let differs = shown[0].iter().zip(found).find(|(wanted, found)| wanted != found);
            assert!(&shown[0] == found, "{page}: {differs:?}");
        }
    }
}

#[tokio::test]
async fn names_of_people_and_organisations_hold_no_markup_and_nothing_that_turns_text_around() {
    use hireq_domain::account::checked_name;
    for bad in ["</title><form>", "a<b", "a>b", "a\u{0}b", "a\u{202e}b", "a\u{2066}b", "a\nb"] {
        assert!(checked_name(bad, "your name").is_err(), "{bad:?}");
    }
    for good in ["Zoë O’Neill-Ünal", "Müller & Söhne GmbH", "नेहा", "Acme \"Labs\" (Pty) Ltd"] {
        assert!(checked_name(good, "your name").is_ok(), "{good}");
    }
    use hireq_domain::account::checked_person_name;
    for bad in [
        "Your account is locked: https://evil.example/unlock",
        "www.evil.example",
        "See evil.example/x",
        "evil.com",
        "a@b.c",
    ] {
        assert!(checked_person_name(bad, "your name").is_err(), "{bad}");
    }
    for good in [
        "J.R.R. Tolkien",
        "Ann St.John",
        "Dr.Jane Doe Ph.D.",
        "Ola c/o Nordmann",
        "jane.doe",
        "Sammy Davis jr.",
        "A. de la Cruz",
    ] {
        assert!(checked_person_name(good, "your name").is_ok(), "{good}");
    }
    assert!(checked_name("Booking.com", "the name").is_ok(), "firms are called so");
    let app = TestApp::start().await;
    let hr = app.hr("hr@example.com").await;
    let file = TEXT.replace("Zoë Ünal", "Zoë <b>Ünal");
    let uploaded = upload_for(&app.services, &hr, "</title><script>.txt", file.as_bytes()).await;
    app.run_tasks().await;
    let name: String =
        app.value_of("select name from candidates where id = $1", uploaded.candidate.expect("a candidate").0).await;
    assert!(!name.contains(['<', '>']), "{name}");
}

#[tokio::test]
async fn a_page_s_policy_allows_no_style_from_markup_and_no_form_elsewhere() {
    let app = TestApp::start().await;
    let answer = Browser::new(&app).get("/sign-in").await;
    let policy = answer.headers["content-security-policy"].to_str().expect("text");
    for rule in ["style-src 'self'", "style-src-attr 'none'", "form-action 'self'", "base-uri 'none'"] {
        assert!(policy.split("; ").any(|part| part == rule), "{rule} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"), "{policy}");
}
