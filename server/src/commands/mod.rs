//! The command line.

mod admin;
mod ask;
mod doctor;
mod draw;
mod files;
mod models;
mod seed;
mod sentiment;
mod start;

use clap::{Parser, Subcommand};
use hireq_services::{config::Config, resumes::sheets};
use std::{path::PathBuf, process::ExitCode};

/// HireQ, a recruitment platform that runs on one machine. Without a command it serves.
#[derive(Debug, Parser)]
#[command(name = "hireq", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site, and run tasks beside it
    Serve(start::Serve),
    /// Run tasks only
    Work(start::Work),
    /// Bring the database's schema up to date
    Migrate,
    /// Add demo data to an empty database
    Seed,
    /// Administrators
    #[command(subcommand)]
    Admin(admin::Admin),
    /// The models' state
    #[command(subcommand)]
    Models(models::Models),
    /// Say of each outside part whether it is configured, reachable, and what is missing
    Doctor,
    /// Draw a page of the file on standard input
    #[command(name = sheets::COMMAND, hide = true)]
    Draw(draw::Draw),
    /// Read résumé files: one JSON a line
    Parse(files::Parse),
    /// Embed lines of text: one JSON array a line
    Embed,
    /// Score every résumé against every job of the same task: `job_id`, `resume_id`, score as TSV
    Rank(files::Rank),
    /// Match every résumé with the requirements of its job: one JSON a line
    Match(files::Match),
    /// Write down what is said in a recording: JSON or subtitles
    Transcribe(files::Transcribe),
    /// Talk to the chat model: its answer as it is written
    Chat(ask::Say),
    /// Answer a question with sentences quoted from documents: one JSON a quote
    Answer(ask::Answer),
    /// How favourable the wording of each line of text is: one JSON a line
    Sentiment(sentiment::Sentiment),
}

impl Cli {
    /// Runs the command; errors go to standard error, one line each.
    #[must_use]
    pub fn run(self) -> ExitCode {
        // Before any settings are read, because a hostile file might take over this process.
        if let Some(Command::Draw(draw)) = &self.command {
            return finish(draw.run());
        }
        drop(dotenvy::dotenv());
        let command = self.command.unwrap_or_else(|| Command::Serve(start::Serve::default()));
        if let Command::Parse(parse) = command {
            return finish(parse.run());
        }
        let config = match Config::from_env() {
            Ok(config) => config,
            Err(mistakes) => {
                for mistake in mistakes {
                    eprintln!("hireq: {mistake}");
                }
                return ExitCode::from(2);
            }
        };
        crate::logging::start(config.production);
        let runtime = match tokio::runtime::Runtime::new() {
            Ok(runtime) => runtime,
            Err(error) => return finish(Err(error.into())),
        };
        let done = runtime.block_on(command.run(config));
        // A résumé that is being read on another thread is not waited for: its task has either been committed or will
        // be picked up again.
        runtime.shutdown_background();
        finish(done)
    }
}

impl Command {
    async fn run(self, config: Config) -> anyhow::Result<()> {
        match self {
            Self::Serve(serve) => serve.run(config).await,
            Self::Work(work) => work.run(config).await,
            Self::Migrate => crate::boot::boot(config).await?.stop().await,
            Self::Seed => seed::run(config).await,
            Self::Admin(admin) => admin.run(config).await,
            Self::Models(models) => models.run(&config),
            Self::Doctor => doctor::run(config).await,
            Self::Parse(parse) => parse.run(),
            Self::Draw(draw) => draw.run(),
            // This blocks on the model, which must not happen inside the async context.
            Self::Embed => tokio::task::block_in_place(|| files::embed(&config)),
            Self::Rank(rank) => tokio::task::block_in_place(|| rank.run(&config)),
            Self::Match(matching) => tokio::task::block_in_place(|| matching.run(&config)),
            Self::Transcribe(transcribe) => transcribe.run(&config).await,
            Self::Chat(say) => say.run(&config).await,
            Self::Answer(answer) => answer.run(&config).await,
            Self::Sentiment(sentiment) => sentiment.run(&config).await,
        }
    }
}

fn finish(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hireq: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Sets the directory of the embedded database and local files, if given as an option.
fn in_data_dir(mut config: Config, data: Option<PathBuf>) -> Config {
    if let Some(data) = data {
        if let hireq_services::config::Storage::Local(dir) = &mut config.storage {
            *dir = data.join("files");
        }
        config.data_dir = data;
    }
    config
}
