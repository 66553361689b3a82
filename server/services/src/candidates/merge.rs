//! Two records of one person become one, and two again. What the other owns who has an account, no recruiter changes: files
//! and applications of the merged record stay the organisation's.

use crate::{Result, ServiceError, Services, auth::Hr, events::record, notes};
use chrono::{DateTime, Utc};
use hireq_domain::{
    candidate::CandidateInfo,
    event::Event,
    ids::{CandidateId, MergeId},
    merge::{self, MergePreview, MergeSide, Pair},
    retention::Kept,
};
use hireq_store::{
    candidates::{
        self as rows,
        details::Details,
        merges::{self, NewMerge},
    },
    documents, notes as rows_of_notes,
};

const BEING_READ: &str = "A file of theirs is still being read. Merge them once it has been read";

/// What a merge would do.
///
/// # Errors
/// `NotFound` if the organisation may not see both, or they are one.
pub async fn preview(services: &Services, hr: &Hr, pair: Pair) -> Result<MergePreview> {
    let pool = &services.pool;
    let (stays, goes) = (side(services, hr, pair.stays).await?, side(services, hr, pair.goes).await?);
    if pair.stays == pair.goes {
        return Err(ServiceError::NotFound);
    }
    let refused = match merge::refusal(&stays.info, &goes.info) {
        None if merges::being_read(pool, pair).await? => Some(BEING_READ.to_owned()),
        refused => refused,
    };
    let mut tags = stays.tags.clone();
    tags.extend(goes.tags.iter().cloned());
    tags.sort();
    tags.dedup();
    Ok(MergePreview {
        after: merge::joined(&stays.info, &goes.info),
        both_applied: merges::both_applied(pool, hr.scope(), pair).await?,
        tags,
        refused,
        stays,
        goes,
    })
}

async fn side(services: &Services, hr: &Hr, id: CandidateId) -> Result<MergeSide> {
    let (pool, scope) = (&services.pool, hr.scope());
    Ok(MergeSide {
        info: rows::visible(pool, scope, id).await?.ok_or(ServiceError::NotFound)?,
        tags: rows_of_notes::tags(pool, scope, id).await?,
        files: documents::visible(pool, scope, id).await?.len(),
        applications: rows::applications(pool, scope, id).await?.len(),
        notes: notes::list(services, hr, id, None, 1).await?.total,
    })
}

/// Merges the record that goes into the one that stays. `seen` are the moments at which the details that were looked at
/// had changed last, the one's that stays first.
///
/// # Errors
/// `NotFound` if the organisation may not see both, or they are one; `Conflict` if they cannot be merged this way, or
/// somebody changed one of them meanwhile.
pub async fn merge(services: &Services, hr: &Hr, pair: Pair, seen: Option<[DateTime<Utc>; 2]>) -> Result<MergeId> {
    let mut tx = services.begin(&hr.user).await?;
    merges::lock(&mut *tx, pair).await?;
    let stays = rows::visible(&mut *tx, hr.scope(), pair.stays).await?.ok_or(ServiceError::NotFound)?;
    let goes = rows::visible(&mut *tx, hr.scope(), pair.goes).await?.ok_or(ServiceError::NotFound)?;
    if pair.stays == pair.goes {
        return Err(ServiceError::NotFound);
    }
    if let Some(why) = merge::refusal(&stays, &goes) {
        return Err(ServiceError::Conflict(why));
    }
    if merges::being_read(&mut *tx, pair).await? {
        return Err(ServiceError::Conflict(BEING_READ.into()));
    }
    if seen.is_some_and(|seen| seen != [stays.updated_at, goes.updated_at]) {
        let why = "One of the two changed while you looked. Look at them again, then merge";
        return Err(ServiceError::Conflict(why.into()));
    }
    let after = (!stays.has_account).then(|| details(merge::joined(&stays, &goes)));
    let new = NewMerge { pair, author: hr.user.id, after, at: services.clock.now() };
    let (id, moved) = merges::merge(&mut tx, hr.scope(), new).await?.ok_or(ServiceError::NotFound)?;
    for at in merges::in_stages(&mut *tx, hr.scope(), &moved).await? {
        record(services, &mut tx, hr, Event::ApplicationMerged(at)).await?;
    }
    record(services, &mut tx, hr, Event::PeopleMerged { pair, applications: moved.len() }).await?;
    tx.commit().await?;
    Ok(id)
}

fn details(info: CandidateInfo) -> (Details, bool) {
    let CandidateInfo { name, headline, location, emails, phones, links, do_not_contact, .. } = info;
    (Details { name, headline, location, emails, phones, links }, do_not_contact)
}

/// Makes two records of a merged one again. Returns the one that had stayed.
///
/// # Errors
/// `NotFound`; `Conflict` if it was taken back already, or no longer can be.
pub async fn unmerge(services: &Services, hr: &Hr, id: MergeId) -> Result<Pair> {
    let now = services.clock.now();
    let mut tx = services.begin(&hr.user).await?;
    let found = merges::undoable(&mut *tx, hr.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    let pair = found.pair;
    merges::lock(&mut *tx, pair).await?;
    let refused = if found.undone {
        Some("This merge has been undone already")
    } else if !found.is_kept() || now - found.at > Kept::Merges.time() {
        Some("A merge can be undone for 30 days")
    } else if rows::visible(&mut *tx, hr.scope(), pair.stays).await?.is_none() {
        Some("The record that stayed has been merged with another since. Take that back first")
    } else {
        None
    };
    if let Some(why) = refused {
        return Err(ServiceError::Conflict(why.into()));
    }
    let back = merges::give_back(&mut tx, hr.scope(), id, found, now).await?;
    for at in merges::in_stages(&mut *tx, hr.scope(), &back).await? {
        record(services, &mut tx, hr, Event::ApplicationUnmerged(at)).await?;
    }
    record(services, &mut tx, hr, Event::PeopleUnmerged { pair, applications: back.len() }).await?;
    tx.commit().await?;
    Ok(pair)
}
