//! Why a file could not be read, in words for the person who uploaded it.

use thiserror::Error;

/// Why a file could not be read. The message says what is wrong and what to do.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ReadError {
    #[error("The file is empty. Please choose the file again; it may not have been saved or fully copied.")]
    Empty,
    /// The file is larger than allowed.
    #[error(
        "The file is {size_mb} MB and the limit is {limit_mb} MB. Please save it with smaller pictures, or without them."
    )]
    TooLarge {
        /// The size in megabytes, rounded up.
        size_mb: usize,
        limit_mb: usize,
    },
    /// A type of file that is not supported.
    #[error("This is {found}, which cannot be read. Please save the résumé as PDF or DOCX.")]
    Unsupported {
        /// What it is, with an article.
        found: String,
    },
    /// The name has a résumé's extension, but the content is something else.
    #[error("The file is named .{extension}, but it is {found}. Please export the résumé as PDF or DOCX again.")]
    WrongName {
        extension: String,
        /// What it is, with an article.
        found: String,
    },
    /// Protected by a password.
    #[error("The file is locked with a password. Please save a copy without a password and upload that.")]
    Encrypted,
    /// Damaged beyond repair.
    #[error("The file is damaged and cannot be opened. Please export it again from the program that made it.")]
    Corrupt,
    #[error(
        "The file holds pictures of pages but no text, as a scan does. Please upload the original document, or run text recognition on the scan first."
    )]
    OcrRequired,
    /// The text uses wrong character codes.
    #[error(
        "The file's letters are stored under wrong codes, so that its text cannot be read. Please print it to a new PDF from the program that made it, or upload it as DOCX."
    )]
    Garbled,
    /// An XFA form, which only Adobe Acrobat can show.
    #[error(
        "The file is a form that only Adobe Acrobat can show. Please open it there, print it to a PDF and upload that, or upload the résumé as DOCX."
    )]
    DynamicForm,
    /// A cover page around embedded files.
    #[error("The file is a portfolio that holds other files. Please open it and upload the résumé in it by itself.")]
    Portfolio,
    /// An archive that inflates to an unreasonable size.
    #[error(
        "The file unpacks to far more data than a résumé holds and was not opened. Please save it again without embedded files."
    )]
    Bomb,
}

impl ReadError {
    /// Whether text recognition on images of the pages may help instead.
    #[must_use]
    pub const fn asks_for_recognition(&self) -> bool {
        matches!(self, Self::OcrRequired | Self::Garbled)
    }

    /// The error code, as used in predictions and shown to users.
    #[must_use]
    pub const fn status(&self) -> &'static str {
        match self {
            Self::Empty | Self::WrongName { .. } | Self::Corrupt => "corrupt",
            Self::TooLarge { .. } | Self::Bomb => "too_large",
            Self::Unsupported { .. } | Self::DynamicForm | Self::Portfolio => "unsupported",
            Self::Encrypted => "encrypted",
            Self::OcrRequired | Self::Garbled => "ocr_required",
        }
    }
}
