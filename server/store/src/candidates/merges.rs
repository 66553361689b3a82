//! Merging a person of an organisation's own pool into another whom it may see, and taking that back. What the merged
//! record was, and what was moved, is kept with the merge.

mod back;

pub use back::{Undoable, give_back, undoable};

use super::details::Details;
use crate::{OrgScope, Result};
use chrono::{DateTime, Utc};
use hireq_domain::{
    event::{InStage, Stage},
    ids::{ApplicationId, CandidateId, JobId, MergeId, StageId, UserId},
    merge::{Pair, PersonMerge},
};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

/// The row of a record, without its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub details: Details,
    pub do_not_contact: bool,
    pub former_names: Vec<String>,
    pub created_at: DateTime<Utc>,
}

/// What taking a merge back needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Before {
    /// The record that went.
    pub merged: Record,
    pub tags: Vec<String>,
    /// Those of its tags that the record that stays did not have.
    pub added_tags: Vec<String>,
    /// The record that stays, before and after; `None` if it has an account, which a merge leaves alone.
    pub stays: Option<(Record, Record)>,
    /// Its files, with the numbers of their versions.
    pub documents: Vec<(Uuid, i32)>,
    /// The records that these files came from: applications that were sent with them since go back with them.
    pub origins: Vec<Uuid>,
    pub applications: Vec<Uuid>,
    pub notes: Vec<Uuid>,
    pub changes: Vec<Uuid>,
}

/// Locks both rows until the transaction ends, in the same order for whoever asks.
pub async fn lock(db: impl PgExecutor<'_>, pair: Pair) -> Result<()> {
    let both = [pair.stays.0, pair.goes.0];
    sqlx::query!("select id from candidates where id = any($1) order by id for update", &both).fetch_all(db).await?;
    Ok(())
}

/// Whether a file is still being read that may yet fill a blank detail, or whose vectors are to come.
pub async fn being_read(db: impl PgExecutor<'_>, pair: Pair) -> Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
             select 1 from documents d join candidates c on c.id = d.candidate_id
             where c.id = any($1) and c.user_id is null and d.status = 'queued') as "read!""#,
        &[pair.stays.0, pair.goes.0]
    )
    .fetch_one(db)
    .await
}

/// The titles of the organisation's jobs for which both have an application, as far as it may know whose they are.
pub async fn both_applied(db: impl PgExecutor<'_>, scope: &OrgScope, pair: Pair) -> Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct j.title from applications a join applications b on b.job_id = a.job_id
         join jobs j on j.id = a.job_id
         where a.organization_id = $1 and a.candidate_id = $2 and b.candidate_id = $3
             and a.id in (select id from named_applications) and b.id in (select id from named_applications)
         order by j.title limit 20",
        scope.uuid(),
        pair.stays.0,
        pair.goes.0,
    )
    .fetch_all(db)
    .await
}

async fn record(db: impl PgExecutor<'_>, id: CandidateId) -> Result<Record> {
    let r = sqlx::query!(
        "select name, headline, location, emails, phones, links, do_not_contact, former_names, created_at
         from candidates where id = $1",
        id.0
    )
    .fetch_one(db)
    .await?;
    let details = Details {
        name: r.name,
        headline: r.headline,
        location: r.location,
        emails: r.emails,
        phones: r.phones,
        links: r.links,
    };
    let (do_not_contact, former_names) = (r.do_not_contact, r.former_names);
    Ok(Record { details, do_not_contact, former_names, created_at: r.created_at })
}

/// A merge about to be made.
pub struct NewMerge {
    pub pair: Pair,
    pub author: UserId,
    /// The details afterwards, and whether the person does not want to be contacted; `None` if the one that stays has an
    /// account.
    pub after: Option<(Details, bool)>,
    pub at: DateTime<Utc>,
}

/// Moves everything of the record that goes to the one that stays, and removes it. Both rows must be locked. Returns the
/// merge and the applications that were moved; `None` if the record that goes is not in the organisation's own pool.
pub async fn merge(
    db: &mut PgConnection,
    scope: &OrgScope,
    new: NewMerge,
) -> Result<Option<(MergeId, Vec<ApplicationId>)>> {
    let (stays, goes) = (new.pair.stays.0, new.pair.goes.0);
    let pooled = sqlx::query_scalar!(
        r#"select exists (select 1 from candidates where id = $2 and organization_id = $1) as "pooled!""#,
        scope.uuid(),
        goes
    )
    .fetch_one(&mut *db)
    .await?;
    if !pooled {
        return Ok(None);
    }
    let merged = record(&mut *db, new.pair.goes).await?;
    let stayed = match new.after {
        None => None,
        Some((details, do_not_contact)) => {
            let before = record(&mut *db, new.pair.stays).await?;
            let mut former_names = before.former_names.clone();
            // Covered where a job hides its applicants.
            former_names.insert(0, merged.details.name.clone());
            former_names.truncate(20);
            let after = Record { details, do_not_contact, former_names, created_at: before.created_at };
            set(&mut *db, scope, new.pair.stays, &after, new.at).await?;
            Some((before, after))
        }
    };
    let (documents, origins) = move_documents(&mut *db, scope, new.pair, stayed.is_none()).await?;
    let (tags, added_tags) = move_tags(&mut *db, scope, new.pair).await?;
    let applications = sqlx::query_scalar!(
        "update applications set candidate_id = $2, merged_from = coalesce(merged_from, $3), row_version = row_version + 1
         where candidate_id = $3 and organization_id = $1 returning id",
        scope.uuid(),
        stays,
        goes
    )
    .fetch_all(&mut *db)
    .await?;
    let notes = sqlx::query_scalar!(
        "update notes set candidate_id = $2 where candidate_id = $3 and organization_id = $1 returning id",
        scope.uuid(),
        stays,
        goes
    )
    .fetch_all(&mut *db)
    .await?;
    let changes = sqlx::query_scalar!(
        "update candidate_changes set candidate_id = $2 where candidate_id = $3 and organization_id = $1 returning id",
        scope.uuid(),
        stays,
        goes
    )
    .fetch_all(&mut *db)
    .await?;
    sqlx::query!("delete from candidates where id = $2 and organization_id = $1", scope.uuid(), goes)
        .execute(&mut *db)
        .await?;
    let moved = applications.iter().copied().map(ApplicationId).collect();
    let before = Before { merged, tags, added_tags, stays: stayed, documents, origins, applications, notes, changes };
    let id = MergeId(Uuid::now_v7());
    sqlx::query!(
        "insert into candidate_merges (id, organization_id, merged_id, into_id, author_id, created_at, before)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        scope.uuid(),
        goes,
        stays,
        new.author.0,
        new.at,
        Json(before) as _,
    )
    .execute(&mut *db)
    .await?;
    Ok(Some((id, moved)))
}

/// Replaces what a merge changes of a record in the organisation's own pool.
pub(super) async fn set(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: CandidateId,
    record: &Record,
    now: DateTime<Utc>,
) -> Result<()> {
    let details = &record.details;
    sqlx::query!(
        "update candidates set name = $3, headline = $4, location = $5, emails = $6, phones = $7, links = $8,
             do_not_contact = $9, former_names = $10, updated_at = $11
         where id = $2 and organization_id = $1",
        scope.uuid(),
        id.0,
        details.name,
        details.headline,
        details.location,
        &details.emails,
        &details.phones,
        &details.links,
        record.do_not_contact,
        &record.former_names,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Moves the files behind those of the one that stays. Of somebody with an account they remain the organisation's.
/// Returns the files with their former numbers, and the records that they came from.
async fn move_documents(
    db: &mut PgConnection,
    scope: &OrgScope,
    pair: Pair,
    held: bool,
) -> Result<(Vec<(Uuid, i32)>, Vec<Uuid>)> {
    let before = sqlx::query!(
        r#"select id, version, coalesce(merged_from, candidate_id) as "origin!" from documents where candidate_id = $1"#,
        pair.goes.0
    )
    .fetch_all(&mut *db)
    .await?;
    sqlx::query!(
        "update documents d set candidate_id = $2, merged_from = coalesce(d.merged_from, $3),
             organization_id = case when $4 then $1::uuid end, version = last.version + moved.nr
         from (select id, row_number() over (order by version)::int as nr from documents where candidate_id = $3) moved,
             (select coalesce(max(version), 0) as version from documents where candidate_id = $2) last
         where d.id = moved.id",
        scope.uuid(),
        pair.stays.0,
        pair.goes.0,
        held
    )
    .execute(&mut *db)
    .await?;
    let mut origins: Vec<Uuid> = before.iter().map(|d| d.origin).chain([pair.goes.0]).collect();
    origins.sort();
    origins.dedup();
    Ok((before.into_iter().map(|d| (d.id, d.version)).collect(), origins))
}

/// Gives the one that stays the other's tags, too. Returns the other's, and which of them are new.
async fn move_tags(db: &mut PgConnection, scope: &OrgScope, pair: Pair) -> Result<(Vec<String>, Vec<String>)> {
    let tags = crate::notes::tags(&mut *db, scope, pair.goes).await?;
    let added = sqlx::query_scalar!(
        "insert into candidate_tags (organization_id, candidate_id, name)
         select $1, $2, name from candidate_tags where organization_id = $1 and candidate_id = $3
         on conflict do nothing returning name",
        scope.uuid(),
        pair.stays.0,
        pair.goes.0
    )
    .fetch_all(db)
    .await?;
    Ok((tags, added))
}

/// The record that a merged one is part of now.
pub async fn successor(db: impl PgExecutor<'_>, scope: &OrgScope, id: CandidateId) -> Result<Option<CandidateId>> {
    let found = sqlx::query_scalar!(
        r#"with recursive after (id) as (
             select into_id from candidate_merges
             where organization_id = $1 and merged_id = $2 and undone_at is null
             union
             select m.into_id from after join candidate_merges m on m.merged_id = after.id
             where m.organization_id = $1 and m.undone_at is null)
         select after.id as "id!" from after
         join organization_candidates o on o.candidate_id = after.id and o.organization_id = $1 limit 1"#,
        scope.uuid(),
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(CandidateId))
}

/// The merges into a record, newest first.
pub async fn of(db: impl PgExecutor<'_>, scope: &OrgScope, id: CandidateId) -> Result<Vec<PersonMerge>> {
    sqlx::query_as!(
        PersonMerge,
        r#"select m.id as "id: MergeId", m.before -> 'merged' -> 'details' ->> 'name' as name, u.name as by,
               m.created_at as at, m.undone_at
         from candidate_merges m join users u on u.id = m.author_id
         where m.organization_id = $1 and m.into_id = $2 order by m.created_at desc, m.id desc limit 50"#,
        scope.uuid(),
        id.0
    )
    .fetch_all(db)
    .await
}

/// Applications of the organisation with their jobs and stages.
pub async fn in_stages(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    applications: &[ApplicationId],
) -> Result<Vec<InStage>> {
    let ids: Vec<Uuid> = applications.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "select a.id, a.job_id, a.stage_id, s.name as stage from applications a join stages s on s.id = a.stage_id
         where a.organization_id = $1 and a.id = any($2) order by a.id",
        scope.uuid(),
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| InStage {
            application: ApplicationId(r.id),
            job: JobId(r.job_id),
            stage: Stage { id: StageId(r.stage_id), name: r.stage },
        })
        .collect())
}

/// Removes what taking merges back needs, where that is no longer offered; returns how many.
pub async fn forget(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    let done =
        sqlx::query!("update candidate_merges set before = null where before is not null and created_at < $1", before)
            .execute(db)
            .await?;
    Ok(done.rows_affected())
}
