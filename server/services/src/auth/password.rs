//! Password hashes: argon2id.

use super::{blocking::blocking, chosen::Password};
use crate::{Result, ServiceError};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use std::sync::OnceLock;

/// Everybody's password in the demo. Production neither seeds it nor takes this password.
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
/// Where the system's random numbers fail.
pub async fn hash(password: String) -> Result<String> {
    blocking(move || hash_now(&password)).await?
}

/// Whether a password fits a stored hash. Where there is none, the same time is spent on a hash of nobody's, so that
/// the answer's time does not tell who has an account.
///
/// # Errors
/// Where the hash cannot be computed.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    static NOBODY: OnceLock<String> = OnceLock::new();
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

/// As [`verify`], for what came with a form: what no password can be is wrong, and costs no hash.
///
/// # Errors
/// Where the hash cannot be computed.
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
