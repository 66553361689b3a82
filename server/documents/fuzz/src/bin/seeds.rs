//! Makes seeds for the fuzz targets: `seeds OUT FOLDER…` reads every file in the folders and writes, for each target,
//! the file itself, the parts from which the target would assemble it, and the extracted text.

use hayro_syntax::Pdf;
use hireq_documents::{Limits, read};
use hireq_documents_fuzz::{
    DIVIDER,
    package::{DOCX_PARTS, ODT_PARTS},
};
// The binary is built with the targets' instrumentation, which needs the hooks of this crate.
use libfuzzer_sys as _;
use std::{
    env, fs,
    io::{self, Cursor, Read},
    path::{Path, PathBuf},
};
use zip::ZipArchive;

fn main() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let Some(out) = arguments.next() else {
        return Err(io::Error::other("say where the seeds go"));
    };
    for folder in arguments {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_file() {
                plant(&out, &path)?;
            }
        }
    }
    Ok(())
}

fn plant(out: &Path, path: &Path) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(path)?;
    let save = |target: &str, suffix: &str, content: &[u8]| {
        let folder = out.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}{suffix}")), content)
    };
    if let Ok(document) = read(&bytes, &name, &Limits::default()) {
        save("grammar", ".txt", document.text.as_bytes())?;
    }
    match name.rsplit('.').next() {
        Some("pdf") => {
            save("pdf", "", &bytes)?;
            if let Ok(pdf) = Pdf::new(bytes) {
                for (n, page) in pdf.pages().iter().take(2).enumerate() {
                    if let Some(content) = page.page_stream() {
                        let drawn: Vec<u8> = content.iter().copied().filter(|b| *b != DIVIDER).collect();
                        save("pdf", &format!(".page{n}"), &drawn)?;
                    }
                }
            }
        }
        Some("docx") => {
            save("docx", "", &bytes)?;
            save("docx", ".parts", &parts(&bytes, &DOCX_PARTS))?;
        }
        Some("odt") => save("odt", ".parts", &parts(&bytes, &ODT_PARTS[..1]))?,
        Some(kind @ ("rtf" | "doc")) => save(kind, "", &bytes)?,
        _ => {}
    }
    Ok(())
}

fn parts(bytes: &[u8], names: &[&str]) -> Vec<u8> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let parts: Vec<Vec<u8>> = names
        .iter()
        .map(|name| {
            let mut part = Vec::new();
            if let Ok(mut file) = archive.by_name(name) {
                // A damaged part is as good a seed as an intact one.
                let _ = file.read_to_end(&mut part);
            }
            part
        })
        .collect();
    parts.join(&DIVIDER)
}
