//! Recognises images of résumé pages and compares the result with the files' own text.

#[path = "support/spoil.rs"]
mod spoil;
mod support;

use hireq_documents::{Limits, PagePicture, Scan};
use hireq_ml::ocr::{PageReader, Picture};
use spoil::{Errors, MANNERS, Manner, document_of, spoilt, text_of};
use std::path::Path;
use support::{models_dir, started};

const FILES: [&str; 2] = ["priya_jake.pdf", "hannah_sidebar.pdf"];

/// A file's first page as an image, and its text.
fn page(file: &str) -> (PagePicture, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/tests/fixtures").join(file);
    let bytes = std::fs::read(path).expect("a fixture");
    let scan = Scan::open(&bytes, file, &Limits::default()).expect("a PDF");
    (scan.draw(1).expect("a page"), text_of(&bytes, 1).expect("its text"))
}

/// The text recognised on an image, as that of the resulting document.
async fn read(reader: &PageReader, picture: &PagePicture, quarters: u8) -> String {
    let pixels = Picture::new(picture.width, picture.height, picture.grey.clone()).expect("a picture");
    let seen = reader.read(pixels.turned(quarters)).await.expect("read");
    document_of(&seen, picture.point).map_or_else(|_| String::new(), |document| document.text)
}

#[tokio::test]
async fn pages_are_read_nearly_as_their_text_says_however_they_were_scanned() {
    let Some(reader) = started(PageReader::start(&models_dir())) else { return };
    let pages = FILES.map(page);
    for manner in MANNERS {
        let mut errors = Errors::default();
        for (picture, text) in &pages {
            let picture = spoilt(picture, manner);
            errors.add(&Errors::of(text, &read(&reader, &picture, 0).await));
        }
        println!("{}: {errors}", manner.name());
        let (characters, words) = if manner == Manner::Photographed { (0.05, 0.1) } else { (0.03, 0.07) };
        assert!(errors.of_characters() < characters && errors.of_lost_words() < words, "{}: {errors}", manner.name());
    }
}

#[tokio::test]
async fn a_page_is_read_whichever_way_it_lies() {
    let Some(reader) = started(PageReader::start(&models_dir())) else { return };
    let (picture, text) = page(FILES[0]);
    for quarters in 1..4 {
        let errors = Errors::of(&text, &read(&reader, &picture, quarters).await);
        assert!(errors.of_characters() < 0.03, "{quarters} quarters: {errors}");
    }
}

#[tokio::test]
async fn an_empty_page_has_no_text_and_a_page_reads_the_same_twice() {
    let Some(reader) = started(PageReader::start(&models_dir())) else { return };
    let white = Picture::new(800, 1_100, vec![255; 880_000]).expect("a picture");
    assert!(reader.read(white).await.expect("read").lines.is_empty());
    let (picture, _) = page(FILES[1]);
    let picture = spoilt(&picture, Manner::Coarse);
    let pixels = || Picture::new(picture.width, picture.height, picture.grey.clone()).expect("a picture");
    let (one, two) = (reader.read(pixels()).await.expect("read"), reader.read(pixels()).await.expect("read"));
    assert_eq!(one, two);
}
