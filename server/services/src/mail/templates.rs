//! The texts of the mails. Each mail has a file under `templates/`, by language, with the subject on the first line and
//! the button's label on the second, and a struct with the values that it needs. A missing or misspelt value does not
//! compile.

use crate::{Result, ServiceError};
use askama::Template;
use hireq_domain::locale::Locale;

/// Declares the structs, each with sample values.
macro_rules! templates {
    ($($(#[$meta:meta])* $name:ident = $file:tt { $($field:ident: $sample:literal),+ $(,)? })+) => {
        $(
            $(#[$meta])*
            #[derive(Template)]
            #[template(path = $file)]
            pub(crate) struct $name<'a> {
                $(pub $field: &'a str,)+
            }

            impl Words for $name<'_> {
                fn words(&self, locale: Locale) -> askama::Result<String> {
                    match locale {
                        Locale::English => self.render(),
                    }
                }
            }

            impl $name<'static> {
                #[cfg(test)]
                fn sample() -> Self {
                    Self { $($field: $sample),+ }
                }
            }
        )+

        #[cfg(test)]
        fn samples() -> Vec<(&'static str, Rendered, Vec<&'static str>)> {
            let rendered = |mail: &dyn Words| render(mail, Locale::English).expect("rendered");
            vec![$(($file, rendered(&$name::sample()), vec![$($sample),+])),+]
        }
    };
}

templates! {
    /// To the applicant: the application arrived.
    ApplicationReceived = "en/application_received.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", link: "https://jobs.example/me/applications/1",
    }
    /// To the job's recruiters. It does not name the applicant, because the job may hide names.
    NewApplication = "en/new_application.txt" { job: "Data Engineer", link: "https://jobs.example/hr/applications/1" }
    /// To the applicant: the application moved to another stage.
    StatusUpdate = "en/status_update.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", stage: "Interview",
        link: "https://jobs.example/me/applications/1",
    }
    /// To the applicant: the application was rejected.
    ApplicationRejected = "en/application_rejected.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", reason: "The position is filled",
        link: "https://jobs.example/me/applications/1",
    }
    /// To the applicant: the job was closed.
    ApplicationClosed = "en/application_closed.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", reason: "The position is filled",
        link: "https://jobs.example/me/applications/1",
    }
    /// To the owner of a new account.
    Welcome = "en/welcome.txt" { name: "Zoë", site: "https://jobs.example" }
    /// To the address that somebody signs up with.
    ConfirmSignUp = "en/confirm_sign_up.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To the same address if it has an account already.
    SignUpKnown = "en/sign_up_known.txt" { site: "https://jobs.example" }
    /// To the address that somebody applies with.
    ConfirmApplication = "en/confirm_application.txt" {
        job: "Data Engineer", organization: "Acme", site: "https://jobs.example", link: "https://jobs.example/x",
    }
    /// To the same address if it belongs to a recruiter or an administrator.
    ApplicationRefused = "en/application_refused.txt" {
        job: "Data Engineer", organization: "Acme", site: "https://jobs.example",
    }
    /// To a colleague's address, from a recruiter.
    Invitation = "en/invitation.txt" {
        by: "Ada Ash", organization: "Acme", site: "https://jobs.example", link: "https://jobs.example/x",
    }
    /// To the same address if it has an account already.
    InvitationKnown = "en/invitation_known.txt" { by: "Ada Ash", organization: "Acme", site: "https://jobs.example" }
    /// To a colleague who joined a job's team.
    JobTeam = "en/job_team.txt" {
        by: "Ada Ash", job: "Data Engineer", role: "hiring manager", link: "https://jobs.example/hr/jobs/1",
    }
    /// To a colleague who was handed jobs.
    JobsHandedOver = "en/jobs_handed_over.txt" { by: "Ada Ash", jobs: "3 jobs", link: "https://jobs.example/hr/jobs" }
    /// To somebody who forgot their password.
    ResetPassword = "en/reset_password.txt" { name: "Zoë", link: "https://jobs.example/x" }
    /// To an owner whose password somebody seems to be guessing.
    SignInFailures = "en/sign_in_failures.txt" { name: "Zoë", site: "https://jobs.example" }
    /// To the new address.
    ConfirmAddress = "en/confirm_address.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To the same address if it belongs to another account.
    AddressTaken = "en/address_taken.txt" { site: "https://jobs.example" }
    /// To the old address.
    AddressChanged = "en/address_changed.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To a recruiter whose account was approved.
    AccountApproved = "en/account_approved.txt" { name: "Zoë", organization: "Acme", site: "https://jobs.example" }
    /// To a recruiter whose account was not approved.
    AccountRejected = "en/account_rejected.txt" { name: "Zoë", organization: "Acme", reason: "Nobody knows you" }
}

/// A mail with a template in each language.
pub(crate) trait Words {
    /// Fills in the template of a language.
    fn words(&self, locale: Locale) -> askama::Result<String>;
}

/// A mail's rendered text.
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Rendered {
    pub subject: String,
    /// The label of the button for the last address in the text; empty if there is no button.
    pub action: String,
    pub text: String,
}

/// Renders a mail in its reader's language.
pub(crate) fn render(mail: &dyn Words, locale: Locale) -> Result<Rendered> {
    let words = mail.words(locale).map_err(ServiceError::internal)?;
    let mut lines = words.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default().trim();
    Ok(Rendered { subject: line().to_owned(), action: line().to_owned(), text: format!("{}\n", line()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::page::page;

    const SITE: &str = "https://jobs.example";

    fn html(mail: &Rendered) -> String {
        page(Locale::English, &mail.subject, &mail.action, &mail.text, SITE).expect("a page")
    }

    #[test]
    fn both_parts_of_every_mail_hold_every_value_and_the_button_leads_where_the_text_does() {
        for (file, mail, values) in samples() {
            let html = html(&mail);
            assert!(!mail.subject.is_empty() && !mail.subject.contains('\n') && mail.text.len() > 20, "{file}");
            for value in &values {
                let said = format!("{}\n{}", mail.subject, mail.text);
                assert!(said.contains(value) && html.contains(value), "{file} forgets {value}");
            }
            let link = values.iter().find(|value| value.starts_with(&format!("{SITE}/")));
            if let Some(link) = link {
                assert!(html.contains(&format!(r#"<a class="button" href="{link}">{}</a>"#, mail.action)), "{file}");
            }
            for remote in ["src=", "url(", "<link", "@import"] {
                assert!(!html.contains(remote), "{file} loads something");
            }
        }
    }

    #[test]
    fn the_html_part_is_as_it_was_agreed() {
        let (_, mail, _) = samples().into_iter().find(|sample| sample.0.ends_with("reset_password.txt")).expect("one");
        let html = html(&mail);
        if std::env::var_os("WRITE_MAILS").is_some() {
            std::fs::write("src/mail/sample.html", &html).expect("written");
        }
        assert_eq!(html, include_str!("sample.html"), "WRITE_MAILS=1 writes it anew, for a look at what changed");
    }

    #[test]
    fn what_somebody_wrote_stays_as_it_was_written_and_on_its_line() {
        let mail =
            render(&NewApplication { job: "R&D <Lead>\nBcc: all", link: "x" }, Locale::English).expect("rendered");
        assert!(mail.text.contains("R&D <Lead>"), "{}", mail.text);
        assert!(!mail.subject.contains("Bcc"), "{}", mail.subject);
        assert!(html(&mail).contains("R&#38;D &#60;Lead&#62;"));
    }
}
