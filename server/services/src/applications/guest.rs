//! Applying without being signed in. If a mail server is configured, the application arrives once its address is
//! confirmed, and nobody learns whether the address has an account. Without a mail server nobody could confirm anything,
//! so the account is created with the application, as at sign-up.

use super::apply::{self, Agreed, Input};
use crate::{
    Result, ServiceError, Services,
    accounts::{self, SignUp},
    auth::{Candidate, Origin, Visitor, chosen::Password},
    candidates as people,
    events::{By, record},
    quotas,
    resumes::add_placed,
    uploads::{Placed, Upload},
};
use chrono::{DateTime, Utc};
use hireq_domain::{
    FieldErrors,
    account::{Email, Role, checked_person_name},
    candidate::{self, GuestForm},
    event::{AccountEvent, Event, Secret},
    ids::{ApplicationId, DocumentId, QuestionId, UserId},
    job::Question,
    retention::Kept,
};
use hireq_store::{
    PgConnection,
    applications::{
        apply as rows,
        unconfirmed::{self, StoredFile, Unconfirmed},
    },
    candidates, users,
};
use sha2::{Digest, Sha256};

const GONE: &str = "This link has been used or is too old. Apply again";
const SIGN_IN_FIRST: &str =
    "The password of your account was changed after you applied. Sign in first, then open this link again";
const NO_CANDIDATE: &str =
    "This address belongs to a recruiter's or an administrator's account, which cannot apply. Use another address";
const ANOTHERS: &str = "This address belongs to another account. Sign in with that account to apply";

/// The data of the application form.
///
/// # Errors
/// `NotFound` if there is no such job, or it was never public.
pub async fn form(services: &Services, slug: &str) -> Result<GuestForm> {
    let job = rows::by_slug(&services.pool, slug).await?.ok_or(ServiceError::NotFound)?;
    Ok(GuestForm { job: apply::shown(services, job).await?, mails: accounts::sends_mail(services) })
}

/// What somebody sends who is not signed in.
pub struct Guest {
    pub name: String,
    pub email: String,
    pub phone: String,
    /// The password of the new account; only without a mail server.
    pub password: String,
    /// The résumé, or why it was refused.
    pub file: Option<Result<Upload>>,
    /// The answers and the consent.
    pub input: Input,
}

/// What became of an application.
#[derive(Debug)]
pub enum Sent {
    /// It waits until its address is confirmed.
    Waits,
    /// It arrived, with a new account.
    Arrived { user: UserId, application: ApplicationId },
}

/// A guest's form, checked.
struct Checked {
    name: String,
    email: Email,
    phone: String,
    upload: Upload,
    input: Input,
}

/// Applies for a job. It continues even if the sender disconnects, so that a stored file always gets its row.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `NotFound`; `Conflict` if the job no longer takes applications;
/// `TooManyRequests`; `Unavailable` if too many applications wait.
pub async fn send(services: &Services, from: impl Into<Origin>, slug: &str, guest: Guest) -> Result<Sent> {
    let (services, from, slug) = (services.clone(), from.into(), slug.to_owned());
    let done = tokio::spawn(async move { send_now(&services, &from, &slug, guest).await });
    done.await.map_err(ServiceError::internal)?
}

async fn send_now(services: &Services, from: &Origin, slug: &str, guest: Guest) -> Result<Sent> {
    let job = rows::by_slug(&services.pool, slug).await?.ok_or(ServiceError::NotFound)?;
    let questions = rows::questions(&services.pool, job.id).await?;
    apply::takes(services, &job, &questions, guest.input.asked.as_deref())?;
    let mails = accounts::sends_mail(services);
    let password = (!mails).then(|| guest.password.clone());
    let checked = checked(guest, password.as_deref(), &questions)?;
    match password {
        None => ask(services, from, &job, checked).await.map(|()| Sent::Waits),
        Some(password) => apply_at_once(services, from, slug, checked, password).await,
    }
}

/// Checks every field, so that all messages are shown at once.
fn checked(guest: Guest, password: Option<&str>, questions: &[Question]) -> Result<Checked> {
    let mut errors = FieldErrors::default();
    let upload = match guest.file {
        None => errors.take("file", Err("Choose your résumé")),
        Some(Ok(upload)) => Some(upload),
        Some(Err(ServiceError::Invalid(why))) => {
            errors.0.extend(why.0);
            None
        }
        Some(Err(error)) => return Err(error),
    };
    let name = errors.take("name", checked_person_name(&guest.name, "your name"));
    let email = errors.take("email", Email::mailable(&guest.email));
    let phone = errors.take("phone", people::checked_phone(&guest.phone));
    if let Some(password) = password {
        errors.take("password", Password::fits(password));
    }
    apply::checked(questions, &guest.input, &mut errors);
    errors.into_result()?;
    let (Some(upload), Some(name), Some(email), Some(phone)) = (upload, name, email, phone) else {
        return Err(ServiceError::internal("a checked field went missing"));
    };
    Ok(Checked { name, email, phone, upload, input: guest.input })
}

/// Stores the application and mails a link to its address. Everything looks the same whoever has an account, and all of
/// it is done for a recruiter's address too; only the mail then contains no link.
async fn ask(services: &Services, from: &Origin, job: &rows::Target, new: Checked) -> Result<()> {
    let Checked { name, email, phone, upload, input } = new;
    let (token, now) = (accounts::new_token(), services.clock.now());
    services.limits.sign_in(&from.ip, email.as_str(), now)?;
    let waiting = unconfirmed::waiting(&services.pool, &email, now - quotas::DAY).await?;
    quotas::check_unconfirmed(&waiting)?;
    let mut placed = upload.place(services).await?;
    let unconfirmed = Unconfirmed {
        email: email.clone(),
        name,
        phone,
        file: StoredFile {
            sha256: placed.sha256.to_vec(),
            media_type: placed.media_type.clone(),
            bytes: i64::try_from(placed.size).unwrap_or(i64::MAX),
            storage_key: placed.key.clone(),
            original_name: placed.name.clone(),
        },
        answers: input.answers,
        asked: input.asked.unwrap_or_default(),
        privacy_version: apply::PRIVACY_VERSION.to_owned(),
        created_at: now,
    };
    let done = async {
        let mut tx = services.pool.begin().await?;
        let known = users::credentials(&mut *tx, &email).await?;
        let may_apply = known.is_none_or(|known| known.role == Role::Candidate);
        unconfirmed::add(&mut *tx, &Sha256::digest(&token), job.id, &unconfirmed).await?;
        let (job, organization) = (job.title.clone(), job.organization.clone());
        let event = Event::ApplyAsked { email, job, organization, may_apply, token: Secret(token) };
        record(services, &mut tx, By::Program, event).await?;
        placed.used = true;
        Ok(tx.commit().await?)
    }
    .await;
    placed.settle(services).await;
    done
}

/// Creates the account as signing up does, and makes the application.
async fn apply_at_once(services: &Services, from: &Origin, slug: &str, new: Checked, password: String) -> Result<Sent> {
    let Checked { name, email, phone, upload, input } = new;
    let email = email.as_str().to_owned();
    let sign_up = SignUp { name, email, password, role: Role::Candidate, organization: String::new() };
    let account = accounts::checked_sign_up(services, from, sign_up).await?;
    let mut placed = upload.place(services).await?;
    let done = async {
        let mut tx = services.pool.begin().await?;
        let user = accounts::create(services, &mut tx, &account, from).await?;
        let who = candidate(&mut tx, user, from).await?;
        let (document, _) = bring(services, &mut tx, &who, &phone, &mut placed).await?;
        let input = Input { document: Some(document), ..input };
        let agreed = Agreed { version: apply::PRIVACY_VERSION, at: services.clock.now() };
        let (application, _) = apply::apply_in(services, &mut tx, &who, slug, &input, &agreed).await?;
        tx.commit().await?;
        Ok(Sent::Arrived { user, application })
    }
    .await;
    placed.settle(services).await;
    done
}

/// Adds what came with an application to the candidate's own: the file, and the telephone number if they have none.
async fn bring(
    services: &Services,
    tx: &mut PgConnection,
    who: &Candidate,
    phone: &str,
    placed: &mut Placed,
) -> Result<(DocumentId, bool)> {
    let added = add_placed(services, tx, who, placed).await?;
    if !phone.is_empty() {
        candidates::add_first_phone(&mut *tx, who.scope().candidate(), phone).await?;
    }
    Ok(added)
}

/// The candidate of an account, which may have been created in this transaction.
async fn candidate(tx: &mut PgConnection, user: UserId, from: &Origin) -> Result<Candidate> {
    let user = users::current(&mut *tx, user).await?;
    Visitor { user, ip: from.ip.clone(), agent: from.agent.clone() }.candidate_in(&mut *tx).await
}

/// What the application of a link says; `None` if the link works no longer.
///
/// # Errors
/// `TooManyRequests`.
pub async fn unconfirmed(
    services: &Services,
    from: impl Into<Origin>,
    token: &str,
) -> Result<Option<candidate::Unconfirmed>> {
    services.limits.link(&from.into().ip)?;
    Ok(unconfirmed::shown(&services.pool, &Sha256::digest(token), oldest(services)).await?)
}

/// Links of applications that came in later than this still work.
fn oldest(services: &Services) -> DateTime<Utc> {
    services.clock.now() - Kept::UnconfirmedApplications.time()
}

/// What follows from a confirmation.
#[derive(Debug)]
pub struct Confirmed {
    /// The account to start a session for.
    pub user: UserId,
    /// Whether the account has no password yet.
    pub without_password: bool,
    pub outcome: Outcome,
}

#[derive(Debug)]
pub enum Outcome {
    /// The application arrived.
    Arrived(ApplicationId),
    /// There was one for the same job already.
    Known(ApplicationId),
    /// The job does not take it as it is. It has to be sent again on the job's page.
    Refused {
        /// The last part of the job's URL.
        slug: String,
        why: ServiceError,
        /// The file, which is now the candidate's own.
        document: DocumentId,
        answers: Vec<(QuestionId, String)>,
    },
}

/// Makes the application that was waiting for this link, for the account with its address, which is created if there is
/// none. The address is proven by then, so what the job refuses is not lost either: the account keeps its file.
///
/// # Errors
/// `Invalid` if the link no longer works, or the account with this address cannot apply; `TooManyRequests`.
pub async fn confirm(services: &Services, visitor: &Visitor, token: &str) -> Result<Confirmed> {
    services.limits.link(&visitor.ip)?;
    let (from, hash, gone) = (Origin::from(visitor), Sha256::digest(token), || ServiceError::field("", GONE));
    let found = unconfirmed::find(&services.pool, &hash, oldest(services)).await?;
    let (email, signs_in) = found.ok_or_else(gone)?;
    let known = users::credentials(&services.pool, &email).await?;
    let is_theirs = |known: &users::Credentials| visitor.user.as_ref().is_some_and(|user| user.id == known.id);
    if known.as_ref().is_some_and(|known| !signs_in && !is_theirs(known)) {
        return Err(ServiceError::field("", SIGN_IN_FIRST));
    }
    let mut tx = services.pool.begin().await?;
    if let Some(known) = &known {
        // The account is locked before any other row, as everywhere.
        users::lock(&mut *tx, known.id).await?;
    }
    let (slug, sent) = unconfirmed::take(&mut *tx, &hash, oldest(services)).await?.ok_or_else(gone)?;
    let who = match &known {
        Some(known) => existing(services, &mut tx, known.id, &from).await?,
        None => created(services, &mut tx, &sent, &from).await?,
    };
    let mut placed = placed(&sent.file)?;
    let (document, _) = bring(services, &mut tx, &who, &sent.phone, &mut placed).await.map_err(of_the_form)?;
    let outcome = arrive(services, &mut tx, &who, slug, sent, document).await?;
    tx.commit().await?;
    placed.settle(services).await;
    let without_password = known.is_none_or(|known| known.password_hash.is_empty());
    Ok(Confirmed { user: who.user.id, without_password, outcome })
}

async fn existing(services: &Services, tx: &mut PgConnection, user: UserId, from: &Origin) -> Result<Candidate> {
    let who = candidate(tx, user, from).await.map_err(|error| match error {
        ServiceError::Unauthenticated => ServiceError::field("", accounts::SUSPENDED),
        ServiceError::Forbidden => ServiceError::field("", NO_CANDIDATE),
        other => other,
    })?;
    record(services, tx, from, Event::Account { user, what: AccountEvent::SignIn }).await?;
    Ok(who)
}

/// Creates an account without a password. Its address is confirmed.
async fn created(services: &Services, tx: &mut PgConnection, sent: &Unconfirmed, from: &Origin) -> Result<Candidate> {
    let made = accounts::create_without_password(services, tx, &sent.email, &sent.name, from).await;
    let user = made.map_err(|error| match error {
        ServiceError::Invalid(_) => ServiceError::field("", ANOTHERS),
        other => other,
    })?;
    candidate(tx, user, from).await
}

async fn arrive(
    services: &Services,
    tx: &mut PgConnection,
    who: &Candidate,
    slug: String,
    sent: Unconfirmed,
    document: DocumentId,
) -> Result<Outcome> {
    let agreed = Agreed { version: &sent.privacy_version, at: sent.created_at };
    let asked = Some(sent.asked).filter(|asked| !asked.is_empty());
    let input = Input { document: Some(document), answers: sent.answers, consent: true, asked };
    match apply::apply_in(services, tx, who, &slug, &input, &agreed).await {
        Ok((id, false)) => Ok(Outcome::Arrived(id)),
        Ok((id, true)) => Ok(Outcome::Known(id)),
        Err(why @ (ServiceError::Conflict(_) | ServiceError::Invalid(_))) => {
            Ok(Outcome::Refused { slug, why, document, answers: input.answers })
        }
        Err(error) => Err(error),
    }
}

fn placed(file: &StoredFile) -> Result<Placed> {
    Ok(Placed {
        name: file.original_name.clone(),
        media_type: file.media_type.clone(),
        sha256: file.sha256.as_slice().try_into().map_err(ServiceError::internal)?,
        key: file.storage_key.clone(),
        size: u64::try_from(file.bytes).unwrap_or_default(),
        used: false,
    })
}

/// The same error on a page without the field that it is about.
fn of_the_form(error: ServiceError) -> ServiceError {
    match error {
        ServiceError::Invalid(fields) => {
            let messages: Vec<String> = fields.0.into_iter().map(|(_, message)| message).collect();
            ServiceError::field("", messages.join(". "))
        }
        other => other,
    }
}

/// Removes applications that nobody confirmed, and their files. A file that cannot be removed is swept later.
pub(crate) async fn delete_ended(services: &Services, before: DateTime<Utc>) -> Result<u64> {
    let files = unconfirmed::delete_ended(&services.pool, before).await?;
    for key in &files {
        services.files.delete(key).await?;
    }
    Ok(u64::try_from(files.len()).unwrap_or(u64::MAX))
}
