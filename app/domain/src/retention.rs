//! The table of how long data is kept. Housekeeping carries it out, and administrators can read it.
//!
//! Whatever is not named here is kept until somebody removes it.

use crate::words::words;
use chrono::TimeDelta;

words! {
    /// Data that is removed automatically after some time.
    Kept {
        MailTexts = "mail_texts", "Texts of mails";
        /// A mail's row: address, subject, time of sending.
        Mails = "mails", "Addresses and subjects of mails";
        /// Sessions, including the forms kept in them.
        Sessions = "sessions", "Sessions";
        /// Password reset links.
        ResetLinks = "reset_links", "Links for new passwords";
        /// Links that confirm a new address or restore the old one.
        AddressLinks = "address_links", "Links for new addresses";
        /// The name, address and password of somebody who did not confirm their sign-up.
        SignUps = "sign_ups", "Sign-ups that nobody confirmed";
        /// The file, the answers and the contact of somebody who did not confirm their address.
        UnconfirmedApplications = "unconfirmed_applications", "Applications that nobody confirmed";
        /// The address of somebody who did not accept.
        Invitations = "invitations", "Invitations that nobody accepted";
        /// The former details of merged candidates, and what was moved: with them a merge can be taken back.
        Merges = "merges", "What merges of candidates replaced";
        LiveEvents = "live_events", "What open pages were told";
        /// Files left behind by interrupted uploads.
        LostFiles = "lost_files", "Files that nothing refers to";
    }
}

impl Kept {
    /// How long, and starting from which event.
    const fn rule(self) -> (TimeDelta, &'static str) {
        match self {
            Self::MailTexts => (TimeDelta::days(30), "after they went out or were given up"),
            Self::Mails => (TimeDelta::days(365), "after they went out or were given up"),
            Self::Sessions => (TimeDelta::zero(), "when they end"),
            Self::ResetLinks => (TimeDelta::days(1), "after they ended"),
            Self::AddressLinks => (TimeDelta::days(1), "after they ended"),
            Self::SignUps => (TimeDelta::zero(), "when their link ends"),
            Self::UnconfirmedApplications => (TimeDelta::days(7), "after they came in"),
            Self::Invitations => (TimeDelta::days(30), "after their link ended"),
            Self::Merges => (TimeDelta::days(30), "after they were merged"),
            Self::LiveEvents => (TimeDelta::hours(1), "after they happened"),
            Self::LostFiles => (TimeDelta::days(1), "after they came in"),
        }
    }

    /// How long it is kept from the event in its rule.
    #[must_use]
    pub const fn time(self) -> TimeDelta {
        self.rule().0
    }

    /// The rule in words: "30 days after they went out or were given up".
    #[must_use]
    pub fn says(self) -> String {
        let (time, from) = self.rule();
        let count = |n: i64, unit: &str| format!("{n} {unit}{} {from}", if n == 1 { "" } else { "s" });
        match (time.num_days(), time.num_hours()) {
            (0, 0) => from.to_owned(),
            (0, hours) => count(hours, "hour"),
            (days, _) => count(days, "day"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_as_the_manual_has_it() {
        let manual = include_str!("../../../docs/retention.md");
        for kept in Kept::ALL {
            let line = format!("| {} | {} |", kept.label(), kept.says());
            assert!(manual.contains(&line), "docs/retention.md lacks: {line}");
        }
    }

    #[test]
    fn a_mails_text_goes_before_the_rest_of_it() {
        assert!(Kept::MailTexts.time() < Kept::Mails.time());
        assert_eq!(Kept::ResetLinks.says(), "1 day after they ended");
        assert_eq!(Kept::Sessions.says(), "when they end");
    }
}
