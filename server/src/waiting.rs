//! A form that was sent after its session had ended waits through the sign-in and is offered again on its page. It is as
//! small as what a job's form holds, waits for half an hour, and holds no secret.

use app::{error::AppError, form::FormFlash};
use axum::{
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use hireq_domain::{FieldErrors, ids::UserId};
use hireq_services::{Services, auth::Visitor};
use serde::{Deserialize, Serialize};
use tower_sessions::{Expiry, Session};

use crate::kept;

const KEY: &str = "waiting";
const WAIT: time::Duration = time::Duration::minutes(30);
const OFFER: &str = "You had been signed out, so this was not saved. Look it over and send it again";

/// The form: the server function that it goes to, the page that it stands on, and what was typed.
#[derive(Serialize, Deserialize)]
struct Waiting {
    path: String,
    page: String,
    values: Vec<(String, String)>,
}

/// Whether a form waits in this session.
pub(crate) async fn is_kept(session: &Session) -> bool {
    session.get_value(KEY).await.ok().flatten().is_some()
}

/// Keeps a form whose sender is not signed in, and sends them to sign in; none where it cannot wait.
pub(crate) async fn keep(
    services: &Services,
    session: &Session,
    visitor: &Visitor,
    path: &str,
    page: &str,
    values: Vec<(String, String)>,
) -> Option<Response> {
    let page = page.parse::<Uri>().ok()?.path_and_query()?.to_string();
    let values = kept::fields(values, kept::OF_A_WAITING_FORM);
    if values.is_empty() || services.limits.waiting(&visitor.ip).is_err() {
        return None;
    }
    let form = Waiting { path: path.to_owned(), page: page.clone(), values };
    session.insert(KEY, form).await.ok()?;
    session.set_expiry(Some(Expiry::OnInactivity(WAIT)));
    let query = serde_urlencoded::to_string([("next", page.as_str()), ("waiting", "1")]).ok()?;
    let address = HeaderValue::from_str(&format!("/sign-in?{query}")).ok()?;
    Some((StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response())
}

/// The form that waited for this page, once its sender is signed in.
pub(crate) async fn offered(session: &Session, user: Option<UserId>, path: &str) -> Option<FormFlash> {
    user?;
    let waiting = session.get::<Waiting>(KEY).await.ok().flatten()?;
    if waiting.page.split('?').next() != Some(path) {
        return None;
    }
    session.remove::<Waiting>(KEY).await.ok()?;
    let error = AppError::Invalid(FieldErrors::one("", OFFER));
    Some(FormFlash { path: waiting.path, error, values: waiting.values })
}

/// Leaves a session that holds a waiting form as short as it was.
pub(crate) fn stay_short(session: &Session) {
    session.set_expiry(Some(Expiry::OnInactivity(WAIT)));
}
