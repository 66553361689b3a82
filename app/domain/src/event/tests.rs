use super::{Event, InStage, MoveTold, Part, Reader, Secret, Stage, Wanted, When, *};
use crate::job::StageKind;
use std::collections::BTreeSet;

fn at() -> InStage {
    let stage = Stage { id: StageId(Uuid::nil()), name: "Phone".into() };
    InStage { application: ApplicationId(Uuid::nil()), job: JobId(Uuid::nil()), stage }
}

/// One of every kind, and of each way that it can go.
fn samples() -> Vec<Event> {
    let (user, job) = (UserId(Uuid::nil()), JobId(Uuid::nil()));
    let (candidate, document) = (CandidateId(Uuid::nil()), DocumentId(Uuid::nil()));
    let email: Email = "zoe@example.com".parse().expect("an address");
    let secret = || Secret("s".into());
    let to = Stage { id: StageId(Uuid::nil()), name: "Talk".into() };
    let mut all = vec![
        Event::Applied(at()),
        Event::Added { at: at(), candidate },
        Event::Rejected { at: at(), reason: RejectReason::Pay, note: Some("dear".into()) },
        Event::KnockedOut { at: at(), question: "Permit?".into() },
        Event::Held { at: at(), reason: "holidays".into() },
        Event::Resumed(at()),
        Event::Hired { at: at(), to: Some(to.clone()) },
        Event::Withdrawn(at()),
        Event::Scored(job),
        Event::ApplicantsExported { job, rows: 3 },
        Event::JobCreated(job),
        Event::JobEdited(job),
        Event::NamesHidden { job, hidden: true, applications: 0 },
        Event::JobStatusChanged { job, from: JobStatus::Draft, to: JobStatus::Open },
        Event::PersonAdded { candidate, document },
        Event::DoNotContact { candidate, on: true },
        Event::NoteAdded(candidate),
        Event::NoteRemoved(NoteId(Uuid::nil())),
        Event::TagAdded { candidate, tag: "rust".into() },
        Event::TagRemoved { candidate, tag: "rust".into() },
        Event::DocumentUploaded { document, media_type: "text/plain".into() },
        Event::DocumentDownloaded(document),
        Event::DocumentRead { document, candidate },
        Event::DocumentFailed { document, candidate },
        Event::ResumeCorrected(document),
        Event::Account { user, what: AccountEvent::Password },
        Event::SignedUp(user),
        Event::ResetAsked { user, token: None },
        Event::ResetAsked { user, token: Some(secret()) },
        Event::AddressRestored { user, token: secret() },
        Event::RoleChanged { user, from: Role::Hr, to: Role::Admin, organization: None },
        Event::OrganizationRenamed { organization: OrganizationId(Uuid::nil()), from: "A".into(), to: "B".into() },
        Event::TaskHandled { done: Desk::Retry, task: "send_mail".into(), number: 1, attempts: 2 },
        Event::MailHandled { done: Desk::Read, mail: Uuid::nil(), event: "welcome".into() },
    ];
    for told in [MoveTold::Nothing, MoveTold::Page, MoveTold::Mail(StageKind::Interview)] {
        all.push(Event::Moved { at: at(), to: to.clone(), told });
    }
    for told in [false, true] {
        all.push(Event::Reopened { at: at(), to: None, told });
        all.push(Event::WrongPassword { user, what: AccountEvent::SignInFailed, many: told });
    }
    for wanted in [Wanted::Free, Wanted::Taken, Wanted::MailedOften] {
        all.push(Event::SignUpAsked { email: email.clone(), wanted, token: secret() });
        let (confirm, restore) = (secret(), secret());
        all.push(Event::AddressAsked { user, email: email.clone(), wanted, confirm, restore });
    }
    for step in AccountStep::ALL {
        let (from, to) = (AccountStatus::Pending, AccountStatus::Active);
        all.push(Event::AccountStepped { user, step: *step, from, to, reason: "why".into(), sessions_ended: 0 });
    }
    all
}

fn kind(event: &Event) -> String {
    format!("{event:?}").chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// What follows from an event, as a person reads it.
fn row(event: &Event) -> String {
    let effects = event.effects();
    let mut lines = vec![kind(event)];
    if let Some(audit) = &effects.audit {
        lines.push(format!("audit: {} on {}, {}", audit.action, audit.subject_kind, audit.detail));
    }
    if let Some(h) = &effects.history {
        let note = h.team_note.as_ref().map_or("", |_| ", note for the team");
        let reason = h.reason.as_deref().map(|r| format!(", “{r}”")).unwrap_or_default();
        lines.push(format!("history: {} by {}, told {:?}{reason}{note}", h.kind, h.by, h.told));
    }
    for told in effects.readers() {
        let mail = told.mail.as_ref().map(|(mail, when)| format!(", mail {} {when:?}", mail.word()));
        let live = if told.live { ", live" } else { "" };
        let reader = match &told.reader {
            Reader::User(_) => "owner".to_owned(),
            Reader::Address(_) => "address".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        };
        lines.push(format!("{reader}: {:?}{}{live}", told.reads, mail.unwrap_or_default()));
    }
    lines.join("\n    ")
}

#[test]
fn the_table_is_as_it_was_agreed() {
    let table = samples().iter().map(row).collect::<Vec<_>>().join("\n") + "\n";
    if std::env::var_os("WRITE_TABLE").is_some() {
        std::fs::write("src/event/table.txt", &table).expect("written");
    }
    assert_eq!(table, include_str!("table.txt"), "WRITE_TABLE=1 writes it anew, for a look at what changed");
}

#[test]
fn every_kind_of_event_is_among_the_samples() {
    let source = include_str!("mod.rs");
    let body =
        source.split_once("pub enum Event {").and_then(|(_, rest)| rest.split_once("\n}")).expect("the events").0;
    let declared: BTreeSet<String> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    ").filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase())))
        .map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect())
        .collect();
    assert_eq!(samples().iter().map(kind).collect::<BTreeSet<_>>(), declared);
}

#[test]
fn a_mail_or_live_event_holds_only_what_its_reader_may_read() {
    for event in samples() {
        let effects = event.effects();
        assert_eq!(effects.live.is_some(), effects.readers().any(|told| told.live), "{event:?}");
        for told in effects.readers() {
            let mailed = told.mail.as_ref().map_or(&[][..], |(mail, _)| mail.parts());
            let heard = effects.live.as_ref().filter(|_| told.live).map_or(&[][..], LiveEvent::parts);
            for part in mailed.iter().chain(heard) {
                assert!(told.reads.contains(part), "{part:?} for {:?} of {event:?}", told.reader);
            }
        }
    }
}

#[test]
fn what_recruiters_write_for_each_other_is_theirs_alone() {
    for event in samples() {
        for told in event.effects().readers() {
            let ours = matches!(told.reader, Reader::Organization | Reader::JobTeam);
            assert!(ours || !told.reads.contains(&Part::TeamNote), "{event:?}");
            assert!(ours || !told.reads.contains(&Part::StageName), "{event:?}");
        }
    }
}

#[test]
fn nobody_hears_while_it_happens_of_what_can_still_be_called_back() {
    for event in samples() {
        let effects = event.effects();
        let waits = effects.history.as_ref().is_some_and(|h| h.told != When::Now);
        let heard = effects.readers().any(|told| told.reader == Reader::Candidate && told.live);
        assert!(!(waits && heard), "{event:?}");
    }
}
