//! The inbox: applicants of all jobs that wait for a recruiter.

use crate::{
    ids::{ApplicationId, JobId},
    page::Page,
    words::words,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// Which part of the inbox is shown.
    InboxPart {
        /// Everybody who waits.
        All = "all", "All";
        /// In the first stage: nobody has moved them on yet.
        New = "new", "New";
        /// Longer in their stage than it allows.
        Overdue = "overdue", "Waiting too long";
    }
}

/// What the inbox is asked for, as it stands in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxQuery {
    /// An [`InboxPart`]'s word; all where empty.
    #[serde(default)]
    pub show: String,
    /// Page, from 1.
    #[serde(default)]
    pub page: String,
}

impl InboxQuery {
    /// The part and the page; what makes no sense counts as not asked.
    #[must_use]
    pub fn read(&self) -> (InboxPart, i64) {
        let part = self.show.parse().unwrap_or(InboxPart::All);
        (part, self.page.parse().unwrap_or(1).clamp(1, 100_000))
    }
}

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboxRow {
    pub id: ApplicationId,
    pub job: JobId,
    pub job_title: String,
    /// Shown name.
    pub name: String,
    /// The job hides who it is: its moments tell their days alone.
    pub hidden: bool,
    /// What they call themselves; empty while hidden.
    pub headline: String,
    /// The stage's name.
    pub stage: String,
    /// Nobody has moved them on yet.
    pub new: bool,
    /// Since when they wait there.
    pub since: DateTime<Utc>,
    /// Until when the stage allows it.
    pub due: DateTime<Utc>,
    /// 0 to 100, once scored.
    pub score: Option<f32>,
}

/// How many wait in each part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxCounts {
    pub all: i64,
    pub new: i64,
    pub overdue: i64,
}

impl InboxCounts {
    #[must_use]
    pub const fn of(self, part: InboxPart) -> i64 {
        match part {
            InboxPart::All => self.all,
            InboxPart::New => self.new,
            InboxPart::Overdue => self.overdue,
        }
    }
}

/// A page of the inbox: what is due first comes first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboxPage {
    pub counts: InboxCounts,
    pub rows: Page<InboxRow>,
}
