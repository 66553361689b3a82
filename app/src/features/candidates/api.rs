//! Server functions of candidates.

use crate::error::AppError;
use hireq_domain::{
    candidate::{CandidateInfo, CandidateProfile, Duplicate, TalentPage},
    ids::{CandidateId, JobId, MergeId},
    merge::MergePreview,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server;
#[cfg(feature = "ssr")]
use hireq_domain::{candidate::TalentQuery, merge::Pair, number};
#[cfg(feature = "ssr")]
use hireq_services::{
    applications::apply,
    candidates::{self, Edit, merge},
    talent,
};

/// A page of the talent pool.
#[server(prefix = "/api", endpoint = "candidates/search", input = GetUrl)]
pub async fn search_talent(
    #[server(default)] q: String,
    #[server(default)] skill: String,
    #[server(default)] place: String,
    #[server(default)] years: String,
    #[server(default)] tag: String,
    #[server(default)] off: String,
    #[server(default)] page: i64,
) -> Result<TalentPage, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    #[expect(clippy::cast_possible_truncation, reason = "a few years")]
    let years = number::read(&years, TalentQuery::YEARS).ok().map(|years| years.to_f64() as f32).filter(|y| *y > 0.0);
    let (skill, place) = (skill.trim().into(), place.trim().into());
    let query = TalentQuery { q, skill, place, years, tag, off, page, ..TalentQuery::default() };
    talent::search(&services, &hr, &query).await.map_err(server::error)
}

/// Everything about a candidate.
#[server(prefix = "/api", endpoint = "candidates/profile", input = GetUrl)]
pub async fn load_candidate(id: CandidateId, #[server(default)] notes: i64) -> Result<CandidateProfile, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    candidates::profile_at(&services, &hr, id, notes).await.map_err(server::error)
}

/// The details of a candidate.
#[server(prefix = "/api", endpoint = "candidates/details", input = GetUrl)]
pub async fn load_details(id: CandidateId) -> Result<CandidateInfo, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    candidates::info(&services, &hr, id).await.map_err(server::error)
}

/// Saves the details of a person without an account.
#[server(prefix = "/api", endpoint = "candidates/edit")]
pub async fn edit_candidate(
    id: CandidateId,
    #[server(default)] name: String,
    #[server(default)] headline: String,
    #[server(default)] location: String,
    #[server(default)] emails: String,
    #[server(default)] phones: String,
    #[server(default)] links: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let seen = seen.parse().ok();
    let input = Edit { name, headline, location, emails, phones, links, seen };
    candidates::edit(&services, &hr, id, input).await.map_err(server::error)?;
    server::done(&format!("/hr/candidates/{id}"), "Saved. The former details are kept on this page.");
    Ok(())
}

/// What merging the record `with` into a candidate's would do.
#[server(prefix = "/api", endpoint = "candidates/merge-preview", input = GetUrl)]
pub async fn load_merge(id: CandidateId, with: CandidateId) -> Result<MergePreview, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    merge::preview(&services, &hr, Pair { stays: id, goes: with }).await.map_err(server::error)
}

/// Merges the record `with` into a candidate's.
#[server(prefix = "/api", endpoint = "candidates/merge")]
pub async fn merge_candidates(
    id: CandidateId,
    with: CandidateId,
    #[server(default)] seen: String,
    #[server(default)] seen_with: String,
) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let seen = seen.parse().ok().zip(seen_with.parse().ok()).map(|(stays, goes)| [stays, goes]);
    merge::merge(&services, &hr, Pair { stays: id, goes: with }, seen).await.map_err(server::error)?;
    server::done(&format!("/hr/candidates/{id}"), "Merged. You can undo this below for 30 days.");
    Ok(())
}

/// Takes a merge back.
#[server(prefix = "/api", endpoint = "candidates/unmerge")]
pub async fn unmerge_candidates(merge: MergeId) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    let pair = merge::unmerge(&services, &hr, merge).await.map_err(server::error)?;
    server::done(&format!("/hr/candidates/{}", pair.stays), "Taken back: there are two candidates again.");
    Ok(())
}

/// Others who are probably the same person as a candidate.
#[server(prefix = "/api", endpoint = "candidates/duplicates", input = GetUrl)]
pub async fn load_duplicates(id: CandidateId) -> Result<Vec<Duplicate>, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    candidates::duplicates(&services, &hr, id).await.map_err(server::error)
}

/// Sets or clears "do not contact".
#[server(prefix = "/api", endpoint = "candidates/do-not-contact")]
pub async fn set_do_not_contact(id: CandidateId, on: bool) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    candidates::set_do_not_contact(&services, &hr, id, on).await.map_err(server::error)?;
    server::done(&format!("/hr/candidates/{id}"), "Saved.");
    Ok(())
}

/// Adds a candidate to a job's applicants.
#[server(prefix = "/api", endpoint = "candidates/add-to-job")]
pub async fn add_to_job(id: CandidateId, job: JobId) -> Result<(), AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    apply::add_candidate(&services, &hr, id, job).await.map_err(server::error)?;
    server::done(&format!("/hr/candidates/{id}"), "Added to the job's applicants.");
    Ok(())
}
