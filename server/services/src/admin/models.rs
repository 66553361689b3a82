//! The models: their licences, and whether they work.

use crate::{Result, ServiceError, Services, auth::Admin};
use hireq_domain::admin::{ModelRow, ModelStatus, ModelWorker};
use hireq_ml::models::{ModelStore, Status};

/// Every model in the manifest, with the state of its files and, if it is loaded in this process, of its thread.
///
/// # Errors
/// `Internal` if checking the files is interrupted.
pub async fn list(services: &Services, _admin: &Admin) -> Result<Vec<ModelRow>> {
    let dir = services.config.models_dir.clone();
    // A new or changed file is read completely, to compare its checksum.
    let states =
        tokio::task::spawn_blocking(move || ModelStore::new(dir).state()).await.map_err(ServiceError::internal)?;
    let embedder = services.embedder.as_ref().map(|embedder| (embedder.revision().to_owned(), embedder.health()));
    // The judge's own weights are compiled in, so its state is shown with the base model that it runs on.
    let judge = services.judge.as_ref().map(|judge| (judge.base().to_owned(), judge.health()));
    let running = [embedder, judge];
    Ok(states
        .into_iter()
        .map(|model| ModelRow {
            status: match model.status {
                Status::Ready => ModelStatus::Ready,
                Status::Missing => ModelStatus::Missing,
                Status::Damaged => ModelStatus::Damaged,
            },
            worker: running.iter().flatten().find(|(revision, _)| *revision == model.revision).map(|(_, h)| worker(h)),
            name: model.name,
            purpose: model.purpose,
            licence: model.licence,
            bytes: model.bytes,
            revision: model.revision,
        })
        .collect())
}

fn worker(health: &hireq_ml::worker::Health) -> ModelWorker {
    let ms = |d: std::time::Duration| d.as_secs_f64() * 1000.0;
    ModelWorker {
        ready: health.ready,
        trouble: health.trouble.clone(),
        waiting: (health.waiting_interactive, health.waiting_task),
        answered: health.answered,
        failed: health.failed,
        refused: health.refused,
        mean_ms: (ms(health.mean.queue), ms(health.mean.prepare), ms(health.mean.inference)),
    }
}
