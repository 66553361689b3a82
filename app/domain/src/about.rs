//! What a note or a tag refers to.

use crate::ids::{ApplicationId, CandidateId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A candidate, or one of their applications. Written like the end of the URL of the recruiters' page:
/// `candidates/KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum About {
    /// The person, in all their applications.
    Candidate(CandidateId),
    /// One application, and through it the person.
    Application(ApplicationId),
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Candidate(id) => write!(f, "candidates/{id}"),
            Self::Application(id) => write!(f, "applications/{id}"),
        }
    }
}

impl FromStr for About {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = match text.split_once('/') {
            Some(("candidates", id)) => id.parse().map(Self::Candidate).ok(),
            Some(("applications", id)) => id.parse().map(Self::Application).ok(),
            _ => None,
        };
        parsed.ok_or("neither a candidate nor an application")
    }
}

impl TryFrom<String> for About {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<About> for String {
    fn from(about: About) -> Self {
        about.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::About;
    use crate::ids::{ApplicationId, CandidateId};
    use uuid::Uuid;

    #[test]
    fn it_is_read_as_it_is_written() {
        let key = Uuid::from_u128(7);
        for about in [About::Candidate(CandidateId(key)), About::Application(ApplicationId(key))] {
            assert_eq!(about.to_string().parse(), Ok(about));
        }
        assert!("jobs/1".parse::<About>().is_err() && "candidates/1".parse::<About>().is_err());
    }
}
