//! Forms submitted after their session had expired. They are kept until the sender has signed in and then offered again
//! on their pages, only to the account under which they were typed. They are limited in number and in total size, are
//! kept for half an hour, and contain no secrets.

use app::{error::AppError, file_forms::file_form, form::FormFlash};
use axum::{
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use hireq_domain::{FieldErrors, ids::UserId};
use hireq_services::Services;
use serde::{Deserialize, Serialize};
use tower_sessions::{Expiry, Session};

use crate::{kept, last_user::LastUser};

const KEY: &str = "waiting";
const WAIT: time::Duration = time::Duration::minutes(30);
/// In how many tabs somebody may be typing at once.
const MOST: usize = 3;
const OFFER: &str = "You had been signed out, so this was not saved. Look it over and send it again";
const OFFER_WITH_FILE: &str =
    "You had been signed out, so this was not sent. Look it over, choose your file again and send it";

/// A form: its owner, its server function, its page, and what was typed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Waiting {
    owner: String,
    path: String,
    page: String,
    values: Vec<(String, String)>,
}

impl Waiting {
    /// A form typed under an account; `None` if its page is not one of ours, or nothing was typed.
    pub(crate) fn new(owner: LastUser, path: &str, page: &str, values: Vec<(String, String)>) -> Option<Self> {
        let page = page.parse::<Uri>().ok()?.path_and_query()?.to_string();
        let values = kept::fields(values, kept::OF_A_WAITING_FORM);
        (!values.is_empty()).then(|| Self { owner: owner.0, path: path.to_owned(), page, values })
    }

    fn is_on_page(&self, path: &str) -> bool {
        self.page.split('?').next() == Some(path)
    }

    fn size(&self) -> usize {
        self.values.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

async fn all(session: &Session) -> Vec<Waiting> {
    session.get(KEY).await.ok().flatten().unwrap_or_default()
}

async fn store(session: &Session, forms: Vec<Waiting>) -> Option<()> {
    if forms.is_empty() {
        return session.remove_value(KEY).await.ok().map(drop);
    }
    session.insert(KEY, forms).await.ok()
}

/// Whether a form is kept in this session.
pub(crate) async fn is_kept(session: &Session) -> bool {
    session.get_value(KEY).await.ok().flatten().is_some()
}

/// Keeps a form whose sender is not signed in, and redirects them to sign in; `None` if it cannot be kept. The oldest
/// forms make room, and those of other accounts are dropped.
pub(crate) async fn keep(services: &Services, session: &Session, ip: &str, form: Waiting) -> Option<Response> {
    if services.limits.waiting(ip).is_err() {
        return None;
    }
    let query = serde_urlencoded::to_string([("next", form.page.as_str()), ("waiting", "1")]).ok()?;
    let address = HeaderValue::from_str(&format!("/sign-in?{query}")).ok()?;
    let mut forms = all(session).await;
    forms.retain(|other| other.owner == form.owner && (&other.path, &other.page) != (&form.path, &form.page));
    forms.push(form);
    while forms.len() > MOST || forms.iter().map(Waiting::size).sum::<usize>() > kept::OF_A_WAITING_FORM {
        forms.remove(0);
    }
    store(session, forms).await?;
    session.set_expiry(Some(Expiry::OnInactivity(WAIT)));
    Some((StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response())
}

/// The form kept for this page, once its sender is signed in. Forms of other accounts are dropped.
pub(crate) async fn offered(session: &Session, user: Option<UserId>, path: &str) -> Option<FormFlash> {
    let owner = LastUser::of(user?).0;
    if !is_kept(session).await {
        return None;
    }
    let mut forms = all(session).await;
    let before = forms.len();
    forms.retain(|form| form.owner == owner);
    let place = forms.iter().position(|form| form.is_on_page(path));
    let form = place.map(|place| forms.remove(place));
    if forms.len() != before || before == 0 {
        store(session, forms).await?;
    }
    let form = form?;
    let offer = if file_form(&form.path).is_some() { OFFER_WITH_FILE } else { OFFER };
    let error = AppError::Invalid(FieldErrors::one("", offer));
    Some(FormFlash { path: form.path, error, values: form.values })
}

/// Keeps the short lifetime of a session that holds such a form.
pub(crate) fn stay_short(session: &Session) {
    session.set_expiry(Some(Expiry::OnInactivity(WAIT)));
}
