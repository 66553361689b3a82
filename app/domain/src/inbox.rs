//! The inbox: applicants of all jobs that wait for a recruiter.

use crate::{
    ids::{ApplicationId, JobId},
    page::Page,
    words::words,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

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

/// A part of the inbox, of all jobs or of those whose team the reader is in: `new`, `my-new`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxList {
    pub part: InboxPart,
    pub mine: bool,
}

const MINE: &str = "my-";

impl fmt::Display for InboxList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.mine { MINE } else { "" }, self.part)
    }
}

impl FromStr for InboxList {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mine = text.strip_prefix(MINE);
        let part = mine.unwrap_or(text).parse().map_err(|_| ())?;
        Ok(Self { part, mine: mine.is_some() })
    }
}

/// What the inbox is asked for, as it stands in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxQuery {
    /// An [`InboxList`]'s word; everybody's all where empty.
    #[serde(default)]
    pub show: String,
    /// Page, from 1.
    #[serde(default)]
    pub page: String,
}

impl InboxQuery {
    /// The list and the page; what makes no sense counts as not asked.
    #[must_use]
    pub fn read(&self) -> (InboxList, i64) {
        let list = self.show.parse().unwrap_or(InboxList { part: InboxPart::All, mine: false });
        (list, self.page.parse().unwrap_or(1).clamp(1, 100_000))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_the_inbox_is_the_word_that_it_was() {
        for text in ["all", "new", "my-overdue"] {
            assert_eq!(text.parse::<InboxList>().map(|list| list.to_string()).as_deref(), Ok(text));
        }
        assert!("my-".parse::<InboxList>().is_err() && "my".parse::<InboxList>().is_err());
    }
}
