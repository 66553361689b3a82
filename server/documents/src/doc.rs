//! Word 97–2003: not read.

use crate::{Document, Limits, ReadError};

pub(crate) fn read(_bytes: &[u8], _limits: &Limits) -> Result<Document, ReadError> {
    Err(ReadError::Unsupported { found: "a document of Word 97–2003 (.doc)".to_owned() })
}
