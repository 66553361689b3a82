//! The languages that people are written to in.

use crate::words::words;

words! {
    /// A language, by its tag of BCP 47.
    Locale {
        /// The one that the pages speak, too.
        English = "en", "English";
    }
}
