//! `hireq models check`.

use clap::Subcommand;
use hireq_ml::models::{ModelStore, Status};
use hireq_services::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum Models {
    /// Verify every model's weights by sha256
    Check,
}

impl Models {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<()> {
        let Self::Check = self;
        let mut missing = 0;
        for model in ModelStore::new(&config.models_dir).check() {
            println!("{:<24} {:?}  {}  {}", model.name, model.status, model.licence, model.path.display());
            missing += usize::from(!matches!(model.status, Status::Ready));
        }
        anyhow::ensure!(missing == 0, "run scripts/models to fetch what is missing or damaged");
        Ok(())
    }
}
