//! An organisation's own careers page, and the form in which its recruiters write it.

pub mod api;
mod page;
mod settings;

pub use page::OrganizationPage;
pub use settings::OrganizationSettingsPage;
