//! The candidate's portal: applying, following applications, the profile.

pub mod api;
mod application;
mod applications;
mod apply;
mod apply_as_guest;
mod confirm;
mod password;
mod prefill;
mod profile;
mod saved;

pub use application::OwnApplicationPage;
pub use applications::OwnApplicationsPage;
pub use apply::ApplyPage;
pub use confirm::ConfirmApplicationPage;
pub use password::ChoosePasswordPage;
pub use profile::ProfilePage;
pub use saved::SavedJobsPage;

use crate::ui::Tone;
use hireq_domain::application::ApplicationStatus;

/// The colour of a status from the candidate's point of view.
pub(crate) const fn tone(status: ApplicationStatus) -> Tone {
    match status {
        ApplicationStatus::Active => Tone::Info,
        ApplicationStatus::Hired => Tone::Success,
        ApplicationStatus::OnHold => Tone::Warning,
        ApplicationStatus::Rejected | ApplicationStatus::Withdrawn | ApplicationStatus::Closed => Tone::Neutral,
    }
}
