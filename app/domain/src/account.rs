//! Accounts: who signs in, as what, and what their words must look like.

use crate::{
    ids::{OrganizationId, UserId},
    words::words,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

words! {
    /// What an account may do.
    Role {
        /// Runs the platform.
        Admin = "admin", "Administrator";
        /// Hires for one organisation.
        Hr = "hr", "Recruiter";
        /// Looks for work.
        Candidate = "candidate", "Candidate";
    }
}

words! {
    /// Whether an account may be used.
    AccountStatus {
        /// Waits for an admin's approval.
        Pending = "pending", "Pending";
        /// In use.
        Active = "active", "Active";
        /// Approval was refused.
        Rejected = "rejected", "Rejected";
        /// Shut for now.
        Suspended = "suspended", "Suspended";
    }
}

/// An e-mail address: trimmed, with one `@`, a dotted domain and no spaces.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The address as typed, trimmed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    /// Addresses are personal: they never reach a log by accident.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = &'static str;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = s.trim();
        if s.is_empty() {
            return Err("Enter an e-mail address");
        }
        let well_formed = s.len() <= 254
            && !s.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;\"()".contains(c))
            && s.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty()
                    && local.len() <= 64
                    && !domain.contains('@')
                    && domain.contains('.')
                    && domain.split('.').all(|label| !label.is_empty())
            });
        if well_formed { Ok(Self(s.to_owned())) } else { Err("Enter an e-mail address like name@example.com") }
    }
}

impl TryFrom<String> for Email {
    type Error = &'static str;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Email> for String {
    fn from(e: Email) -> Self {
        e.0
    }
}

/// A new password: 10 to 200 characters, not the address, not one of the commonest.
pub struct Password(String);

impl Password {
    /// Shortest that is accepted.
    pub const MIN: usize = 10;
    /// Longest that is accepted: hashing must stay cheap to refuse.
    pub const MAX: usize = 200;

    /// Checks a password that somebody chose.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence for the form.
    pub fn choose(password: &str, email: &str) -> Result<Self, &'static str> {
        const COMMON: [&str; 8] = [
            "1234567890",
            "0123456789",
            "password12",
            "password123",
            "qwertyuiop",
            "passwordpassword",
            "letmeinletmein",
            "iloveyou123",
        ];
        let length = password.chars().count();
        let lower = password.to_lowercase();
        let first = password.chars().next();
        if length < Self::MIN {
            Err("Use 10 characters or more. A few unrelated words are easy to remember")
        } else if length > Self::MAX {
            Err("Use 200 characters or fewer")
        } else if lower == email.trim().to_lowercase() {
            Err("Choose a password that is not your e-mail address")
        } else if COMMON.contains(&lower.as_str()) || password.chars().all(|c| Some(c) == first) {
            Err("This password is too easy to guess. A few unrelated words are better")
        } else {
            Ok(Self(password.to_owned()))
        }
    }

    /// The characters, for hashing only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Whether a character has no place in a name: what begins and ends markup, controls, and what turns the text after it
/// around. A name stands in titles, mails, files and other programs' pages; not all of them escape well.
fn unfit_for_a_name(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a file calls somebody, without what a name may not hold.
#[must_use]
pub fn cleaned_name(s: &str) -> String {
    s.chars()
        .map(|c| if unfit_for_a_name(c) { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A person's or an organisation's name: trimmed, not empty, at most 200 characters, nothing that is no part of a name.
///
/// # Errors
/// A sentence for the form that calls the thing `what` ("your name").
pub fn checked_name(s: &str, what: &str) -> Result<String, String> {
    let s = s.trim();
    if s.is_empty() {
        Err(format!("Enter {what}"))
    } else if s.chars().count() > 200 {
        Err(format!("Shorten {what} to 200 characters or fewer"))
    } else if s.chars().any(unfit_for_a_name) {
        Err(format!("Enter {what} on one line, without < and > and special characters"))
    } else {
        Ok(s.to_owned())
    }
}

/// Whoever is signed in, as every page knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUser {
    /// The account.
    pub id: UserId,
    /// Shown name.
    pub name: String,
    /// Address to sign in with.
    pub email: Email,
    /// What they may do.
    pub role: Role,
    /// Whether they may do it.
    pub status: AccountStatus,
    /// Why not, where an admin said so.
    pub status_reason: Option<String>,
    /// The recruiter's organisation.
    pub organization: Option<OrganizationRef>,
}

impl CurrentUser {
    /// The page where this person's work begins.
    #[must_use]
    pub const fn home(&self) -> &'static str {
        match self.role {
            Role::Admin => "/admin",
            Role::Hr => "/hr",
            Role::Candidate => "/me",
        }
    }
}

/// An organisation as a link shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRef {
    /// Key.
    pub id: OrganizationId,
    /// Shown name.
    pub name: String,
}

/// One of an account's sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Browser and system, as the browser says.
    pub agent: String,
    /// Address that it came from.
    pub ip: String,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it last asked for something.
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_one_at_sign_and_a_dotted_domain() {
        for good in ["a@b.example", " Zoë@example.com ", "first.last+tag@sub.example.org"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for bad in ["", "a", "a@b", "a@@b.c", "a b@c.d", "a@b..c", "a@b.c\r\nBcc: x@y.z", "<a@b.c>"] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_is_not_printed_by_debug() -> Result<(), &'static str> {
        let email: Email = "secret@example.com".parse()?;
        assert!(!format!("{email:?}").contains("secret"));
        Ok(())
    }

    #[test]
    fn a_password_is_long_and_not_obvious() {
        assert!(Password::choose("correct horse battery", "a@b.example").is_ok());
        for bad in ["short", "1234567890", "aaaaaaaaaaaa", "name@example.com"] {
            assert!(Password::choose(bad, "Name@example.com").is_err(), "{bad}");
        }
    }
}
