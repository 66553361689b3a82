//! Candidates as pages show them: who they are, their files, and what recruiters noted.

use crate::{
    applicants::NoteItem,
    application::{Answer, ApplicationStatus, HistoryItem, OwnApplication},
    correction::Correction,
    ids::{ApplicationId, CandidateId, DocumentId, JobId},
    job::{Question, StageKind},
    matching::{Band, MatchItem},
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
        /// Waits to be read.
        Queued = "queued", "Being read";
        Read = "read", "Read";
        /// Could not be read; a sentence says why.
        Failed = "failed", "Could not be read";
    }
}

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentInfo {
    /// Key.
    pub id: DocumentId,
    /// Whose file.
    pub candidate_id: CandidateId,
    /// What it was called.
    pub name: String,
    /// What its content is.
    pub media_type: String,
    /// Size.
    pub bytes: i64,
    /// Counts a candidate's files from 1.
    pub version: i32,
    /// Whether it has been read.
    pub status: DocumentStatus,
    /// Why it could not be.
    pub failure: Option<String>,
    /// How far the recognition of its text is, while it goes on.
    pub recognized: Option<PagesRecognized>,
    /// When it arrived.
    pub created_at: DateTime<Utc>,
}

/// How far the recognition of text on the pictures of a file's pages is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagesRecognized {
    /// Pages that are done.
    pub done: i16,
    /// Of so many.
    pub of: i16,
}

impl std::fmt::Display for PagesRecognized {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "text recognised on {} of {} pages", self.done, self.of)
    }
}

impl DocumentInfo {
    /// Where it is downloaded.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/files/{}", self.id)
    }
}

/// A person who might be hired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateInfo {
    /// Key.
    pub id: CandidateId,
    /// Whether the person has an account of their own; then only they change what stands here.
    pub has_account: bool,
    /// Shown name.
    pub name: String,
    /// Addresses.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Web addresses.
    pub links: Vec<String>,
    /// Where they live.
    pub location: String,
    /// What they call themselves.
    pub headline: String,
    /// Wants to hear nothing about other jobs.
    pub do_not_contact: bool,
    /// When they came.
    pub created_at: DateTime<Utc>,
}

/// A file with what was read from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadResume {
    /// The file.
    pub document: DocumentInfo,
    pub text: String,
    /// Its fields.
    pub resume: ParsedResume,
    /// When a person corrected them.
    pub corrected_at: Option<DateTime<Utc>>,
    /// What they corrected, beside what the file says.
    pub corrections: Vec<Correction>,
}

/// One of a candidate's applications as their profile lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CandidateApplication {
    pub id: ApplicationId,
    pub job_id: JobId,
    pub job_title: String,
    /// Column's name.
    pub stage: String,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// 0 to 100, once scored.
    pub score: Option<f32>,
    /// The score in words.
    pub band: Option<Band>,
    /// When it arrived.
    pub applied_at: DateTime<Utc>,
}

/// A job that a candidate can be added to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenJob {
    /// Key.
    pub id: JobId,
    pub title: String,
}

/// Everything about a candidate that a recruiter sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CandidateProfile {
    /// Who.
    pub info: CandidateInfo,
    /// Their files, the newest first.
    pub documents: Vec<DocumentInfo>,
    /// The newest file that was read.
    pub resume: Option<ReadResume>,
    /// Their applications to the organisation's jobs.
    pub applications: Vec<CandidateApplication>,
    /// The organisation's tags.
    pub tags: Vec<String>,
    /// Notes that the reader may see.
    pub notes: Page<NoteItem>,
    /// Jobs that they could be added to.
    pub open_jobs: Vec<OpenJob>,
    /// Other entries with one of the same addresses: perhaps the same person.
    pub namesakes: Vec<(CandidateId, String)>,
}

/// A piece of a snippet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnippetPart {
    /// Words.
    pub text: String,
    /// Whether they were searched for.
    pub hit: bool,
}

/// What a recruiter searches the talent pool for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TalentQuery {
    /// Words or a sentence.
    pub q: String,
    /// A skill that must have been read.
    pub skill: String,
    /// Part of a place's name, or of several: “Hamburg or Leeds”.
    pub place: String,
    /// Where they must not live.
    pub not_place: String,
    /// A skill that must not have been read.
    pub not_skill: String,
    /// Years of work at least.
    pub years: Option<f32>,
    /// Years of work at most.
    pub most_years: Option<f32>,
    pub tag: String,
    /// Names of what the words ask besides ([`Asked::name`]) that is to be searched for as words, with commas between.
    pub off: String,
    /// From 1.
    pub page: i64,
}

/// What the words of a search ask besides, so that it filters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Asked {
    Place(String),
    NotPlace(String),
    NotSkill(String),
    Years(f32),
    MostYears(f32),
}

impl Asked {
    /// Its name in addresses.
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
    /// Years of work that may be asked for.
    pub const YEARS: Bounds = Bounds::between(0, 60, 2);
}

/// A candidate that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TalentHit {
    /// Who.
    pub candidate_id: CandidateId,
    /// Shown name.
    pub name: String,
    /// What they call themselves.
    pub headline: String,
    /// Where they live.
    pub location: String,
    /// Wants to hear nothing about other jobs.
    pub do_not_contact: bool,
    /// Years of work, where they were read.
    pub years: Option<f32>,
    /// The first of their skills.
    pub skills: Vec<String>,
    /// The organisation's tags.
    pub tags: Vec<String>,
    /// Where the résumé says it.
    pub snippet: Vec<SnippetPart>,
    /// When they came.
    pub created_at: DateTime<Utc>,
}

/// A page of the talent pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TalentPage {
    /// Who was found.
    pub hits: Page<TalentHit>,
    /// Every tag of the organisation.
    pub tags: Vec<String>,
    /// Whether the search understood meaning; false where the model is missing.
    pub by_meaning: bool,
    /// What the words asked besides.
    pub asked: Vec<Asked>,
}

/// What happened to an uploaded file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// What it was called.
    pub name: String,
    /// Whose it became.
    pub candidate: Option<CandidateId>,
    /// The file.
    pub document: Option<DocumentId>,
    /// The application that came of it.
    pub application: Option<ApplicationId>,
    /// It was here before, so nothing was added.
    pub known: bool,
    /// Why it was refused.
    pub error: Option<String>,
}

/// What the page for an application shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyForm {
    pub job_id: JobId,
    /// Last part of its address.
    pub slug: String,
    pub title: String,
    /// Who hires.
    pub organization: String,
    /// Place.
    pub location: String,
    /// What is asked.
    pub questions: Vec<Question>,
    /// A mark of these questions, which goes with the answers.
    pub asked: String,
    /// Résumés to choose from, the newest first.
    pub documents: Vec<DocumentInfo>,
    /// What else is known of them and goes with every application.
    pub profile: CandidateInfo,
    /// The application that goes on already.
    pub already: Option<ApplicationId>,
    /// Why the job takes none now.
    pub over: Option<String>,
    /// Largest file in megabytes.
    pub max_megabytes: u64,
}

/// A candidate's own application with everything that may be told of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnApplicationPage {
    /// Where it stands.
    pub application: OwnApplication,
    /// The kinds of the job's stages in order, each once.
    pub stages: Vec<StageKind>,
    /// What happened, the newest first.
    pub history: Vec<HistoryItem>,
    /// What was answered.
    pub answers: Vec<Answer>,
    /// The requirements and what was found of them.
    pub items: Vec<MatchItem>,
    /// The résumé's text, which the evidence points into.
    pub text: Option<String>,
    /// Whether it can be withdrawn.
    pub may_withdraw: bool,
}
