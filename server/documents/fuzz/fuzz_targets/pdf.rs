//! Whole PDF files, and drawing instructions inside a valid one.
#![no_main]

use hireq_documents_fuzz::{check, forgive_interpreter, paper::printed, warm_up};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: {
    warm_up();
    forgive_interpreter();
}, |data: &[u8]| {
    if data.starts_with(b"%PDF-") {
        check(data, "cv.pdf");
    } else {
        check(&printed(data), "cv.pdf");
    }
});
