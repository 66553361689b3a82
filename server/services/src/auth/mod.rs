//! Authorisation. A guard is a value that only this module can create: a use-case that takes one cannot be called
//! without the right that it proves.

use crate::{Result, ServiceError, Services};
use hireq_domain::{
    account::{AccountStatus, CurrentUser, Role},
    zone::Zone,
};
use hireq_store::{CandidateScope, OrgScope, PgExecutor, users};

mod blocking;
pub mod chosen;
pub mod password;

/// The sender of a request, who may be signed in.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The account, if somebody is signed in.
    pub user: Option<CurrentUser>,
    /// The IP address that the request came from.
    pub ip: String,
    /// The browser's `User-Agent`.
    pub agent: String,
}

/// The browser's time zone.
#[derive(Clone, Debug)]
pub struct BrowserZone(pub Zone);

/// Where a request came from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The IP address.
    pub ip: String,
    /// The browser's `User-Agent`.
    pub agent: String,
}

impl From<&str> for Origin {
    fn from(ip: &str) -> Self {
        Self { ip: ip.to_owned(), agent: String::new() }
    }
}

impl From<&Visitor> for Origin {
    fn from(visitor: &Visitor) -> Self {
        Self { ip: visitor.ip.clone(), agent: visitor.agent.clone() }
    }
}

/// Proof that somebody is signed in, with an account that is neither suspended nor rejected.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub user: CurrentUser,
    /// The IP address that the request came from.
    pub ip: String,
    /// The browser's `User-Agent`.
    pub agent: String,
}

impl From<&SignedIn> for Origin {
    fn from(who: &SignedIn) -> Self {
        Self { ip: who.ip.clone(), agent: who.agent.clone() }
    }
}

/// Proof of an approved recruiter.
#[derive(Clone, Debug)]
pub struct Hr {
    pub user: CurrentUser,
    /// The IP address that the request came from.
    pub ip: String,
    scope: OrgScope,
}

/// Proof of an administrator.
#[derive(Clone, Debug)]
pub struct Admin {
    pub user: CurrentUser,
    /// The IP address that the request came from.
    pub ip: String,
}

/// Proof of a candidate with an account.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub user: CurrentUser,
    /// The IP address that the request came from.
    pub ip: String,
    scope: CandidateScope,
}

impl Hr {
    /// The organisation whose rows this recruiter may access.
    #[must_use]
    pub const fn scope(&self) -> &OrgScope {
        &self.scope
    }
}

impl Candidate {
    /// The candidate whose rows this person may access.
    #[must_use]
    pub const fn scope(&self) -> &CandidateScope {
        &self.scope
    }
}

impl Visitor {
    /// Anybody with an account that may be used, including a recruiter who awaits approval.
    ///
    /// # Errors
    /// `Unauthenticated` if nobody is signed in.
    pub fn signed_in(&self) -> Result<SignedIn> {
        let user = self.user.clone().ok_or(ServiceError::Unauthenticated)?;
        match user.status {
            AccountStatus::Active | AccountStatus::Pending | AccountStatus::Rejected => {
                Ok(SignedIn { user, ip: self.ip.clone(), agent: self.agent.clone() })
            }
            AccountStatus::Suspended | AccountStatus::Former => Err(ServiceError::Unauthenticated),
        }
    }

    fn active(&self, role: Role) -> Result<SignedIn> {
        let signed_in = self.signed_in()?;
        if signed_in.user.role == role && signed_in.user.status == AccountStatus::Active {
            Ok(signed_in)
        } else {
            Err(ServiceError::Forbidden)
        }
    }

    /// An approved recruiter.
    ///
    /// # Errors
    /// `Unauthenticated` or `Forbidden`.
    pub fn hr(&self) -> Result<Hr> {
        let SignedIn { user, ip, .. } = self.active(Role::Hr)?;
        let organization = user.organization.as_ref().ok_or(ServiceError::Forbidden)?.id;
        Ok(Hr { scope: OrgScope::proven(organization), user, ip })
    }

    /// An administrator.
    ///
    /// # Errors
    /// `Unauthenticated` or `Forbidden`.
    pub fn admin(&self) -> Result<Admin> {
        let SignedIn { user, ip, .. } = self.active(Role::Admin)?;
        Ok(Admin { user, ip })
    }

    /// A candidate with an account.
    ///
    /// # Errors
    /// `Unauthenticated` or `Forbidden`.
    pub async fn candidate(&self, services: &Services) -> Result<Candidate> {
        self.candidate_in(&services.pool).await
    }

    /// The same in the caller's transaction, which may just have created the account.
    pub(crate) async fn candidate_in(&self, db: impl PgExecutor<'_>) -> Result<Candidate> {
        let SignedIn { user, ip, .. } = self.active(Role::Candidate)?;
        let candidate = users::candidate_of(db, user.id).await?.ok_or(ServiceError::Forbidden)?;
        Ok(Candidate { scope: CandidateScope::proven(user.id, candidate), user, ip })
    }
}

/// When sessions expire, according to the settings.
#[must_use]
pub fn session_ends(services: &Services) -> hireq_store::sessions::Ends {
    let (config, now) = (&services.config, services.clock.now());
    hireq_store::sessions::Ends {
        now,
        begun_after: now - chrono::TimeDelta::days(config.session_days.into()),
        candidate_used_after: now - chrono::TimeDelta::hours(config.session_hours.into()),
        staff_used_after: now - chrono::TimeDelta::hours(config.staff_session_hours.into()),
    }
}

/// The key under which a session is stored: the hash of its number.
#[must_use]
pub fn session_key(number: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(number).to_vec()
}
