//! Candidates as pages show them: their details, files, and what recruiters noted.

use crate::{
    applicants::NoteItem,
    application::{Answer, ApplicationStatus, HistoryItem, OwnApplication},
    correction::Correction,
    ids::{ApplicationId, CandidateId, DocumentId, JobId},
    job::{Question, StageKind},
    matching::{Band, MatchItem},
    merge::PersonMerge,
    number::Bounds,
    page::Page,
    resume::ParsedResume,
    words::words,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Whether a file has been read.
    DocumentStatus {
        /// Not read yet.
        Queued = "queued", "Being read";
        Read = "read", "Read";
        /// Could not be read; a sentence says why.
        Failed = "failed", "Could not be read";
    }
}

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentInfo {
    pub id: DocumentId,
    /// The candidate whose file it is.
    pub candidate_id: CandidateId,
    /// The original name.
    pub name: String,
    /// The media type of its content.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: i64,
    /// Numbers a candidate's files, starting at 1.
    pub version: i32,
    pub status: DocumentStatus,
    /// Why it could not be read.
    pub failure: Option<String>,
    /// The progress of text recognition, while that is going on.
    pub recognized: Option<PagesRecognized>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// The progress of text recognition on images of a file's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagesRecognized {
    /// The number of finished pages.
    pub done: i16,
    /// The total number of pages.
    pub of: i16,
}

impl std::fmt::Display for PagesRecognized {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "text recognised on {} of {} pages", self.done, self.of)
    }
}

impl DocumentInfo {
    /// The download URL.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/files/{}", self.id)
    }
}

/// A candidate's details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateInfo {
    pub id: CandidateId,
    /// Whether the person has an account of their own; then only they can change these details.
    pub has_account: bool,
    pub name: String,
    /// Mail addresses.
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub links: Vec<String>,
    pub location: String,
    pub headline: String,
    /// Whether they do not want to hear about other jobs.
    pub do_not_contact: bool,
    /// When they were added.
    pub created_at: DateTime<Utc>,
    /// When these details changed last.
    pub updated_at: DateTime<Utc>,
}

words! {
    /// A detail of a person that recruiters can change.
    PersonField {
        Name = "name", "Name";
        Headline = "headline", "Headline";
        Location = "location", "Place";
        Emails = "emails", "E-mail";
        Phones = "phones", "Telephone";
        Links = "links", "Links";
    }
}

/// A recruiter's change of a person's detail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChange {
    pub field: PersonField,
    /// The former values; empty if there were none.
    pub before: Vec<String>,
    /// The values that replaced them.
    pub after: Vec<String>,
    /// Who changed it.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A file with what was read from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadResume {
    pub document: DocumentInfo,
    pub text: String,
    /// The parsed fields.
    pub resume: ParsedResume,
    /// When a person corrected the fields.
    pub corrected_at: Option<DateTime<Utc>>,
    /// The corrections, beside what the file says.
    pub corrections: Vec<Correction>,
}

/// One of a candidate's applications in their profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CandidateApplication {
    pub id: ApplicationId,
    pub job_id: JobId,
    pub job_title: String,
    /// The name of the stage.
    pub stage: String,
    pub status: ApplicationStatus,
    /// From 0 to 100; `None` until scored.
    pub score: Option<f32>,
    /// The band of the score.
    pub band: Option<Band>,
    /// When it arrived.
    pub applied_at: DateTime<Utc>,
}

/// A job that a candidate can be added to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenJob {
    pub id: JobId,
    pub title: String,
}

/// Everything about a candidate that a recruiter sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CandidateProfile {
    pub info: CandidateInfo,
    /// Their files, newest first.
    pub documents: Vec<DocumentInfo>,
    /// The newest file that has been read.
    pub resume: Option<ReadResume>,
    /// Their applications to the organisation's jobs.
    pub applications: Vec<CandidateApplication>,
    /// The organisation's tags.
    pub tags: Vec<String>,
    /// Notes that the reader may see.
    pub notes: Page<NoteItem>,
    /// Jobs that they could be added to.
    pub open_jobs: Vec<OpenJob>,
    /// Others who are probably the same person.
    pub duplicates: Vec<Duplicate>,
    /// What recruiters changed of their details, newest first.
    pub changes: Vec<PersonChange>,
    /// The records that were merged into this one, newest first.
    pub merges: Vec<PersonMerge>,
}

words! {
    /// What two records of people have in common.
    Likeness {
        Email = "email", "same e-mail";
        Phone = "phone", "same telephone";
        Employer = "employer", "same name and employer";
        Place = "place", "same name and place";
    }
}

/// Somebody who is probably the same person as another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    pub id: CandidateId,
    pub name: String,
    /// Whether they have an account of their own.
    pub has_account: bool,
    /// What they have in common.
    pub reasons: Vec<Likeness>,
}

impl Duplicate {
    /// What they have in common, in words.
    #[must_use]
    pub fn why(&self) -> String {
        self.reasons.iter().map(|reason| reason.label()).collect::<Vec<_>>().join(", ")
    }
}

/// A part of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnippetPart {
    pub text: String,
    /// Whether it matches the search.
    pub hit: bool,
}

/// A search of the talent pool.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TalentQuery {
    /// Words or a sentence.
    pub q: String,
    /// A skill that the résumé must contain.
    pub skill: String,
    /// Part of the name of a place, or of several: “Hamburg or Leeds”.
    pub place: String,
    /// A place where they must not live.
    pub not_place: String,
    /// A skill that the résumé must not contain.
    pub not_skill: String,
    /// The minimum years of work.
    pub years: Option<f32>,
    /// The maximum years of work.
    pub most_years: Option<f32>,
    pub tag: String,
    /// The names ([`Asked::name`]) of filters found in the words that the user has removed, separated by commas: these
    /// words are searched for instead.
    pub off: String,
    /// The page number, starting at 1.
    pub page: i64,
}

/// A filter found in the words of a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Asked {
    Place(String),
    NotPlace(String),
    NotSkill(String),
    Years(f32),
    MostYears(f32),
}

impl Asked {
    /// Its name in URLs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Place(_) => "place",
            Self::NotPlace(_) => "not_place",
            Self::NotSkill(_) => "not_skill",
            Self::Years(_) => "years",
            Self::MostYears(_) => "most_years",
        }
    }
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Place(place) => write!(f, "Lives in {place}"),
            Self::NotPlace(place) => write!(f, "Does not live in {place}"),
            Self::NotSkill(skill) => write!(f, "Without {skill}"),
            Self::Years(years) => write!(f, "At least {years} years of work"),
            Self::MostYears(years) => write!(f, "At most {years} years of work"),
        }
    }
}

impl TalentQuery {
    /// The range of years of work that can be filtered by.
    pub const YEARS: Bounds = Bounds::between(0, 60, 2);
}

/// A candidate found by a search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TalentHit {
    pub candidate_id: CandidateId,
    pub name: String,
    pub headline: String,
    pub location: String,
    /// Whether they do not want to hear about other jobs.
    pub do_not_contact: bool,
    /// Years of work, if they are known.
    pub years: Option<f32>,
    /// The first few skills.
    pub skills: Vec<String>,
    /// The organisation's tags.
    pub tags: Vec<String>,
    /// The matching part of the résumé.
    pub snippet: Vec<SnippetPart>,
    /// When they were added.
    pub created_at: DateTime<Utc>,
}

/// A page of the talent pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TalentPage {
    pub hits: Page<TalentHit>,
    /// All tags of the organisation.
    pub tags: Vec<String>,
    /// Whether the search included meaning; false without the model.
    pub by_meaning: bool,
    /// The filters found in the words.
    pub asked: Vec<Asked>,
}

/// The result of an uploaded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// The original name.
    pub name: String,
    /// The candidate it was added to.
    pub candidate: Option<CandidateId>,
    pub document: Option<DocumentId>,
    /// The application that was created.
    pub application: Option<ApplicationId>,
    /// Whether it was uploaded before, so that nothing was added.
    pub known: bool,
    /// How an earlier application of the same person for the job ended, if there was one.
    pub before: Option<ApplicationStatus>,
    /// Others who are probably the same person, as far as the file has been read.
    pub duplicates: Vec<Duplicate>,
    /// Why it was refused.
    pub error: Option<String>,
}

/// A job as its application form shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobToApply {
    /// The last part of the job's URL.
    pub slug: String,
    pub title: String,
    /// The name of the organisation.
    pub organization: String,
    pub location: String,
    pub questions: Vec<Question>,
    /// A hash of these questions, to be submitted with the answers.
    pub asked: String,
    /// Why the job takes no applications now.
    pub over: Option<String>,
    /// The largest file, in megabytes.
    pub max_megabytes: u64,
}

/// The data of the application form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyForm {
    pub job: JobToApply,
    /// Résumés to choose from, newest first.
    pub documents: Vec<DocumentInfo>,
    /// What is sent with every application in addition.
    pub profile: CandidateInfo,
    /// An open application of the same candidate for this job.
    pub already: Option<ApplicationId>,
}

/// The data of the application form for somebody who is not signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestForm {
    pub job: JobToApply,
    /// Whether the address is confirmed by a mail. Otherwise a password is chosen at once.
    pub mails: bool,
}

/// How to reach a person, as their résumé says it. What it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    pub email: String,
    pub phone: String,
}

/// An application that waits until its address is confirmed, as its link's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unconfirmed {
    pub job: String,
    pub organization: String,
    /// The person's name as it was typed.
    pub name: String,
    /// The name of the file.
    pub file: String,
}

/// A candidate's own application with everything that they may see of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnApplicationPage {
    pub application: OwnApplication,
    /// The different kinds of the job's stages, in order.
    pub stages: Vec<StageKind>,
    /// The history, newest first.
    pub history: Vec<HistoryItem>,
    pub answers: Vec<Answer>,
    /// The requirements with their verdicts; `None` until the résumé has been compared.
    pub items: Option<Vec<MatchItem>>,
    /// The résumé's text, which the evidence refers to.
    pub text: Option<String>,
    /// Whether it can be withdrawn.
    pub may_withdraw: bool,
}
