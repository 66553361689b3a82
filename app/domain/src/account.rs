//! Accounts: who signs in, as what, and what their words must look like.

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
        /// Waits for an admin's approval.
        Pending = "pending", "Pending";
        /// In use.
        Active = "active", "Active";
        /// Approval was refused.
        Rejected = "rejected", "Rejected";
        /// Shut for now.
        Suspended = "suspended", "Suspended";
        /// Nobody's any more: the person was taken out of it.
        Former = "former", "Former user";
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

    /// What tells one account from another: compatibility forms composed (NFKC), letters small, and the domain in ASCII, so
    /// that one address is one account however it was typed. It is stored: nothing else folds letters by rules of its own.
    #[must_use]
    pub fn key(&self) -> String {
        let small: String = self.0.nfkc().flat_map(char::to_lowercase).collect();
        let small: String = small.nfkc().collect();
        match small.split_once('@') {
            Some((local, domain)) => format!("{local}@{}", ascii_domain(domain).as_deref().unwrap_or(domain)),
            None => small,
        }
    }

    /// The address as mail servers take it, with its domain in ASCII. Few servers take letters outside ASCII before the
    /// `@`, and one on the way that does not is enough for a mail to come back.
    ///
    /// # Errors
    /// A sentence for the form, where no mail reaches the address.
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

    /// An address for mail to be sent to.
    ///
    /// # Errors
    /// A sentence for the form, where it is none, or no mail reaches it.
    pub fn mailable(s: &str) -> Result<Self, &'static str> {
        let email: Self = s.parse()?;
        email.for_mail().map(|_| email)
    }
}

/// A domain as the network knows it ("xn--…"); none where there can be no such.
#[must_use]
pub fn ascii_domain(domain: &str) -> Option<String> {
    idna::domain_to_ascii(domain).ok().filter(|ascii| !ascii.is_empty())
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

/// Whether a character has no place in a name: what begins and ends markup, controls, and what turns the text after it
/// around. A name stands in titles, mails, files and other programs' pages; not all of them escape well.
fn unfit_for_a_name(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>')
        // Some scripts join and part letters by signs of their own.
        || is_unseen(c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
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
    // What only joins letters, or shows nothing, is no name.
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

/// A person's name: as [`checked_name`], and nothing that mail programs make a link of. Names stand in mails to people
/// who may never have heard of whoever typed them.
///
/// # Errors
/// A sentence for the form that calls the thing `what` ("your name").
pub fn checked_person_name(s: &str, what: &str) -> Result<String, String> {
    let name = checked_name(s, what)?;
    if name.split_whitespace().any(is_address) { Err(format!("Enter {what} without addresses")) } else { Ok(name) }
}

/// Ends of hosts that mail programs make links of without more ado, and that are no surnames.
const HOSTS: [&str; 14] =
    ["com", "net", "org", "info", "biz", "io", "app", "dev", "xyz", "link", "click", "site", "online", "shop"];

/// "https://x", "www.x", "a@b", "evil.example/unlock", "evil.com"; not "St.John", "jane.doe" or "c/o".
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let host = word.split('/').next().unwrap_or_default();
    let end = host.rsplit_once('.').map(|(_, end)| end);
    word.contains(['@', ':'])
        || word.starts_with("www.")
        || end.is_some_and(|end| word.contains('/') || HOSTS.contains(&end))
}

/// Whoever is signed in, as every page knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUser {
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
    /// Where they read times, where they or their browser said so.
    pub time_zone: Option<Zone>,
    /// Where their organisation is.
    pub organization_zone: Option<Zone>,
}

impl CurrentUser {
    /// Where they read times: where they are, or else their organisation.
    #[must_use]
    pub fn known_zone(&self) -> Option<&Zone> {
        self.time_zone.as_ref().or(self.organization_zone.as_ref())
    }

    /// The same, or nowhere.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.known_zone().cloned().unwrap_or_else(Zone::utc)
    }

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

/// Something that happened to an account, as its owner reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvent {
    /// When; the last time where it happened many times.
    pub at: DateTime<Utc>,
    /// What, in words.
    pub what: String,
    /// From which network, shortened; empty where that is not known or not the owner's.
    pub network: String,
    /// With which browser and system; empty where that is not known.
    pub device: String,
    /// How many times in a row.
    pub times: u32,
}

/// A network in place of an address: enough to tell one's own from another, not enough to find somebody.
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
        // No address: "unknown", "command line".
        Err(_) => ip.to_owned(),
    }
}

/// "Firefox on Linux" out of what a browser says of itself.
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
    /// What an administrator does to an account.
    AccountStep {
        /// Lets a waiting recruiter in.
        Approve = "approve", "Approve";
        /// Refuses a waiting recruiter.
        Reject = "reject", "Reject";
        /// Shuts an account.
        Suspend = "suspend", "Suspend";
        /// Opens it again.
        Reactivate = "reactivate", "Reactivate";
    }
}

impl AccountStep {
    /// Whether the step must say why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Reject | Self::Suspend)
    }
}

impl AccountStatus {
    /// The status after an administrator's step.
    ///
    /// # Errors
    /// A sentence that says why the step cannot be taken.
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

    /// The steps that an administrator may take from here, in the order shown.
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
