//! Accounts: roles, statuses, and the rules for addresses and names.

use crate::{
    ids::{OrganizationId, UserId},
    unseen::is_unseen,
    words::words,
    zone::Zone,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, net::IpAddr, str::FromStr};
use unicode_normalization::UnicodeNormalization;

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
        /// Awaits an administrator's approval.
        Pending = "pending", "Pending";
        /// In use.
        Active = "active", "Active";
        /// Approval was refused.
        Rejected = "rejected", "Rejected";
        /// Suspended for now.
        Suspended = "suspended", "Suspended";
        /// The person was removed; the account belongs to nobody.
        Former = "former", "Former user";
    }
}

/// A mail address: trimmed, with one `@`, a domain with a dot, and no spaces.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The address as typed, trimmed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The lookup key that identifies an account: NFKC-normalised, in lower case, with the domain in ASCII, so that an
    /// address is the same account however it is typed. It is stored, and no other code normalises addresses by rules
    /// of its own.
    #[must_use]
    pub fn key(&self) -> String {
        let small: String = self.0.nfkc().flat_map(char::to_lowercase).collect();
        let small: String = small.nfkc().collect();
        match small.split_once('@') {
            Some((local, domain)) => format!("{local}@{}", ascii_domain(domain).as_deref().unwrap_or(domain)),
            None => small,
        }
    }

    /// The address in the form that mail servers accept, with its domain in ASCII. Few servers accept non-ASCII letters
    /// before the `@`, and a single one on the way that does not is enough for a mail to bounce.
    ///
    /// # Errors
    /// A sentence for the form, if mail cannot reach the address.
    pub fn for_mail(&self) -> Result<String, &'static str> {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        if !local.is_ascii() {
            return Err(
                "Mail does not reach this address. Use one that has only the letters a to z, digits and signs \
                        before the @",
            );
        }
        let domain = ascii_domain(domain).ok_or("There is no such domain. Look at what stands after the @")?;
        Ok(format!("{local}@{domain}"))
    }

    /// An address that mail can be sent to.
    ///
    /// # Errors
    /// A sentence for the form, if it is not an address, or mail cannot reach it.
    pub fn mailable(s: &str) -> Result<Self, &'static str> {
        let email: Self = s.parse()?;
        email.for_mail().map(|_| email)
    }
}

/// A domain in its ASCII form ("xn--…"); `None` if it is invalid.
#[must_use]
pub fn ascii_domain(domain: &str) -> Option<String> {
    idna::domain_to_ascii(domain).ok().filter(|ascii| !ascii.is_empty())
}

impl fmt::Debug for Email {
    /// Addresses are personal data, so they must not get into a log by accident.
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
            && !s.chars().any(|c| c.is_whitespace() || c.is_control() || is_unseen(c) || "<>,;\"()".contains(c))
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

/// Whether a character is not allowed in a name: characters of markup, control characters, and those that change the
/// direction of the text after them. Names are shown in titles, mails, files and other programs, not all of which
/// escape correctly.
fn unfit_for_a_name(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>')
        // Some scripts need invisible characters to join or separate letters.
        || is_unseen(c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// A name found in a file, without characters that are not allowed.
#[must_use]
pub fn cleaned_name(s: &str) -> String {
    s.chars()
        .map(|c| if unfit_for_a_name(c) { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Checks the name of a person or an organisation: trimmed, not empty, at most 200 characters, without characters that
/// are not allowed.
///
/// # Errors
/// A sentence for the form, which calls the field `what` ("your name").
pub fn checked_name(s: &str, what: &str) -> Result<String, String> {
    let s = s.trim();
    // A name needs at least one visible letter or digit.
    if !s.contains(|c: char| c.is_alphanumeric() && !is_unseen(c)) {
        Err(format!("Enter {what}"))
    } else if s.chars().count() > 200 {
        Err(format!("Shorten {what} to 200 characters or fewer"))
    } else if s.chars().any(unfit_for_a_name) {
        Err(format!("Enter {what} on one line, without < and > and special characters"))
    } else {
        Ok(s.to_owned())
    }
}

/// Checks a person's name: like [`checked_name`], and without anything that mail programs turn into a link, because
/// names appear in mails to people who may not know whoever typed them.
///
/// # Errors
/// A sentence for the form, which calls the field `what` ("your name").
pub fn checked_person_name(s: &str, what: &str) -> Result<String, String> {
    let name = checked_name(s, what)?;
    if name.split_whitespace().any(is_address) { Err(format!("Enter {what} without addresses")) } else { Ok(name) }
}

/// Top-level domains that mail programs turn into links even without a scheme, and that are not surnames.
const HOSTS: [&str; 14] =
    ["com", "net", "org", "info", "biz", "io", "app", "dev", "xyz", "link", "click", "site", "online", "shop"];

/// Matches "https://x", "www.x", "a@b", "evil.example/unlock" and "evil.com", but not "St.John", "jane.doe" or "c/o".
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let host = word.split('/').next().unwrap_or_default();
    let end = host.rsplit_once('.').map(|(_, end)| end);
    word.contains(['@', ':'])
        || word.starts_with("www.")
        || end.is_some_and(|end| word.contains('/') || HOSTS.contains(&end))
}

/// The signed-in user, as every page knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUser {
    pub id: UserId,
    pub name: String,
    /// The address to sign in with.
    pub email: Email,
    pub role: Role,
    pub status: AccountStatus,
    /// The reason for the status, if an administrator gave one.
    pub status_reason: Option<String>,
    /// The organisation of a recruiter.
    pub organization: Option<OrganizationRef>,
    /// The user's time zone, if they or their browser have set one.
    pub time_zone: Option<Zone>,
    /// The organisation's time zone.
    pub organization_zone: Option<Zone>,
}

impl CurrentUser {
    /// The user's time zone, or else their organisation's.
    #[must_use]
    pub fn known_zone(&self) -> Option<&Zone> {
        self.time_zone.as_ref().or(self.organization_zone.as_ref())
    }

    /// The same, or UTC if neither is known.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.known_zone().cloned().unwrap_or_else(Zone::utc)
    }

    /// The user's first page after signing in.
    #[must_use]
    pub const fn home(&self) -> &'static str {
        match self.role {
            Role::Admin => "/admin",
            Role::Hr => "/hr",
            Role::Candidate => "/me",
        }
    }
}

/// An organisation, as needed for a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRef {
    pub id: OrganizationId,
    pub name: String,
}

/// One of an account's sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// The browser's `User-Agent`.
    pub agent: String,
    /// The IP address.
    pub ip: String,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one making this request.
    pub current: bool,
}

/// A security event of an account, as shown to its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvent {
    /// When it happened; the last time if it happened repeatedly.
    pub at: DateTime<Utc>,
    /// What happened, in words.
    pub what: String,
    /// The network that it came from, shortened; empty if it is unknown or not for the owner to know.
    pub network: String,
    /// The browser and operating system; empty if unknown.
    pub device: String,
    /// How many times it happened in a row.
    pub times: u32,
}

/// Shortens an IP address to its network: enough to recognise one's own, but not enough to find a person.
#[must_use]
pub fn shortened_address(ip: &str) -> String {
    match ip.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V4(ip)) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.…")
        }
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:…")
        }
        // Not an address: "unknown", "command line".
        Err(_) => ip.to_owned(),
    }
}

/// Derives a name such as "Firefox on Linux" from a `User-Agent`.
#[must_use]
pub fn device_name(agent: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Unknown device".to_owned(),
    }
}

words! {
    /// An administrator's action on an account.
    AccountStep {
        /// Approve a pending recruiter.
        Approve = "approve", "Approve";
        /// Refuse a pending recruiter.
        Reject = "reject", "Reject";
        /// Suspend an account.
        Suspend = "suspend", "Suspend";
        /// Lift the suspension or rejection.
        Reactivate = "reactivate", "Reactivate";
    }
}

impl AccountStep {
    /// Whether the step requires a reason.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Reject | Self::Suspend)
    }
}

impl AccountStatus {
    /// The status after an administrator's step.
    ///
    /// # Errors
    /// A sentence that says why the step is not possible.
    pub const fn after(self, step: AccountStep) -> Result<Self, &'static str> {
        match (self, step) {
            (Self::Pending | Self::Rejected, AccountStep::Approve) | (Self::Suspended, AccountStep::Reactivate) => {
                Ok(Self::Active)
            }
            (Self::Pending, AccountStep::Reject) => Ok(Self::Rejected),
            (Self::Active | Self::Pending | Self::Rejected, AccountStep::Suspend) => Ok(Self::Suspended),
            (Self::Former, _) => Err("This account is nobody's any more"),
            (Self::Active, AccountStep::Approve | AccountStep::Reactivate) => Err("This account is active already"),
            (_, AccountStep::Reject) => Err("Only an account that waits for approval can be rejected"),
            (Self::Suspended, _) => Err("This account is suspended. Reactivate it instead"),
            (Self::Pending | Self::Rejected, AccountStep::Reactivate) => Err("This account waits for approval"),
        }
    }

    /// The steps that are possible from this status, in the order shown.
    pub fn steps(self) -> impl Iterator<Item = AccountStep> {
        AccountStep::ALL.iter().copied().filter(move |step| self.after(*step).is_ok())
    }
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
    fn an_address_is_mailed_with_its_domain_in_ascii_and_refused_where_mail_does_not_reach_it() {
        let mailed = |s: &str| Email::mailable(s).and_then(|email| email.for_mail());
        assert_eq!(mailed("Ada@Bücher.example"), Ok("Ada@xn--bcher-kva.example".into()));
        assert_eq!(mailed("ada@example.com"), Ok("ada@example.com".into()));
        assert!(mailed("müller@example.com").is_err_and(|why| why.contains("before the @")));
        assert!(mailed("ada@xn--a.example").is_err_and(|why| why.contains("after the @")));
    }

    #[test]
    fn an_address_is_not_printed_by_debug() -> Result<(), &'static str> {
        let email: Email = "secret@example.com".parse()?;
        assert!(!format!("{email:?}").contains("secret"));
        Ok(())
    }

    #[test]
    fn an_address_is_one_account_however_it_is_typed() {
        let key = |s: &str| s.parse::<Email>().map(|email| email.key());
        for (one, other) in [
            ("Zoë@Example.com", "zoë@example.com"),
            ("zoe\u{308}@example.com", "ZO\u{cb}@example.com"),
            ("\u{130}lker@example.com", "i\u{307}lker@example.com"),
            ("\u{ff41}da@example.com", "ada@example.com"),
            ("\u{212a}im@example.com", "kim@example.com"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        let ascii = key("müller@xn--bcher-kva.example");
        for typed in ["Müller@Bücher.example", "mu\u{308}ller@BU\u{308}CHER.example", "müller@XN--BCHER-KVA.example"]
        {
            assert_eq!(key(typed), ascii, "{typed}");
        }
        assert_eq!(key("Ada_1@mail_1.Example.com"), Ok("ada_1@mail_1.example.com".into()));
        assert_ne!(key("\u{130}lker@example.com"), key("ilker@example.com"), "another letter");
    }

    #[test]
    fn a_browser_is_named_in_words() {
        assert_eq!(device_name("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"), "Firefox on Linux");
        assert_eq!(device_name(""), "Unknown device");
    }

    #[test]
    fn an_address_is_shortened_to_its_network() {
        assert_eq!(shortened_address("192.0.2.77"), "192.0.2.…");
        assert_eq!(shortened_address("::ffff:192.0.2.77"), "192.0.2.…");
        assert_eq!(shortened_address("2001:db8:1:2:3::4"), "2001:db8:1:…");
        assert_eq!(shortened_address("unknown"), "unknown");
    }
}
