//! An application's life: which steps there are, and who may take them.

use crate::{
    ids::{ApplicationId, CandidateId, DocumentId, JobId, StageId},
    job::StageKind,
    matching::Band,
    words::words,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Where an application stands.
    ApplicationStatus {
        /// In the pipeline.
        Active = "active", "Active";
        /// Waiting, with the clock stopped.
        OnHold = "on_hold", "On hold";
        /// Ended well.
        Hired = "hired", "Hired";
        /// Ended by a person's decision.
        Rejected = "rejected", "Rejected";
        /// Ended by the candidate.
        Withdrawn = "withdrawn", "Withdrawn";
        /// Ended because the job did.
        Closed = "closed", "Closed";
    }
}

words! {
    /// Who took a step. A model is not among them.
    ActorKind {
        /// The applicant.
        Candidate = "candidate", "Candidate";
        Recruiter = "recruiter", "Recruiter";
        Admin = "admin", "Administrator";
        /// A knock-out rule that a recruiter wrote.
        Rule = "rule", "Screening rule";
        /// The program, following another step.
        System = "system", "HireQ";
    }
}

words! {
    /// A step in an application's history.
    EventKind {
        /// It arrived.
        Applied = "applied", "Applied";
        /// It went to another stage.
        Moved = "moved", "Moved";
        /// A person ended it.
        Rejected = "rejected", "Rejected";
        /// It was taken up again.
        Reopened = "reopened", "Reopened";
        /// The candidate ended it.
        Withdrawn = "withdrawn", "Withdrawn";
        /// It waits.
        Held = "held", "Put on hold";
        /// It waits no longer.
        Resumed = "resumed", "Resumed";
        /// It led to a hire.
        Hired = "hired", "Hired";
        /// The job ended.
        Closed = "closed", "Closed";
        /// Who applied has another name now.
        Renamed = "renamed", "Name changed";
        /// A recruiter said something else of a requirement than the machine.
        Overruled = "overruled", "Verdict overruled";
        /// The machine's verdict counts again.
        Restored = "restored", "Overruling taken back";
    }
}

impl EventKind {
    /// Whether it changed where the application stands.
    #[must_use]
    pub const fn is_step(self) -> bool {
        !matches!(self, Self::Renamed | Self::Overruled | Self::Restored)
    }
}

words! {
    /// Why a person ended an application.
    RejectReason {
        /// Other applicants met more of the requirements.
        OthersCloser = "others_closer", "Other applicants are a closer match";
        /// A must-have requirement is not met.
        RequirementNotMet = "requirement_not_met", "A required skill or qualification is missing";
        Experience = "experience", "More or different experience is needed";
        /// Place or permission to work.
        LocationOrPermit = "location_or_permit", "Location or permission to work";
        Pay = "pay", "Pay expectations";
        Filled = "filled", "The position is filled";
        /// No answer.
        NoReply = "no_reply", "No reply from the candidate";
        ScreeningAnswer = "screening_answer", "A screening question's answer";
    }
}

words! {
    /// How an application came.
    Source {
        /// Through the careers site.
        Careers = "careers", "Careers site";
        Recruiter = "recruiter", "Added by a recruiter";
        Import = "import", "Imported";
    }
}

/// What somebody does to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To another stage of the same job.
    Move,
    /// End it, with a reason.
    Reject,
    /// Take it up again.
    Reopen,
    /// The candidate ends it.
    Withdraw,
    /// Let it wait.
    Hold,
    /// Go on.
    Resume,
    /// It led to a hire.
    Hire,
    /// End it because its job ended.
    Close,
}

impl ApplicationStatus {
    /// The status after `step` taken by `actor`.
    ///
    /// # Errors
    /// A sentence that says why the step cannot be taken.
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

    /// Whether the application still goes on.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::OnHold)
    }
}

/// An applicant in the ranked table and on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApplicantRow {
    pub id: ApplicationId,
    /// Who applied; none while the job hides them.
    pub candidate_id: Option<CandidateId>,
    /// Shown name.
    pub name: String,
    /// What they call themselves.
    pub headline: String,
    /// Where they live.
    pub location: String,
    /// Column.
    pub stage_id: StageId,
    /// Column's name.
    pub stage: String,
    /// Column's kind.
    pub stage_kind: StageKind,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// 0 to 100, once scored.
    pub score: Option<f32>,
    /// The score in words.
    pub band: Option<Band>,
    /// Of each requirement of the job, in its order; none for one in words that were not looked for yet.
    pub verdicts: Vec<Option<crate::matching::Verdict>>,
    /// The score is of what the job asked before, and a new one is on its way.
    pub rescoring: bool,
    /// When it arrived.
    pub applied_at: DateTime<Utc>,
    /// When it entered its stage.
    pub stage_entered_at: DateTime<Utc>,
    /// Counts changes, so that two recruiters notice each other.
    pub row_version: i32,
    /// The same person applied for this job before.
    pub again: bool,
}

impl ApplicantRow {
    /// Whether the job hides who applied: then its moments tell their days alone.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.candidate_id.is_none()
    }
}

/// An earlier application of the same person for the same job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierApplication {
    /// Its key and when it arrived; none while the job hides who applied, for both lead to a person who may be named there.
    pub known: Option<(ApplicationId, DateTime<Utc>)>,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// It was rejected and that was not taken back, whatever became of it then.
    pub rejected: bool,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryItem {
    /// What happened.
    pub kind: EventKind,
    /// Who did it, as the reader may know them.
    pub actor: String,
    /// From which stage.
    pub from_stage: Option<String>,
    /// To which stage.
    pub to_stage: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What a recruiter wrote for the team; none where the reader is not of it.
    pub team_note: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// An answer to a screening question, with the question as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub question: String,
    /// What was answered.
    pub answer: String,
}

/// The candidate's own view of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnApplication {
    pub id: ApplicationId,
    pub job_id: JobId,
    /// Job's address.
    pub job_slug: String,
    pub job_title: String,
    /// Who hires.
    pub organization: String,
    /// The true stage.
    pub stage_kind: StageKind,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// When it arrived.
    pub applied_at: DateTime<Utc>,
    /// Last step.
    pub updated_at: DateTime<Utc>,
    /// The résumé that went with it.
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
