//! Taking a merge back.

use super::{Before, Record, record, set};
use crate::{OrgScope, Result};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{ApplicationId, CandidateId, MergeId},
    merge::Pair,
};
use sqlx::{PgConnection, PgExecutor, types::Json};

/// A merge that could be taken back.
pub struct Undoable {
    pub pair: Pair,
    pub at: DateTime<Utc>,
    before: Option<Before>,
    /// Whether it was taken back already.
    pub undone: bool,
}

impl Undoable {
    /// Whether what taking it back needs is still kept.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.before.is_some()
    }
}

/// A merge of the organisation, locked until the transaction ends.
pub async fn undoable(db: impl PgExecutor<'_>, scope: &OrgScope, id: MergeId) -> Result<Option<Undoable>> {
    let row = sqlx::query!(
        r#"select merged_id, into_id, created_at, undone_at, before as "before: Json<Before>"
         from candidate_merges where organization_id = $1 and id = $2 for update"#,
        scope.uuid(),
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| Undoable {
        pair: Pair { stays: CandidateId(r.into_id), goes: CandidateId(r.merged_id) },
        at: r.created_at,
        before: r.before.map(|before| before.0),
        undone: r.undone_at.is_some(),
    }))
}

/// Makes the merged record again and gives back to it what came from it. The other's details are again what they were,
/// but for those that somebody changed since. Returns the applications that went back; nothing happens if what this needs
/// is gone.
pub async fn give_back(
    db: &mut PgConnection,
    scope: &OrgScope,
    id: MergeId,
    merge: Undoable,
    now: DateTime<Utc>,
) -> Result<Vec<ApplicationId>> {
    let Undoable { pair, before: Some(before), .. } = merge else { return Ok(vec![]) };
    insert(&mut *db, scope, pair.goes, &before.merged, now).await?;
    if let Some((was, became)) = &before.stays {
        let is = record(&mut *db, pair.stays).await?;
        set(&mut *db, scope, pair.stays, &restored(is, was, became), now).await?;
    }
    give_back_documents(&mut *db, scope, pair, &before).await?;
    give_back_tags(&mut *db, scope, pair, &before).await?;
    let applications = sqlx::query_scalar!(
        "update applications set candidate_id = $3, merged_from = nullif(merged_from, $3), row_version = row_version + 1
         where organization_id = $1 and candidate_id = $2 and (id = any($4) or merged_from = any($5)) returning id",
        scope.uuid(),
        pair.stays.0,
        pair.goes.0,
        &before.applications,
        &before.origins
    )
    .fetch_all(&mut *db)
    .await?;
    sqlx::query!(
        "update notes set candidate_id = $3 where organization_id = $1 and candidate_id = $2
             and (id = any($4) or application_id = any($5))",
        scope.uuid(),
        pair.stays.0,
        pair.goes.0,
        &before.notes,
        &applications
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update candidate_changes set candidate_id = $3
         where organization_id = $1 and candidate_id = $2 and id = any($4)",
        scope.uuid(),
        pair.stays.0,
        pair.goes.0,
        &before.changes
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update candidate_merges set undone_at = $2, before = null where id = $1", id.0, now)
        .execute(db)
        .await?;
    Ok(applications.into_iter().map(ApplicationId).collect())
}

async fn insert(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: CandidateId,
    record: &Record,
    now: DateTime<Utc>,
) -> Result<()> {
    let details = &record.details;
    sqlx::query!(
        "insert into candidates (id, organization_id, name, headline, location, emails, phones, links, do_not_contact,
             former_names, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id.0,
        scope.uuid(),
        details.name,
        details.headline,
        details.location,
        &details.emails,
        &details.phones,
        &details.links,
        record.do_not_contact,
        &record.former_names,
        record.created_at,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn give_back_documents(db: &mut PgConnection, scope: &OrgScope, pair: Pair, before: &Before) -> Result<()> {
    let (ids, versions): (Vec<_>, Vec<_>) = before.documents.iter().copied().unzip();
    sqlx::query!(
        "update documents d set candidate_id = $3, merged_from = nullif(d.merged_from, $3), organization_id = null,
             version = was.version
         from unnest($4::uuid[], $5::int[]) was (id, version)
         where d.id = was.id and d.candidate_id = $2
             and exists (select 1 from candidates c where c.id = $3 and c.organization_id = $1)",
        scope.uuid(),
        pair.stays.0,
        pair.goes.0,
        &ids,
        &versions
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn give_back_tags(db: &mut PgConnection, scope: &OrgScope, pair: Pair, before: &Before) -> Result<()> {
    sqlx::query!(
        "delete from candidate_tags where organization_id = $1 and candidate_id = $2 and name = any($3)",
        scope.uuid(),
        pair.stays.0,
        &before.added_tags
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into candidate_tags (organization_id, candidate_id, name) select $1, $2, unnest($3::text[])",
        scope.uuid(),
        pair.goes.0,
        &before.tags
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Each detail as it was, unless it is no longer what the merge made of it.
fn restored(is: Record, was: &Record, became: &Record) -> Record {
    fn back<T: PartialEq + Clone>(is: T, was: &T, became: &T) -> T {
        if is == *became { was.clone() } else { is }
    }
    let (now, then, made) = (is.details, &was.details, &became.details);
    Record {
        details: super::Details {
            name: back(now.name, &then.name, &made.name),
            headline: back(now.headline, &then.headline, &made.headline),
            location: back(now.location, &then.location, &made.location),
            emails: back(now.emails, &then.emails, &made.emails),
            phones: back(now.phones, &then.phones, &made.phones),
            links: back(now.links, &then.links, &made.links),
        },
        do_not_contact: back(is.do_not_contact, &was.do_not_contact, &became.do_not_contact),
        former_names: back(is.former_names, &was.former_names, &became.former_names),
        created_at: is.created_at,
    }
}
