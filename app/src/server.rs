//! What server functions need of the server, and nothing else: the use-cases, the visitor, and the conversion of
//! errors.

use crate::{
    answer::{set_header, set_status},
    error::AppError,
    form,
};
use hireq_domain::{applicants::Undoable, zone::Offsets};
use hireq_services::{
    ServiceError, Services, accounts,
    auth::{Admin, BrowserZone, Candidate, Hr, SignedIn, Visitor},
    zones,
};
use http::request::Parts;
use leptos::{
    nonce::Nonce,
    prelude::{provide_context, use_context},
    server_fn::ServerFn,
};
use std::sync::{Arc, Mutex};
use tower_sessions::Session;

/// The request's number in the log.
#[derive(Clone, Debug)]
pub struct RequestNumber(pub String);

/// Where a multipart server function stores its text fields, so that they can be shown again with an error.
#[derive(Clone, Default)]
pub struct KeptFields(pub Arc<Mutex<Vec<(String, String)>>>);

/// The message about a form's success: set by the server function, and shown on the next page.
#[derive(Clone, Default)]
pub struct Told(pub Arc<Mutex<Option<form::Told>>>);

/// The session key of the account.
pub const SESSION_USER: &str = "user";

/// The session key of a form that the next page shows again.
pub const SESSION_FLASH: &str = "flash";

/// A request extension: what middleware found out about the request before the page or the server function runs.
pub fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<T>().cloned())
}

/// Provides a page with the use-cases, and with the nonce in its content security policy.
pub fn provide(services: Services) {
    provide_context(services);
    if let Some(nonce) = extension::<Nonce>() {
        provide_context(nonce);
    }
}

pub fn services() -> Result<Services, AppError> {
    use_context::<Services>().ok_or_else(|| AppError::Unavailable("The server is still starting".into()))
}

/// The sender of the request.
pub fn visitor() -> Visitor {
    extension().unwrap_or_default()
}

/// Anybody who is signed in.
pub fn signed_in() -> Result<SignedIn, AppError> {
    visitor().signed_in().map_err(error)
}

/// An approved recruiter.
pub fn hr() -> Result<Hr, AppError> {
    visitor().hr().map_err(error)
}

/// An administrator.
pub fn admin() -> Result<Admin, AppError> {
    visitor().admin().map_err(error)
}

/// A candidate with an account.
pub async fn candidate() -> Result<Candidate, AppError> {
    visitor().candidate(&services()?).await.map_err(error)
}

/// The request's session.
pub fn session() -> Result<Session, AppError> {
    extension().ok_or_else(|| AppError::Unavailable("Sessions are not available just now".into()))
}

/// The key under which the request's session is stored.
pub fn session_key() -> Option<Vec<u8>> {
    extension::<Session>().and_then(|s| s.id()).map(|id| hireq_services::auth::session_key(&id.0.to_le_bytes()))
}

/// The time zone of the signed-in person, as offsets.
pub fn reader_zone() -> Option<Offsets> {
    let (user, services) = (visitor().user?, services().ok()?);
    let browser = || extension().map(|BrowserZone(zone)| zone);
    Some(zones::offsets(&user.known_zone().cloned().or_else(browser)?, services.clock.now()))
}

/// Starts a session for an account under a new id, which prevents session fixation.
pub async fn begin_session(user: hireq_domain::ids::UserId) -> Result<(), AppError> {
    let (session, visitor) = (session()?, visitor());
    if let Some(BrowserZone(zone)) = extension() {
        accounts::propose_zone(&services()?, &visitor, user, &zone).await.map_err(error)?;
    }
    let failed = |e: tower_sessions::session::Error| error(ServiceError::internal(e));
    session.cycle_id().await.map_err(failed)?;
    session.insert(SESSION_USER, user).await.map_err(failed)?;
    session.insert("ip", visitor.ip).await.map_err(failed)?;
    session.insert("agent", visitor.agent).await.map_err(failed)
}

/// Gives the session a new id, so that anybody who learned the old one loses access.
pub async fn renew_session() -> Result<(), AppError> {
    session()?.cycle_id().await.map_err(|e| error(ServiceError::internal(e)))
}

pub async fn end_session() -> Result<(), AppError> {
    session()?.flush().await.map_err(|e| error(ServiceError::internal(e)))
}

/// Offers a form on the next page: what is wrong with it, and what was typed.
pub async fn offer_form<S: ServerFn>(error: AppError, values: Vec<(String, String)>) -> Result<(), AppError> {
    let flash = form::FormFlash { path: S::url().to_owned(), error, values };
    session()?.insert(SESSION_FLASH, flash).await.map_err(|e| self::error(ServiceError::internal(e)))
}

/// Keeps a multipart form's text fields for the page that shows its error.
pub fn keep_fields(fields: &[(String, String)]) {
    if let Some(kept) = extension::<KeptFields>()
        && let Ok(mut kept) = kept.0.lock()
    {
        kept.extend_from_slice(fields);
    }
}

/// What the form that was sent before this page did.
pub fn told() -> Option<form::Told> {
    extension::<Told>().and_then(|told| told.0.lock().ok()?.take())
}

/// Sets the message about a form: a toast if the page's script submitted it, otherwise shown on the next page.
pub fn tell(text: impl Into<String>) {
    leave(form::Told { text: text.into(), ..form::Told::default() });
}

fn leave(what: form::Told) {
    if let Some(told) = extension::<Told>()
        && let Ok(mut told) = told.0.lock()
    {
        *told = Some(what);
    }
}

/// Sets the message about a form, and redirects to a page of this site.
pub fn done(to: &str, text: impl Into<String>) {
    tell(text);
    redirect(to);
}

/// Says what a form did, offers to undo it there, and shows a page of this site.
pub fn done_undoably(to: &str, text: impl Into<String>, undo: Undoable) {
    done_in_part(to, form::Told { text: text.into(), undo: Some(undo), problems: vec![] });
}

/// Says what a form did and what it could not do, and shows a page of this site.
pub fn done_in_part(to: &str, told: form::Told) {
    leave(told);
    redirect(to);
}

/// Sends the browser to a page of this site. Where `to` came with a form it may be anything: what is no address here is
/// not followed.
pub fn redirect(to: &str) {
    leptos_axum::redirect(&local(to).unwrap_or_else(|| "/home".to_owned()));
}

/// The path in a form that is valid in a header; `None` for another site's address, or anything that browsers treat as
/// one: they read `\\` as `/` and skip line breaks and tabs.
fn local(to: &str) -> Option<String> {
    if !to.starts_with('/') || to.starts_with("//") || to.chars().any(|c| c == '\\' || c.is_control()) {
        return None;
    }
    let mut path = String::with_capacity(to.len());
    for byte in to.bytes() {
        if byte.is_ascii_graphic() {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(path)
}

/// A message for one field of a form, or for the whole form where the field's name is empty.
pub fn invalid(field: &str, message: &str) -> AppError {
    error(ServiceError::field(field, message))
}

/// Converts a use-case's error for the response. Logs an internal error, once, and sets the response's status.
pub fn error(error: ServiceError) -> AppError {
    let error = match error {
        ServiceError::Unauthenticated => AppError::Unauthenticated,
        ServiceError::Forbidden => AppError::Forbidden,
        ServiceError::NotFound => AppError::NotFound,
        ServiceError::Invalid(fields) => AppError::Invalid(fields),
        ServiceError::Conflict(message) => AppError::Conflict(message),
        ServiceError::TooManyRequests { retry_after } => {
            set_header(http::header::RETRY_AFTER, &retry_after.to_string());
            AppError::TooManyRequests { retry_after }
        }
        ServiceError::TooLarge(message) => AppError::TooLarge(message),
        ServiceError::Unavailable(message) => {
            set_header(http::header::RETRY_AFTER, "5");
            AppError::Unavailable(message)
        }
        ServiceError::Internal(inner) => {
            let request_id = extension::<RequestNumber>().map_or_else(|| "unknown".into(), |n| n.0);
            tracing::error!(request_id, error = %inner, "a request failed");
            AppError::Internal { request_id }
        }
    };
    set_status(error.status());
    error
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_a_page_of_this_site_is_gone_to() {
        for elsewhere in [
            "",
            "https://a.example",
            "//a.example",
            "/\\a.example",
            "/\t/a.example",
            "/\u{b}",
            "/a\0",
            "a",
            "javascript:x",
        ] {
            assert_eq!(local(elsewhere), None, "{elsewhere:?}");
        }
        assert_eq!(local("/hr/candidates?q=Zoë Ünal").as_deref(), Some("/hr/candidates?q=Zo%C3%AB%20%C3%9Cnal"));
        assert_eq!(local("/jobs?q=a%2Fb#x").as_deref(), Some("/jobs?q=a%2Fb#x"));
    }
}
