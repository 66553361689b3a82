//! Text recognition on scans and photographs: page by page, on a queue of its own because each page takes seconds.

use super::reading::{self, TOO_LONG, limits};
use crate::{
    Result, ServiceError, Services,
    events::{By, record},
    queue::{self, Outcome, Queue, Task},
    quotas,
};
use hireq_documents::{Orientation, PagePicture, ReadError, Scan, SeenLetter, SeenLine, SeenPage};
use hireq_domain::{candidate::PagesRecognized, event::Event, ids::DocumentId};
use hireq_ml::ocr::{Page, PageReader, Picture};
use hireq_store::documents::{self, Stored};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

/// Recognises the text on images of a file's pages, and then reads the file like any other.
#[derive(Debug, Serialize, Deserialize)]
pub struct RecognizeDocument {
    pub document: DocumentId,
}

impl Task for RecognizeDocument {
    const NAME: &'static str = "recognize_document";
    const QUEUE: Queue = Queue::Scans;

    fn key(&self) -> Option<String> {
        Some(format!("recognize {}", self.document))
    }

    async fn run(&self, services: &Services) -> Outcome {
        Ok(recognize(services, self.document).await?)
    }

    async fn given_up(&self, services: &Services) -> Result<()> {
        reading::give_up(services, self.document).await
    }
}

/// Queues the recognition of a file's pages, behind the files of everybody who sent fewer.
pub(super) async fn enqueue(services: &Services, document: DocumentId, stored: &Stored) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let turn = match stored.uploaded_by {
        Some(who) => quotas::turn(documents::sent_by(&mut *tx, who, services.clock.now() - quotas::DAY).await?),
        None => 0,
    };
    queue::enqueue_in_turn(&mut tx, &RecognizeDocument { document }, turn).await?;
    Ok(tx.commit().await?)
}

async fn recognize(services: &Services, id: DocumentId) -> Result<()> {
    let Some(stored) = documents::stored(&services.pool, id).await? else { return Ok(()) };
    let Some(reader) = &services.page_reader else {
        return Err(ServiceError::Unavailable("The reader of scans is missing; run scripts/models".into()));
    };
    if documents::is_read(&services.pool, id).await? {
        return Ok(());
    }
    let Some(bytes) = reading::bytes_of(services, id, &stored).await? else { return Ok(()) };
    let seen = tokio::time::timeout(quotas::RECOGNIZING, pages(services, reader, id, &stored, bytes.clone())).await;
    let Ok(seen) = seen else {
        return reading::fail(services, id, &stored, "too_large", TOO_LONG).await;
    };
    let opened = reading::opened(services, &stored, bytes, seen?).await?;
    reading::keep(services, id, &stored, opened).await
}

/// The text on the pages that are images; empty if they cannot be rendered.
async fn pages(
    services: &Services,
    reader: &PageReader,
    id: DocumentId,
    stored: &Stored,
    bytes: Vec<u8>,
) -> Result<Vec<SeenPage>> {
    let name = stored.original_name.clone();
    let opened = spawn_blocking(move || {
        let scan = Scan::open(&bytes, &name, &limits())?;
        Ok::<_, ReadError>((scanned_pages(&scan, &bytes, &name), scan))
    });
    let Ok((pages, mut scan)) = opened.await.map_err(ServiceError::internal)? else { return Ok(Vec::new()) };
    let mut seen = Vec::new();
    for (done, page) in pages.iter().copied().enumerate() {
        progress(services, id, stored, done, pages.len()).await?;
        let drawn = spawn_blocking(move || (scan.draw(page), scan));
        let picture;
        (picture, scan) = drawn.await.map_err(ServiceError::internal)?;
        let Some(PagePicture { width, height, grey, point }) = picture else { continue };
        let Some(picture) = Picture::new(width, height, grey) else { continue };
        let read = reader.read(picture).await.map_err(ServiceError::internal)?;
        seen.push(in_points(page, &read, point));
    }
    Ok(seen)
}

/// The pages that are images, or all pages if the file's text cannot be decoded.
fn scanned_pages(scan: &Scan, bytes: &[u8], name: &str) -> Vec<u32> {
    let mut pages = match hireq_documents::read(bytes, name, &limits()) {
        Ok(document) => document.pictures,
        Err(_) => (1..=scan.len().min(1_000)).collect(),
    };
    pages.truncate(quotas::RECOGNIZED_PAGES);
    pages
}

async fn progress(services: &Services, id: DocumentId, stored: &Stored, done: usize, of: usize) -> Result<()> {
    let count = |n: usize| i16::try_from(n).unwrap_or(i16::MAX);
    let mut tx = services.pool.begin().await?;
    documents::set_recognized(&mut *tx, id, PagesRecognized { done: count(done), of: count(of) }).await?;
    let event = Event::DocumentProgressed { document: id, candidate: stored.candidate };
    record(services, &mut tx, By::Program, event).await?;
    Ok(tx.commit().await?)
}

/// A page with positions converted from pixels to points; `point` is the size of a pixel in points.
fn in_points(page: u32, read: &Page, point: f32) -> SeenPage {
    let lines = read.lines.iter().map(|line| SeenLine {
        letters: line
            .letters
            .iter()
            .map(|letter| SeenLetter { c: letter.c, x0: letter.x0 * point, x1: letter.x1 * point })
            .collect(),
        baseline: line.baseline * point,
        size: line.size * point,
    });
    let orientation = Orientation { turned: read.turned, along: read.along };
    SeenPage { page, width: read.width * point, height: read.height * point, lines: lines.collect(), orientation }
}
