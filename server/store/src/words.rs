//! Stored words back into the domain's enumerations.

use std::str::FromStr;

/// Reads a stored word. The schema's checks allow only words that the domain knows.
pub fn word<T: FromStr>(column: &str, value: &str) -> Result<T, sqlx::Error> {
    value.parse().map_err(|_| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: format!("unknown word in column {column}").into(),
    })
}
