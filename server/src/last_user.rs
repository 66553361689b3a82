//! A cookie that outlives the session and identifies the account that was signed in last, so that what somebody typed
//! is only given back to them. It grants no access and reveals nobody's identity: it is a hash of the account's id.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use hireq_domain::ids::UserId;
use hireq_services::{
    Services,
    auth::{Visitor, session_key},
};
use tower_sessions::cookie::{Cookie, SameSite};

/// As long as a tab may stay open.
const KEPT: time::Duration = time::Duration::days(30);
/// The length of a SHA-256 in hexadecimal digits.
const LENGTH: usize = 64;

/// The hash that identifies the account signed in last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LastUser(pub String);

impl LastUser {
    /// The hash for an account.
    pub(crate) fn of(user: UserId) -> Self {
        use std::fmt::Write;
        let hash = session_key(format!("last user {user}").as_bytes());
        Self(hash.iter().fold(String::with_capacity(LENGTH), |mut text, byte| {
            // Writing into a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }

    fn named(headers: &HeaderMap, cookie: &str) -> Option<Self> {
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mark = all.flat_map(Cookie::split_parse).filter_map(Result::ok).find(|c| c.name() == cookie)?;
        let valid = mark.value().len() == LENGTH && mark.value().bytes().all(|b| b.is_ascii_hexdigit());
        valid.then(|| Self(mark.value().to_owned()))
    }
}

/// Passes on who was signed in last, and updates the cookie if somebody is signed in now.
pub(crate) async fn remember(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let production = services.config.production;
    let name = if production { "__Host-hireq-last" } else { "hireq-last" };
    let last = LastUser::named(request.headers(), name);
    let now = request.extensions().get::<Visitor>().and_then(|v| v.user.as_ref()).map(|user| LastUser::of(user.id));
    let new = now.filter(|now| last.as_ref() != Some(now));
    if let Some(last) = last {
        request.extensions_mut().insert(last);
    }
    let mut response = next.run(request).await;
    if let Some(LastUser(mark)) = new {
        let cookie = Cookie::build((name, mark)).path("/").http_only(true).secure(production);
        let cookie = cookie.same_site(SameSite::Lax).max_age(KEPT).build().to_string();
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}
