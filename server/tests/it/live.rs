//! `/live` over a real listener: who receives events, and that this ends when their right does.

use crate::support::{TestApp, browser::Browser};
use axum::http::StatusCode;
use futures::StreamExt;
use hireq_domain::{
    account::{AccountStep, Role},
    event::{Heard, LiveEvent},
    ids::{ApplicationId, JobId, OrganizationId, UserId},
};
use hireq_services::{admin::users, applications::transitions};
use hireq_store::live::{self, Addressed};
use std::{net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};
use uuid::Uuid;

type Socket = WebSocketStream<TcpStream>;

/// The site on a port, listening for the database's notifications.
async fn listen(app: &TestApp) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let site = app.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, site).await });
    tokio::spawn(app.services.realtime.clone().listen(app.services.pool.clone()));
    // Until it listens: pages connected before that are told to reload.
    tokio::time::sleep(QUIET).await;
    address
}

async fn open(address: SocketAddr, browser: &Browser) -> Result<Socket, Error> {
    open_at(address, browser, "").await
}

/// Opens a socket as a page that says what it knows.
async fn open_at(address: SocketAddr, browser: &Browser, known: &str) -> Result<Socket, Error> {
    let mut request = format!("ws://{address}/live{known}").into_client_request().expect("an address");
    let cookie = format!("hireq={}", browser.cookie("hireq").expect("signed in"));
    request.headers_mut().insert("cookie", cookie.parse().expect("a cookie"));
    let stream = TcpStream::connect(address).await.expect("it listens");
    client_async(request, stream).await.map(|(socket, _)| socket)
}

/// The events that a socket receives until it is closed or nothing arrives within the time, and whether it was closed.
async fn heard(socket: &mut Socket, time: Duration) -> (Vec<String>, bool) {
    let mut texts = Vec::new();
    loop {
        match tokio::time::timeout(time, socket.next()).await {
            Err(_) => return (texts, false),
            Ok(None | Some(Err(_) | Ok(Message::Close(_)))) => return (texts, true),
            Ok(Some(Ok(Message::Text(text)))) => texts.push(text.to_string()),
            Ok(Some(Ok(_))) => {}
        }
    }
}

/// An event that nobody has been notified of yet.
fn something() -> Addressed {
    let event =
        LiveEvent::ApplicationChanged { application: ApplicationId(Uuid::now_v7()), job: JobId(Uuid::now_v7()) };
    Addressed { id: Uuid::now_v7(), organizations: vec![], candidates: vec![], users: vec![], event }
}

async fn add(app: &TestApp, event: &Addressed) {
    live::add(&app.services.pool, event).await.expect("told");
}

async fn tell(app: &TestApp, organization: OrganizationId) -> Uuid {
    let event = Addressed { organizations: vec![organization], ..something() };
    add(app, &event).await;
    event.id
}

fn read(texts: &[String]) -> Vec<Heard> {
    texts.iter().map(|text| serde_json::from_str(text).expect("an event with its key")).collect()
}

/// The keys that a socket receives until it is quiet; `None` for a message to reload.
async fn keys(socket: &mut Socket) -> Vec<Option<Uuid>> {
    let heard = read(&heard(socket, QUIET).await.0);
    heard.into_iter().map(|(id, event)| (event != LiveEvent::Resync).then_some(id)).collect()
}

const SOON: Duration = Duration::from_secs(5);
const QUIET: Duration = Duration::from_millis(700);

/// A recruiter with an open socket that works; then something happens, and the socket is closed and receives nothing
/// more.
async fn ends_after(happens: impl AsyncFnOnce(&TestApp, &mut Browser)) {
    let app = TestApp::start().await;
    let address = listen(&app).await;
    let hr = app.hr("ann@example.com").await;
    let organization = hr.user.organization.as_ref().expect("hers").id;
    let mut browser = Browser::signed_in(&app, "ann@example.com").await;
    let mut socket = open(address, &browser).await.expect("open");
    tokio::time::sleep(QUIET).await;
    tell(&app, organization).await;
    assert_eq!(heard(&mut socket, QUIET).await.0.len(), 1, "she hears while she may");
    happens(&app, &mut browser).await;
    tell(&app, organization).await;
    let (texts, closed) = heard(&mut socket, SOON).await;
    assert!(closed && texts.is_empty(), "closed: {closed}, heard after it: {texts:?}");
}

#[tokio::test]
async fn a_suspended_accounts_sockets_end_at_once() {
    ends_after(async |app, _| {
        let (admin, ann) = (app.admin("root@example.com").await, user(app, "ann@example.com").await);
        users::step(&app.services, &admin, ann, AccountStep::Suspend, "left").await.expect("suspended");
    })
    .await;
}

#[tokio::test]
async fn a_demoted_accounts_sockets_end_at_once() {
    ends_after(async |app, _| {
        let (admin, ann) = (app.admin("root@example.com").await, user(app, "ann@example.com").await);
        users::set_role(&app.services, &admin, ann, Role::Candidate, None).await.expect("demoted");
    })
    .await;
}

#[tokio::test]
async fn sockets_end_with_another_organisation() {
    ends_after(async |app, _| {
        let other = app.hr("ben@example.com").await.user.organization.expect("his").id;
        let (admin, ann) = (app.admin("root@example.com").await, user(app, "ann@example.com").await);
        users::set_role(&app.services, &admin, ann, Role::Hr, Some(other)).await.expect("moved");
    })
    .await;
}

#[tokio::test]
async fn sockets_end_with_signing_out() {
    ends_after(async |_, browser| {
        browser.get("/home").await;
        let answer = browser.post("/api/account/sign-out", &[]).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.body);
    })
    .await;
}

#[tokio::test]
async fn sockets_end_when_another_device_ends_the_session() {
    ends_after(async |app, _| {
        app.sql("delete from sessions").await;
    })
    .await;
}

#[tokio::test]
async fn an_account_opens_so_many_sockets_and_no_more() {
    let app = TestApp::start().await;
    let address = listen(&app).await;
    app.hr("ann@example.com").await;
    let browser = Browser::signed_in(&app, "ann@example.com").await;
    let mut open_ones = Vec::new();
    let refused = loop {
        match open(address, &browser).await {
            Ok(socket) => open_ones.push(socket),
            Err(Error::Http(answer)) => break answer.status(),
            Err(other) => panic!("{other}"),
        }
        assert!(open_ones.len() < 100, "there is no most");
    };
    assert_eq!(refused, StatusCode::TOO_MANY_REQUESTS);
    drop(open_ones);
    tokio::time::sleep(QUIET).await;
    open(address, &browser).await.expect("closed ones make room");
}

async fn user(app: &TestApp, email: &str) -> UserId {
    let id = sqlx::query_scalar("select id from users where email = $1").bind(email).fetch_one(&app.services.pool);
    UserId(id.await.expect("an account"))
}

#[tokio::test]
async fn a_page_that_comes_back_hears_what_it_missed() {
    let app = TestApp::start().await;
    let address = listen(&app).await;
    let ours = app.hr("ann@example.com").await.scope().organization();
    let other = app.hr("ben@example.com").await.scope().organization();
    let browser = Browser::signed_in(&app, "ann@example.com").await;
    let mut socket = open(address, &browser).await.expect("open");
    tokio::time::sleep(QUIET).await;
    let seen = tell(&app, ours).await;
    assert_eq!(keys(&mut socket).await, [Some(seen)]);
    drop(socket);
    let mut missed = vec![];
    for _ in 0..3 {
        missed.push(tell(&app, ours).await);
        tell(&app, other).await;
    }
    // An event that the server receives after the page is back may reach the page twice.
    tokio::time::sleep(QUIET).await;
    let mut socket = open_at(address, &browser, &format!("?last={seen}")).await.expect("open");
    let heard: Vec<Uuid> = keys(&mut socket).await.into_iter().flatten().collect();
    assert!(heard.ends_with(&missed), "{heard:?} ends with {missed:?}");
    assert!(heard.iter().all(|id| *id == seen || missed.contains(id)), "nothing of another organisation: {heard:?}");
    let drawn = missed[0];
    let mut socket = open_at(address, &browser, &format!("?drawn={drawn}")).await.expect("open");
    let heard: Vec<Uuid> = keys(&mut socket).await.into_iter().flatten().collect();
    assert!(heard.ends_with(&missed[1..]), "what came after it was drawn: {heard:?}");
}

#[tokio::test]
async fn a_page_whose_past_is_not_kept_reads_everything_again() {
    let app = TestApp::start().await;
    let address = listen(&app).await;
    let ours = app.hr("ann@example.com").await.scope().organization();
    let browser = Browser::signed_in(&app, "ann@example.com").await;
    let (seconds, _) = Uuid::now_v7().get_timestamp().expect("a time").to_unix();
    let long_ago = uuid::Builder::from_unix_timestamp_millis((seconds - 7_200) * 1_000, &[0; 10]).into_uuid();
    for known in [format!("?last={long_ago}"), format!("?drawn={long_ago}"), "?last=nonsense".to_owned()] {
        let mut socket = open_at(address, &browser, &known).await.expect("open");
        assert_eq!(keys(&mut socket).await, [None], "{known}");
    }
    let seen = tell(&app, ours).await;
    for _ in 0..150 {
        tell(&app, ours).await;
    }
    tokio::time::sleep(QUIET).await;
    let mut socket = open_at(address, &browser, &format!("?last={seen}")).await.expect("open");
    assert_eq!(keys(&mut socket).await, [None], "more than is worth telling one by one");
    add(&app, &Addressed { id: long_ago, organizations: vec![ours], ..something() }).await;
    hireq_services::realtime::sweep(&app.services).await.expect("swept");
    let kept: (i64, i64) = sqlx::query_as("select count(*), count(*) filter (where id = $1) from live_events")
        .bind(long_ago)
        .fetch_one(&app.services.pool)
        .await
        .expect("a count");
    assert_eq!(kept, (151, 0));
}

#[tokio::test]
async fn ten_events_while_the_listener_is_away_leave_no_page_behind() {
    let app = TestApp::start().await;
    let address = listen(&app).await;
    let hr = app.hr("ann@example.com").await;
    let job = app.job(&hr, |_| ()).await;
    let id = app.applicant(&job, "zoe@example.com", &[]).await.id;
    let mut browser = Browser::signed_in(&app, "ann@example.com").await;
    let mut socket = open(address, &browser).await.expect("open");
    tokio::time::sleep(QUIET).await;
    let cut: i64 = app
        .value(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity
         where datname = current_database() and query ilike 'listen %' and pid <> pg_backend_pid()",
        )
        .await;
    assert_eq!(cut, 1);
    for version in 1..=10 {
        let done = if version % 2 == 1 {
            transitions::hold(&app.services, &hr, id, version, "later").await
        } else {
            transitions::resume(&app.services, &hr, id, version).await
        };
        done.expect("a step");
    }
    let texts = heard(&mut socket, SOON).await.0;
    assert!(read(&texts).iter().any(|(_, event)| *event == LiveEvent::Resync), "{texts:?}");
    let page = browser.get(&format!("/hr/applications/{id}")).await.body;
    assert!(page.matches("Put on hold").count() >= 5 && page.matches("later").count() >= 5, "{page}");
    let again = tell(&app, hr.scope().organization()).await;
    assert_eq!(keys(&mut socket).await, [Some(again)], "and it hears as before");
}

#[tokio::test]
async fn people_hear_what_is_addressed_to_them_and_administrators_nothing_of_applications() {
    let app = TestApp::start().await;
    let address = listen(&app).await;
    let ours = app.hr("ann@example.com").await.scope().organization();
    app.admin("root@example.com").await;
    let (ann, root) = (user(&app, "ann@example.com").await, user(&app, "root@example.com").await);
    let mut sockets = vec![];
    for email in ["ann@example.com", "root@example.com"] {
        let browser = Browser::signed_in(&app, email).await;
        sockets.push(open(address, &browser).await.expect("open"));
    }
    tokio::time::sleep(QUIET).await;
    let to_team = tell(&app, ours).await;
    let (to_ann, to_root) =
        (Addressed { users: vec![ann], ..something() }, Addressed { users: vec![root], ..something() });
    add(&app, &to_ann).await;
    add(&app, &to_root).await;
    assert_eq!(keys(&mut sockets[0]).await, [Some(to_team), Some(to_ann.id)]);
    assert_eq!(keys(&mut sockets[1]).await, [Some(to_root.id)]);
    // It works with any number and any kind of recipients.
    let mut many: Vec<_> = (0..5_000).map(|_| OrganizationId(Uuid::now_v7())).collect();
    many.push(ours);
    let crowd = Addressed { organizations: many, ..something() };
    add(&app, &crowd).await;
    assert_eq!(keys(&mut sockets[0]).await, [Some(crowd.id)]);
}

#[tokio::test]
async fn a_right_that_ended_unheard_is_noticed_within_half_a_minute() {
    let app = TestApp::start().await;
    let address = listen(&app).await;
    app.hr("ann@example.com").await;
    let browser = Browser::signed_in(&app, "ann@example.com").await;
    let mut socket = open(address, &browser).await.expect("open");
    tokio::time::sleep(QUIET).await;
    // Without a notification.
    sqlx::raw_sql("drop trigger users_rights_told on users; update users set status = 'suspended'")
        .execute(&app.services.pool)
        .await
        .expect("suspended");
    let begun = std::time::Instant::now();
    let (_, closed) = heard(&mut socket, Duration::from_secs(31)).await;
    assert!(closed && begun.elapsed() < Duration::from_secs(30), "closed: {closed}");
}
