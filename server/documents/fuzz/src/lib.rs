//! What every fuzz target does with a file: reads it, parses it, and checks the result against the readers' guarantees.

pub mod package;
pub mod paper;
mod promises;

use chrono::NaiveDate;
use hireq_documents::{Limits, parse, prediction::prediction, read};
use hireq_domain::resume::ParsedResume;
use nix::time::{ClockId, clock_gettime};
use std::{
    collections::HashSet,
    panic::{set_hook, take_hook},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Separates the parts of a structured input; neither XML nor a page's drawing instructions need this byte.
pub const DIVIDER: u8 = 0;

/// Files up to this size must be read within [`SLOW`].
const SMALL: usize = 100 * 1024;
/// Measured in processor time, so that a busy machine does not make the reader look slow.
const SLOW: Duration = Duration::from_millis(500);

/// Loads tables and patterns in advance: a server does so once, so their cost must not be attributed to one file.
pub fn warm_up() {
    check(
        "Jane Roe\njane@example.org\n\nExperience\nEngineer, Acme Ltd, Jan 2020 - Present\nSkills\nRust".as_bytes(),
        "",
    );
}

/// Allows the PDF interpreter to panic, because the reader catches that by design; any other panic remains a finding.
///
/// libFuzzer's own hook aborts on every panic, before anything could catch it.
pub fn forgive_interpreter() {
    static SEEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let abort = take_hook();
    set_hook(Box::new(move |info| match info.location() {
        Some(place) if place.file().contains("/hayro-") => {
            let place = place.to_string();
            let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.get_or_insert_default().insert(place.clone()) {
                eprintln!("caught by the reader: panic at {place}");
            }
        }
        _ => abort(info),
    }));
}

/// Reads and parses a file as the server does.
///
/// # Panics
///
/// If the readers break one of their guarantees, which is what the fuzzer looks for.
pub fn check(bytes: &[u8], name: &str) {
    let start = processor_time();
    let limits = Limits::default();
    let Some(today) = NaiveDate::from_ymd_opt(2026, 11, 15) else { return };
    let once = || {
        read(bytes, name, &limits).map(|document| {
            let resume = parse(&document, today);
            (document, resume)
        })
    };
    let outcome = once();
    let took = processor_time().saturating_sub(start);
    assert!(bytes.len() > SMALL || took < SLOW || name.is_empty(), "slow: {took:?} for {} bytes", bytes.len());
    if let Ok((document, resume)) = &outcome {
        promises::of_document(document, &limits);
        promises::of_resume(document, resume);
    }
    // This doubles the cost, so it is done for some inputs only, and always for the same ones.
    if bytes.iter().fold(0_u8, |sum, b| sum.wrapping_add(*b)).is_multiple_of(8) {
        let again = once();
        let shown = prediction(name, &outcome);
        assert_eq!(shown, prediction(name, &again), "reading twice differs");
        if let (Ok((first, resume)), Ok((second, _))) = (&outcome, &again) {
            assert_eq!(first.text, second.text, "reading twice differs");
            assert_eq!(first.lines, second.lines, "reading twice differs");
            let stored = serde_json::to_string(resume).expect("a résumé can be stored");
            let loaded: ParsedResume = serde_json::from_str(&stored).expect("a stored résumé can be loaded");
            assert_eq!(stored, serde_json::to_string(&loaded).expect("a résumé can be stored"));
        }
    }
}

fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map(Duration::from).unwrap_or_default()
}
