//! The life of an application: its statuses, the possible steps, and who may take them.

use crate::{
    ids::{ApplicationId, CandidateId, DocumentId, JobId, StageId},
    job::StageKind,
    matching::Band,
    words::words,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// The status of an application.
    ApplicationStatus {
        /// In the pipeline.
        Active = "active", "Active";
        /// Waiting; the time in stage does not count.
        OnHold = "on_hold", "On hold";
        /// The applicant was hired.
        Hired = "hired", "Hired";
        /// Rejected by a person's decision.
        Rejected = "rejected", "Rejected";
        /// Withdrawn by the candidate.
        Withdrawn = "withdrawn", "Withdrawn";
        /// Closed together with its job.
        Closed = "closed", "Closed";
    }
}

words! {
    /// Who took a step. A model is deliberately not among them.
    ActorKind {
        /// The applicant.
        Candidate = "candidate", "Candidate";
        Recruiter = "recruiter", "Recruiter";
        Admin = "admin", "Administrator";
        /// A knock-out rule that a recruiter wrote.
        Rule = "rule", "Screening rule";
        /// The program, as a consequence of another step.
        System = "system", "HireQ";
    }
}

words! {
    /// An entry in an application's history.
    EventKind {
        /// The application arrived.
        Applied = "applied", "Applied";
        /// Moved to another stage.
        Moved = "moved", "Moved";
        /// Rejected by a person.
        Rejected = "rejected", "Rejected";
        /// Reopened.
        Reopened = "reopened", "Reopened";
        /// Withdrawn by the candidate.
        Withdrawn = "withdrawn", "Withdrawn";
        /// Put on hold.
        Held = "held", "Put on hold";
        /// Resumed after being on hold.
        Resumed = "resumed", "Resumed";
        /// Hired.
        Hired = "hired", "Hired";
        /// Closed with its job.
        Closed = "closed", "Closed";
        /// The applicant changed their name.
        Renamed = "renamed", "Name changed";
        /// A recruiter overruled the machine's verdict on a requirement.
        Overruled = "overruled", "Verdict overruled";
        /// A recruiter's verdict was taken back, so that the machine's counts again.
        Restored = "restored", "Overruling taken back";
        /// It came from another record of its person, which was merged.
        Merged = "merged", "Came from a merged record";
        /// It went back to that record.
        Unmerged = "unmerged", "Merge taken back";
    }
}

impl EventKind {
    /// Whether it changed the application's status or stage.
    #[must_use]
    pub const fn is_step(self) -> bool {
        !matches!(self, Self::Renamed | Self::Overruled | Self::Restored | Self::Merged | Self::Unmerged)
    }
}

words! {
    /// The reason for a rejection.
    RejectReason {
        /// Other applicants meet more of the requirements.
        OthersCloser = "others_closer", "Other applicants are a closer match";
        /// A must-have requirement is not met.
        RequirementNotMet = "requirement_not_met", "A required skill or qualification is missing";
        Experience = "experience", "More or different experience is needed";
        /// Location or permission to work.
        LocationOrPermit = "location_or_permit", "Location or permission to work";
        Pay = "pay", "Pay expectations";
        Filled = "filled", "The position is filled";
        /// The candidate did not answer.
        NoReply = "no_reply", "No reply from the candidate";
        ScreeningAnswer = "screening_answer", "A screening question's answer";
    }
}

words! {
    /// How an application arrived.
    Source {
        /// Through the careers site.
        Careers = "careers", "Careers site";
        Recruiter = "recruiter", "Added by a recruiter";
        Import = "import", "Imported";
    }
}

words! {
    /// A column of the list of applicants that a recruiter may add.
    ListColumn {
        /// Years of experience.
        Experience = "experience", "Experience";
        /// Where they live.
        Place = "place", "Place";
        Source = "source", "Source";
        Tags = "tags", "Tags";
        /// To the screening questions.
        Answers = "answers", "Answers";
    }
}

/// What the columns of [`ListColumn`] show, but for the place, which every row has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MoreOfApplicant {
    /// Years of experience that the résumé shows.
    pub years: Option<f32>,
    pub source: Option<Source>,
    /// Empty while the job hides them, as the answers are.
    pub tags: Vec<String>,
    pub answers: Vec<Answer>,
}

/// A step that somebody can take with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Move it to another stage of the same job.
    Move,
    /// Reject it, with a reason.
    Reject,
    /// Reopen it.
    Reopen,
    /// The candidate withdraws it.
    Withdraw,
    /// Put it on hold.
    Hold,
    /// Resume it.
    Resume,
    /// Hire the applicant.
    Hire,
    /// Close it with its job.
    Close,
}

impl ApplicationStatus {
    /// The status after `step` taken by `actor`.
    ///
    /// # Errors
    /// A sentence that says why the step is not possible.
    pub fn after(self, step: Step, actor: ActorKind) -> Result<Self, &'static str> {
        use ActorKind::{Candidate, Recruiter, Rule, System};
        match (self, step, actor) {
            (Self::Active | Self::OnHold, Step::Withdraw, Candidate) => Ok(Self::Withdrawn),
            (_, Step::Withdraw, _) => Err("Only the candidate can withdraw, and only while the application is open"),
            (Self::Active, Step::Move, Recruiter) => Ok(Self::Active),
            (Self::Active | Self::OnHold, Step::Reject, Recruiter) | (Self::Active, Step::Reject, Rule) => {
                Ok(Self::Rejected)
            }
            (Self::Rejected | Self::Hired, Step::Reopen, Recruiter) => Ok(Self::Active),
            (Self::Active, Step::Hold, Recruiter) => Ok(Self::OnHold),
            (Self::OnHold, Step::Resume, Recruiter) => Ok(Self::Active),
            (Self::Active, Step::Hire, Recruiter) => Ok(Self::Hired),
            (Self::Active | Self::OnHold, Step::Close, System) => Ok(Self::Closed),
            (Self::Closed, Step::Reopen, System) => Ok(Self::Active),
            (Self::OnHold, Step::Move | Step::Hire, _) => Err("This application is on hold. Resume it first"),
            (Self::Rejected | Self::Withdrawn | Self::Closed | Self::Hired, ..) => Err("This application is over"),
            _ => Err("This step is not possible for this application now"),
        }
    }

    /// Whether the application is still open.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::OnHold)
    }
}

/// An applicant in the ranked table and on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApplicantRow {
    pub id: ApplicationId,
    /// Who applied; `None` while the job hides them.
    pub candidate_id: Option<CandidateId>,
    /// The displayed name.
    pub name: String,
    pub headline: String,
    pub location: String,
    pub stage_id: StageId,
    /// The name of the stage.
    pub stage: String,
    pub stage_kind: StageKind,
    pub status: ApplicationStatus,
    /// From 0 to 100; `None` until scored.
    pub score: Option<f32>,
    /// The band of the score.
    pub band: Option<Band>,
    /// The verdicts in the order of the job's requirements; `None` for one that has not been evaluated yet.
    pub verdicts: Vec<Option<crate::matching::Verdict>>,
    /// Whether the score is based on outdated criteria and a new one is being computed.
    pub rescoring: bool,
    /// The reader has not opened it yet.
    pub unseen: bool,
    /// When it arrived.
    pub applied_at: DateTime<Utc>,
    /// When it entered its stage.
    pub stage_entered_at: DateTime<Utc>,
    /// The version of the row, so that concurrent changes are noticed.
    pub row_version: i32,
    /// Whether the same person has applied for this job before.
    pub again: bool,
    /// For the columns that the reader has added; empty if there are none.
    pub more: MoreOfApplicant,
}

impl ApplicantRow {
    /// Whether the job hides this person. Times are then reduced to days.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.candidate_id.is_none()
    }
}

/// An earlier application of the same person for the same job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierApplication {
    /// The key and the time of arrival; `None` while the job hides its applicants, because the earlier application may
    /// show their name.
    pub known: Option<(ApplicationId, DateTime<Utc>)>,
    pub status: ApplicationStatus,
    /// Whether it was rejected and not reopened, even if its status has changed since.
    pub rejected: bool,
}

/// An entry of an application's history, as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryItem {
    pub kind: EventKind,
    /// The actor, as far as the reader may know them.
    pub actor: String,
    /// The previous stage.
    pub from_stage: Option<String>,
    /// The new stage.
    pub to_stage: Option<String>,
    pub reason: Option<String>,
    /// A note that only the team may read; `None` for other readers.
    pub team_note: Option<String>,
    pub at: DateTime<Utc>,
}

/// An answer to a screening question, with the question as it was worded then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: String,
    pub answer: String,
}

/// An application as its candidate sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnApplication {
    pub id: ApplicationId,
    pub job_id: JobId,
    /// The job's part of its URL.
    pub job_slug: String,
    pub job_title: String,
    /// The name of the organisation.
    pub organization: String,
    /// The actual stage.
    pub stage_kind: StageKind,
    pub status: ApplicationStatus,
    /// When it arrived.
    pub applied_at: DateTime<Utc>,
    /// The time of the last step.
    pub updated_at: DateTime<Utc>,
    /// The résumé of the application.
    pub document_id: Option<DocumentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_or_a_persons_rule_rejects() {
        for actor in ActorKind::ALL {
            let allowed = ApplicationStatus::Active.after(Step::Reject, *actor).is_ok();
            assert_eq!(allowed, matches!(actor, ActorKind::Recruiter | ActorKind::Rule), "{actor}");
        }
    }

    #[test]
    fn a_candidate_withdraws_while_it_is_open_and_never_after_a_hire() {
        assert_eq!(
            ApplicationStatus::OnHold.after(Step::Withdraw, ActorKind::Candidate),
            Ok(ApplicationStatus::Withdrawn)
        );
        assert!(ApplicationStatus::Hired.after(Step::Withdraw, ActorKind::Candidate).is_err());
        assert!(ApplicationStatus::Active.after(Step::Withdraw, ActorKind::Recruiter).is_err());
    }

    #[test]
    fn what_is_over_stays_over_unless_reopened() {
        assert!(ApplicationStatus::Rejected.after(Step::Move, ActorKind::Recruiter).is_err());
        assert_eq!(
            ApplicationStatus::Rejected.after(Step::Reopen, ActorKind::Recruiter),
            Ok(ApplicationStatus::Active)
        );
        assert_eq!(ApplicationStatus::Hired.after(Step::Reopen, ActorKind::Recruiter), Ok(ApplicationStatus::Active));
        assert!(ApplicationStatus::Hired.after(Step::Reopen, ActorKind::Candidate).is_err());
    }

    #[test]
    fn an_application_ends_with_its_job_and_comes_back_with_it_alone() {
        assert_eq!(ApplicationStatus::OnHold.after(Step::Close, ActorKind::System), Ok(ApplicationStatus::Closed));
        assert_eq!(ApplicationStatus::Closed.after(Step::Reopen, ActorKind::System), Ok(ApplicationStatus::Active));
        assert!(ApplicationStatus::Closed.after(Step::Reopen, ActorKind::Recruiter).is_err());
        assert!(ApplicationStatus::Hired.after(Step::Close, ActorKind::System).is_err());
        assert!(ApplicationStatus::Active.after(Step::Close, ActorKind::Recruiter).is_err());
    }
}
