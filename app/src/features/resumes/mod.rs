//! Résumés: uploading, reading, viewing and correcting.

pub mod api;
mod correct;
mod corrections;
mod outcome;
mod own;
mod progress;
mod reading;
mod upload;

pub use correct::CorrectPage;
pub use corrections::Corrections;
pub use own::OwnResumePage;
pub use reading::Reading;
pub use upload::UploadPage;

/// The types that file dialogs offer; the server decides by content.
pub const ACCEPT: &str = ".pdf,.docx,.txt,.jpg,.jpeg,.png";

/// Parses multipart forms on the server: text fields in order, and each file passed on as it arrives.
#[cfg(feature = "ssr")]
pub(crate) mod multipart {
    use crate::{error::AppError, server};
    use hireq_services::{
        ServiceError, Services, organization_page, resumes,
        uploads::{Sender, Upload},
    };
    use leptos::server_fn::codec::MultipartData;

    /// The longest text field, in bytes.
    const MOST_TEXT: usize = 100_000;
    /// The most bytes of all text fields together, as in a form without files. Each field counts as [`FIELD`] more.
    const MOST_TEXTS: usize = 1 << 20;
    const FIELD: usize = 64;
    /// How many parts of a refused form are read for their text.
    const MOST_PARTS: usize = 200;
    /// How many bytes of files in a refused form are skipped to reach the text.
    const MOST_PAST: usize = 16 << 20;

    /// A form that is being received.
    pub(crate) struct Form {
        data: MultipartData,
        /// Whether its files are logos instead of résumés.
        logos: bool,
        /// How many bytes of text may still come.
        room: usize,
        /// The text fields received so far.
        pub texts: Vec<(String, String)>,
    }

    /// A file's original name, and the file or the reason why it was refused.
    pub(crate) type File = (String, Result<Upload, ServiceError>);

    fn broken() -> AppError {
        server::error(ServiceError::field("file", "The upload was interrupted. Send the form again"))
    }

    fn too_long() -> AppError {
        server::error(ServiceError::TooLarge("A text in this form is too long".into()))
    }

    impl Form {
        pub(crate) const fn new(data: MultipartData) -> Self {
            Self { data, logos: false, room: MOST_TEXTS, texts: Vec::new() }
        }

        /// A form whose files are logos.
        pub(crate) const fn of_logo(data: MultipartData) -> Self {
            Self { data, logos: true, room: MOST_TEXTS, texts: Vec::new() }
        }

        /// The last value of a text field.
        pub(crate) fn text(&self, name: &str) -> &str {
            self.texts.iter().rev().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
        }

        /// The next file, received and inspected; `None` at the end of the form. Only one file is in memory at a time.
        pub(crate) async fn next_file(
            &mut self,
            services: &Services,
            who: impl Into<Sender>,
        ) -> Result<Option<File>, AppError> {
            let MultipartData::Server(parts) = &mut self.data else { return Err(broken()) };
            while let Some(mut field) = parts.next_field().await.map_err(|_| broken())? {
                match field.file_name().map(ToOwned::to_owned) {
                    None => {
                        let name = field.name().unwrap_or_default().to_owned();
                        self.room = self.room.checked_sub(name.len() + FIELD).ok_or_else(too_long)?;
                        let mut bytes = Vec::new();
                        while let Some(piece) = field.chunk().await.map_err(|_| broken())? {
                            self.room = self.room.checked_sub(piece.len()).ok_or_else(too_long)?;
                            if bytes.len() + piece.len() > MOST_TEXT {
                                return Err(too_long());
                            }
                            bytes.extend_from_slice(&piece);
                        }
                        self.texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                    }
                    // A file field without a file.
                    Some(file) if file.is_empty() => {}
                    Some(file) => {
                        let upload = if self.logos {
                            organization_page::receive_logo(services, who, &file, field).await
                        } else {
                            resumes::receive(services, who, &file, field).await
                        };
                        return Ok(Some((file, upload)));
                    }
                }
            }
            Ok(None)
        }

        /// The form's only file, after all fields have arrived.
        pub(crate) async fn only_file(
            &mut self,
            services: &Services,
            who: impl Into<Sender>,
        ) -> Result<Option<File>, AppError> {
            let (mut last, who) = (None, who.into());
            while let Some(file) = self.next_file(services, who.clone()).await? {
                last = Some(file);
            }
            Ok(last)
        }

        /// Reads the text fields of a form that is refused, skipping a file before them. Anybody can send such a form,
        /// so names, counts and bytes are limited.
        pub(crate) async fn only_texts(&mut self) {
            let MultipartData::Server(parts) = &mut self.data else { return };
            let (mut room, mut past) = (MOST_TEXT, MOST_PAST);
            for _ in 0..MOST_PARTS {
                let Ok(Some(mut field)) = parts.next_field().await else { return };
                let (name, file) = (field.name().unwrap_or_default().to_owned(), field.file_name().is_some());
                let Some(left) = room.checked_sub(name.len()) else { return };
                room = left;
                let mut bytes = Vec::new();
                while let Ok(Some(piece)) = field.chunk().await {
                    let bound = if file { &mut past } else { &mut room };
                    let Some(left) = bound.checked_sub(piece.len()) else { return };
                    *bound = left;
                    if !file {
                        bytes.extend_from_slice(&piece);
                    }
                }
                if !file {
                    self.texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
    }

    /// Whether the response should be a page, as for a form without JavaScript.
    pub(crate) fn wants_page() -> bool {
        leptos::prelude::use_context::<http::request::Parts>()
            .and_then(|parts| {
                parts.headers.get(http::header::ACCEPT).and_then(|v| v.to_str().ok()).map(ToOwned::to_owned)
            })
            .is_some_and(|accept| accept.contains("text/html"))
    }

    /// The message about a file.
    pub(crate) fn sentence(error: ServiceError) -> String {
        match server::error(error) {
            AppError::Invalid(fields) => fields.0.into_iter().map(|(_, m)| m).collect::<Vec<_>>().join(". "),
            other => other.to_string(),
        }
    }
}
