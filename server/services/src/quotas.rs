//! All limits on how much work one person may cause, so that they cannot slow the system down for others.

use crate::{Result, ServiceError};
use chrono::TimeDelta;
use hireq_domain::account::Role;
use hireq_store::{applications::unconfirmed::Waiting, documents::Sent};
use std::time::Duration;

/// The most files of one candidate.
pub const FILES_OF_A_CANDIDATE: i64 = 100;
/// The most applications of a candidate in a day: more than anybody could write with care.
pub const APPLICATIONS_A_DAY: i64 = 50;
/// The most applications of an address that is not confirmed yet, in a day.
pub const UNCONFIRMED_A_DAY: i64 = 10;
/// The most applications that wait for a confirmation, and the most bytes of their files, in total.
pub const UNCONFIRMED: i64 = 5_000;
pub const UNCONFIRMED_BYTES: i64 = 4 << 30;
/// How many chunks of a file are embedded, which is the most expensive part of reading it. The longest ordinary résumés
/// have sixty.
pub const EMBEDDED_PIECES: usize = 64;
/// The time limit for turning a file into text and fields: many times what the slowest takes on a busy machine.
pub const READING: Duration = Duration::from_secs(60);
/// How many pages of a file are passed to text recognition: more than any scanned résumé has.
pub const RECOGNIZED_PAGES: usize = 12;
/// The time limit for text recognition: many times what the densest pages take on a busy machine.
pub const RECOGNIZING: Duration = Duration::from_secs(600);
/// The period over which files and bytes are counted.
pub const DAY: TimeDelta = TimeDelta::hours(24);

/// The most files and bytes that an account may upload in a day.
const fn a_day(role: Role) -> (i64, i64) {
    match role {
        Role::Candidate => (30, 150 << 20),
        Role::Hr | Role::Admin => (2_000, 4 << 30),
    }
}

/// Checks whether an account may upload another file of this size.
///
/// # Errors
/// `Invalid` at `file`, saying what to do.
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

/// Checks whether a candidate may have another file.
///
/// # Errors
/// `Invalid` at `file`, saying what to do.
pub fn check_files(count: i64) -> Result<()> {
    if count < FILES_OF_A_CANDIDATE {
        return Ok(());
    }
    let message = format!("You have {FILES_OF_A_CANDIDATE} files here, which is the most. Use one of these");
    Err(ServiceError::field("file", message))
}

/// Checks whether a candidate who sent this many applications today may send another.
///
/// # Errors
/// `Conflict`, saying what to do.
pub fn check_applications(sent: i64) -> Result<()> {
    if sent < APPLICATIONS_A_DAY {
        return Ok(());
    }
    let message =
        format!("You have sent {APPLICATIONS_A_DAY} applications in a day, which is the most. Go on tomorrow");
    Err(ServiceError::Conflict(message))
}

/// Checks whether another application may wait for its address to be confirmed.
///
/// # Errors
/// `Invalid` at `email`, or `Unavailable`, saying what to do.
pub fn check_unconfirmed(waiting: &Waiting) -> Result<()> {
    if waiting.of_address >= UNCONFIRMED_A_DAY {
        let message =
            "Many applications with this address wait for their confirmation. Open the links in the mails first";
        return Err(ServiceError::field("email", message));
    }
    if waiting.all >= UNCONFIRMED || waiting.bytes >= UNCONFIRMED_BYTES {
        let message = "Too many applications wait for their confirmation just now. Create an account to apply, or try again later";
        return Err(ServiceError::Unavailable(message.into()));
    }
    Ok(())
}

/// The queue priority of a file: the more files its sender uploaded in the last day, or has waiting, the later it
/// comes, so that everybody's first files go first. `sent` includes the file itself.
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
        let waits = |of_address, all, bytes| check_unconfirmed(&Waiting { of_address, all, bytes });
        assert!(waits(9, 4_999, 0).is_ok());
        assert!(matches!(waits(10, 10, 0), Err(ServiceError::Invalid(_))));
        assert!(matches!(waits(0, 5_000, 0), Err(ServiceError::Unavailable(_))));
        assert!(matches!(waits(0, 1, 4 << 30), Err(ServiceError::Unavailable(_))));
    }
}
