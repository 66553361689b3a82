//! `GET /live`: one WebSocket a tab, told what changed among the rows that its person may see.

use axum::{
    extract::{
        Extension, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hireq_domain::account::{AccountStatus, CurrentUser, Role};
use hireq_domain::ids::{CandidateId, OrganizationId};
use hireq_services::{Services, auth::Visitor, realtime::Addressed};
use hireq_store::users;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

enum Listener {
    Recruiter(OrganizationId),
    Candidate(CandidateId),
    Admin,
}

impl Listener {
    fn may_know(&self, event: &Addressed) -> bool {
        match self {
            Self::Recruiter(id) => event.organizations.contains(id),
            Self::Candidate(id) => event.candidate == Some(*id),
            Self::Admin => true,
        }
    }
}

/// Opens the socket for somebody signed in, from our own pages only.
pub(crate) async fn open(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !same_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match listener(&services, visitor.user.as_ref()).await {
        Some(listener) => upgrade.max_message_size(1024).on_upgrade(move |socket| tell(services, listener, socket)),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
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

async fn tell(services: Services, listener: Listener, mut socket: WebSocket) {
    let mut events = services.realtime.subscribe();
    let mut ping = tokio::time::interval(Duration::from_secs(25));
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) if listener.may_know(&event) => {
                    let Ok(text) = serde_json::to_string(&event.event) else { continue };
                    if socket.send(Message::Text(text.into())).await.is_err() { return }
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
            _ = ping.tick() => if socket.send(Message::Ping(Vec::new().into())).await.is_err() { return },
        }
    }
}
