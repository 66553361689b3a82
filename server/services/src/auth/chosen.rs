//! A password that somebody chose: long, and hard to guess even for people who know them.

use super::blocking::blocking;
use crate::Result;
use zxcvbn::{Score, zxcvbn};

/// A new password of 10 to 200 characters that cannot easily be guessed from common words, names, keyboard patterns or
/// the person's own name and address.
pub struct Password(String);

impl Password {
    /// The minimum length, in characters.
    pub const MIN: usize = 10;
    /// The maximum length, in characters: checking and hashing a longer one would cost too much.
    pub const MAX: usize = 200;

    /// How many letters and digits must remain besides the person's own name and address.
    const LEFT: usize = 6;

    /// Checks only the length, which is cheap.
    ///
    /// # Errors
    /// What is wrong, as a sentence for the form.
    pub fn fits(password: &str) -> std::result::Result<(), &'static str> {
        match password.chars().count() {
            ..Self::MIN => Err("Use 10 characters or more. A few unrelated words are easy to remember"),
            Self::MIN..=Self::MAX => Ok(()),
            _ => Err("Use 200 characters or fewer"),
        }
    }

    /// Checks a password. `about` is what others know of the person: name and address. The inner error says what is
    /// wrong with it, as a sentence for the form.
    ///
    /// # Errors
    /// `Internal` if the check cannot be run.
    pub async fn choose(password: &str, about: &[&str]) -> Result<std::result::Result<Self, &'static str>> {
        if let Err(message) = Self::fits(password) {
            return Ok(Err(message));
        }
        let about: Vec<String> = about.iter().flat_map(|text| words_of(text)).collect();
        if left_without(password, &about) < Self::LEFT {
            return Ok(Err(
                "Choose a password that is not made of your name or address. A few unrelated words are better",
            ));
        }
        let password = password.to_owned();
        blocking(move || {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            // Score 3 of 4: safe against offline guessing with stolen hashes, given a slow hash function.
            if zxcvbn(&password, &about).score() < Score::Three {
                Err("This password is too easy to guess. A few unrelated words are better")
            } else {
                Ok(Self(password))
            }
        })
        .await
    }

    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The words of a name or an address, in lower case. Very short words are left out, because they occur in many others.
fn words_of(text: &str) -> Vec<String> {
    let text = text.chars().take(254).collect::<String>().to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
}

/// How many letters and digits of a password remain without these words.
fn left_without(password: &str, words: &[String]) -> usize {
    let mut left = password.to_lowercase();
    for word in words {
        left = left.replace(word.as_str(), " ");
    }
    left.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn accepts(password: &str) -> bool {
        Password::choose(password, &["Zoë Uenal", "zoe.uenal@example.com"]).await.expect("checked").is_ok()
    }

    #[tokio::test]
    async fn a_password_is_long_and_not_obvious() {
        for good in ["correct horse battery", "another good password", "kj3nf8w2lq"] {
            assert!(accepts(good).await, "{good}");
        }
        for bad in ["short", "1234567890", "aaaaaaaaaaaa", "password123", "letmeinletmein", "P@ssw0rd2024"] {
            assert!(!accepts(bad).await, "{bad}");
        }
        assert!(!accepts(&"correct horse battery ".repeat(10)).await, "too long");
    }

    #[tokio::test]
    async fn neither_name_nor_address_is_a_password() {
        for bad in ["zoe.uenal@example.com", "Zoë Uenal!", "uenalzoe1990", "example.com1", "ZoeUenal123"] {
            assert!(!accepts(bad).await, "{bad}");
        }
    }
}
