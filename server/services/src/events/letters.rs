//! An event's mails: finds their recipients, writes their text and puts them into the outbox.

use super::Recorded;
use crate::{
    Result, ServiceError,
    mail::{HIDDEN, SendMail, templates::*},
    queue,
};
use chrono::{DateTime, Utc};
use hireq_domain::{
    account::CurrentUser,
    application::ActorKind,
    event::{Mail, Reader, Secret, Told, When},
    ids::{ApplicationId, UserId},
    locale::Locale,
};
use hireq_store::{PgConnection, applications::events::Parties, jobs::members, outbox};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a mail is about: an application, its reader's account, both or neither.
struct About<'a> {
    application: Option<(ApplicationId, &'a Parties)>,
    account: Option<CurrentUser>,
}

impl About<'_> {
    fn parties(&self) -> Result<(ApplicationId, &Parties)> {
        self.application.ok_or_else(|| ServiceError::internal("a mail about no application"))
    }

    fn account(&self) -> Result<&CurrentUser> {
        self.account.as_ref().ok_or_else(|| ServiceError::internal("a mail about no account"))
    }
}

impl Recorded<'_> {
    pub(super) async fn mails(&self, db: &mut PgConnection) -> Result<()> {
        for told in self.effects.readers() {
            if let Some((mail, when)) = &told.mail {
                self.mail(db, told, mail, *when).await?;
            }
        }
        Ok(())
    }

    async fn mail(&self, db: &mut PgConnection, told: &Told, mail: &Mail, when: When) -> Result<()> {
        let Some(send_after) = self.moment(when) else { return Ok(()) };
        let about = About {
            application: self.effects.history.as_ref().map(|entry| entry.application).zip(self.parties.as_ref()),
            account: match told.reader {
                Reader::User(user) => Some(self.account(&mut *db, user).await?),
                _ => None,
            },
        };
        let recipients = match told.reader {
            Reader::JobTeam => self.job_team(&mut *db).await?,
            _ => self.address(told, &about).into_iter().collect(),
        };
        for (recipient, user) in recipients {
            self.send(&mut *db, told, (mail, when, send_after), &about, (&recipient, user)).await?;
        }
        Ok(())
    }

    async fn send(
        &self,
        db: &mut PgConnection,
        told: &Told,
        (mail, when, send_after): (&Mail, When, DateTime<Utc>),
        about: &About<'_>,
        (recipient, user): (&str, Option<UserId>),
    ) -> Result<()> {
        // All readers get English until there is a second language.
        let locale = Locale::English;
        let words = self.words(mail, about, locale)?;
        let added = outbox::add(
            &mut *db,
            outbox::NewMail {
                dedupe_key: &key((self.id, self.at), mail, told, recipient),
                event: mail.word(),
                recipient,
                user,
                locale,
                subject: &words.subject,
                action: &words.action,
                body: &words.text,
                secret: secret(mail),
                application: about.application.map(|(id, _)| id),
                send_after: (when != When::Now).then_some(send_after),
                clock_offset: self.services.clock.offset_seconds(),
                created_at: self.at,
            },
        )
        .await?;
        // A mail that is due later is found by the scheduled run.
        if added.is_some() && when == When::Now {
            queue::enqueue(db, &SendMail::default()).await?;
        }
        Ok(())
    }

    /// The address of a reader's mail, and the account that it belongs to; `None` if they get no mail.
    fn address(&self, told: &Told, about: &About<'_>) -> Option<(String, Option<UserId>)> {
        let parties = about.application.map(|(_, parties)| parties);
        match &told.reader {
            Reader::Address(email) => Some((email.as_str().to_owned(), self.by.user().map(|user| user.id))),
            Reader::User(_) => about.account.as_ref().map(|user| (user.email.as_str().to_owned(), Some(user.id))),
            Reader::Candidate => {
                // Somebody who asked not to be contacted still gets answers to what they have just sent.
                let by = self.effects.history.as_ref().map(|entry| entry.by);
                let answer = matches!(by, Some(ActorKind::Candidate | ActorKind::Rule));
                let parties = parties?;
                let email = parties.email.clone().filter(|_| answer || !parties.do_not_contact)?;
                Some((email, parties.user))
            }
            Reader::JobTeam | Reader::Organization | Reader::Administrators => None,
        }
    }

    /// Those of the job's team who are mailed about its applicants.
    async fn job_team(&self, db: &mut PgConnection) -> Result<Vec<(String, Option<UserId>)>> {
        let Some(parties) = &self.parties else { return Ok(Vec::new()) };
        let members = members::mailed(db, parties.job_id).await?;
        Ok(members.into_iter().map(|(user, email)| (email, Some(user))).collect())
    }

    /// The recruiter who did it.
    fn colleague(&self) -> Result<&CurrentUser> {
        self.by.user().ok_or_else(|| ServiceError::internal("a colleague's mail from nobody"))
    }

    /// The mail's text in its reader's language.
    fn words(&self, mail: &Mail, about: &About<'_>, locale: Locale) -> Result<Rendered> {
        let say = |mail: &dyn Words| render(mail, locale);
        let site = self.services.config.frontend_url.as_str();
        let link = |page: &str| format!("{site}/{page}?token={HIDDEN}");
        match mail {
            Mail::ApplicationReceived => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                say(&ApplicationReceived { name, job, organization, link: &format!("{site}/me/applications/{id}") })
            }
            Mail::NewApplication => {
                let (id, parties) = about.parties()?;
                say(&NewApplication { job: &parties.job, link: &format!("{site}/hr/applications/{id}") })
            }
            Mail::StatusUpdate(kind) => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                let link = &format!("{site}/me/applications/{id}");
                say(&StatusUpdate { name, job, organization, stage: kind.label(), link })
            }
            Mail::ApplicationRejected(reason) => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                let link = &format!("{site}/me/applications/{id}");
                say(&ApplicationRejected { name, job, organization, reason: reason.label(), link })
            }
            Mail::ApplicationClosed { reason } => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                say(&ApplicationClosed {
                    name,
                    job,
                    organization,
                    reason,
                    link: &format!("{site}/me/applications/{id}"),
                })
            }
            Mail::Welcome => say(&Welcome { name: &about.account()?.name, site }),
            Mail::ConfirmSignUp(_) => say(&ConfirmSignUp { site, link: &link("confirm-sign-up") }),
            Mail::SignUpKnown => say(&SignUpKnown { site }),
            Mail::ConfirmApplication { job, organization, .. } => {
                say(&ConfirmApplication { job, organization, site, link: &link("confirm-application") })
            }
            Mail::ApplicationRefused { job, organization } => say(&ApplicationRefused { job, organization, site }),
            Mail::Invitation(_) => {
                let by = self.colleague()?;
                say(&Invitation { by: &by.name, organization: organization(by), site, link: &link("join") })
            }
            Mail::InvitationKnown => {
                let by = self.colleague()?;
                say(&InvitationKnown { by: &by.name, organization: organization(by), site })
            }
            Mail::JobTeam { job, title, role } => {
                let (by, role) = (&self.colleague()?.name, role.label().to_lowercase());
                say(&JobTeam { by, job: title, role: &role, link: &format!("{site}/hr/jobs/{job}") })
            }
            Mail::JobsHandedOver { jobs } => {
                let (by, link) = (&self.colleague()?.name, format!("{site}/hr/jobs?mine=true"));
                let jobs = if *jobs == 1 { "1 job".to_owned() } else { format!("{jobs} jobs") };
                say(&JobsHandedOver { by, jobs: &jobs, link: &link })
            }
            Mail::ResetPassword(_) => say(&ResetPassword { name: &about.account()?.name, link: &link("new-password") }),
            Mail::SignInFailures => say(&SignInFailures { name: &about.account()?.name, site }),
            Mail::ConfirmAddress(_) => say(&ConfirmAddress { site, link: &link("confirm-address") }),
            Mail::AddressTaken => say(&AddressTaken { site }),
            Mail::AddressChanged(_) => say(&AddressChanged { site, link: &link("restore-address") }),
            Mail::AccountApproved => {
                let user = about.account()?;
                say(&AccountApproved { name: &user.name, organization: organization(user), site })
            }
            Mail::AccountRejected { reason } => {
                let user = about.account()?;
                say(&AccountRejected { name: &user.name, organization: organization(user), reason })
            }
        }
    }
}

/// The key that prevents duplicates: one mail of a kind for each event and reader; for guessed passwords, one a day.
fn key((event, at): (Uuid, DateTime<Utc>), mail: &Mail, told: &Told, recipient: &str) -> String {
    match (mail, &told.reader) {
        (Mail::SignInFailures, Reader::User(user)) => format!("{} {user} {}", mail.word(), at.date_naive()),
        // A short hash of the address, because the key outlives the mail's own address.
        _ => format!("{} {event} {}", mail.word(), hex::encode(&Sha256::digest(recipient)[..8])),
    }
}

fn organization(user: &CurrentUser) -> &str {
    user.organization.as_ref().map_or("HireQ", |o| &o.name)
}

fn secret(mail: &Mail) -> Option<&str> {
    match mail {
        Mail::ConfirmSignUp(Secret(token))
        | Mail::ConfirmApplication { token: Secret(token), .. }
        | Mail::Invitation(Secret(token))
        | Mail::ResetPassword(Secret(token))
        | Mail::ConfirmAddress(Secret(token))
        | Mail::AddressChanged(Secret(token)) => Some(token),
        Mail::ApplicationReceived
        | Mail::NewApplication
        | Mail::StatusUpdate(_)
        | Mail::ApplicationRejected(_)
        | Mail::ApplicationClosed { .. }
        | Mail::Welcome
        | Mail::SignUpKnown
        | Mail::ApplicationRefused { .. }
        | Mail::InvitationKnown
        | Mail::JobTeam { .. }
        | Mail::JobsHandedOver { .. }
        | Mail::SignInFailures
        | Mail::AddressTaken
        | Mail::AccountApproved
        | Mail::AccountRejected { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use hireq_domain::{event::Event, ids::UserId};

    #[test]
    fn every_reader_of_an_event_gets_one_mail_and_a_guessed_password_is_told_once_a_day() {
        let (now, user) = (DateTime::UNIX_EPOCH, UserId(Uuid::nil()));
        let told = Event::SignedUp(user).effects().readers().next().cloned().expect("its owner");
        let of =
            |event, at, mail: Mail, to| key((Uuid::from_u128(event), now + TimeDelta::hours(at)), &mail, &told, to);
        let new = || Mail::NewApplication;
        assert_eq!(of(1, 0, new(), "ada@example.com"), of(1, 0, new(), "ada@example.com"));
        assert_ne!(of(1, 0, new(), "ada@example.com"), of(1, 0, new(), "zoe@example.com"));
        assert_ne!(of(1, 0, new(), "ada@example.com"), of(2, 0, new(), "ada@example.com"));
        assert!(!of(1, 0, new(), "ada@example.com").contains("ada"), "no address stays in a key");
        let guessed = || Mail::SignInFailures;
        assert_eq!(of(1, 0, guessed(), "ada@example.com"), of(2, 9, guessed(), "ada@example.com"));
        assert_ne!(of(1, 0, guessed(), "ada@example.com"), of(2, 25, guessed(), "ada@example.com"));
    }
}
