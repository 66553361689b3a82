//! Error rates of text recognition on images of résumés with known text.
//!
//!     cargo run --release -p hireq-ml --example ocr -- FOLDER [--pages N] [--each] [--texts] [--tesseract]
//!
//! FOLDER holds PDF files with text. The first pages of each are rendered, degraded in several ways, and recognised.
//! The result is compared with the file's own text: by word and by character in reading order, and by word regardless
//! of position. With `--tesseract`, the program of that name recognises the same images for comparison.

mod support;

#[path = "../tests/support/spoil.rs"]
mod spoil;

use hireq_documents::{Limits, PagePicture, Scan};
use hireq_ml::ocr::{PageReader, Picture};
use spoil::{Errors, MANNERS, document_of, spoilt};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};
use support::{peak_memory, processor_seconds};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
    let folder = PathBuf::from(arguments.first().ok_or("which folder?")?);
    let most: u32 = after("--pages").map_or(Ok(1), |pages| pages.parse())?;
    let beside = flag("--tesseract").then(|| std::env::temp_dir().join(format!("page-{}.pgm", std::process::id())));
    let models = std::env::var_os("MODELS_DIR").map(PathBuf::from).unwrap_or_else(|| {
        let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        home.join(".cache/hireq/models")
    });
    let reader = PageReader::start(&models)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let pages = pages(&folder, most)?;
    for manner in MANNERS {
        let (mut errors, mut seconds, mut work) = (Errors::default(), Vec::new(), 0.0);
        let (mut theirs, mut their_seconds) = (Errors::default(), 0.0);
        for page in &pages {
            let picture = spoilt(&page.picture, manner);
            let pixels = Picture::new(picture.width, picture.height, picture.grey.clone()).ok_or("no picture")?;
            if let Some(path) = &beside {
                let head = format!("P5 {} {} 255\n", picture.width, picture.height);
                std::fs::write(path, [head.as_bytes(), &picture.grey].concat())?;
                let start = Instant::now();
                let said = Command::new("tesseract").arg(path).arg("-").output()?;
                their_seconds += start.elapsed().as_secs_f64();
                theirs.add(&Errors::of(&page.text, &String::from_utf8_lossy(&said.stdout)));
                std::fs::remove_file(path)?;
            }
            let (start, before) = (Instant::now(), processor_seconds());
            let seen = runtime.block_on(reader.read(pixels))?;
            seconds.push(start.elapsed().as_secs_f64());
            work += processor_seconds() - before;
            let text = document_of(&seen, picture.point).map_or_else(|_| String::new(), |d| d.text);
            let one = Errors::of(&page.text, &text);
            if flag("--each") {
                println!("  {:<40} {} {one}", page.name, page.number);
            }
            if flag("--texts") {
                println!("{text}\n-----");
            }
            errors.add(&one);
        }
        seconds.sort_by(f64::total_cmp);
        let median = seconds.get(seconds.len() / 2).copied().unwrap_or_default();
        let work = work / pages.len().max(1) as f64;
        println!("{:<12} {errors} median {median:.2} s, {work:.2} processor s a page", manner.name());
        if beside.is_some() {
            println!("   tesseract {theirs} {:.2} s a page", their_seconds / pages.len().max(1) as f64);
        }
    }
    println!("{} pages, peak memory {}", pages.len(), peak_memory().unwrap_or_default());
    runtime.block_on(reader.shutdown());
    Ok(())
}

struct Page {
    name: String,
    number: u32,
    picture: PagePicture,
    text: String,
}

/// The first pages of the folder's files, if they have text.
fn pages(folder: &Path, most: u32) -> Result<Vec<Page>, Box<dyn std::error::Error>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "pdf"));
    files.sort();
    let mut pages = Vec::new();
    for file in files {
        let (bytes, name) =
            (std::fs::read(&file)?, file.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        let Ok(scan) = Scan::open(&bytes, &name, &Limits::default()) else { continue };
        for number in 1..=most.min(scan.len()) {
            let Some(text) = spoil::text_of(&bytes, number) else { continue };
            if let Some(picture) = scan.draw(number) {
                pages.push(Page { name: name.clone(), number, picture, text });
            }
        }
    }
    Ok(pages)
}
