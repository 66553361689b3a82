//! `GET /live`: one WebSocket a tab, told what changed among the rows that its person may see.

use app::server::SESSION_USER;
use axum::{
    extract::{
        Extension, State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hireq_domain::account::{AccountStatus, CurrentUser, Role};
use hireq_domain::ids::{CandidateId, OrganizationId, UserId};
use hireq_services::{
    Services,
    auth::{Visitor, session_ends, session_key},
    realtime::Addressed,
};
use hireq_store::{sessions, users};
use std::time::{Duration, Instant};
use tokio::sync::broadcast::error::RecvError;
use tower_sessions::Session;

const PING: Duration = Duration::from_secs(25);
/// The database's time to say whether somebody may still hear, and a browser's to take what it is sent.
const SLOW: Duration = Duration::from_secs(10);

#[derive(PartialEq, Eq)]
enum Listener {
    Recruiter(OrganizationId),
    Candidate(CandidateId),
    Admin,
}

impl Listener {
    fn may_know(&self, event: &Addressed) -> bool {
        match self {
            Self::Recruiter(id) => event.organizations.contains(id),
            Self::Candidate(id) => event.candidates.contains(id),
            Self::Admin => true,
        }
    }
}

/// Who listens, as the session said when the socket was opened.
struct Owner {
    session: Vec<u8>,
    user: UserId,
    listener: Listener,
}

/// Opens the socket for somebody signed in, from our own pages only.
pub(crate) async fn open(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    session: Session,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !same_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let listener = listener(&services, visitor.user.as_ref()).await;
    let (Some(listener), Some(user), Some(session)) = (listener, visitor.user, session.id()) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let Some(seat) = services.realtime.seat(user.id) else {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "30")]).into_response();
    };
    let owner = Owner { session: session_key(&session.0.to_le_bytes()), user: user.id, listener };
    upgrade.max_message_size(1024).on_upgrade(move |socket| async move {
        tell(services, owner, socket).await;
        drop(seat);
    })
}

/// A browser sends a page's origin with a WebSocket and no CSRF layer sees it: another site's page is refused.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, authority)| authority == host),
        (None, _) => true,
        (Some(_), None) => false,
    }
}

async fn listener(services: &Services, user: Option<&CurrentUser>) -> Option<Listener> {
    let user = user.filter(|user| user.status == AccountStatus::Active)?;
    match user.role {
        Role::Admin => Some(Listener::Admin),
        Role::Hr => user.organization.as_ref().map(|o| Listener::Recruiter(o.id)),
        Role::Candidate => users::candidate_of(&services.pool, user.id).await.ok().flatten().map(Listener::Candidate),
    }
}

/// Whether the session is still open and still says what it said: the same account with the same rights.
async fn still(services: &Services, owner: &Owner) -> bool {
    let asked = async {
        let session = sessions::load(&services.pool, &owner.session, session_ends(services)).await.ok()??;
        let user: UserId = serde_json::from_value(session.data.get(SESSION_USER)?.clone()).ok()?;
        let account = users::current(&services.pool, user).await.ok()??;
        (user == owner.user && listener(services, Some(&account)).await? == owner.listener).then_some(())
    };
    matches!(tokio::time::timeout(SLOW, asked).await, Ok(Some(())))
}

/// Tells what may be known until the browser leaves or the right to know ends. The right is asked for anew whenever the
/// account changes, at every ping, and before every event.
async fn tell(services: Services, owner: Owner, mut socket: WebSocket) {
    let (mut events, mut rights) = (services.realtime.subscribe(), services.realtime.rights());
    let mut ping = tokio::time::interval(PING);
    let mut heard = Instant::now();
    loop {
        let next = tokio::select! {
            event = events.recv() => match event {
                Ok(event) if owner.listener.may_know(&event) => {
                    let Ok(text) = serde_json::to_string(&event.event) else { continue };
                    Some(Message::Text(text.into()))
                }
                Ok(_) | Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            },
            changed = rights.recv() => match changed {
                Ok(user) if user != owner.user => continue,
                Ok(_) | Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => return,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {
                    heard = Instant::now();
                    continue;
                }
            },
            _ = ping.tick() => {
                if heard.elapsed() > PING * 3 {
                    return;
                }
                Some(Message::Ping(Vec::new().into()))
            }
        };
        let next = if still(&services, &owner).await { next } else { Some(over()) };
        let Some(message) = next else { continue };
        let last = matches!(message, Message::Close(_));
        // A browser that does not read must not keep what it may no longer hear waiting here.
        let sent = tokio::time::timeout(SLOW, socket.send(message)).await;
        if last || !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
}

fn over() -> Message {
    Message::Close(Some(CloseFrame { code: close_code::POLICY, reason: "The session is over".into() }))
}
