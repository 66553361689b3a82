//! Who caused an event, as the audit log records it.

use crate::auth::{Admin, Candidate, Hr, Origin, SignedIn};
use hireq_domain::account::{CurrentUser, device_name};

/// Who caused an event, and from where.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Somebody who is signed in.
    Person {
        user: &'a CurrentUser,
        /// Their IP address.
        ip: &'a str,
        /// Their browser's `User-Agent`, if known.
        agent: &'a str,
    },
    /// Somebody not signed in, who used or tried a link or a password.
    Stranger(&'a Origin),
    /// HireQ itself, in a background task.
    Program,
}

impl<'a> By<'a> {
    pub(super) const fn user(self) -> Option<&'a CurrentUser> {
        match self {
            Self::Person { user, .. } => Some(user),
            Self::Stranger(_) | Self::Program => None,
        }
    }

    pub(super) fn ip(self) -> Option<&'a str> {
        match self {
            Self::Person { ip, .. } => Some(ip),
            Self::Stranger(from) => Some(&from.ip),
            Self::Program => None,
        }
    }

    pub(super) fn device(self) -> Option<String> {
        let agent = match self {
            Self::Person { agent, .. } => agent,
            Self::Stranger(from) => &from.agent,
            Self::Program => "",
        };
        (!agent.is_empty()).then(|| device_name(agent))
    }
}

impl<'a> From<&'a Hr> for By<'a> {
    fn from(who: &'a Hr) -> Self {
        Self::Person { user: &who.user, ip: &who.ip, agent: "" }
    }
}

impl<'a> From<&'a Candidate> for By<'a> {
    fn from(who: &'a Candidate) -> Self {
        Self::Person { user: &who.user, ip: &who.ip, agent: "" }
    }
}

impl<'a> From<&'a Admin> for By<'a> {
    fn from(who: &'a Admin) -> Self {
        Self::Person { user: &who.user, ip: &who.ip, agent: "" }
    }
}

impl<'a> From<&'a SignedIn> for By<'a> {
    fn from(who: &'a SignedIn) -> Self {
        Self::Person { user: &who.user, ip: &who.ip, agent: &who.agent }
    }
}

impl<'a> From<&'a Origin> for By<'a> {
    fn from(from: &'a Origin) -> Self {
        Self::Stranger(from)
    }
}
