//! Password hashes: argon2id.

use super::{blocking::blocking, chosen::Password};
use crate::{Result, ServiceError};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use std::sync::OnceLock;

/// The password of all demo accounts. Production neither creates them nor accepts this password.
pub const DEMO: &str = "demo hireq 2026";

fn hash_now(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|e| ServiceError::internal(e.to_string()))
}

/// The hash to store, as a PHC string.
///
/// # Errors
/// If the system's random numbers fail.
pub async fn hash(password: String) -> Result<String> {
    blocking(move || hash_now(&password)).await?
}

/// Whether a password matches a stored hash. If there is no hash, the same time is spent on a dummy one, so that the
/// response time does not reveal who has an account.
///
/// # Errors
/// If the hash cannot be computed.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    // An account whose owner has not chosen a password yet has an empty hash.
    let stored = stored.filter(|hash| !hash.is_empty());
    blocking(move || {
        let known = stored.is_some();
        let stored = match stored {
            Some(hash) => hash,
            None => match NOBODY.get() {
                Some(hash) => hash.clone(),
                None => {
                    let hash = hash_now("a password of nobody's")?;
                    NOBODY.get_or_init(|| hash).clone()
                }
            },
        };
        let fits = PasswordHash::new(&stored)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        Ok(fits && known)
    })
    .await?
}

/// Like [`verify`], for a password typed into a form: an empty one, or one longer than any password may be, is wrong
/// without computing a hash.
///
/// # Errors
/// If the hash cannot be computed.
pub async fn fits(entered: &str, stored: Option<String>) -> Result<bool> {
    if entered.is_empty() || entered.chars().count() > Password::MAX {
        return Ok(false);
    }
    verify(entered.to_owned(), stored).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_fits_its_own_password_only() {
        let stored = hash("correct horse battery".into()).await.expect("hashed");
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse battery".into(), Some(stored.clone())).await.expect("verified"));
        assert!(!verify("wrong horse battery".into(), Some(stored)).await.expect("verified"));
        assert!(!verify("a password of nobody's".into(), None).await.expect("verified"));
    }
}
