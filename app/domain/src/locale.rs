//! The languages in which mails are written.

use crate::words::words;

words! {
    /// A language, by its BCP 47 tag.
    Locale {
        /// Also the language of the pages.
        English = "en", "English";
    }
}
