//! `hireq models`: lists, checks and downloads the models' weights.

use anyhow::Context;
use clap::Subcommand;
use hireq_ml::models::{MANIFEST, ModelState, ModelStore, Status};
use hireq_services::config::Config;
use std::path::{Path, PathBuf};

/// The download script from the sources, so that the program and a checkout get their weights in the same way.
const FETCH: &str = include_str!("../../../scripts/models");

#[derive(Debug, Subcommand)]
pub(super) enum Models {
    /// Say which models are there, and their licences
    List,
    /// Verify every model's weights by sha256
    Check,
    /// Fetch and verify what is missing; takes bash, python3 and curl
    Fetch {
        /// Take the files from this folder and nowhere else
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
    },
}

impl Models {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<()> {
        let store = ModelStore::new(&config.models_dir);
        match self {
            Self::List => {
                print(&store.state());
                Ok(())
            }
            Self::Check => {
                let models = store.check();
                print(&models);
                let ready = models.iter().all(|model| matches!(model.status, Status::Ready));
                anyhow::ensure!(ready, "run hireq models fetch to get what is missing or damaged");
                Ok(())
            }
            Self::Fetch { from } => fetch(&config.models_dir, from.as_deref()),
        }
    }
}

fn print(models: &[ModelState]) {
    for model in models {
        println!("{:<24} {:<8} {:<10}  {}", model.name, word(model.status), model.licence, model.path.display());
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Ready => "ready",
        Status::Missing => "missing",
        Status::Damaged => "damaged",
    }
}

fn fetch(models: &Path, from: Option<&Path>) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let (script, manifest) = (scratch.path().join("models"), scratch.path().join("models.json"));
    std::fs::write(&script, FETCH)?;
    std::fs::write(&manifest, MANIFEST)?;
    let mut command = std::process::Command::new("bash");
    command.arg(&script).env("MODELS_DIR", models).env("MODELS_MANIFEST", &manifest);
    if let Some(from) = from {
        command.arg("--from").arg(from);
    }
    let status = command.status().context("fetching models takes bash")?;
    anyhow::ensure!(status.success(), "not every model could be fetched");
    Ok(())
}
