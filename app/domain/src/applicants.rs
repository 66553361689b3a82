//! A job's applicants as its recruiters see them: ranked, on the board, one by one and side by side.

use crate::{
    application::{Answer, ApplicantRow, ApplicationStatus, EarlierApplication, HistoryItem, RejectReason},
    correction::Correction,
    ids::{ApplicationId, DocumentId, JobId, NoteId, StageId},
    job::{JobStatus, RequirementKind, StageKind},
    matching::{Band, MatchResult},
    page::Page,
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
    /// The statuses that it lets through.
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

/// What a list of applicants is filtered and sorted by, as it stands in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicantQuery {
    /// A stage's key.
    #[serde(default)]
    pub stage: String,
    /// A band's word.
    #[serde(default)]
    pub band: String,
    /// A [`StatusFilter`]'s word; open where empty.
    #[serde(default)]
    pub status: String,
    /// Words in name, headline or résumé.
    #[serde(default)]
    pub q: String,
    /// `true` for those only who meet every must-have.
    #[serde(default)]
    pub musts: String,
    /// An [`ApplicantSort`]'s word.
    #[serde(default)]
    pub sort: String,
    /// Page, from 1.
    #[serde(default)]
    pub page: String,
}

/// The same, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantFilter {
    pub stage: Option<StageId>,
    pub band: Option<Band>,
    /// With one of these statuses.
    pub status: StatusFilter,
    /// With these words.
    pub q: Option<String>,
    /// Meets every must-have.
    pub musts: bool,
    /// Order.
    pub sort: ApplicantSort,
    /// Page, from 1.
    pub page: i64,
}

impl ApplicantQuery {
    /// What can be understood of it; the rest counts as not asked.
    #[must_use]
    pub fn read(&self) -> ApplicantFilter {
        let q = self.q.trim();
        ApplicantFilter {
            stage: self.stage.parse().ok(),
            band: self.band.parse().ok(),
            status: self.status.parse().unwrap_or(StatusFilter::Open),
            q: (!q.is_empty()).then(|| q.chars().take(200).collect()),
            musts: self.musts == "true",
            sort: self.sort.parse().unwrap_or(ApplicantSort::Best),
            page: self.page.parse().unwrap_or(1).clamp(1, 100_000),
        }
    }

    /// Whether it leaves anything out besides what is over.
    #[must_use]
    pub fn filters(&self) -> bool {
        let filter = self.read();
        filter.stage.is_some()
            || filter.band.is_some()
            || filter.q.is_some()
            || filter.musts
            || filter.status != StatusFilter::Open
    }
}

/// A stage with how many open applications it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCount {
    /// Key.
    pub id: StageId,
    /// What the recruiters call it.
    pub name: String,
    /// What it is for.
    pub kind: StageKind,
    /// Days that an application may wait here.
    pub sla_days: Option<i32>,
    /// Open applications.
    pub open: i64,
}

/// A requirement as a column of verdicts names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementHead {
    /// What it asks for.
    pub kind: RequirementKind,
    /// In words.
    pub text: String,
    /// Must have, or nice to have.
    pub must: bool,
}

/// What every page about a job's applicants says about the job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobHead {
    /// Key.
    pub id: JobId,
    pub title: String,
    /// Place.
    pub location: String,
    /// Last part of its public address.
    pub slug: String,
    /// Where it stands.
    pub status: JobStatus,
    /// Names hidden until a first decision.
    pub blind: bool,
    /// Its pipeline.
    pub stages: Vec<StageCount>,
    /// What it requires, in order.
    pub requirements: Vec<RequirementHead>,
    /// Every application that it ever had.
    pub applications: i64,
    /// Of the open ones, those that wait for a score, or for one of what the job asks now.
    pub unscored: i64,
}

impl JobHead {
    /// Applications that are not over.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.stages.iter().map(|s| s.open).sum()
    }
}

/// A page of the ranked table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankedPage {
    pub job: JobHead,
    pub rows: Page<ApplicantRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardColumn {
    pub stage: StageCount,
    /// Its best applicants; `stage.open` says how many there are.
    pub cards: Vec<ApplicantRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardPage {
    pub job: JobHead,
    /// One column a stage.
    pub columns: Vec<BoardColumn>,
}

/// The file that went with an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationFile {
    /// Key; none while the person is hidden, whom the file names.
    pub id: Option<DocumentId>,
    /// Its name as uploaded.
    pub name: String,
    /// When the candidate corrected what was read from it.
    pub corrected_at: Option<DateTime<Utc>>,
    /// What they corrected, beside what the file says.
    pub corrections: Vec<Correction>,
    /// Why it could not be read, where it could not.
    pub failure: Option<String>,
    /// Still waiting to be read.
    pub waiting: bool,
}

words! {
    /// Who may read a note.
    NoteVisibility {
        /// Every recruiter of the organisation.
        Team = "team", "The team";
        /// Its author.
        Private = "private", "Only me";
    }
}

/// A recruiter's note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteItem {
    /// Key.
    pub id: NoteId,
    /// Who wrote it.
    pub author: String,
    /// The reader wrote it.
    pub mine: bool,
    /// What it says.
    pub body: String,
    /// Who may read it.
    pub visibility: NoteVisibility,
    /// When.
    pub at: DateTime<Utc>,
}

/// How to reach an applicant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Addresses.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Web addresses.
    pub links: Vec<String>,
    /// They asked not to be contacted.
    pub do_not_contact: bool,
}

/// One application with everything that a decision needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApplicationDetail {
    pub job: JobHead,
    /// The application as the table shows it.
    pub row: ApplicantRow,
    /// Its place among the open applications of the job, where it has one.
    pub rank: Option<i64>,
    /// The next better one.
    pub previous: Option<ApplicationId>,
    /// The next worse one.
    pub next: Option<ApplicationId>,
    /// Name and contact are hidden until a first decision.
    pub hidden: bool,
    /// How to reach them; empty while hidden.
    pub contact: Contact,
    /// The file that went with it.
    pub file: Option<ApplicationFile>,
    /// The text read from it.
    pub text: String,
    /// The current match.
    pub result: Option<MatchResult>,
    /// When it was scored.
    pub scored_at: Option<DateTime<Utc>>,
    /// Answers to the job's questions.
    pub answers: Vec<Answer>,
    /// What happened, newest first.
    pub history: Page<HistoryItem>,
    /// Notes that the reader may read, newest first.
    pub notes: Page<NoteItem>,
    /// The organisation's tags on the candidate.
    pub tags: Vec<String>,
    /// Why it was rejected.
    pub reject_reason: Option<RejectReason>,
    /// They applied themselves. Nobody else gets mail about the application.
    pub applied: bool,
    /// What they sent for this job before, newest first.
    pub earlier: Vec<EarlierApplication>,
    /// When the mail about the last step goes out, while it can still be called back.
    pub mail_at: Option<DateTime<Utc>>,
}

/// One of the candidates side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    pub row: ApplicantRow,
    pub result: Option<MatchResult>,
}

/// Two to four candidates side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparePage {
    pub job: JobHead,
    /// The candidates, in the order asked for.
    pub candidates: Vec<Compared>,
}

/// An application as somebody saw it: what a tick in a list stands for. In a form it reads `key.version`, so that an
/// action tells which state it was decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seen {
    pub id: ApplicationId,
    /// Its row version at that time.
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

/// What became of one row of a bulk action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkRow {
    pub id: ApplicationId,
    /// Shown name.
    pub name: String,
    /// Why nothing was done; none where it was.
    pub problem: Option<String>,
}

/// What became of a bulk action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkOutcome {
    /// One a row, in the order asked for.
    pub rows: Vec<BulkRow>,
}

impl BulkOutcome {
    /// Rows that were done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.rows.iter().filter(|r| r.problem.is_none()).count()
    }
}

/// The name shown while the true one is hidden: the same on every page of the job, and nothing can be read from it. It
/// comes from the application's key: the candidate's own would be the same in every job.
#[must_use]
pub fn blind_name(application: ApplicationId) -> String {
    let key = application.0.simple().to_string();
    format!("Applicant {}", key[key.len() - 6..].to_uppercase())
}

/// The day of a moment. To the second, that of somebody hidden would lead to whatever else they did then.
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
