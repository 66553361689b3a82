//! What mails say: a file each under `templates/`, with the subject on its first line, and a struct each with what it
//! needs to be told. A value that is forgotten or misspelt does not compile.

use crate::{Result, ServiceError};
use askama::Template;

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

            impl $name<'static> {
                #[cfg(test)]
                fn sample() -> Self {
                    Self { $($field: $sample),+ }
                }
            }
        )+

        #[cfg(test)]
        fn samples() -> Vec<(&'static str, Result<(String, String)>)> {
            vec![$(($file, render(&$name::sample()))),+]
        }
    };
}

templates! {
    /// To who applied: it arrived.
    ApplicationReceived = "application_received.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", link: "https://jobs.example/me/applications/1",
    }
    /// To who looks after the job. Whose application it is stays out: the job may hide them.
    NewApplication = "new_application.txt" { job: "Data Engineer", link: "https://jobs.example/hr/applications/1" }
    /// To who applied: it went on.
    StatusUpdate = "status_update.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", stage: "Interview",
        link: "https://jobs.example/me/applications/1",
    }
    /// To who applied: it ended.
    ApplicationRejected = "application_rejected.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", reason: "The position is filled",
        link: "https://jobs.example/me/applications/1",
    }
    /// To who applied: it ended with the job.
    ApplicationClosed = "application_closed.txt" {
        name: "Zoë", job: "Data Engineer", organization: "Acme", reason: "The position is filled",
        link: "https://jobs.example/me/applications/1",
    }
    /// To a new account.
    Welcome = "welcome.txt" { name: "Zoë", site: "https://jobs.example" }
    /// To an address that somebody signs up with.
    ConfirmSignUp = "confirm_sign_up.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To the same where it has an account.
    SignUpKnown = "sign_up_known.txt" { site: "https://jobs.example" }
    /// To who forgot the password.
    ResetPassword = "reset_password.txt" { name: "Zoë", link: "https://jobs.example/x" }
    /// To whose password somebody guesses.
    SignInFailures = "sign_in_failures.txt" { name: "Zoë", site: "https://jobs.example" }
    /// To a new address.
    ConfirmAddress = "confirm_address.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To the same where it has an account.
    AddressTaken = "address_taken.txt" { site: "https://jobs.example" }
    /// To the old address.
    AddressChanged = "address_changed.txt" { site: "https://jobs.example", link: "https://jobs.example/x" }
    /// To a recruiter who is let in.
    AccountApproved = "account_approved.txt" { name: "Zoë", organization: "Acme", site: "https://jobs.example" }
    /// To a recruiter who is not.
    AccountRejected = "account_rejected.txt" { name: "Zoë", organization: "Acme", reason: "Nobody knows you" }
}

/// Subject and text.
pub(crate) fn render(mail: &impl Template) -> Result<(String, String)> {
    let text = mail.render().map_err(ServiceError::internal)?;
    let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
    Ok((subject.trim().to_owned(), format!("{}\n", body.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_has_a_subject_and_a_text() {
        for (file, rendered) in samples() {
            let (subject, body) = rendered.expect(file);
            assert!(!subject.is_empty() && !subject.contains('\n') && body.len() > 20, "{file}");
        }
    }

    #[test]
    fn what_somebody_wrote_stays_as_it_was_written_and_on_its_line() {
        let mail = NewApplication { job: "R&D <Lead>\nBcc: all", link: "x" };
        let (subject, body) = render(&mail).expect("rendered");
        assert!(body.contains("R&D <Lead>"), "{body}");
        assert!(!subject.contains("Bcc"), "{subject}");
    }
}
