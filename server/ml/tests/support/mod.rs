//! Where the models are, and what a test does without one.

use hireq_ml::models::ModelError;
use std::{env, path::PathBuf};

/// Where `scripts/models` puts them.
pub fn models_dir() -> PathBuf {
    let var = |name| env::var_os(name).map(PathBuf::from);
    let cache = || var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")));
    var("MODELS_DIR").unwrap_or_else(|| cache().unwrap_or_default().join("hireq/models"))
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
