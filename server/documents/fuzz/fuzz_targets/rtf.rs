//! Rich text; input that does not start like RTF is wrapped in a group that does.
#![no_main]

use hireq_documents_fuzz::{check, warm_up};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: warm_up(), |data: &[u8]| {
    if data.starts_with(b"{\\rtf") {
        check(data, "cv.rtf");
    } else {
        check(&[b"{\\rtf1 ", data, b"}"].concat(), "cv.rtf");
    }
});
