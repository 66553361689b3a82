//! Jobs as everyone sees them. Nothing here takes a scope, so only published data may leave this module.

use super::pay;
use crate::{Result, words::word};
use chrono::{DateTime, NaiveDate, Utc};
use hireq_domain::{
    ids::JobId,
    job::{JobCard, JobStatus, Question, Requirement},
    number::Decimal,
    zone::Zone,
};
use sqlx::{PgExecutor, types::Json};

/// The criteria of a search.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// For `to_tsquery`; empty matches everything.
    pub query: String,
    /// For `to_tsquery`: jobs with these words in their title or location rank higher.
    pub rank: String,
    /// Folded words that end in a sign, such as "c++", and must occur literally in the title or description.
    pub exact: Vec<String>,
    /// Part of the location, folded; empty matches every location.
    pub location: String,
    /// Any of these; empty matches all.
    pub remote: Vec<String>,
    /// Any of these; empty matches all.
    pub employment: Vec<String>,
    /// The minimum pay per year.
    pub pay_min: Option<Decimal>,
    /// The last part of an organisation's URL; empty matches all.
    pub organization: String,
}

/// Searched words and a searched place as the database folds the jobs' own: without accents and case.
pub async fn unaccented(db: impl PgExecutor<'_>, words: &str, place: &str) -> Result<(String, String)> {
    let row = sqlx::query!(r#"select unaccented($1) as "words!", unaccented($2) as "place!""#, words, place)
        .fetch_one(db)
        .await?;
    Ok((row.words, row.place))
}

/// A page of open jobs, best first, and the total number of matches.
pub async fn search(
    db: impl PgExecutor<'_>,
    terms: &Terms,
    now: DateTime<Utc>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<JobCard>, i64)> {
    let rows = sqlx::query!(
        r#"with found as materialized (
               select j.id, j.published_at,
                   case when $10 = '' then 0 else ts_rank(j.search_head, to_tsquery('simple', $10)) end as rank
               from jobs j
               where j.status = 'open' and (j.closes_at is null or j.closes_at > $2)
                   and ($1 = '' or j.search @@ to_tsquery('simple', $1))
                   and j.signed_words @> $3::text[]
                   and ($4 = '' or strpos(j.folded_location, $4) > 0)
                   and (cardinality($5::text[]) = 0 or j.remote = any ($5))
                   and (cardinality($6::text[]) = 0 or j.employment = any ($6))
                   and ($7::text is null or coalesce(j.pay_max, j.pay_min)
                        * (case j.pay_period when 'month' then 12 when 'day' then 220 when 'hour' then 1760 else 1 end)
                        >= $7::text::numeric)
                   and ($11 = '' or j.organization_id = (select id from organizations where slug = $11))
           ), page as (
               select id, rank, published_at from found order by rank desc, published_at desc, id desc limit $8 offset $9
           )
           select j.slug, j.title, o.name as organization, j.location, j.remote, j.employment,
               j.pay_min::text, j.pay_max::text, j.pay_currency, j.pay_period,
               coalesce(j.published_at, j.created_at) as "published_at!", (select count(*) from found) as "total!"
           from page p join jobs j on j.id = p.id join organizations o on o.id = j.organization_id
           order by p.rank desc, p.published_at desc, p.id desc"#,
        terms.query,
        now,
        &terms.exact,
        terms.location,
        &terms.remote,
        &terms.employment,
        terms.pay_min.map(|n| n.to_string()),
        limit,
        offset,
        terms.rank,
        terms.organization,
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |r| r.total);
    let cards = rows
        .into_iter()
        .map(|r| {
            Ok(JobCard {
                slug: r.slug,
                title: r.title,
                organization: r.organization,
                location: r.location,
                remote: word("remote", &r.remote)?,
                employment: word("employment", &r.employment)?,
                pay: pay(r.pay_min.as_deref(), r.pay_max.as_deref(), r.pay_currency, r.pay_period.as_deref())?,
                published_at: r.published_at,
            })
        })
        .collect::<Result<_>>()?;
    Ok((cards, total))
}

/// A value of a facet with its count.
pub struct FacetRow {
    /// `remote`, `employment`, `location`, or `all` for the total.
    pub facet: String,
    pub value: String,
    /// How many open jobs also match the other facets.
    pub count: i64,
    /// Whether the search asks for it.
    pub chosen: bool,
}

/// Counts for every facet. Each takes the choices in the other facets into account, so that it says how many jobs
/// choosing that value would show.
pub async fn facets(db: impl PgExecutor<'_>, terms: &Terms, now: DateTime<Utc>) -> Result<Vec<FacetRow>> {
    sqlx::query_as!(
        FacetRow,
        r#"with base as materialized (
               select j.remote, j.employment, j.location, j.folded_location,
                   ($4 = '' or strpos(j.folded_location, $4) > 0) as place_fits,
                   (cardinality($5::text[]) = 0 or j.remote = any ($5)) as remote_fits,
                   (cardinality($6::text[]) = 0 or j.employment = any ($6)) as employment_fits
               from jobs j
               where j.status = 'open' and (j.closes_at is null or j.closes_at > $2)
                   and ($1 = '' or j.search @@ to_tsquery('simple', $1))
                   and j.signed_words @> $3::text[]
                   and ($7::text is null or coalesce(j.pay_max, j.pay_min)
                        * (case j.pay_period when 'month' then 12 when 'day' then 220 when 'hour' then 1760 else 1 end)
                        >= $7::text::numeric)
                   and ($8 = '' or j.organization_id = (select id from organizations where slug = $8))
           ), places as (
               select folded_location, mode() within group (order by location) as location, count(*) as size
               from base where remote_fits and employment_fits and location <> ''
               group by folded_location order by size desc, folded_location limit 12
           )
           select 'remote' as "facet!", remote as "value!", count(*) as "count!", remote = any ($5) as "chosen!"
           from base where place_fits and employment_fits group by remote
           union all
           select 'employment', employment, count(*), employment = any ($6)
           from base where place_fits and remote_fits group by employment
           union all
           select 'location', p.location, count(*), p.folded_location = $4
           from places p join base b on strpos(b.folded_location, p.folded_location) > 0
           where b.remote_fits and b.employment_fits group by p.location, p.folded_location
           union all
           select 'all', '', count(*), false from base where place_fits and remote_fits and employment_fits"#,
        terms.query,
        now,
        &terms.exact,
        terms.location,
        &terms.remote,
        &terms.employment,
        terms.pay_min.map(|n| n.to_string()),
        terms.organization,
    )
    .fetch_all(db)
    .await
}

/// A job that was published at some time.
pub struct Posted {
    pub id: JobId,
    pub status: JobStatus,
    /// What the list shows.
    pub card: JobCard,
    /// The last part of its organisation's URL.
    pub organization_slug: String,
    /// The description in Markdown.
    pub description: String,
    /// The last day for applications.
    pub closes_on: Option<NaiveDate>,
    /// The moment when that day ends.
    pub closes_at: Option<DateTime<Utc>>,
    /// The time zone of its location.
    pub zone: Zone,
    pub requirements: Vec<Requirement>,
    /// The questions, including their knock-out rules.
    pub questions: Vec<Question>,
}

/// The job at a public address, in one query. Drafts are not found.
pub async fn posting(db: impl PgExecutor<'_>, slug: &str) -> Result<Option<Posted>> {
    let row = sqlx::query!(
        r#"select j.id, j.status, j.slug, j.title, o.name as organization, o.slug as organization_slug, j.location, j.remote, j.employment,
               j.pay_min::text, j.pay_max::text, j.pay_currency, j.pay_period, j.description, j.closes_on, j.closes_at,
               coalesce(j.time_zone, o.time_zone, 'UTC') as "zone!",
               coalesce(j.published_at, j.created_at) as "published_at!",
               (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'text', r.text,
                    'must', r.must, 'weight', r.weight, 'quote', r.quote) order by r.position), '[]')
                from requirements r where r.job_id = j.id) as "requirements!: Json<Vec<Requirement>>",
               (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'text', q.text, 'kind', q.kind,
                    'options', q.options, 'required', q.required, 'knock_out', q.knock_out) order by q.position), '[]')
                from questions q where q.job_id = j.id) as "questions!: Json<Vec<Question>>"
         from jobs j join organizations o on o.id = j.organization_id
         where j.slug = $1 and j.status <> 'draft'"#,
        slug,
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(Posted {
            id: JobId(r.id),
            status: word("status", &r.status)?,
            card: JobCard {
                slug: r.slug,
                title: r.title,
                organization: r.organization,
                location: r.location,
                remote: word("remote", &r.remote)?,
                employment: word("employment", &r.employment)?,
                pay: pay(r.pay_min.as_deref(), r.pay_max.as_deref(), r.pay_currency, r.pay_period.as_deref())?,
                published_at: r.published_at,
            },
            organization_slug: r.organization_slug,
            description: r.description,
            closes_on: r.closes_on,
            closes_at: r.closes_at,
            zone: word("time_zone", &r.zone)?,
            requirements: r.requirements.0,
            questions: r.questions.0,
        })
    })
    .transpose()
}

/// The most recently published open jobs with their descriptions, for the feed.
pub async fn recent(db: impl PgExecutor<'_>, now: DateTime<Utc>, limit: i64) -> Result<Vec<(JobCard, String)>> {
    let rows = sqlx::query!(
        r#"select j.slug, j.title, o.name as organization, j.location, j.remote, j.employment,
               j.pay_min::text, j.pay_max::text, j.pay_currency, j.pay_period, j.description,
               coalesce(j.published_at, j.created_at) as "published_at!"
         from jobs j join organizations o on o.id = j.organization_id
         where j.status = 'open' and (j.closes_at is null or j.closes_at > $1)
         order by j.published_at desc, j.id desc limit $2"#,
        now,
        limit,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let card = JobCard {
                slug: r.slug,
                title: r.title,
                organization: r.organization,
                location: r.location,
                remote: word("remote", &r.remote)?,
                employment: word("employment", &r.employment)?,
                pay: pay(r.pay_min.as_deref(), r.pay_max.as_deref(), r.pay_currency, r.pay_period.as_deref())?,
                published_at: r.published_at,
            };
            Ok((card, r.description))
        })
        .collect()
}

/// A job in the sitemap.
pub struct SitemapEntry {
    /// The last part of its URL.
    pub slug: String,
    pub updated_at: DateTime<Utc>,
}

/// The addresses of open jobs; as many as a sitemap may contain.
pub async fn sitemap(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<Vec<SitemapEntry>> {
    sqlx::query_as!(
        SitemapEntry,
        "select slug, updated_at from jobs
         where status = 'open' and (closes_at is null or closes_at > $1)
         order by published_at desc, id desc limit 49000",
        now,
    )
    .fetch_all(db)
    .await
}
