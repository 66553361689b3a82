//! Whole DOCX files, and XML parts inside a valid package.
#![no_main]

use hireq_documents_fuzz::{
    check,
    package::{DOCX_PARTS, packed},
    warm_up,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: warm_up(), |data: &[u8]| {
    if data.starts_with(b"PK") {
        check(data, "cv.docx");
    } else if let Some(file) = packed(data, &DOCX_PARTS) {
        check(&file, "cv.docx");
    }
});
