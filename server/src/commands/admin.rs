//! `hireq admin create` and `hireq admin reset-link`.

use crate::boot::boot;
use anyhow::Context;
use clap::Subcommand;
use hireq_domain::account::Email;
use hireq_services::{accounts, auth::chosen::Password, config::Config};
use std::io::{BufRead, IsTerminal, Write};

#[derive(Debug, Subcommand)]
pub(super) enum Admin {
    /// Make an administrator's account; the password is read from standard input
    Create {
        /// Address to sign in with
        email: Email,
        /// Shown name
        #[arg(long, default_value = "Administrator")]
        name: String,
    },
    /// Print a link to choose a new password with, for somebody whom no mail reaches
    ResetLink {
        /// The account's address
        email: Email,
    },
}

impl Admin {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<()> {
        let (email, name) = match self {
            Self::Create { email, name } => (email, name),
            Self::ResetLink { email } => return reset_link(config, &email).await,
        };
        let mut stdin = std::io::stdin().lock();
        if stdin.is_terminal() {
            print!("Password (10 characters or more): ");
            std::io::stdout().flush()?;
        }
        let mut line = String::new();
        stdin.read_line(&mut line).context("the password could not be read")?;
        let password = Password::choose(line.trim_end_matches(['\r', '\n']), &[&name, email.as_str()])
            .await?
            .map_err(|message| anyhow::anyhow!(message))?;
        let booted = boot(config).await?;
        let made = accounts::create_admin(&booted.services, &name, &email, &password).await;
        booted.stop().await?;
        made.context("the account could not be made; perhaps the address has one already")?;
        println!("{email} can sign in as an administrator");
        Ok(())
    }
}

async fn reset_link(config: Config, email: &Email) -> anyhow::Result<()> {
    let booted = boot(config).await?;
    let link = accounts::reset_link(&booted.services, email).await;
    booted.stop().await?;
    println!("{}", link.context("no link could be made; perhaps the address has no account")?);
    Ok(())
}
