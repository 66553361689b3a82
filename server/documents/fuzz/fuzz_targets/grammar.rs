//! Any text: headings, dates, positions, schools, lists and addresses.
#![no_main]

use hireq_documents_fuzz::{check, warm_up};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: warm_up(), |data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    check(text.as_bytes(), "cv.txt");
});
