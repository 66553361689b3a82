//! What mails say: a file each under `templates/`, by language, with the subject on its first line and what its button says
//! on the second, and a struct each with what it needs to be told. A value that is forgotten or misspelt does not compile.

use crate::{Result, ServiceError};
use askama::Template;
use hireq_domain::locale::Locale;

/// Declares the structs, each with a sample of its values.
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
    /// To who applied: it arrived.
    ApplicationReceived = "en/application_received.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", link: "https://jobs.example/me/applications/1",
    }
    /// To who looks after the job. Whose application it is stays out: the job may hide them.
    NewApplication = "en/new_application.txt" { job: "Data Engineer", link: "https://jobs.example/hr/applications/1" }
    /// To who applied: it went on.
    StatusUpdate = "en/status_update.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", stage: "Interview",
        link: "https://jobs.example/me/applications/1",
    }
    /// To who applied: it ended.
    ApplicationRejected = "en/application_rejected.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", reason: "The position is filled",
        link: "https://jobs.example/me/applications/1",
    }
    /// To who applied: it ended with the job.
    ApplicationClosed = "en/application_closed.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", reason: "The position is filled",
        link: "https://jobs.example/me/applications/1",
    }
    /// To a new account.
    Welcome = "en/welcome.txt" { name: "Zoë", site: "https://jobs.example" }
    /// To an address that somebody signs up with.
    ConfirmSignUp = "en/confirm_sign_up.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To the same where it has an account.
    SignUpKnown = "en/sign_up_known.txt" { site: "https://jobs.example" }
    /// To who forgot the password.
    ResetPassword = "en/reset_password.txt" { name: "Zoë", link: "https://jobs.example/x" }
    /// To whose password somebody guesses.
    SignInFailures = "en/sign_in_failures.txt" { name: "Zoë", site: "https://jobs.example" }
    /// To a new address.
    ConfirmAddress = "en/confirm_address.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To the same where it has an account.
    AddressTaken = "en/address_taken.txt" { site: "https://jobs.example" }
    /// To the old address.
    AddressChanged = "en/address_changed.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To a recruiter who is let in.
    AccountApproved = "en/account_approved.txt" { name: "Zoë", organization: "Acme", site: "https://jobs.example" }
    /// To a recruiter who is not.
    AccountRejected = "en/account_rejected.txt" { name: "Zoë", organization: "Acme", reason: "Nobody knows you" }
}

/// A mail that can be said in each language.
pub(crate) trait Words {
    /// The file of the language, filled in.
    fn words(&self, locale: Locale) -> askama::Result<String>;
}

/// A mail in words.
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Rendered {
    pub subject: String,
    /// What the button says that leads to the last address in the text; empty where there is none.
    pub action: String,
    pub text: String,
}

/// A mail in its reader's language.
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
