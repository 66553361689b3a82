//! Candidates: their own profile, and what recruiters see of a candidate and can do.

mod edit;
pub mod merge;

pub use edit::{Edit, edit};

use crate::{
    Result, ServiceError, Services,
    auth::{Candidate, Hr},
    events::record,
    notes, resumes,
};
use hireq_domain::{
    FieldErrors,
    candidate::{CandidateInfo, CandidateProfile, DocumentStatus, Duplicate},
    event::Event,
    ids::CandidateId,
    unseen::turns,
};
use hireq_store::{applications::apply, candidates as rows, documents, notes as rows_of_notes};

/// The longest line of a profile, in characters.
const MOST_CHARS: usize = 300;
/// The longest telephone number in a field of its own, in characters.
const MOST_PHONE: usize = 40;
/// The most lines of a field.
const MOST_LINES: usize = 10;

/// Everything about a candidate that the organisation may see, with the newest notes.
///
/// # Errors
/// `NotFound` if the organisation may not see the candidate.
pub async fn profile(services: &Services, hr: &Hr, id: CandidateId) -> Result<CandidateProfile> {
    profile_at(services, hr, id, 1).await
}

/// The same with the given page of notes. Of a merged candidate it is the one's who stayed.
///
/// # Errors
/// `NotFound` if the organisation may not see the candidate.
pub async fn profile_at(services: &Services, hr: &Hr, id: CandidateId, page: i64) -> Result<CandidateProfile> {
    let (pool, scope) = (&services.pool, hr.scope());
    let info = match rows::visible(pool, scope, id).await? {
        Some(info) => info,
        None => merged_into(services, hr, id).await?,
    };
    let id = info.id;
    let documents = documents::visible(pool, scope, id).await?;
    let newest = documents.iter().find(|d| d.status == DocumentStatus::Read).cloned();
    let resume = match newest {
        Some(document) => resumes::with_reading(services, document).await?,
        None => None,
    };
    Ok(CandidateProfile {
        info,
        resume,
        documents,
        applications: rows::applications(pool, scope, id).await?,
        tags: rows_of_notes::tags(pool, scope, id).await?,
        notes: notes::list(services, hr, id, None, page).await?,
        open_jobs: apply::open_jobs(pool, scope, Some(id)).await?,
        duplicates: rows::duplicates(pool, scope, id).await?,
        changes: rows::details::changes(pool, scope, id).await?,
        merges: rows::merges::of(pool, scope, id).await?,
    })
}

/// The candidate of whose record a merged one is part.
async fn merged_into(services: &Services, hr: &Hr, id: CandidateId) -> Result<CandidateInfo> {
    let into = rows::merges::successor(&services.pool, hr.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    info(services, hr, into).await
}

/// The details of a candidate.
///
/// # Errors
/// `NotFound` if the organisation may not see the candidate.
pub async fn info(services: &Services, hr: &Hr, id: CandidateId) -> Result<CandidateInfo> {
    rows::visible(&services.pool, hr.scope(), id).await?.ok_or(ServiceError::NotFound)
}

/// Others who are probably the same person.
///
/// # Errors
/// `NotFound` if the organisation may not see the candidate.
pub async fn duplicates(services: &Services, hr: &Hr, id: CandidateId) -> Result<Vec<Duplicate>> {
    info(services, hr, id).await?;
    Ok(rows::duplicates(&services.pool, hr.scope(), id).await?)
}

/// Sets or clears "do not contact" for a person in the organisation's own talent pool. People with an account decide
/// this themselves.
///
/// # Errors
/// `NotFound` for any other person.
pub async fn set_do_not_contact(services: &Services, hr: &Hr, id: CandidateId, on: bool) -> Result<()> {
    let mut tx = services.begin(&hr.user).await?;
    if !rows::set_do_not_contact(&mut *tx, hr.scope(), id, on, services.clock.now()).await? {
        return Err(ServiceError::NotFound);
    }
    record(services, &mut tx, hr, Event::DoNotContact { candidate: id, on }).await?;
    tx.commit().await?;
    Ok(())
}

/// The candidate's own profile.
///
/// # Errors
/// If the database query fails.
pub async fn own(services: &Services, who: &Candidate) -> Result<CandidateInfo> {
    rows::own(&services.pool, who.scope()).await?.ok_or(ServiceError::NotFound)
}

/// The form of a candidate's own profile; list fields have one entry per line.
#[derive(Clone, Debug, Default)]
pub struct OwnProfile {
    pub headline: String,
    pub location: String,
    pub phones: String,
    pub links: String,
    /// Whether they do not want to hear about other jobs.
    pub do_not_contact: bool,
}

/// Saves the candidate's own profile, except the name, which belongs to the account.
///
/// # Errors
/// `Invalid` with a message for each invalid field.
pub async fn set_own(services: &Services, who: &Candidate, input: OwnProfile) -> Result<()> {
    let mut errors = FieldErrors::default();
    let (phones, links) = (lines(&input.phones), lines(&input.links));
    check_lines(&mut errors, "headline", std::slice::from_ref(&input.headline));
    check_lines(&mut errors, "location", std::slice::from_ref(&input.location));
    check_links(&mut errors, &links);
    check_phones(&mut errors, &phones);
    errors.into_result()?;
    rows::set_own(
        &services.pool,
        who.scope(),
        rows::ProfileFields {
            phones: &phones,
            links: &links,
            location: input.location.trim(),
            headline: input.headline.trim(),
            do_not_contact: input.do_not_contact,
        },
        services.clock.now(),
    )
    .await?;
    Ok(())
}

/// A telephone number as somebody typed it, or none.
pub(crate) fn checked_phone(text: &str) -> std::result::Result<String, &'static str> {
    let phone = text.trim();
    let fits = phone.chars().count() <= MOST_PHONE && !phone.chars().any(|c| c.is_control() || turns(c));
    if phone.is_empty() || (fits && has_digit(phone)) { Ok(phone.to_owned()) } else { Err("Enter a telephone number") }
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
}

/// The lines of a text that say something.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(ToOwned::to_owned).collect()
}

/// Checks the number and the length of a field's lines.
fn check_lines(errors: &mut FieldErrors, field: &'static str, lines: &[String]) {
    let unfit = |line: &String| line.chars().count() > MOST_CHARS || line.chars().any(|c| c.is_control() || turns(c));
    if lines.len() > MOST_LINES || lines.iter().any(unfit) {
        let what = format!("Keep this to ten lines of {MOST_CHARS} characters, without signs that turn text around");
        errors.add(field, what);
    }
}

/// A link leads to a page on the web, with `https://` before it or without.
fn check_links(errors: &mut FieldErrors, links: &[String]) {
    check_lines(errors, "links", links);
    let of_web = |link: &String| {
        let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://")).unwrap_or(link);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let port = host.split_once(':').map(|(_, port)| port).unwrap_or("0");
        host.contains('.') && !host.contains(['@', ' ']) && port.chars().all(|c| c.is_ascii_digit())
    };
    if !links.iter().all(of_web) {
        errors.add("links", "Write links as they stand in a browser's address bar, one on each line");
    }
}

fn check_phones(errors: &mut FieldErrors, phones: &[String]) {
    check_lines(errors, "phones", phones);
    if phones.iter().any(|p| !has_digit(p)) {
        errors.add("phones", "Enter telephone numbers, one on each line");
    }
}
