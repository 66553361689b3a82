//! `GET /live`: one WebSocket per tab, which reports changes to rows that its user may see.

use app::server::SESSION_USER;
use axum::{
    extract::{
        Extension, Query, State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hireq_domain::{
    account::{AccountStatus, CurrentUser, Role},
    event::Heard,
    ids::UserId,
};
use hireq_services::{
    Services,
    auth::{Visitor, session_ends, session_key},
    realtime::{Listener, Signal, Since, missed, resync},
};
use hireq_store::{sessions, users};
use serde::Deserialize;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::error::RecvError;
use tower_sessions::Session;

/// Including the time of the check itself, a revoked right is noticed within half a minute even if everything else
/// fails.
const PING: Duration = Duration::from_secs(20);
/// The time limit for the database to check the user's rights, and for a browser to take a message.
const SLOW: Duration = Duration::from_secs(10);

/// What a page has seen already.
#[derive(Deserialize)]
pub(crate) struct Known {
    /// The key of the moment when it was rendered.
    drawn: Option<String>,
    /// The key of the last event it received.
    last: Option<String>,
}

impl Known {
    /// From when on the page needs events; `None` if it does not say so in a valid way.
    fn since(&self) -> Option<Since> {
        let heard = self.last.as_deref().map(|id| Since::Heard(id.parse().unwrap_or_default()));
        heard.or_else(|| self.drawn.as_deref().map(|id| Since::Drawn(id.parse().unwrap_or_default())))
    }
}

/// The user of the socket, according to the session when it was opened.
struct Owner {
    session: Vec<u8>,
    listener: Listener,
}

/// Opens a socket for somebody signed in, and only from our own pages.
pub(crate) async fn open(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    Query(known): Query<Known>,
    session: Session,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    headers: HeaderMap,
) -> Response {
    if !same_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let listener = listener(&services, visitor.user.as_ref()).await;
    let (Some(listener), Some(session)) = (listener, session.id()) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    // Somebody without the right is told so, even if they do not ask for a WebSocket.
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(no_socket) => return no_socket.into_response(),
    };
    let Some(seat) = services.realtime.seat(listener.user) else {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "30")]).into_response();
    };
    let owner = Owner { session: session_key(&session.0.to_le_bytes()), listener };
    upgrade.max_message_size(1024).on_upgrade(move |socket| async move {
        send_events(services, owner, known.since(), socket).await;
        drop(seat);
    })
}

/// Checks the origin, because the CSRF layer does not see WebSockets: pages of other sites are refused.
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
    let nobody = Listener { user: user.id, organization: None, candidate: None };
    match user.role {
        // Administrators have no need to know about applications.
        Role::Admin => Some(nobody),
        Role::Hr => user.organization.as_ref().map(|o| Listener { organization: Some(o.id), ..nobody }),
        Role::Candidate => {
            let candidate = users::candidate_of(&services.pool, user.id).await.ok()??;
            Some(Listener { candidate: Some(candidate), ..nobody })
        }
    }
}

/// Whether the session is still open and still belongs to the same account with the same rights.
async fn is_still_allowed(services: &Services, owner: &Owner) -> bool {
    let asked = async {
        let session = sessions::load(&services.pool, &owner.session, session_ends(services)).await.ok()??;
        let user: UserId = serde_json::from_value(session.data.get(SESSION_USER)?.clone()).ok()?;
        let account = users::current(&services.pool, user).await.ok()??;
        (listener(services, Some(&account)).await? == owner.listener).then_some(())
    };
    matches!(tokio::time::timeout(SLOW, asked).await, Ok(Some(())))
}

/// The events that the page missed before it connected; if they are unknown, one that makes it reload everything.
async fn catch_up(services: &Services, owner: &Owner, since: Since) -> Vec<Heard> {
    match tokio::time::timeout(SLOW, missed(services, &owner.listener, since)).await {
        Ok(Ok(Some(missed))) => missed,
        _ => vec![resync()],
    }
}

fn text(heard: &Heard) -> Option<Message> {
    serde_json::to_string(heard).ok().map(|text| Message::Text(text.into()))
}

/// Sends a message, unless the browser does not read: events that it may no longer receive must not pile up here.
async fn sent(socket: &mut WebSocket, message: Message) -> bool {
    matches!(tokio::time::timeout(SLOW, socket.send(message)).await, Ok(Ok(())))
}

/// Sends events until the browser leaves or its right ends. The right is checked again whenever the account changes, at
/// every ping, and before every event.
async fn send_events(services: Services, owner: Owner, since: Option<Since>, mut socket: WebSocket) {
    // Subscribed before asking for missed events, so that none are lost in between.
    let (mut events, mut rights) = (services.realtime.subscribe(), services.realtime.rights());
    if let Some(since) = since {
        for message in catch_up(&services, &owner, since).await.iter().filter_map(text) {
            if !sent(&mut socket, message).await {
                return;
            }
        }
    }
    let mut ping = tokio::time::interval(PING);
    let mut heard = Instant::now();
    loop {
        let next = tokio::select! {
            event = events.recv() => match event {
                Ok(Signal::Event(event)) if owner.listener.may_know(&event) => text(&(event.id, event.event.clone())),
                Ok(Signal::Event(_)) => continue,
                Ok(Signal::Resync) | Err(RecvError::Lagged(_)) => text(&resync()),
                Err(RecvError::Closed) => return,
            },
            changed = rights.recv() => match changed {
                Ok(user) if user != owner.listener.user => continue,
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
        let next = if is_still_allowed(&services, &owner).await { next } else { Some(session_over()) };
        let Some(message) = next else { continue };
        let last = matches!(message, Message::Close(_));
        if !sent(&mut socket, message).await || last {
            return;
        }
    }
}

fn session_over() -> Message {
    Message::Close(Some(CloseFrame { code: close_code::POLICY, reason: "The session is over".into() }))
}
