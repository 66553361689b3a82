//! How much a person may have the machine do, so that one cannot keep it from all others. Every limit stands here.

use crate::{Result, ServiceError};
use chrono::TimeDelta;
use hireq_domain::account::Role;
use hireq_store::documents::Sent;
use std::time::Duration;

/// Files that a candidate may have.
pub const FILES_OF_A_CANDIDATE: i64 = 100;
/// Applications that a candidate may send in a day: more than anybody writes with care.
pub const APPLICATIONS_A_DAY: i64 = 50;
/// Pieces of a file that get vectors: what costs most of a reading. The longest of ordinary résumés have sixty.
pub const EMBEDDED_PIECES: usize = 64;
/// How long a file may be read into text and fields: many times what the slowest takes on a busy machine.
pub const READING: Duration = Duration::from_secs(60);
/// Pages of a file on whose pictures text is recognised: more than any résumé that somebody scanned has.
pub const RECOGNIZED_PAGES: usize = 12;
/// How long that may take: many times what the densest pages take on a busy machine.
pub const RECOGNIZING: Duration = Duration::from_secs(600);
/// The time over which files and bytes are counted.
pub const DAY: TimeDelta = TimeDelta::hours(24);

/// Files and bytes that an account may send in a day.
const fn a_day(role: Role) -> (i64, i64) {
    match role {
        Role::Candidate => (30, 150 << 20),
        Role::Hr | Role::Admin => (2_000, 4 << 30),
    }
}

/// Whether an account may send one more file of so many bytes.
///
/// # Errors
/// `Invalid` at `file` with what to do.
pub fn check_upload(role: Role, sent: Sent, bytes: u64) -> Result<()> {
    let (files, most) = a_day(role);
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    if sent.files >= files {
        return Err(ServiceError::field(
            "file",
            format!("You have sent {files} files in a day, which is the most. Send this one tomorrow"),
        ));
    }
    if sent.bytes.saturating_add(bytes) > most {
        let megabytes = most >> 20;
        return Err(ServiceError::field(
            "file",
            format!("Your files of a day come to more than {megabytes} MB. Send this one tomorrow, or a smaller one"),
        ));
    }
    Ok(())
}

/// Whether a candidate may have one more file.
///
/// # Errors
/// `Invalid` at `file` with what to do.
pub fn check_files(count: i64) -> Result<()> {
    if count < FILES_OF_A_CANDIDATE {
        return Ok(());
    }
    let message = format!("You have {FILES_OF_A_CANDIDATE} files here, which is the most. Use one of these");
    Err(ServiceError::field("file", message))
}

/// Whether a candidate who sent so many applications today may send one more.
///
/// # Errors
/// `Conflict` with what to do.
pub fn check_applications(sent: i64) -> Result<()> {
    if sent < APPLICATIONS_A_DAY {
        return Ok(());
    }
    let message =
        format!("You have sent {APPLICATIONS_A_DAY} applications in a day, which is the most. Go on tomorrow");
    Err(ServiceError::Conflict(message))
}

/// A file's place among those that wait: behind the first files of everybody, however many its sender sent in the day
/// before it or still has waiting. The file itself is among what was sent.
#[must_use]
pub fn turn(sent: Sent) -> i16 {
    i16::try_from(sent.waiting.max(sent.files) - 1).unwrap_or(i16::MAX).clamp(0, 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_a_most_of_files_and_of_bytes_and_each_says_what_to_do() {
        assert!(check_upload(Role::Candidate, Sent::default(), 1 << 20).is_ok());
        let many = Sent { files: 30, ..Sent::default() };
        assert!(check_upload(Role::Candidate, many, 1).is_err());
        assert!(check_upload(Role::Hr, many, 1).is_ok());
        let heavy = Sent { bytes: 150 << 20, ..Sent::default() };
        assert!(check_upload(Role::Candidate, heavy, 1).is_err());
        assert!(check_applications(49).is_ok() && check_applications(50).is_err());
        assert!(check_files(99).is_ok() && check_files(100).is_err());
    }
}
