//! Overruling: a recruiter's own verdict on a requirement, which counts instead of the machine's and is shown beside
//! it.

use super::transitions::{at, checked_note, find};
use crate::{Result, ServiceError, Services, auth::Hr, events::record, matching::count_again};
use hireq_domain::{
    event::Event,
    ids::{ApplicationId, OverruleId, UserId},
    matching::{Overrule, Verdict},
};
use hireq_store::{
    PgConnection,
    applications::transitions::Locked,
    overrules::{self as rows, NewOverrule},
};
use uuid::Uuid;

/// A requirement of an application, and the earlier verdict that the recruiter saw there, if any.
pub struct Of<'a> {
    pub application: ApplicationId,
    /// The requirement's text in the match.
    pub requirement: &'a str,
    pub seen: Option<OverruleId>,
}

/// Sets a verdict different from the machine's or a colleague's.
///
/// # Errors
/// `NotFound`; `Invalid` without a note; `Conflict` if the application is over, a colleague was faster or the job's
/// requirement has changed.
pub async fn overrule(services: &Services, who: &Hr, of: Of<'_>, verdict: Verdict, note: &str) -> Result<()> {
    let note = checked_note("why", note)?;
    let note = note.ok_or_else(|| ServiceError::field("why", "Say why: the note stands beside your verdict"))?;
    let mut tx = services.begin(&who.user).await?;
    let locked = find(&mut tx, who, of.application).await?;
    if !locked.status.is_open() {
        return Err(ServiceError::Conflict("This application is over. What was found of it stays as it was".into()));
    }
    let before = rows::find(&mut *tx, who.scope(), of.application, of.requirement).await?;
    if before.as_ref().is_some_and(|(said, author)| is_same(said, *author, who, verdict, note)) {
        return Ok(());
    }
    require_unchanged(before.as_ref(), &of)?;
    let new = NewOverrule {
        id: OverruleId(Uuid::now_v7()),
        application: of.application,
        requirement: of.requirement,
        verdict,
        note,
        author: who.user.id,
        at: services.clock.now(),
    };
    if !rows::set(&mut *tx, who.scope(), new).await? {
        let why = "The job asks for this in other words by now. Look at its requirements, then decide again";
        return Err(ServiceError::Conflict(why.into()));
    }
    let event = Event::VerdictOverruled {
        at: at(&locked),
        requirement: of.requirement.to_owned(),
        verdict,
        note: note.to_owned(),
    };
    counted(services, who, &mut tx, &locked, event).await?;
    Ok(tx.commit().await?)
}

/// Takes back a recruiter's verdict, so that the machine's counts again.
///
/// # Errors
/// `NotFound`; `Conflict` if a colleague has set another verdict meanwhile.
pub async fn take_back(services: &Services, who: &Hr, of: Of<'_>) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    let locked = find(&mut tx, who, of.application).await?;
    let before = rows::find(&mut *tx, who.scope(), of.application, of.requirement).await?;
    // Already taken back, perhaps by a double click.
    let Some((said, _)) = &before else { return Ok(()) };
    if !locked.status.is_open() {
        return Err(ServiceError::Conflict("This application is over. What was said of it stays as it was".into()));
    }
    require_unchanged(before.as_ref(), &of)?;
    rows::remove(&mut *tx, who.scope(), said.id).await?;
    let event = Event::VerdictRestored { at: at(&locked), requirement: of.requirement.to_owned() };
    counted(services, who, &mut tx, &locked, event).await?;
    Ok(tx.commit().await?)
}

async fn counted(services: &Services, who: &Hr, db: &mut PgConnection, locked: &Locked, event: Event) -> Result<()> {
    count_again(services, db, locked.job, locked.id).await?;
    record(services, db, who, event).await
}

/// Whether the same recruiter repeats the same verdict and note.
fn is_same(said: &Overrule, author: UserId, who: &Hr, verdict: Verdict, note: &str) -> bool {
    author == who.user.id && said.verdict == verdict && said.note == note
}

/// Refuses a verdict that was set without seeing a colleague's newer one, and says what that is.
fn require_unchanged(before: Option<&(Overrule, UserId)>, of: &Of<'_>) -> Result<()> {
    if before.map(|(said, _)| said.id) == of.seen {
        return Ok(());
    }
    let what = before.map_or_else(
        || "What was said of this has been taken back meanwhile".to_owned(),
        |(said, _)| format!("{} said “{}” of this meanwhile", said.by, said.verdict.label().to_lowercase()),
    );
    Err(ServiceError::Conflict(format!("{what}. Look at it, then decide again")))
}
