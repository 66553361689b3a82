//! The audit log in words.

use super::AccountEvent;
use std::borrow::Cow;

/// What the entries that are not about accounts say.
const SAID: &[(&str, &str)] = &[
    ("application.add", "Applicant added by a recruiter"),
    ("application.apply", "Applied"),
    ("application.closed", "Application closed with its job"),
    ("application.held", "Application put on hold"),
    ("application.hired", "Applicant hired"),
    ("application.knocked_out", "Application rejected by a screening answer"),
    ("application.moved", "Application moved"),
    ("application.rejected", "Application rejected"),
    ("application.reopened", "Application reopened"),
    ("application.resumed", "Application taken off hold"),
    ("application.withdraw", "Application withdrawn"),
    ("applications.export", "Applicants exported"),
    ("candidate.add", "Candidate added"),
    ("candidate.do_not_contact", "“Do not contact” changed"),
    ("candidate.edit", "Candidate's details edited"),
    ("candidate.merge", "Candidates merged"),
    ("candidate.unmerge", "Merge undone"),
    ("document.download", "File downloaded"),
    ("document.upload", "File uploaded"),
    ("invitation.create", "Colleague invited"),
    ("invitation.withdraw", "Invitation withdrawn"),
    ("job.blind", "Hiding of names changed"),
    ("job.close", "Job closed"),
    ("job.create", "Job created"),
    ("job.draft", "Job unpublished"),
    ("job.edit", "Job edited"),
    ("job.fill", "Job filled"),
    ("job.hand_over", "Jobs handed over"),
    ("job.open", "Job published"),
    ("job.pause", "Job paused"),
    ("job.team_join", "Colleague added to a job"),
    ("job.team_leave", "Colleague removed from a job"),
    ("mail.cancel", "E-mail cancelled"),
    ("mail.read", "E-mail read"),
    ("mail.retry", "E-mail tried again"),
    ("note.add", "Note added"),
    ("note.remove", "Note removed"),
    ("organization.page", "Careers page edited"),
    ("organization.rename", "Organisation renamed"),
    ("organization.time_zone", "Organisation's time zone changed"),
    ("resume.correct", "Résumé corrected"),
    ("tag.add", "Tag added"),
    ("tag.remove", "Tag removed"),
    ("task.cancel", "Task cancelled"),
    ("task.read", "Task read"),
    ("task.retry", "Task tried again"),
    ("user.remove_person", "Account removed"),
    ("verdict.overrule", "Verdict overruled"),
    ("verdict.restore", "Overruling taken back"),
];

/// An entry's action in words; the action itself if it is an old one that nothing records any more.
#[must_use]
pub fn action_in_words(action: &str) -> Cow<'static, str> {
    if let Ok(event) = action.parse::<AccountEvent>() {
        return event.label().into();
    }
    let said = SAID.binary_search_by_key(&action, |(name, _)| name);
    said.map_or_else(|_| action.to_owned().into(), |at| SAID[at].1.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_found_by_their_order() {
        assert!(SAID.is_sorted_by_key(|(name, _)| name));
        assert_eq!(action_in_words("job.close"), "Job closed");
        assert_eq!(action_in_words("account.joined"), "Account made by an invitation");
        assert_eq!(action_in_words("long.gone"), "long.gone");
    }
}
