//! Recording events: the only place that writes the history, the audit log and the outbox, and that notifies open
//! pages. The domain's table says what follows from an event; this module carries it out, in the transaction of the
//! use-case.

mod by;
mod letters;

pub use by::By;

use crate::{Result, ServiceError, Services};
use chrono::{DateTime, Utc};
use hireq_domain::{
    application::ActorKind,
    event::{Audit, Effects, Event, History, LiveEvent, Mail, Reader, Stage, When},
    ids::UserId,
};
use hireq_store::{
    PgConnection,
    applications::events::{self as history, NewEvent, Parties},
    audit, candidates, jobs,
    live::{self, Addressed},
    outbox, users,
};
use uuid::Uuid;

/// An event being recorded.
struct Recorded<'a> {
    services: &'a Services,
    by: By<'a>,
    id: Uuid,
    at: DateTime<Utc>,
    effects: &'a Effects,
    /// The people and the organisation that the application involves, if the event is about one.
    parties: Option<Parties>,
}

/// Records an event with everything that follows from it, in the caller's transaction. It checks again that the actor
/// may act, so that a request still in flight when its account is suspended has no effect. If the use-case writes other
/// rows first, it must begin its transaction with [`Services::begin`], which makes the same check at the start.
///
/// # Errors
/// `Unauthenticated` if the actor may no longer act; `Internal` if a database query fails.
pub async fn record<'a>(
    services: &'a Services,
    db: &mut PgConnection,
    by: impl Into<By<'a>>,
    event: Event,
) -> Result<()> {
    let (by, effects) = (by.into(), event.effects());
    if let Some(user) = by.user()
        && !users::may_act(&mut *db, user).await?
    {
        return Err(ServiceError::Unauthenticated);
    }
    let parties = match &effects.history {
        Some(entry) => Some(history::parties(&mut *db, entry.application).await?),
        None => None,
    };
    let recorded = Recorded { services, by, id: Uuid::now_v7(), at: services.clock.now(), effects: &effects, parties };
    if let Some(entry) = &effects.history {
        recorded.history(db, entry).await?;
    }
    if let Some(entry) = &effects.audit {
        recorded.audit(db, entry).await?;
    }
    recorded.mails(db).await?;
    match &effects.live {
        Some(live) => recorded.tell(db, live).await,
        None => Ok(()),
    }
}

impl Recorded<'_> {
    fn moment(&self, when: When) -> Option<DateTime<Utc>> {
        match when {
            When::Never => None,
            When::Now => Some(self.at),
            When::After(delay) => Some(self.at + delay),
        }
    }

    async fn history(&self, db: &mut PgConnection, entry: &History) -> Result<()> {
        if self.effects.calls_back {
            for mail in Mail::OF_STEPS {
                outbox::cancel(&mut *db, entry.application, mail).await?;
            }
            history::call_back(&mut *db, entry.application, self.at).await?;
        }
        fn stage(stage: &Stage) -> (hireq_domain::ids::StageId, &str) {
            (stage.id, &stage.name)
        }
        let event = NewEvent {
            id: self.id,
            application: entry.application,
            // The author of a rule did not decide on this application.
            actor: if entry.by == ActorKind::Rule { None } else { self.by.user().map(|user| user.id) },
            actor_kind: entry.by,
            kind: entry.kind,
            from: entry.from.as_ref().map(stage),
            to: entry.to.as_ref().map(stage),
            reason: entry.reason.as_deref(),
            team_note: entry.team_note.as_deref(),
            at: self.at,
            told_at: self.moment(entry.told),
        };
        Ok(history::add(db, event).await?)
    }

    async fn audit(&self, db: &mut PgConnection, entry: &Audit) -> Result<()> {
        let user = self.by.user();
        let mut detail = entry.detail.clone();
        if let Some(device) = self.by.device().filter(|_| entry.device) {
            detail["device"] = device.into();
        }
        let organization = match user {
            Some(user) => user.organization.as_ref().map(|o| o.id),
            None => self.parties.as_ref().map(|parties| parties.organization),
        };
        let entry = audit::Entry {
            actor: user.map(|user| user.id),
            organization,
            action: entry.action,
            subject_kind: entry.subject_kind,
            subject: entry.subject,
            ip: self.by.ip(),
            detail,
            at: self.at,
        };
        Ok(audit::add(db, entry).await?)
    }

    /// Notifies the open pages of those readers who are to hear of this event live.
    async fn tell(&self, db: &mut PgConnection, live: &LiveEvent) -> Result<()> {
        let event = live.clone();
        let mut told = Addressed { id: self.id, organizations: vec![], candidates: vec![], users: vec![], event };
        for reader in self.effects.readers().filter(|told| told.live).map(|told| &told.reader) {
            match (reader, live) {
                (Reader::User(user), _) => told.users.push(*user),
                (
                    Reader::Candidate,
                    LiveEvent::DocumentRead { candidate, .. }
                    | LiveEvent::DocumentProgressed { candidate, .. }
                    | LiveEvent::DocumentFailed { candidate, .. },
                ) => told.candidates.push(*candidate),
                (Reader::Candidate, _) => {
                    told.candidates.extend(self.parties.as_ref().filter(|p| p.own).map(|p| p.candidate));
                }
                (
                    Reader::Organization,
                    LiveEvent::DocumentRead { document, candidate }
                    | LiveEvent::DocumentProgressed { document, candidate }
                    | LiveEvent::DocumentFailed { document, candidate },
                ) => {
                    told.organizations.extend(candidates::named_to(&mut *db, *candidate, *document).await?);
                }
                (Reader::Organization, LiveEvent::PersonChanged { candidate }) => {
                    told.organizations.extend(candidates::known_to(&mut *db, *candidate).await?);
                }
                (Reader::Organization, LiveEvent::ApplicantsChanged { job }) => {
                    told.organizations.extend(jobs::organization_of(&mut *db, *job).await?);
                }
                (Reader::Organization, LiveEvent::ApplicationChanged { job, .. }) => match &self.parties {
                    Some(parties) => told.organizations.push(parties.organization),
                    None => told.organizations.extend(jobs::organization_of(&mut *db, *job).await?),
                },
                // These readers have no open pages that show it.
                (Reader::JobTeam | Reader::Address(_) | Reader::Administrators, _)
                | (Reader::Organization, LiveEvent::Resync) => {}
            }
        }
        Ok(live::add(db, &told).await?)
    }

    async fn account(&self, db: &mut PgConnection, user: UserId) -> Result<hireq_domain::account::CurrentUser> {
        users::current(db, user).await?.ok_or_else(|| ServiceError::internal("an account that is not there"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                sources(&entry.path(), found);
            } else {
                let text = std::fs::read_to_string(entry.path()).expect("a source");
                found.push((entry.path().display().to_string(), text));
            }
        }
    }

    #[test]
    fn nothing_else_writes_history_audit_log_outbox_or_live_events() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let ours = here.join("events").display().to_string() + "/";
        let mut found = vec![];
        for folder in [here, Path::new(env!("CARGO_MANIFEST_DIR")).join("../src")] {
            sources(&folder, &mut found);
        }
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/src"), &mut found);
        // The arguments of the store functions that write the four tables, and the functions themselves.
        let takes = ["NewEvent", "audit::Entry", "audit::add", "NewMail", "outbox::add", "Addressed {", "live::add"];
        let tables =
            ["application_events", "audit_log", "outbox", "live_events"].map(|table| format!("insert into {table}"));
        let named: Vec<&str> = takes.into_iter().chain(tables.iter().map(String::as_str)).collect();
        let of_events =
            |what: &&&str| found.iter().any(|(path, text)| path.starts_with(&ours) && text.contains(**what));
        assert!(named.iter().filter(of_events).count() >= 4, "the names are those that are used");
        for (path, text) in found.iter().filter(|(path, _)| !path.starts_with(&ours)) {
            for what in &named {
                assert!(!text.contains(what), "{path} names {what}: record an event instead");
            }
        }
    }
}
