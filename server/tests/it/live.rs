//! `/live` over a real listener: who hears, and that hearing ends with the right to it.

use crate::support::{TestApp, browser::Browser};
use axum::http::StatusCode;
use futures::StreamExt;
use hireq_domain::{
    account::Role,
    admin::AccountStep,
    event::LiveEvent,
    ids::{ApplicationId, JobId, OrganizationId},
};
use hireq_services::{admin::users, realtime};
use std::{net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};
use uuid::Uuid;

type Socket = WebSocketStream<TcpStream>;

/// The site on a port, with its ear at the database.
async fn listen(app: &TestApp) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let site = app.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, site).await });
    tokio::spawn(app.services.realtime.clone().listen(app.services.pool.clone()));
    address
}

async fn open(address: SocketAddr, browser: &Browser) -> Result<Socket, Error> {
    let mut request = format!("ws://{address}/live").into_client_request().expect("an address");
    let cookie = format!("hireq={}", browser.cookie("hireq").expect("signed in"));
    request.headers_mut().insert("cookie", cookie.parse().expect("a cookie"));
    let stream = TcpStream::connect(address).await.expect("it listens");
    client_async(request, stream).await.map(|(socket, _)| socket)
}

/// What a socket hears until it is closed, or nothing came for the time.
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

async fn tell(app: &TestApp, organization: OrganizationId) {
    let event =
        LiveEvent::ApplicationChanged { application: ApplicationId(Uuid::now_v7()), job: JobId(Uuid::now_v7()) };
    let addressed = realtime::Addressed { organizations: vec![organization], candidates: vec![], users: vec![], event };
    let mut db = app.services.pool.acquire().await.expect("a connection");
    realtime::notify(&mut db, &addressed).await.expect("told");
}

const SOON: Duration = Duration::from_secs(5);
const QUIET: Duration = Duration::from_millis(700);

/// A recruiter with an open socket that hears; then something happens, and it is closed and hears nothing more.
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
        sqlx::query("delete from sessions").execute(&app.services.pool).await.expect("ended");
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

async fn user(app: &TestApp, email: &str) -> hireq_domain::ids::UserId {
    let id = sqlx::query_scalar("select id from users where email = $1").bind(email).fetch_one(&app.services.pool);
    hireq_domain::ids::UserId(id.await.expect("an account"))
}
