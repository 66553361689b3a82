//! The mails of an event, put into the outbox: who gets them, and what they say.

use super::Recorded;
use crate::{
    Result, ServiceError,
    mail::{HIDDEN, SendMail, templates::*},
    queue,
};
use hireq_domain::{
    account::CurrentUser,
    application::ActorKind,
    event::{Mail, Reader, Secret, Told, When},
    ids::ApplicationId,
};
use hireq_store::{PgConnection, applications::events::Parties, outbox};

/// Who has to do with a mail.
enum About<'a> {
    Application(ApplicationId, &'a Parties),
    Account(CurrentUser),
    Nobody,
}

impl About<'_> {
    fn parties(&self) -> Result<(ApplicationId, &Parties)> {
        match self {
            Self::Application(id, parties) => Ok((*id, parties)),
            _ => Err(ServiceError::internal("a mail about no application")),
        }
    }

    fn account(&self) -> Result<&CurrentUser> {
        match self {
            Self::Account(user) => Ok(user),
            _ => Err(ServiceError::internal("a mail about no account")),
        }
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
        let about = match (&told.reader, &self.effects.history, &self.parties) {
            (Reader::User(user), ..) => About::Account(self.account(&mut *db, *user).await?),
            (_, Some(history), Some(parties)) => About::Application(history.application, parties),
            _ => About::Nobody,
        };
        let Some(recipient) = self.address(told, &about) else { return Ok(()) };
        let (subject, body) = self.words(mail, &about)?;
        let added = outbox::add(
            &mut *db,
            outbox::NewMail {
                dedupe_key: &self.key(mail, &about),
                event: mail.word(),
                recipient: &recipient,
                subject: &subject,
                body: &body,
                secret: secret(mail),
                application: match &about {
                    About::Application(id, _) => Some(*id),
                    About::Account(_) | About::Nobody => None,
                },
                send_after: (when != When::Now).then_some(send_after),
                clock_offset: self.services.clock.offset_seconds(),
                created_at: self.at,
            },
        )
        .await?;
        // What is due later is found when that comes by itself.
        if added.is_some() && when == When::Now {
            queue::enqueue(db, &SendMail::default()).await?;
        }
        Ok(())
    }

    /// Where a reader's mail goes; none where they get none.
    fn address(&self, told: &Told, about: &About<'_>) -> Option<String> {
        match (&told.reader, about) {
            (Reader::Address(email), _) => Some(email.as_str().to_owned()),
            (Reader::User(_), About::Account(user)) => Some(user.email.as_str().to_owned()),
            (Reader::JobTeam, About::Application(_, parties)) => parties.creator_email.clone(),
            (Reader::Candidate, About::Application(_, parties)) => {
                // Who asks to be left alone is still answered what they just sent.
                let by = self.effects.history.as_ref().map(|entry| entry.by);
                let answer = matches!(by, Some(ActorKind::Candidate | ActorKind::Rule));
                parties.email.clone().filter(|_| answer || !parties.do_not_contact)
            }
            _ => None,
        }
    }

    /// One mail a key: one of its kind an event, and of guessed passwords one a day.
    fn key(&self, mail: &Mail, about: &About<'_>) -> String {
        match (mail, about) {
            (Mail::SignInFailures, About::Account(user)) => {
                format!("{} {} {}", mail.word(), user.id, self.at.date_naive())
            }
            _ => format!("{} {}", mail.word(), self.id),
        }
    }

    /// Subject and text.
    fn words(&self, mail: &Mail, about: &About<'_>) -> Result<(String, String)> {
        let site = self.services.config.frontend_url.as_str();
        let link = |page: &str| format!("{site}/{page}?token={HIDDEN}");
        match mail {
            Mail::ApplicationReceived => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                render(&ApplicationReceived { name, job, organization, link: &format!("{site}/me/applications/{id}") })
            }
            Mail::NewApplication => {
                let (id, parties) = about.parties()?;
                render(&NewApplication { job: &parties.job, link: &format!("{site}/hr/applications/{id}") })
            }
            Mail::StatusUpdate(kind) => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                let link = &format!("{site}/me/applications/{id}");
                render(&StatusUpdate { name, job, organization, stage: kind.label(), link })
            }
            Mail::ApplicationRejected(reason) => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                let link = &format!("{site}/me/applications/{id}");
                render(&ApplicationRejected { name, job, organization, reason: reason.label(), link })
            }
            Mail::ApplicationClosed { reason } => {
                let (id, Parties { name, job, organization_name: organization, .. }) = about.parties()?;
                render(&ApplicationClosed {
                    name,
                    job,
                    organization,
                    reason,
                    link: &format!("{site}/me/applications/{id}"),
                })
            }
            Mail::Welcome => render(&Welcome { name: &about.account()?.name, site }),
            Mail::ConfirmSignUp(_) => render(&ConfirmSignUp { site, link: &link("confirm-sign-up") }),
            Mail::SignUpKnown => render(&SignUpKnown { site }),
            Mail::ResetPassword(_) => {
                render(&ResetPassword { name: &about.account()?.name, link: &link("new-password") })
            }
            Mail::SignInFailures => render(&SignInFailures { name: &about.account()?.name, site }),
            Mail::ConfirmAddress(_) => render(&ConfirmAddress { site, link: &link("confirm-address") }),
            Mail::AddressTaken => render(&AddressTaken { site }),
            Mail::AddressChanged(_) => render(&AddressChanged { site, link: &link("restore-address") }),
            Mail::AccountApproved => {
                let user = about.account()?;
                render(&AccountApproved { name: &user.name, organization: organization(user), site })
            }
            Mail::AccountRejected { reason } => {
                let user = about.account()?;
                render(&AccountRejected { name: &user.name, organization: organization(user), reason })
            }
        }
    }
}

fn organization(user: &CurrentUser) -> &str {
    user.organization.as_ref().map_or("HireQ", |o| &o.name)
}

fn secret(mail: &Mail) -> Option<&str> {
    match mail {
        Mail::ConfirmSignUp(Secret(token))
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
        | Mail::SignInFailures
        | Mail::AddressTaken
        | Mail::AccountApproved
        | Mail::AccountRejected { .. } => None,
    }
}
