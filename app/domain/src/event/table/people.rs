//! Notes about people, and events of their files.

use super::{OURS, OURS_NAMED, OWN, ours, ours_named};
use crate::{
    candidate::PersonField,
    event::{Effects, LiveEvent, Part, Reader, Told},
    ids::{ApplicationId, CandidateId, DocumentId, JobId, NoteId},
    merge::Pair,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) fn added(candidate: CandidateId, document: DocumentId) -> Effects {
    ours_named("candidate.add", person(candidate), json!({ "document": document }))
}

pub(super) fn do_not_contact(candidate: CandidateId, on: bool) -> Effects {
    ours_named("candidate.do_not_contact", person(candidate), json!({ "on": on }))
}

/// Former and new values are among the organisation's own rows: the audit log names only the fields.
pub(super) fn edited(candidate: CandidateId, fields: &[PersonField]) -> Effects {
    changed("candidate.edit", candidate, json!({ "fields": fields }))
}

pub(super) fn merged(pair: Pair, applications: usize) -> Effects {
    changed("candidate.merge", pair.stays, json!({ "merged": pair.goes, "applications": applications }))
}

pub(super) fn unmerged(pair: Pair, applications: usize) -> Effects {
    changed("candidate.unmerge", pair.stays, json!({ "merged": pair.goes, "applications": applications }))
}

/// Colleagues who have the application open see it at once. They hear of the application alone: the job may hide whose it
/// is.
pub(super) fn note_added(candidate: CandidateId, at: Option<(ApplicationId, JobId)>, team: bool) -> Effects {
    let effects = |reader: Told| Effects::of(reader).audited("note.add", person(candidate), json!({}));
    let reader = Told::new(Reader::Organization, OURS);
    match at.filter(|_| team) {
        Some((application, job)) => effects(reader.live()).live(LiveEvent::ApplicationChanged { application, job }),
        None => effects(reader),
    }
}

pub(super) fn note_removed(note: NoteId) -> Effects {
    ours("note.remove", ("note", Some(note.0)), json!({}))
}

pub(super) fn tag_added(candidate: CandidateId, tag: &str) -> Effects {
    ours_named("tag.add", person(candidate), json!({ "tag": tag }))
}

pub(super) fn tag_removed(candidate: CandidateId, tag: &str) -> Effects {
    ours_named("tag.remove", person(candidate), json!({ "tag": tag }))
}

pub(super) fn document_uploaded(document: DocumentId, media_type: &str) -> Effects {
    let detail = json!({ "media_type": media_type });
    Effects::of(Told::new(Reader::Candidate, OWN)).audited("document.upload", subject(document), detail)
}

pub(super) fn document_downloaded(document: DocumentId) -> Effects {
    ours_named("document.download", subject(document), json!({}))
}

pub(super) fn document_read(document: DocumentId, candidate: CandidateId) -> Effects {
    file().live(LiveEvent::DocumentRead { document, candidate })
}

pub(super) fn document_progressed(document: DocumentId, candidate: CandidateId) -> Effects {
    file().live(LiveEvent::DocumentProgressed { document, candidate })
}

pub(super) fn document_failed(document: DocumentId, candidate: CandidateId) -> Effects {
    file().live(LiveEvent::DocumentFailed { document, candidate })
}

pub(super) fn resume_corrected(document: DocumentId) -> Effects {
    Effects::of(Told::new(Reader::Candidate, OWN)).audited("resume.correct", subject(document), json!({}))
}

/// A change that open pages with the person show at once.
fn changed(action: &'static str, candidate: CandidateId, detail: Value) -> Effects {
    Effects::of(Told::new(Reader::Organization, OURS_NAMED).live())
        .audited(action, person(candidate), detail)
        .live(LiveEvent::PersonChanged { candidate })
}

const fn person(candidate: CandidateId) -> (&'static str, Option<Uuid>) {
    ("candidate", Some(candidate.0))
}

const fn subject(document: DocumentId) -> (&'static str, Option<Uuid>) {
    ("document", Some(document.0))
}

/// The outcome of reading a file: its owner is notified, and those who may know whose it is.
fn file() -> Effects {
    let reads = &[Part::Fact, Part::Person];
    Effects::of(Told::new(Reader::Candidate, reads).live()).and(Told::new(Reader::Organization, reads).live())
}
