//! XML parts inside a valid OpenDocument package.
#![no_main]

use hireq_documents_fuzz::{
    check,
    package::{ODT_PARTS, packed},
    warm_up,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: warm_up(), |data: &[u8]| {
    // A package without all of these parts is not an OpenDocument text.
    let whole = [data, &[0], b"<manifest/>", &[0], b"application/vnd.oasis.opendocument.text"].concat();
    if let Some(file) = packed(&whole, &ODT_PARTS) {
        check(&file, "cv.odt");
    }
});
