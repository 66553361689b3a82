//! Where the models are, and what a test does if one is missing.

use hireq_ml::models::{ModelError, usual_folder};
use std::{env, path::PathBuf};

/// Where `scripts/models` puts them.
pub fn models_dir() -> PathBuf {
    usual_folder(|name| env::var(name).ok())
}

/// A model, or `None` if it is missing; the test is then skipped with a message. If `HIREQ_NEED_MODELS` is set, as in
/// `scripts/test`, it fails instead.
pub fn started<T>(model: Result<T, ModelError>) -> Option<T> {
    match model {
        Ok(model) => Some(model),
        Err(error @ ModelError::Missing { .. }) if env::var_os("HIREQ_NEED_MODELS").is_none() => {
            eprintln!("left out: {error}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}
