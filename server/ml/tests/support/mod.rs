//! Where the models are, and what a test does without one.

use hireq_ml::models::{ModelError, usual_folder};
use std::{env, path::PathBuf};

/// Where `scripts/models` puts them.
pub fn models_dir() -> PathBuf {
    usual_folder(|name| env::var(name).ok())
}

/// A model, or nothing where it is missing: then the test is left out and says so. Where `HIREQ_NEED_MODELS` is set, as by
/// `scripts/test`, it fails.
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
