//! Search over all résumés that an organisation may see: by words and by meaning, and the rows to show.

use crate::{OrgScope, Result, words::words as searched};
use chrono::{DateTime, Utc};
use hireq_domain::{
    candidate::TalentQuery,
    ids::{CandidateId, DocumentId},
};
use pgvector::Vector;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// The most candidates that a search ranks.
pub const RANKED: i64 = 300;
/// The most chunks of résumés that a semantic search considers.
const NEAREST: i64 = 100;
/// A chunk with a lower cosine has nothing to do with the search words.
pub const LEAST_CLOSENESS: f64 = 0.25;
/// The same if no file contains any of the search words: they are in another language, or meaningless.
pub const LEAST_OF_STRANGE_WORDS: f64 = 0.4;

/// The filters of a search, resolved for the database: places, and people to exclude.
#[derive(Clone, Debug, Default)]
pub struct Among {
    /// All names of the requested places.
    pub places: Vec<String>,
    pub left_out: Vec<Uuid>,
}

/// The people of an organisation whom a search excludes: they live in one of these places, have the skill, or are not
/// known to have less experience than the limit.
pub async fn left_out(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    query: &TalentQuery,
    places: &[String],
) -> Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        r#"select c.id from organization_candidates o join candidates c on c.id = o.candidate_id
         where o.organization_id = $1 and (
             cardinality($2::text[]) > 0 and lives_in(c.location, $2)
             or $3 <> '' and exists (
                 select 1 from organization_documents d join parsed_resumes p on p.document_id = d.document_id
                 cross join jsonb_array_elements(p.body -> 'skills') s
                 where d.organization_id = $1 and d.candidate_id = c.id and lower(s ->> 'name') = lower($3))
             or $4::real is not null and not exists (
                 select 1 from organization_documents d join parsed_resumes p on p.document_id = d.document_id
                 where d.organization_id = $1 and d.candidate_id = c.id and (p.body ->> 'total_years')::real <= $4))"#,
        scope.uuid(),
        places,
        query.not_skill,
        query.most_years as Option<f32>,
    )
    .fetch_all(db)
    .await
}

/// Everybody with this mail address, or with all of these words in their name (lower case, without accents).
pub async fn by_name(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    query: &TalentQuery,
    among: &Among,
    names: &[String],
) -> Result<Vec<Found>> {
    let rows = sqlx::query!(
        r#"select c.id as "candidate!", (array_agg(t.document_id))[1] as document
         from talent($1, $2, $3, $4, $5) t join candidates c on c.id = t.candidate_id
         where c.id <> all ($6) and (lower($7) = any (in_small_letters(c.emails))
             or cardinality($8::text[]) > 0 and string_to_array(regexp_replace(regexp_replace(
                 lower(normalize(translate(c.name, 'øØłŁđĐßæœı', 'oOlLdDsaoi'), nfkd)),
                 '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'), ' ') @> $8)
         group by c.id order by c.id limit $9"#,
        scope.uuid(),
        query.skill,
        &among.places,
        query.years as Option<f32>,
        query.tag,
        &among.left_out,
        query.q,
        names,
        NEAREST,
    )
    .fetch_all(db)
    .await?;
    let found = |candidate, document: Option<Uuid>| Found {
        candidate: CandidateId(candidate),
        document: document.map(DocumentId),
        chunk: None,
    };
    Ok(rows.into_iter().map(|r| found(r.candidate, r.document)).collect())
}

/// Whether any file that the organisation may see contains any of the words.
pub async fn has_any(db: impl PgExecutor<'_>, scope: &OrgScope, words: &[&str]) -> Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
             select 1 from organization_documents d join parsed_resumes p on p.document_id = d.document_id
             where d.organization_id = $1 and p.search @@ websearch_to_tsquery('simple', $2)) as "any!""#,
        scope.uuid(),
        words.join(" or "),
    )
    .fetch_one(db)
    .await
}

/// A person found, and what matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub candidate: CandidateId,
    /// The file that matched.
    pub document: Option<DocumentId>,
    /// The chunk that matched.
    pub chunk: Option<Uuid>,
}

/// A page of everybody, newest first, and the total number.
pub async fn newest(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    query: &TalentQuery,
    among: &Among,
    skip: i64,
    size: i64,
) -> Result<(Vec<Found>, i64)> {
    let rows = sqlx::query!(
        r#"select c.id as "candidate!", (array_agg(t.document_id order by d.created_at desc nulls last))[1] as document,
               count(*) over () as "total!"
         from talent($1, $2, $3, $4, $5) t join candidates c on c.id = t.candidate_id
         left join documents d on d.id = t.document_id
         where c.id <> all ($8)
         group by c.id order by c.created_at desc, c.id desc offset $6 limit $7"#,
        scope.uuid(),
        query.skill,
        &among.places,
        query.years as Option<f32>,
        query.tag,
        skip,
        size,
        &among.left_out,
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |r| r.total);
    let found = rows
        .into_iter()
        .map(|r| Found { candidate: CandidateId(r.candidate), document: r.document.map(DocumentId), chunk: None })
        .collect();
    Ok((found, total))
}

/// Everybody whose résumé or name contains the words, best first, without duplicates. `known_as` is the search with
/// skills replaced by their usual names.
pub async fn by_words(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    query: &TalentQuery,
    among: &Among,
    known_as: &str,
) -> Result<Vec<Found>> {
    let rows = sqlx::query!(
        r#"with asked as (select websearch_to_tsquery('simple', $6) || websearch_to_tsquery('simple', $7) as q),
             people as (select candidate_id, document_id from talent($1, $2, $3, $4, $5) where candidate_id <> all ($8))
         select distinct on (best.candidate_id) best.candidate_id as "candidate!", best.document_id as document,
             best.rank as "rank!"
         from (
             select t.candidate_id, t.document_id, ts_rank_cd(p.search, asked.q) as rank
             from asked, people t join parsed_resumes p on p.document_id = t.document_id
             where p.search @@ asked.q
             union all
             select t.candidate_id, t.document_id, 1.0
             from asked, people t join candidates c on c.id = t.candidate_id
             where to_tsvector('simple', c.name || ' ' || c.headline) @@ asked.q
         ) best
         order by best.candidate_id, best.rank desc"#,
        scope.uuid(),
        query.skill,
        &among.places,
        query.years as Option<f32>,
        query.tag,
        searched(&query.q),
        searched(known_as),
        &among.left_out,
    )
    .fetch_all(db)
    .await?;
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|r| {
            (r.rank, Found { candidate: CandidateId(r.candidate), document: r.document.map(DocumentId), chunk: None })
        })
        .collect();
    rows.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.candidate.cmp(&y.candidate)));
    rows.truncate(usize::try_from(RANKED).unwrap_or(usize::MAX));
    Ok(rows.into_iter().map(|(_, found)| found).collect())
}

/// A chunk and its distance from the search.
struct Near {
    id: Uuid,
    document_id: Uuid,
    candidate_id: Uuid,
    distance: f64,
}

/// Everybody whose résumé is close to the vector, closest first, without duplicates.
pub async fn by_meaning(
    tx: &mut PgConnection,
    scope: &OrgScope,
    query: &TalentQuery,
    among: &Among,
    (vector, revision): (Vec<f32>, &str),
    least_closeness: f64,
) -> Result<Vec<Found>> {
    // The index scan continues until enough rows pass the filters. An organisation's own index is only used if its key
    // is a literal in the query, not with a generic plan.
    sqlx::query("set local hnsw.iterative_scan = relaxed_order").execute(&mut *tx).await?;
    sqlx::query("set local hnsw.ef_search = 100").execute(&mut *tx).await?;
    sqlx::query("set local plan_cache_mode = force_custom_plan").execute(&mut *tx).await?;
    let rows = sqlx::query_as!(
        Near,
        r#"select t.chunk_id as id, t.document_id, t.candidate_id, t.embedding <=> $6::vector::halfvec(384) as "distance!"
         from talent_chunks t
         where t.organization_id = $1 and t.model_revision = $7
             and lives_in(t.location, $3) and t.candidate_id <> all ($9)
             and ($4::real is null or t.years >= $4)
             and ($2 = '' or lower($2) = any (t.skills))
             and ($5 = '' or exists (select 1 from candidate_tags g
                 where g.organization_id = $1 and g.candidate_id = t.candidate_id and g.name = $5))
             and coalesce((select true from candidates c where c.id = t.candidate_id and c.organization_id = $1),
                 (select true from named_applications a
                     where a.organization_id = $1 and a.document_id = t.document_id limit 1),
                 (select true from documents d where d.id = t.document_id and d.organization_id = $1), false)
         order by t.embedding <=> $6::vector::halfvec(384) limit $8"#,
        scope.uuid(),
        query.skill,
        &among.places,
        query.years as Option<f32>,
        query.tag,
        Vector::from(vector) as _,
        revision,
        NEAREST,
        &among.left_out,
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut rows: Vec<_> = rows
        .into_iter()
        .filter(|r| r.distance <= 1.0 - least_closeness)
        .map(|r| (r.distance, r.candidate_id, r.document_id, r.id))
        .collect();
    // Relaxed order is only nearly sorted.
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut seen = std::collections::HashSet::new();
    Ok(rows
        .into_iter()
        .filter(|(_, candidate, ..)| seen.insert(*candidate))
        .map(|(_, candidate, document, chunk)| Found {
            candidate: CandidateId(candidate),
            document: Some(DocumentId(document)),
            chunk: Some(chunk),
        })
        .collect())
}

/// A row to show.
pub struct Shown {
    pub candidate: Uuid,
    pub name: String,
    pub headline: String,
    pub location: String,
    /// Whether they do not want to hear about other jobs.
    pub do_not_contact: bool,
    /// When they were added.
    pub created_at: DateTime<Utc>,
    /// Years of work experience.
    pub years: Option<f32>,
    /// The first skills.
    pub skills: Vec<String>,
    /// The organisation's tags.
    pub tags: Vec<String>,
    /// An excerpt of the résumé, with the search words between U+0002 and U+0003.
    pub headlined: Option<String>,
    /// The chunk found by semantic search.
    pub piece: Option<String>,
}

/// The rows for people found, in no particular order.
pub async fn shown(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    found: &[Found],
    words: &str,
    known_as: &str,
) -> Result<Vec<Shown>> {
    let candidates: Vec<Uuid> = found.iter().map(|f| f.candidate.0).collect();
    let documents: Vec<Option<Uuid>> = found.iter().map(|f| f.document.map(|d| d.0)).collect();
    let chunks: Vec<Option<Uuid>> = found.iter().map(|f| f.chunk).collect();
    sqlx::query_as!(
        Shown,
        r#"select c.id as "candidate!", c.name as "name!", c.headline as "headline!", c.location as "location!",
             c.do_not_contact as "do_not_contact!", c.created_at as "created_at!",
             (p.body ->> 'total_years')::real as years,
             coalesce((select array_agg(s.value ->> 'name' order by s.ordinality)
                 from jsonb_array_elements(p.body -> 'skills') with ordinality s where s.ordinality <= 8), '{}') as "skills!",
             coalesce((select array_agg(t.name order by t.name) from candidate_tags t
                 where t.organization_id = $1 and t.candidate_id = c.id), '{}') as "tags!",
             case when p.search @@ asked.q then
                 ts_headline('simple', p.text, asked.q,
                     E'StartSel=\x02, StopSel=\x03, MaxFragments=2, MaxWords=20, MinWords=8, FragmentDelimiter=" … "')
             end as headlined,
             k.text as "piece?"
         from (select websearch_to_tsquery('simple', $5) || websearch_to_tsquery('simple', $6) as q) asked
         cross join unnest($2::uuid[], $3::uuid[], $4::uuid[]) f (candidate_id, document_id, chunk_id)
         join candidates c on c.id = f.candidate_id
         join organization_candidates o on o.candidate_id = c.id and o.organization_id = $1
         left join parsed_resumes p on p.document_id = f.document_id
         left join chunks k on k.id = f.chunk_id"#,
        scope.uuid(),
        &candidates,
        &documents as &[Option<Uuid>],
        &chunks as &[Option<Uuid>],
        searched(words),
        searched(known_as),
    )
    .fetch_all(db)
    .await
}
