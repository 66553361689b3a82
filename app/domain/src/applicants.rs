//! A job's applicants as recruiters see them: ranked, on the board, one at a time and side by side.

use crate::{
    application::{Answer, ApplicantRow, ApplicationStatus, EarlierApplication, HistoryItem, ListColumn, RejectReason},
    candidate::Duplicate,
    correction::Correction,
    ids::{ApplicationId, DocumentId, JobId, NoteId, SavedFilterId, StageId},
    job::{JobStatus, RequirementKind, StageKind},
    matching::{Band, MatchResult},
    page::Page,
    sheet::Sheet,
    words::words,
};
use chrono::{DateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// How applicants are sorted.
    ApplicantSort {
        Best = "-score", "Best match first";
        Weakest = "score", "Weakest match first";
        Newest = "-applied", "Newest first";
        Oldest = "applied", "Oldest first";
        Name = "name", "Name";
        NameBackwards = "-name", "Name, backwards";
    }
}

words! {
    /// Which applicants a list shows by their status.
    StatusFilter {
        /// Active or on hold.
        Open = "open", "Open";
        Active = "active", "Active";
        OnHold = "on_hold", "On hold";
        Hired = "hired", "Hired";
        Rejected = "rejected", "Rejected";
        Withdrawn = "withdrawn", "Withdrawn";
        Closed = "closed", "Closed with the job";
        /// Everything.
        All = "all", "All";
    }
}

impl StatusFilter {
    /// The statuses that match.
    #[must_use]
    pub const fn statuses(self) -> &'static [ApplicationStatus] {
        use ApplicationStatus::{Active, Closed, Hired, OnHold, Rejected, Withdrawn};
        match self {
            Self::Open => &[Active, OnHold],
            Self::Active => &[Active],
            Self::OnHold => &[OnHold],
            Self::Hired => &[Hired],
            Self::Rejected => &[Rejected],
            Self::Withdrawn => &[Withdrawn],
            Self::Closed => &[Closed],
            Self::All => ApplicationStatus::ALL,
        }
    }
}

/// The filters and sorting of a list of applicants, as strings of the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicantQuery {
    /// A stage's key.
    #[serde(default)]
    pub stage: String,
    /// The stored word of a band.
    #[serde(default)]
    pub band: String,
    /// The stored word of a [`StatusFilter`]; empty means open.
    #[serde(default)]
    pub status: String,
    /// Words in the name, headline or résumé.
    #[serde(default)]
    pub q: String,
    /// `true` for only those who meet every must-have.
    #[serde(default)]
    pub musts: String,
    /// `true` for those only whom the reader has not opened yet.
    #[serde(default)]
    pub unseen: String,
    /// An [`ApplicantSort`]'s word.
    #[serde(default)]
    pub sort: String,
    /// The page number, starting at 1.
    #[serde(default)]
    pub page: String,
}

/// The parsed form of [`ApplicantQuery`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantFilter {
    pub stage: Option<StageId>,
    pub band: Option<Band>,
    pub status: StatusFilter,
    /// Words in the name, headline or résumé.
    pub q: Option<String>,
    /// Only those who meet every must-have.
    pub musts: bool,
    /// Not opened by the reader yet.
    pub unseen: bool,
    /// Order.
    pub sort: ApplicantSort,
    /// The page number, starting at 1.
    pub page: i64,
}

impl ApplicantQuery {
    /// Parses the query; invalid values are ignored.
    #[must_use]
    pub fn read(&self) -> ApplicantFilter {
        let q = self.q.trim();
        ApplicantFilter {
            stage: self.stage.parse().ok(),
            band: self.band.parse().ok(),
            status: self.status.parse().unwrap_or(StatusFilter::Open),
            q: (!q.is_empty()).then(|| q.chars().take(200).collect()),
            musts: self.musts == "true",
            unseen: self.unseen == "true",
            sort: self.sort.parse().unwrap_or(ApplicantSort::Best),
            page: self.page.parse().unwrap_or(1).clamp(1, 100_000),
        }
    }

    /// Whether anything is filtered, apart from the default of hiding applications that are over.
    #[must_use]
    pub fn filters(&self) -> bool {
        let filter = self.read();
        filter.stage.is_some()
            || filter.band.is_some()
            || filter.q.is_some()
            || filter.musts
            || filter.unseen
            || filter.status != StatusFilter::Open
    }
}

/// A stage with its number of open applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCount {
    pub id: StageId,
    /// The recruiters' name for it.
    pub name: String,
    pub kind: StageKind,
    /// How many days an application may stay here.
    pub sla_days: Option<i32>,
    /// The number of open applications.
    pub open: i64,
}

/// A requirement as the heading of a column of verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementHead {
    pub kind: RequirementKind,
    pub text: String,
    /// A must-have or a nice-to-have.
    pub must: bool,
}

/// What every page about a job's applicants shows of the job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobHead {
    pub id: JobId,
    pub title: String,
    pub location: String,
    /// The last part of its public URL.
    pub slug: String,
    pub status: JobStatus,
    /// Whether names are hidden until a first decision.
    pub blind: bool,
    pub stages: Vec<StageCount>,
    /// The requirements, in order.
    pub requirements: Vec<RequirementHead>,
    /// The number of all applications it ever had.
    pub applications: i64,
    /// How many of the open ones have no score for the job's current criteria.
    pub unscored: i64,
    /// The name of its owner, while they recruit here.
    pub owner: Option<String>,
}

impl JobHead {
    /// The number of open applications.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.stages.iter().map(|s| s.open).sum()
    }
}

/// Filters and order of a job's list, kept under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    pub id: SavedFilterId,
    pub name: String,
    pub query: ApplicantQuery,
}

/// A page of the ranked table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankedPage {
    pub job: JobHead,
    /// What the reader keeps of this job's filters, by name.
    pub saved: Vec<SavedFilter>,
    /// The columns that the reader has added.
    pub columns: Vec<ListColumn>,
    /// For each of the job's stages, how many applications in it the other filters leave.
    pub fitting: Vec<i64>,
    pub rows: Page<ApplicantRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardColumn {
    pub stage: StageCount,
    /// Its best applicants; the total is in `stage.open`.
    pub cards: Vec<ApplicantRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardPage {
    pub job: JobHead,
    /// One column per stage.
    pub columns: Vec<BoardColumn>,
}

/// The file of an application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApplicationFile {
    /// The key; `None` while the person is hidden, because the file names them.
    pub id: Option<DocumentId>,
    /// The name as uploaded.
    pub name: String,
    /// When the candidate corrected what was read from it.
    pub corrected_at: Option<DateTime<Utc>>,
    /// The corrections, beside what the file says.
    pub corrections: Vec<Correction>,
    /// The pages, if they can be shown; empty while the person is hidden.
    pub sheets: Vec<Sheet>,
    /// Why it could not be read, if it could not.
    pub failure: Option<String>,
    /// Whether it has not been read yet.
    pub waiting: bool,
}

words! {
    /// Who may read a note.
    NoteVisibility {
        /// All recruiters of the organisation.
        Team = "team", "The team";
        /// Only its author.
        Private = "private", "Only me";
    }
}

/// A recruiter's note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteItem {
    pub id: NoteId,
    pub author: String,
    /// Whether the reader is the author.
    pub mine: bool,
    pub body: String,
    pub visibility: NoteVisibility,
    pub at: DateTime<Utc>,
}

/// An applicant's contact details.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Mail addresses.
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub links: Vec<String>,
    /// Whether they asked not to be contacted.
    pub do_not_contact: bool,
}

/// One application with everything needed to decide on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApplicationDetail {
    pub job: JobHead,
    /// The application as in the table.
    pub row: ApplicantRow,
    /// Its place in the list that the reader goes through, from 1; none where that list leaves it out.
    pub rank: Option<i64>,
    /// How many that list has.
    pub of: i64,
    /// The one before it in that list.
    pub previous: Option<ApplicationId>,
    /// The one after it in that list.
    pub next: Option<ApplicationId>,
    /// Whether name and contact details are hidden until a first decision.
    pub hidden: bool,
    /// The contact details; empty while hidden.
    pub contact: Contact,
    pub file: Option<ApplicationFile>,
    /// The text read from the file.
    pub text: String,
    /// The current match.
    pub result: Option<MatchResult>,
    /// When it was scored.
    pub scored_at: Option<DateTime<Utc>>,
    /// The answers to the job's questions.
    pub answers: Vec<Answer>,
    /// The history, newest first.
    pub history: Page<HistoryItem>,
    /// The notes that the reader may see, newest first.
    pub notes: Page<NoteItem>,
    /// The organisation's tags on the candidate.
    pub tags: Vec<String>,
    pub reject_reason: Option<RejectReason>,
    /// Whether they applied themselves. Nobody else gets mail about the application.
    pub applied: bool,
    /// Their earlier applications for this job, newest first.
    pub earlier: Vec<EarlierApplication>,
    /// Others who are probably the same person; nobody while they are hidden.
    pub duplicates: Vec<Duplicate>,
    /// When the mail about the last step will be sent, while it can still be cancelled.
    pub mail_at: Option<DateTime<Utc>>,
}

/// One of the candidates being compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    pub row: ApplicantRow,
    pub result: Option<MatchResult>,
    /// Answers to the job's questions.
    pub answers: Vec<Answer>,
    /// They applied themselves. Nobody else gets mail about the application.
    pub applied: bool,
}

/// Two to four candidates being compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparePage {
    pub job: JobHead,
    /// The candidates, in the order asked for.
    pub candidates: Vec<Compared>,
}

/// An application in the version that somebody saw, as represented by a ticked row of a list. In a form it is written
/// as `key.version`, so that an action says which version it was decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seen {
    pub id: ApplicationId,
    /// The row version at that time.
    pub version: i32,
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.id, self.version)
    }
}

impl std::str::FromStr for Seen {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, version) = text.split_once('.').ok_or("a key and a version")?;
        let id = id.parse().map_err(|_| "a key")?;
        Ok(Self { id, version: version.parse().map_err(|_| "a version")? })
    }
}

impl TryFrom<String> for Seen {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Seen> for String {
    fn from(seen: Seen) -> Self {
        seen.to_string()
    }
}

/// The result for one row of a bulk action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkRow {
    pub id: ApplicationId,
    pub name: String,
    /// The application as it stands since, where the step was taken.
    pub now: Option<Seen>,
    /// Why nothing was done; none where it was.
    pub problem: Option<String>,
}

words! {
    /// What can be done with many applications at once.
    BulkAction {
        Move = "move", "Move";
        Reject = "reject", "Reject";
        Hold = "hold", "Put on hold";
        Resume = "resume", "Resume";
        Tag = "tag", "Tag";
    }
}

/// The results of a bulk action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkOutcome {
    /// One for each row, in the order asked for.
    pub rows: Vec<BulkRow>,
}

impl BulkOutcome {
    /// Rows that were done, as they stand since.
    #[must_use]
    pub fn done(&self) -> Vec<Seen> {
        self.rows.iter().filter_map(|row| row.now).collect()
    }
}

/// Steps that can be taken back, offered where they are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoable {
    /// The applications as they stand since.
    pub steps: Vec<Seen>,
    /// The page to go to then.
    pub back: String,
}

/// The name shown while the true one is hidden: the same on every page of the job, and nothing can be read from it. It
/// comes from the application's key: the candidate's own would be the same in every job.
#[must_use]
pub fn blind_name(application: ApplicationId) -> String {
    let key = application.0.simple().to_string();
    format!("Applicant {}", key[key.len() - 6..].to_uppercase())
}

/// Reduces a moment to its day. For hidden people, an exact time could be matched with their other actions.
#[must_use]
pub fn day(at: DateTime<Utc>) -> DateTime<Utc> {
    at.date_naive().and_time(NaiveTime::MIN).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_that_makes_no_sense_counts_as_not_asked() {
        let query = ApplicantQuery { stage: "x".into(), band: "best".into(), page: "-3".into(), ..Default::default() };
        let filter = query.read();
        assert_eq!((filter.stage, filter.band, filter.page), (None, None, 1));
        assert_eq!((filter.status, filter.sort), (StatusFilter::Open, ApplicantSort::Best));
        assert!(!query.filters());
    }

    #[test]
    fn what_was_seen_is_written_with_its_version() {
        let seen = Seen { id: ApplicationId(uuid::Uuid::from_u128(7)), version: 3 };
        assert_eq!(seen.to_string().parse(), Ok(seen));
        for text in ["", "7.3", "00000000-0000-0000-0000-000000000007", "00000000-0000-0000-0000-000000000007.x"] {
            assert!(text.parse::<Seen>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_blind_name_hides_the_person_and_stays_the_same() {
        let id = ApplicationId(uuid::Uuid::from_u128(0xabcd_ef01));
        assert_eq!(blind_name(id), "Applicant CDEF01");
        assert_eq!(blind_name(id), blind_name(id));
    }
}
