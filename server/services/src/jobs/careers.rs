//! The careers site: search, a job's page, the feed and the sitemap.

use super::{markdown, place};
use crate::{Result, ServiceError, Services, zones};
use chrono::{DateTime, Utc};
use hireq_domain::{
    job::{Employment, FacetCount, JobCard, JobSearch, JobSearchResult, JobStatus, PublicJob, Question, RemoteMode},
    number::Decimal,
    page::{Page, offset},
    posting::Posting,
};
use hireq_store::jobs::{self, Terms};

/// Jobs per page.
const PAGE_SIZE: i64 = 20;
/// Jobs in the feed.
const FEED_SIZE: i64 = 50;

/// Characters of a search that are looked at.
const MOST_CHARS: usize = 800;

/// Open jobs that match, with counts for every facet.
///
/// # Errors
/// If the database query fails.
pub async fn search(services: &Services, search: &JobSearch) -> Result<JobSearchResult> {
    let start = |text: &str| text.trim().chars().take(MOST_CHARS).collect::<String>();
    let (words, place) = jobs::unaccented(&services.pool, &start(&search.q), &start(&search.location)).await?;
    let (terms, now) = (terms(search, &words, place), services.clock.now());
    // No list has that many pages, and a huge offset would only keep the database busy.
    let number = search.page.clamp(1, 500);
    let cards = jobs::search(&services.pool, &terms, now, PAGE_SIZE, offset(number, PAGE_SIZE));
    let facets = jobs::facets(&services.pool, &terms, now);
    let ((items, total), facets) = futures::try_join!(cards, facets)?;
    let count = |facet: &str, value: &str| {
        facets.iter().find(|row| row.facet == facet && row.value == value).map_or(0, |row| row.count)
    };
    // A page past the last has no rows to carry the total.
    let total = if items.is_empty() { count("all", "") } else { total };
    let mut locations: Vec<FacetCount> = facets
        .iter()
        .filter(|row| row.facet == "location")
        .map(|row| FacetCount {
            value: row.value.clone(),
            label: row.value.clone(),
            count: row.count,
            chosen: row.chosen,
        })
        .collect();
    locations.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    Ok(JobSearchResult {
        jobs: Page { items, total, number, size: PAGE_SIZE },
        remote: RemoteMode::ALL
            .iter()
            .map(|m| FacetCount {
                value: m.to_string(),
                label: m.label().into(),
                count: count("remote", m.as_str()),
                chosen: search.remote.contains(m),
            })
            .collect(),
        employment: Employment::ALL
            .iter()
            .map(|e| FacetCount {
                value: e.to_string(),
                label: e.label().into(),
                count: count("employment", e.as_str()),
                chosen: search.employment.contains(e),
            })
            .collect(),
        locations,
        saved: None,
    })
}

/// The criteria, from folded words and a folded place.
fn terms(search: &JobSearch, words: &str, place: String) -> Terms {
    let words: Vec<String> = words
        .split_whitespace()
        .map(|w| w.trim_matches([',', ';', '"', '(', ')']))
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(|w| w.chars().take(60).collect())
        .take(10)
        .collect();
    let together =
        |words: &mut dyn Iterator<Item = &String>| words.map(|word| alternatives(word)).collect::<Vec<_>>().join(" & ");
    Terms {
        query: together(&mut words.iter().filter(|word| signed(word).is_none())),
        rank: together(&mut words.iter()),
        // The full-text index only knows letters and digits; words such as "c++" have an index of their own.
        exact: words.iter().filter_map(|w| signed(w)).collect(),
        location: place,
        organization: search.organization.chars().take(MOST_CHARS).collect(),
        remote: search.remote.iter().map(ToString::to_string).collect(),
        employment: search.employment.iter().map(ToString::to_string).collect(),
        pay_min: search.pay_min.filter(|n| *n > Decimal::ZERO),
    }
}

/// The last part of a word that ends in a sign, in the form that the database stores: "c++" of "c/c++".
fn signed(word: &str) -> Option<String> {
    let stem = word.trim_end_matches(['+', '#']);
    let name = stem.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|name| !name.is_empty())?;
    (stem.len() < word.len()).then(|| format!("{name}{}", &word[stem.len()..]))
}

/// One word for `to_tsquery`, in singular and plural. Whole words only: "java" does not find "javascript".
fn alternatives(word: &str) -> String {
    let quoted = |w: &str| format!("'{}'", w.replace('\\', "\\\\").replace('\'', "''"));
    let plain = word.chars().all(char::is_alphabetic) && word.chars().count() >= 3;
    match word.strip_suffix('s') {
        Some(stem) if plain && !stem.ends_with('s') => format!("({} | {})", quoted(word), quoted(stem)),
        None if plain => format!("({} | {})", quoted(word), quoted(&format!("{word}s"))),
        _ => quoted(word),
    }
}

/// What a job's public address shows: the job, or a notice that it is over.
///
/// # Errors
/// `NotFound` if it was never public.
pub async fn posting(services: &Services, slug: &str) -> Result<Posting> {
    let posted = jobs::posting(&services.pool, slug).await?.ok_or(ServiceError::NotFound)?;
    let now = services.clock.now();
    if posted.status != JobStatus::Open || posted.closes_at.is_some_and(|end| end <= now) {
        return Ok(Posting::Over {
            title: posted.card.title,
            organization: posted.card.organization,
            paused: posted.status == JobStatus::Paused,
        });
    }
    // Anybody who knew the knock-out rules could answer accordingly.
    let questions = posted.questions.into_iter().map(|q| Question { knock_out: None, ..q }).collect();
    let job = PublicJob {
        id: posted.id,
        html: markdown::to_html(&posted.description),
        summary: markdown::summary(&posted.description, 160),
        posted_on: zones::day_of(&posted.zone, posted.card.published_at),
        closing: posted.closes_on.map(|day| zones::closing(&posted.zone, day)),
        place: place::read(&posted.card.location),
        organization_slug: posted.organization_slug,
        requirements: posted.requirements,
        questions,
        card: posted.card,
    };
    Ok(Posting::Open { job: Box::new(job), site: services.config.frontend_url.clone(), own: None })
}

/// A job that takes applications, as everyone may see it.
///
/// # Errors
/// `NotFound`, also if it no longer takes applications.
pub async fn public(services: &Services, slug: &str) -> Result<PublicJob> {
    match posting(services, slug).await? {
        Posting::Open { job, .. } => Ok(*job),
        Posting::Over { .. } => Err(ServiceError::NotFound),
    }
}

/// A job in the feed.
pub struct FeedItem {
    pub card: JobCard,
    pub link: String,
    /// The description as safe HTML.
    pub html: String,
}

/// The most recently published open jobs.
///
/// # Errors
/// If the database query fails.
pub async fn feed(services: &Services) -> Result<Vec<FeedItem>> {
    let recent = jobs::recent(&services.pool, services.clock.now(), FEED_SIZE).await?;
    Ok(recent
        .into_iter()
        .map(|(card, description)| FeedItem {
            link: format!("{}/jobs/{}", services.config.frontend_url, card.slug),
            html: markdown::to_html(&description),
            card,
        })
        .collect())
}

/// Every open job's address and the time of its last change.
///
/// # Errors
/// If the database query fails.
pub async fn sitemap(services: &Services) -> Result<Vec<(String, DateTime<Utc>)>> {
    let entries = jobs::sitemap(&services.pool, services.clock.now()).await?;
    let site = &services.config.frontend_url;
    Ok(entries.into_iter().map(|e| (format!("{site}/jobs/{}", e.slug), e.updated_at)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_whole_words_in_singular_and_plural() {
        let terms = terms(&JobSearch::default(), "java engineers, c++ o'neil", String::new());
        assert_eq!(terms.query, "('java' | 'javas') & ('engineers' | 'engineer') & 'o''neil'");
        assert_eq!(terms.rank, "('java' | 'javas') & ('engineers' | 'engineer') & 'c++' & 'o''neil'");
        assert_eq!(terms.exact, ["c++"]);
    }

    #[test]
    fn a_word_with_a_sign_is_looked_up_without_what_stands_before_it() {
        let found = |word| signed(word).unwrap_or_default();
        assert_eq!(
            [found("c++"), found("c/c++"), found("f#"), found("java"), found("++")],
            ["c++", "c++", "f#", "", ""]
        );
    }

    #[test]
    fn signs_alone_are_no_search() {
        assert_eq!(terms(&JobSearch::default(), "& | !! :*", String::new()).query, "");
    }
}
