//! A short-lived cache of the careers pages for visitors without a session: these pages are the same for everybody, and
//! are read far more often than they change. It is cleared with every write through this server; writes through other
//! servers become visible when the entries expire.
//!
//! An older copy of each page is kept for when the database is slow or unavailable: an outdated list is better than
//! none.

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use leptos::nonce::Nonce;
use moka::sync::Cache;
use std::{sync::Arc, time::Duration};

/// The most pages in the cache: the most requested lists, and the jobs.
const PAGES: u64 = 256;
/// Longer addresses and larger pages are not cached.
const ADDRESS: usize = 256;
const SIZE: usize = 256 << 10;

/// How long an old copy may be shown while the database is unavailable.
const OLD: Duration = Duration::from_secs(3600);
/// How long a visitor waits for the database before the old copy is shown.
const WAIT: Duration = Duration::from_secs(2);

/// The fresh pages, and the old copies.
#[derive(Clone)]
pub(crate) struct PageCache {
    fresh: Cache<String, Arc<Page>>,
    old: Cache<String, Arc<Page>>,
}

/// A page split at its nonce, because each response needs its own.
struct Page {
    headers: HeaderMap,
    parts: Vec<Bytes>,
}

impl PageCache {
    /// A cache that keeps pages for this many seconds; zero disables it.
    pub(crate) fn new(seconds: u64) -> Self {
        let pages = if seconds == 0 { 0 } else { PAGES };
        let kept = |time| Cache::builder().max_capacity(pages).time_to_live(time).build();
        Self { fresh: kept(Duration::from_secs(seconds)), old: kept(OLD) }
    }
}

/// Answers from the cache, and adds pages to it.
pub(crate) async fn keep(State(pages): State<PageCache>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let response = next.run(request).await;
        pages.fresh.invalidate_all();
        return response;
    }
    let nonce = request.extensions().get::<Nonce>().cloned();
    let (Some(address), Some(nonce)) = (address(&request), nonce) else { return next.run(request).await };
    if let Some(page) = pages.fresh.get(&address) {
        return page.answer(&nonce);
    }
    let answering = next.run(request);
    let response = match pages.old.get(&address) {
        None => answering.await,
        Some(page) => match tokio::time::timeout(WAIT, answering).await {
            Ok(response) if !response.status().is_server_error() => response,
            _ => return page.answer(&nonce),
        },
    };
    if response.status() == StatusCode::NOT_FOUND {
        pages.old.invalidate(&address);
    }
    if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let body = body.to_bytes();
    if body.len() <= SIZE
        && let Some(page) = Page::of(&parts.headers, &body, &nonce)
    {
        let page = Arc::new(page);
        pages.fresh.insert(address.clone(), page.clone());
        pages.old.insert(address, page);
    }
    Response::from_parts(parts, Body::from(body))
}

/// The cache key of a request that anybody could have sent: a careers page, requested as a page, without a session.
fn address(request: &Request) -> Option<String> {
    let path = request.uri().path();
    let careers = path == "/" || path == "/jobs" || path.strip_prefix("/jobs/").is_some_and(|slug| !slug.contains('/'));
    let headers = request.headers();
    let session =
        headers.get_all(header::COOKIE).iter().any(|cookies| cookies.as_bytes().windows(6).any(|w| w == b"hireq="));
    let address = request.uri().path_and_query()?.as_str();
    (request.method() == Method::GET && careers && !session && address.len() <= ADDRESS).then(|| address.to_owned())
}

impl Page {
    /// `None` if the response is not a text page.
    fn of(headers: &HeaderMap, body: &Bytes, nonce: &Nonce) -> Option<Self> {
        headers.get(header::CONTENT_TYPE).filter(|kind| kind.as_bytes().starts_with(b"text/html"))?;
        let (text, nonce) = (std::str::from_utf8(body).ok()?, nonce.as_inner());
        let parts = text.split(&**nonce).map(|part| body.slice_ref(part.as_bytes())).collect();
        let mut headers = headers.clone();
        headers.remove(header::CONTENT_LENGTH);
        Some(Self { headers, parts })
    }

    fn answer(&self, nonce: &Nonce) -> Response {
        let nonce = nonce.as_inner().as_bytes();
        let length = self.parts.iter().map(Bytes::len).sum::<usize>() + nonce.len() * self.parts.len();
        let mut body = Vec::with_capacity(length);
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                body.extend_from_slice(nonce);
            }
            body.extend_from_slice(part);
        }
        (self.headers.clone(), body).into_response()
    }
}
