//! Page images of files, and the positions of evidence on the pages.
//!
//! The renderer has no bounds: a page of a few bytes can demand any amount of time and memory. Therefore a separate
//! process renders each page. It gets nothing but the file and is killed at a time limit.

use crate::{Result, ServiceError, Services, auth::Hr};
use hireq_documents::Limits;
use hireq_domain::{
    ids::DocumentId,
    resume::Span,
    sheet::{Places, Sheet},
};
use hireq_store::{
    documents::{self, Stored},
    resumes,
};
use moka::sync::Cache;
use std::{path::PathBuf, process::Stdio, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    sync::Semaphore,
    time::timeout,
};

/// To be increased whenever rendering changes, because browsers cache the images.
const DRAWN_BY: u32 = 1;
/// The command that renders a page; see `hireq draw`.
pub const COMMAND: &str = "draw";
/// The time limit for rendering a page, and for waiting for a free slot: a request has fifteen seconds in all.
const DRAWING: Duration = Duration::from_secs(6);
/// The number of pages rendered at the same time.
const AT_ONCE: usize = 2;
/// The maximum size of an image in bytes.
const LARGEST: u64 = 16 << 20;
/// The size of the image cache in bytes.
const KEPT: u64 = 64 << 20;
const KEPT_FOR: Duration = Duration::from_mins(10);
/// The time limit for reading an older file again to find the positions of its words, while a user waits.
const PLACING: Duration = Duration::from_secs(5);

/// A page's image. `None` if it cannot be rendered; that is cached too, so that it is not attempted again.
type Drawn = Option<Arc<[u8]>>;

/// Renders pages; clones share the cache.
#[derive(Clone)]
pub struct Drawer {
    program: PathBuf,
    patience: Duration,
    turns: Arc<Semaphore>,
    drawn: Cache<(Vec<u8>, u32), Drawn>,
}

impl Drawer {
    /// `program` is the path of our own executable, which has the command.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        let weigh = |_: &(Vec<u8>, u32), drawn: &Drawn| {
            drawn.as_ref().map_or(64, |bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX))
        };
        Self {
            program,
            patience: DRAWING,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            drawn: Cache::builder().max_capacity(KEPT).weigher(weigh).time_to_live(KEPT_FOR).build(),
        }
    }

    async fn draw(&self, kind: &str, bytes: &[u8], page: u32) -> Result<Drawn> {
        let drawn = timeout(self.patience, self.run(kind, bytes, page)).await;
        match drawn {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(error)) => {
                tracing::warn!(error = %error, "no page could be drawn");
                Err(ServiceError::Unavailable("The page could not be drawn".into()))
            }
            Err(_) => {
                tracing::warn!(page, "a page took too long to draw");
                Ok(None)
            }
        }
    }

    /// The image that the command writes; `None` if it fails.
    async fn run(&self, kind: &str, bytes: &[u8], page: u32) -> std::io::Result<Drawn> {
        let mut drawing = Command::new(&self.program)
            .args([COMMAND, kind, &page.to_string()])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(mut file), Some(picture)) = (drawing.stdin.take(), drawing.stdout.take()) else { return Ok(None) };
        // A process that has ended early does not read on; its exit status counts.
        drop(file.write_all(bytes).await);
        drop(file);
        let mut read = Vec::new();
        picture.take(LARGEST).read_to_end(&mut read).await?;
        let done = drawing.wait().await?;
        Ok((done.success() && media_type(&read).is_some()).then(|| read.into()))
    }
}

/// The media type of an image, from its first bytes.
fn media_type(picture: &[u8]) -> Option<&'static str> {
    match picture {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, ..] => Some("image/jpeg"),
        _ => None,
    }
}

/// The file extension, for files whose pages can be rendered.
fn drawable(media_type: &str) -> Option<&'static str> {
    match media_type {
        "application/pdf" => Some("pdf"),
        "image/jpeg" => Some("jpg"),
        "image/png" => Some("png"),
        _ => None,
    }
}

/// A page that the user may see.
pub struct Page {
    stored: Stored,
    kind: &'static str,
    number: u32,
}

/// A page's image.
pub struct Picture {
    pub media_type: &'static str,
    pub bytes: Arc<[u8]>,
}

/// A page, counted from 1, of a file that the organisation may see.
///
/// # Errors
/// `NotFound` if the organisation may not see the file, for example while the person is hidden, or if it has no pages.
pub async fn page(services: &Services, who: &Hr, id: DocumentId, number: u32) -> Result<Page> {
    documents::find_visible(&services.pool, who.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    let stored = documents::stored(&services.pool, id).await?.ok_or(ServiceError::NotFound)?;
    let kind = drawable(&stored.media_type).ok_or(ServiceError::NotFound)?;
    let pages = 1..=u32::try_from(Limits::default().max_pages).unwrap_or(u32::MAX);
    if pages.contains(&number) { Ok(Page { stored, kind, number }) } else { Err(ServiceError::NotFound) }
}

impl Page {
    /// The entity tag.
    #[must_use]
    pub fn tag(&self) -> String {
        format!("\"{}-{}-{DRAWN_BY}\"", hex::encode(&self.stored.sha256), self.number)
    }

    /// The image.
    ///
    /// # Errors
    /// `NotFound` if the file has no such page or it cannot be rendered; `Unavailable` if no slot becomes free in time.
    pub async fn picture(&self, services: &Services) -> Result<Picture> {
        let drawer = &services.drawer;
        let key = (self.stored.sha256.clone(), self.number);
        let drawn = match drawer.drawn.get(&key) {
            Some(drawn) => drawn,
            None => {
                let busy = || ServiceError::Unavailable("Many pages are being drawn; try again in a moment".into());
                let turn = timeout(DRAWING, drawer.turns.acquire()).await.map_err(|_| busy())?;
                let _turn = turn.map_err(ServiceError::internal)?;
                let bytes = services.files.read(&self.stored.storage_key).await?;
                let drawn = drawer.draw(self.kind, &bytes, self.number).await?;
                drawer.drawn.insert(key, drawn.clone());
                drawn
            }
        };
        let bytes = drawn.ok_or(ServiceError::NotFound)?;
        let media_type = media_type(&bytes).ok_or(ServiceError::NotFound)?;
        Ok(Picture { media_type, bytes })
    }
}

/// The pages of a file, with the places of each piece of evidence in its text. Empty if its pages cannot be shown.
/// The caller must have checked the right to see the file.
pub(crate) async fn shown(
    services: &Services,
    id: DocumentId,
    text: &str,
    evidence: Vec<Vec<Span>>,
) -> Result<Vec<Sheet>> {
    let places = match resumes::places(&services.pool, id).await? {
        Some(places) => places,
        None => placed(services, id, text).await?,
    };
    let text = text.to_owned();
    tokio::task::spawn_blocking(move || places.sheets(&text, &evidence)).await.map_err(ServiceError::internal)
}

/// The positions of the words of a text that was read before positions were stored. Reads the file again, and uses the
/// positions only if the text is still the same.
async fn placed(services: &Services, id: DocumentId, text: &str) -> Result<Places> {
    let Some(stored) = documents::stored(&services.pool, id).await? else { return Ok(Places::default()) };
    let places = if stored.media_type == "application/pdf" {
        let Ok(bytes) = services.files.read(&stored.storage_key).await else { return Ok(Places::default()) };
        let read = move || hireq_documents::read(&bytes, &stored.original_name, &super::reading::limits());
        match timeout(PLACING, tokio::task::spawn_blocking(read)).await {
            Ok(Ok(Ok(document))) if document.text == text => document.places(),
            _ => Places::default(),
        }
    } else {
        Places::default()
    };
    resumes::set_places(&services.pool, id, &places).await?;
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt, time::Instant};

    /// A shell script in place of the program.
    fn drawer(dir: &tempfile::TempDir, does: &str) -> Drawer {
        let program = dir.path().join("program");
        fs::write(&program, format!("#!/bin/sh\n{does}\n")).expect("written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("may run");
        Drawer::new(program)
    }

    #[tokio::test]
    async fn a_page_that_is_drawn_without_end_is_given_up_and_so_is_one_that_breaks_the_program() {
        let dir = tempfile::tempdir().expect("a directory");
        let mut endless = drawer(&dir, "/bin/cat >/dev/null; exec /bin/sleep 600");
        endless.patience = Duration::from_millis(300);
        let begun = Instant::now();
        assert!(endless.draw("pdf", b"x", 1).await.expect("an end").is_none() && begun.elapsed() < DRAWING);
        for breaks in ["kill -9 $$", "exit 1", "echo no picture"] {
            let large = vec![0; 1 << 20];
            assert!(drawer(&dir, breaks).draw("pdf", &large, 1).await.expect("an end").is_none(), "{breaks}");
        }
    }

    #[tokio::test]
    async fn the_program_is_told_the_page_and_nothing_of_our_settings() {
        let dir = tempfile::tempdir().expect("a directory");
        let tells = drawer(&dir, "printf '\\377\\330'; echo \"$@ $(/usr/bin/env | /bin/grep -c HOME)\"");
        let told = tells.draw("pdf", b"x", 7).await.expect("an end").expect("a picture");
        assert_eq!(String::from_utf8_lossy(&told[2..]).trim(), "draw pdf 7 0");
    }
}
