//! Server functions of the careers site.

use crate::error::AppError;
use hireq_domain::{job::JobSearchResult, posting::Posting};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server::{self};
#[cfg(feature = "ssr")]
use hireq_domain::{job::JobSearch, number};
#[cfg(feature = "ssr")]
use hireq_services::jobs::{self, saved};

/// Parses the query string. Invalid values are ignored, because anybody may write a URL.
#[cfg(feature = "ssr")]
fn read([q, location, organization]: [String; 3], [remote, employment]: [&str; 2], pay: &str, page: &str) -> JobSearch {
    JobSearch {
        q,
        location,
        organization,
        remote: remote.split(',').filter_map(|word| word.parse().ok()).collect(),
        employment: employment.split(',').filter_map(|word| word.parse().ok()).collect(),
        pay_min: number::read(pay, super::filters::PAY).ok(),
        page: page.parse().unwrap_or(1),
    }
}

/// Open jobs, with counts for every facet. Several values of one facet are joined by commas.
#[server(prefix = "/api", endpoint = "careers/search", input = GetUrl)]
pub async fn search_jobs(
    #[server(default)] q: String,
    #[server(default)] location: String,
    #[server(default)] remote: String,
    #[server(default)] employment: String,
    #[server(default)] pay: String,
    #[server(default)] page: String,
    #[server(default)] organization: String,
) -> Result<JobSearchResult, AppError> {
    let search = read([q, location, organization], [&remote, &employment], &pay, &page);
    let services = server::services()?;
    let mut found = jobs::search(&services, &search).await.map_err(server::error)?;
    // Not `server::candidate`, which makes the page answer that somebody else may not see it.
    if let Ok(who) = server::visitor().candidate(&services).await {
        let slugs: Vec<_> = found.jobs.items.iter().map(|card| card.slug.clone()).collect();
        found.saved = Some(saved::among(&services, &who, &slugs).await.map_err(server::error)?);
    }
    Ok(found)
}

/// What a job's public address shows.
#[server(prefix = "/api", endpoint = "careers/posting", input = GetUrl)]
pub async fn job_posting(slug: String) -> Result<Posting, AppError> {
    let services = server::services()?;
    let mut posting = jobs::posting(&services, &slug).await.map_err(server::error)?;
    if let (Posting::Open { job, own, .. }, Ok(who)) = (&mut posting, server::visitor().candidate(&services).await) {
        *own = Some(saved::own(&services, &who, job.id).await.map_err(server::error)?);
    }
    Ok(posting)
}
