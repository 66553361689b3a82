//! Forms without JavaScript. If a server function refuses a form, the error and what was typed are kept in the session
//! for the page to which the browser is redirected; if it succeeds, the message about that is kept. Nothing of it
//! appears in the URL. A form submitted by the page's script takes the same path, but the answer tells the script where
//! a browser would have been redirected.
//!
//! Little is kept, and even less for people without an account, for a short time and in limited number, because anybody
//! can submit a form that is refused.

use crate::{
    kept,
    kinds::{FORM, content_is, wants, wants_page},
    last_user::LastUser,
    plain_pages::refused_page,
    unstorable, visitor,
    waiting::{self, Waiting},
};
use app::{
    error::AppError,
    features::portal::api::ApplyAsGuest,
    form::{self, FormAnswer, FormFlash},
    server::{KeptFields, SESSION_FLASH, SESSION_USER, Told},
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use hireq_domain::{FieldErrors, ids::UserId};
use hireq_services::{Services, auth::Visitor};
use http_body_util::BodyExt;
use leptos::server_fn::{ServerFn, axum::server_fn_paths, error::FromServerFnError};
use std::sync::{Arc, Mutex};
use tower_sessions::{Expiry, Session};

const TOLD: &str = "told";
/// How long a refused form is kept for somebody without an account.
const STRANGERS_WAIT: time::Duration = time::Duration::minutes(15);

/// Carries what forms leave for the next page through the session.
pub(crate) async fn carry(
    State(services): State<Services>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::GET && wants_page(&request) {
        restore(&session, &mut request).await;
        return next.run(request).await;
    }
    let in_place = wants(&request, FormAnswer::MEDIA_TYPE);
    let is_form = request.method() == Method::POST && is_server_function(request.uri().path());
    if !is_form || !(in_place || wants_page(&request)) {
        return next.run(request).await;
    }
    // The framework redirects a refused form to the page in the `Referer` header, which some browsers do not send.
    let nameless = !request.headers().contains_key(header::REFERER);
    if nameless {
        request.headers_mut().insert(header::REFERER, HeaderValue::from_static("http://localhost/"));
    }
    // The function must treat a form the same, whether a browser or the page's script submits it.
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("text/html"));
    let path = request.uri().path().to_owned();
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let last_user = request.extensions().get::<LastUser>().cloned();
    let (kept_by_function, told) = (KeptFields::default(), Told::default());
    request.extensions_mut().insert(kept_by_function.clone());
    request.extensions_mut().insert(told.clone());
    let mut values = Vec::new();
    if content_is(&request, FORM) {
        let (parts, body) = request.into_parts();
        let Ok(body) = body.collect().await else {
            return (StatusCode::PAYLOAD_TOO_LARGE, "This form is too large").into_response();
        };
        let bytes: Bytes = body.to_bytes();
        if unstorable::is_in(&bytes) {
            let error =
                FieldErrors::one("", "The form holds a character that no text has. Remove it and send it again");
            let here = || answer(Response::default(), &FormAnswer::Refused(AppError::Invalid(error)));
            return if in_place { here() } else { unstorable::refused() };
        }
        values = serde_urlencoded::from_bytes(&bytes).unwrap_or_default();
        request = Request::from_parts(parts, Body::from(bytes));
    }
    let mut response = next.run(request).await;
    let Some((location, error)) = refusal(&response) else {
        let told = told.0.lock().ok().and_then(|mut told| told.take());
        return done(&services, &session, &visitor, response, told, in_place).await;
    };
    if let Ok(mut chosen) = kept_by_function.0.lock() {
        // What the function itself keeps comes first, because it knows what its page needs.
        drop(values.splice(0..0, chosen.drain(..)));
    }
    let stranger = visitor.user.is_none();
    if stranger
        && error == AppError::Unauthenticated
        && let Some(form) = last_user.and_then(|owner| Waiting::new(owner, &path, &location, values.clone()))
        && let Some(sign_in) = waiting::keep(&services, &session, &visitor.ip, form).await
    {
        return if in_place { load_instead(sign_in) } else { sign_in };
    }
    // If somebody else has saved meanwhile, the page is loaded again with what was typed. The same happens if a button
    // only asks for another form, in which case nothing is invalid.
    let shown_anew = match &error {
        AppError::Conflict(_) => true,
        AppError::Invalid(fields) => fields.is_empty(),
        _ => false,
    };
    if in_place && (nameless || !shown_anew) {
        return answer(response, &FormAnswer::Refused(error));
    }
    if nameless {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let why = error.messages().into_iter().map(|(_, why)| why).next().unwrap_or_default();
        return refused_page(status, why.trim_end_matches('.'));
    }
    let values = kept::fields(values, room(&services, &visitor, &path));
    if stranger && let Some(refusal) = too_many_strangers(&services, &session, &visitor) {
        return refusal;
    }
    if let Err(error) = session.insert(SESSION_FLASH, FormFlash { path, error, values }).await {
        tracing::warn!(error = %error, "a form's error could not be kept");
    }
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    *response.status_mut() = StatusCode::SEE_OTHER;
    if in_place { load_instead(response) } else { response }
}

/// Passes what was kept to the page.
async fn restore(session: &Session, request: &mut Request) {
    let told = if session.id().is_some() { session.remove::<form::Told>(TOLD).await.ok().flatten() } else { None };
    let user = request.extensions().get::<Visitor>().and_then(|visitor| visitor.user.as_ref()).map(|user| user.id);
    let flash = match take_kept(session).await {
        None if session.id().is_some() => waiting::offered(session, user, request.uri().path()).await,
        flash => flash,
    };
    if let Some(told) = told {
        request.extensions_mut().insert(Told(Arc::new(Mutex::new(Some(told)))));
    }
    if let Some(flash) = flash {
        request.extensions_mut().insert(flash);
    }
}

/// Answers a form that was accepted, with the function's message.
async fn done(
    services: &Services,
    session: &Session,
    visitor: &Visitor,
    response: Response,
    told: Option<form::Told>,
    in_place: bool,
) -> Response {
    let Some(to) = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()) else { return response };
    let now = visitor::account(services, session).await;
    // A page keeps showing the user who was signed in when it was loaded, so it is only updated in place if that has
    // not changed.
    if in_place && now.as_ref() == Ok(&visitor.user) {
        let to = own_path(to).to_owned();
        return answer(response, &FormAnswer::Done { to, told: told.unwrap_or_default() });
    }
    if let (Some(told), Ok(Some(_))) = (told, now)
        && let Err(error) = session.insert(TOLD, told).await
    {
        tracing::warn!(error = %error, "what a form did could not be told");
    }
    if in_place { load_instead(response) } else { response }
}

/// Turns the response for a browser into one for the page's script.
fn answer(response: Response, answer: &FormAnswer) -> Response {
    let status = match answer {
        FormAnswer::Refused(error) => StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST),
        FormAnswer::Done { .. } | FormAnswer::Load { .. } => StatusCode::OK,
    };
    let kind = [(header::CONTENT_TYPE, FormAnswer::MEDIA_TYPE)];
    let mut new = (status, kind, serde_json::to_string(answer).unwrap_or_default()).into_response();
    if let Some(after) = response.headers().get(header::RETRY_AFTER) {
        new.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    new
}

/// Tells the page's script to load the page to which a browser would be redirected.
fn load_instead(response: Response) -> Response {
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).map_or("/", own_path);
    let to = to.to_owned();
    answer(response, &FormAnswer::Load { to })
}

/// Takes what was kept for this page out of the session, and ends a session that held nothing else.
async fn take_kept(session: &Session) -> Option<FormFlash> {
    session.id()?;
    let flash = session.remove::<FormFlash>(SESSION_FLASH).await.ok().flatten()?;
    if session.get::<UserId>(SESSION_USER).await.ok().flatten().is_some() {
        return Some(flash);
    }
    if waiting::is_kept(session).await {
        waiting::stay_short(session);
    } else if let Err(error) = session.flush().await {
        tracing::warn!(error = %error, "a stranger's session could not be ended");
    }
    Some(flash)
}

/// How much of a refused form is kept. Applications are longer than a stranger's other forms, and fewer.
fn room(services: &Services, visitor: &Visitor, path: &str) -> usize {
    let is_application = path == ApplyAsGuest::PATH;
    match visitor.user {
        Some(_) => kept::OF_AN_ACCOUNT,
        None if is_application && services.limits.waiting(&visitor.ip).is_ok() => kept::OF_AN_APPLICATION,
        None => kept::OF_A_STRANGER,
    }
}

/// Refuses to store a session for somebody without an account if there have been too many; otherwise makes their
/// session a short one.
fn too_many_strangers(services: &Services, session: &Session, visitor: &Visitor) -> Option<Response> {
    if session.id().is_none()
        && let Err(refused) = services.limits.stranger(&visitor.ip)
    {
        tracing::warn!(error = %refused, "a refused form was not kept");
        let refusal = (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")], crate::plain_pages::busy_page());
        return Some(refusal.into_response());
    }
    session.set_expiry(Some(Expiry::OnInactivity(STRANGERS_WAIT)));
    None
}

fn is_server_function(path: &str) -> bool {
    path.starts_with("/api/") && server_fn_paths().any(|(known, _)| known == path)
}

/// An address without its host: it comes from the `Referer` header, which may name another site, and must only lead
/// back to ours.
fn own_path(address: &str) -> &str {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => address,
    };
    if path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") { path } else { "/" }
}

/// The clean address and the error, if the response is a server function's refusal of a plain form.
fn refusal(response: &Response) -> Option<(String, AppError)> {
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let (path, query) = location.split_once('?')?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    let (_, error) = pairs.iter().find(|(name, _)| name == "__err")?;
    let error = AppError::de(URL_SAFE.decode(error).ok()?.into());
    let rest: Vec<_> = pairs.iter().filter(|(name, _)| name != "__err" && name != "__path").collect();
    let query = serde_urlencoded::to_string(rest).ok()?;
    let path = own_path(path);
    Some((if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }, error))
}
