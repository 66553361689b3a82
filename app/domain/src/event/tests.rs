use super::*;
use std::collections::BTreeSet;

fn samples() -> Vec<Event> {
    let (candidate, document, job) = (CandidateId(Uuid::nil()), DocumentId(Uuid::nil()), JobId(Uuid::nil()));
    let stage = |name: &str| Stage { id: StageId(Uuid::nil()), name: name.to_owned() };
    let cast = Cast {
        user: UserId(Uuid::nil()),
        job,
        candidate,
        document,
        at: InStage { application: ApplicationId(Uuid::nil()), job, stage: stage("Phone") },
        to: stage("Talk"),
        email: "zoe@example.com".parse().expect("an address"),
        organization: OrganizationId(Uuid::nil()),
    };
    cast.events()
}

fn kind(event: &Event) -> String {
    format!("{event:?}").chars().take_while(char::is_ascii_alphanumeric).collect()
}

fn when(when: When) -> String {
    match when {
        When::Never => "never".into(),
        When::Now => "now".into(),
        When::After(delay) => format!("after {} minutes", delay.num_minutes()),
    }
}

/// What follows from an event, in readable form.
fn row(event: &Event) -> String {
    let effects = event.effects();
    let mut lines = vec![kind(event)];
    if let Some(audit) = &effects.audit {
        let facts =
            audit.detail.as_object().into_iter().flatten().map(|(name, _)| format!(" {name}")).collect::<String>();
        lines.push(format!("audit: {} on {}{facts}", audit.action, audit.subject_kind));
    }
    if let Some(h) = &effects.history {
        let note = h.team_note.as_ref().map_or("", |_| ", note for the team");
        let reason = h.reason.as_deref().map(|r| format!(", “{r}”")).unwrap_or_default();
        lines.push(format!("history: {} by {}, told {}{reason}{note}", h.kind, h.by, when(h.told)));
    }
    for told in effects.readers() {
        let mail = told.mail.as_ref().map(|(mail, when)| format!(", mail {} {}", mail.word(), self::when(*when)));
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
fn every_entry_of_the_audit_log_is_told_in_words() {
    for audit in samples().iter().filter_map(|event| event.effects().audit) {
        assert!(!action_in_words(audit.action).contains('.'), "{} has no words", audit.action);
    }
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
