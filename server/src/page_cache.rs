//! The careers pages as visitors without a session see them, kept for a moment: they are the same for everybody, and
//! are read far more often than they change. What was kept is dropped with every write that passes through this server;
//! other servers' writes show when the moment is over.
//!
//! An older copy of each is kept for when the database is slow or gone: yesterday's list is better than none.

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

/// How many pages are kept: the list in its most asked for forms, and the jobs.
const PAGES: u64 = 256;
/// Longer addresses and larger pages are not kept.
const ADDRESS: usize = 256;
const SIZE: usize = 256 << 10;

/// How long a page may be shown that the database cannot give.
const OLD: Duration = Duration::from_secs(3600);
/// A visitor waits so long for the database before the older page is shown.
const WAIT: Duration = Duration::from_secs(2);

/// The pages that are kept: fresh ones, and those for when there is nothing better.
#[derive(Clone)]
pub(crate) struct PageCache {
    fresh: Cache<String, Arc<Page>>,
    old: Cache<String, Arc<Page>>,
}

/// A page, cut where its nonce stood: each answer carries one of its own.
struct Page {
    headers: HeaderMap,
    parts: Vec<Bytes>,
}

impl PageCache {
    /// Keeps pages for so many seconds, or none.
    pub(crate) fn new(seconds: u64) -> Self {
        let pages = if seconds == 0 { 0 } else { PAGES };
        let kept = |time| Cache::builder().max_capacity(pages).time_to_live(time).build();
        Self { fresh: kept(Duration::from_secs(seconds)), old: kept(OLD) }
    }
}

/// Answers from what is kept, and keeps what may be kept.
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

/// The address of a request that anybody could have sent: a careers page, asked for as a page, without a session.
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
    /// None for what is not a page of text.
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
