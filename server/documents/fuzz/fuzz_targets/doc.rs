//! Word 97–2003 files.
#![no_main]

use hireq_documents_fuzz::{check, warm_up};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: warm_up(), |data: &[u8]| check(data, "cv.doc"));
