//! An organisation's own careers page.

use serde::{Deserialize, Serialize};

/// What the page shows above the organisation's jobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationPage {
    pub name: String,
    /// The last part of its URL.
    pub slug: String,
    /// What it says of itself, as safe HTML.
    pub html: String,
    /// The first words of that, for previews.
    pub summary: String,
    /// The address of its logo.
    pub logo: Option<String>,
    /// The address of the stylesheet with its colour.
    pub accent: Option<String>,
}

/// The page as its form shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationPageForm {
    pub name: String,
    /// The last part of its URL.
    pub slug: String,
    /// Markdown.
    pub about: String,
    /// The chosen colour; empty for the site's own.
    pub accent: String,
    /// The address of the logo.
    pub logo: Option<String>,
}
