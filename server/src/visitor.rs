//! Identifies the sender of a request: the session's account, the IP address behind trusted proxies, the browser.

use app::server::SESSION_USER;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use hireq_domain::{
    account::{AccountStatus, CurrentUser},
    ids::UserId,
    zone::Zone,
};
use hireq_services::{
    Services,
    auth::{BrowserZone, Visitor, session_key},
    zones,
};
use hireq_store::{sessions, users};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use tower_sessions::{Session, cookie::Cookie};

/// The pages that mailed links lead to.
const TOKEN_PAGES: [&str; 5] =
    ["/new-password", "/confirm-sign-up", "/confirm-application", "/confirm-address", "/restore-address"];

/// Adds a [`Visitor`] to the request's extensions.
pub(crate) async fn identify(
    State(services): State<Services>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let ip = client_of(&request, &services.config.trusted_proxies);
    let agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(|agent| agent.chars().take(300).collect())
        .unwrap_or_default();
    let user = match account(&services, &session).await {
        Ok(user) => user,
        Err(error) => {
            tracing::error!(error, "the session could not be read");
            return crate::plain_pages::down();
        }
    };
    if let Some(zone) = browser_zone(request.headers()) {
        request.extensions_mut().insert(BrowserZone(zone));
    }
    // The browser must not store pages seen by somebody signed in, or pages with a link's token, so that going back
    // after signing out shows nothing.
    let private = user.is_some() || TOKEN_PAGES.contains(&request.uri().path());
    request.extensions_mut().insert(Visitor { user, ip, agent });
    let mut response = next.run(request).await;
    if private {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// The time zone that the page's script stored in a cookie.
fn browser_zone(headers: &HeaderMap) -> Option<Zone> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let noted = all.flat_map(Cookie::split_parse).filter_map(Result::ok).find(|cookie| cookie.name() == "zone")?;
    zones::known(noted.value())
}

/// The account that a session belongs to.
pub(crate) async fn account(services: &Services, session: &Session) -> Result<Option<CurrentUser>, String> {
    let Some(id) = session.get::<UserId>(SESSION_USER).await.map_err(|e| e.to_string())? else { return Ok(None) };
    let user = users::current(&services.pool, id).await.map_err(|e| e.to_string())?;
    let user = user.filter(|user| !matches!(user.status, AccountStatus::Suspended | AccountStatus::Former));
    if let (Some(_), Some(id)) = (&user, session.id()) {
        sessions::touch(&services.pool, &session_key(&id.0.to_le_bytes()), services.clock.now())
            .await
            .map_err(|e| e.to_string())?;
    }
    Ok(user)
}

/// The IP address of the client, as far as it is known.
pub(crate) fn client_of(request: &Request, trusted: &[IpNet]) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    client_ip(peer, request.headers(), trusted)
}

/// The IP address of the client. Only the part of `X-Forwarded-For` written by trusted proxies counts.
fn client_ip(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> String {
    // A dual-stack socket reports IPv4 peers as `::ffff:…`.
    let Some(peer) = peer.map(|ip| ip.to_canonical()) else { return "unknown".into() };
    let believed = |ip: &IpAddr| trusted.iter().any(|net| net.contains(ip));
    if !believed(&peer) {
        return peer.to_string();
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|ip| ip.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical()))
        .rfind(|ip| !believed(ip))
        .unwrap_or(peer)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
        let proxy = IpAddr::from([10, 0, 0, 1]);
        let nets = ["10.0.0.0/8".parse().expect("a network")];
        let stranger = IpAddr::from([203, 0, 113, 9]);
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.2.3.4, 198.51.100.7, 10.0.0.1".parse().expect("a header"));
        assert_eq!(client_ip(Some(stranger), &headers, &nets), "203.0.113.9");
        assert_eq!(client_ip(Some(proxy), &headers, &nets), "198.51.100.7");
        let mapped = "::ffff:10.0.0.1".parse().expect("an address");
        assert_eq!(client_ip(Some(mapped), &headers, &nets), "198.51.100.7");
    }
}
