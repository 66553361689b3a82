//! Complete files: what is read, what is refused and with which message.

use chrono::NaiveDate;
use hireq_documents::{Document, Limits, ReadError, parse, read};
use hireq_domain::resume::{DegreeLevel, ParsedResume, PeriodEnd, ReadWarning, SectionKind};
use std::{fs, path::PathBuf};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).expect("a fixture")
}

fn opened(name: &str) -> Result<Document, ReadError> {
    read(&fixture(name), name, &Limits::default())
}

fn parsed(name: &str) -> (Document, ParsedResume) {
    let document = opened(name).expect("a readable file");
    let resume = parse(&document, NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day"));
    (document, resume)
}

#[test]
fn a_scan_is_named_as_such() {
    assert_eq!(opened("sarah_scanned.pdf").unwrap_err().status(), "ocr_required");
}

#[test]
fn a_locked_file_is_named_as_such() {
    assert_eq!(opened("deshawn_encrypted.pdf").unwrap_err(), ReadError::Encrypted);
}

#[test]
fn broken_files_are_refused_with_a_message_that_says_what_to_do() {
    for name in ["elena_truncated.pdf", "html_as.pdf", "header_only.pdf"] {
        let error = opened(name).unwrap_err();
        assert_eq!(error.status(), "corrupt", "{name}");
        assert!(error.to_string().contains("Please"), "{name}: {error}");
    }
    assert_eq!(read(b"", "empty.pdf", &Limits::default()).unwrap_err(), ReadError::Empty);
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_opened() {
    let limits = Limits { max_bytes: 1000, ..Limits::default() };
    assert_eq!(read(&fixture("priya_jake.pdf"), "x.pdf", &limits).unwrap_err().status(), "too_large");
}

#[test]
fn pictures_ask_for_recognition_where_they_are_whole_and_of_a_kind_that_is_opened() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    assert_eq!(read(png, "me.png", &Limits::default()).unwrap_err().status(), "corrupt");
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0";
    assert_eq!(read(gif, "me.gif", &Limits::default()).unwrap_err().status(), "unsupported");
    assert!(matches!(read(png, "me.pdf", &Limits::default()).unwrap_err(), ReadError::WrongName { .. }));
}

#[test]
fn a_docx_that_is_named_pdf_is_read() {
    assert!(opened("docx_as.pdf").unwrap().media_type.contains("wordprocessingml"));
}

#[test]
fn an_external_entity_is_never_expanded() {
    let text = opened("xxe.docx").map(|d| d.text).unwrap_or_default();
    assert!(!text.contains("root:"), "{text}");
}

#[test]
fn a_zip_bomb_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("word/document.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..80 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(read(&bytes, "bomb.docx", &Limits::default()).unwrap_err(), ReadError::Bomb);
}

#[test]
fn hidden_text_is_dropped_and_flagged() {
    for name in ["raj_stuffed.pdf", "raj_hidden_tracked.docx"] {
        let (document, resume) = parsed(name);
        assert!(document.warnings.contains(&ReadWarning::HiddenText), "{name}");
        for hidden in ["Terraform", "Globex", "TensorFlow"] {
            assert!(!document.text.contains(hidden), "{name}: {hidden}");
        }
        assert_eq!(resume.experience.len(), 1, "{name}");
    }
}

#[test]
fn columns_are_read_one_after_the_other() {
    let (document, resume) = parsed("hannah_sidebar.pdf");
    let at = |s: &str| document.text.find(s).unwrap_or_else(|| panic!("{s}"));
    assert!(at("Journey mapping") < at("EXPERIENCE") || at("EXPERIENCE") < at("CONTACT"));
    assert_eq!(resume.experience.len(), 3);
    assert_eq!(resume.experience[0].employer.as_ref().map(|e| e.value.as_str()), Some("Lumen Health"));
}

#[test]
fn a_pdf_gives_every_main_field_with_its_place() {
    let (document, resume) = parsed("priya_jake.pdf");
    let name = resume.name.unwrap();
    assert_eq!(name.value, "Priya Raghunathan");
    assert_eq!(name.span.unwrap().slice(&document.text), "Priya Raghunathan");
    let place = name.page_box.unwrap();
    assert!(place.page == 1 && place.x1 > place.x0 && place.y1 > place.y0 && place.y0 < 150.0);
    let job = &resume.experience[0];
    assert_eq!(job.title.as_ref().unwrap().value, "Senior Data Engineer");
    assert_eq!(job.employer.as_ref().unwrap().value, "Kaveri Payments");
    assert_eq!(job.end, Some(PeriodEnd::Present));
    assert!(!job.bullets.is_empty());
    assert_eq!(resume.education[0].level, Some(DegreeLevel::Bachelor));
    assert!((resume.total_years.unwrap() - 11.3).abs() < 0.2);
    for skill in &resume.skills {
        for span in &skill.spans {
            assert!(!span.slice(&document.text).is_empty());
        }
    }
    assert!(resume.sections.iter().any(|s| s.kind == SectionKind::Skills));
}

#[test]
fn german_tables_and_other_formats_read_too() {
    let (_, lukas) = parsed("lukas_lebenslauf.docx");
    assert_eq!(lukas.language.as_deref(), Some("de"));
    assert_eq!(lukas.experience.len(), 3);
    for (name, person) in [
        ("sarah_functional.rtf", "Sarah J. Whitfield"),
        ("camille_fr.odt", "Camille Lefèvre-Dupont"),
        ("deshawn_simple.doc", "DeShawn Carter"),
    ] {
        let (_, resume) = parsed(name);
        assert_eq!(resume.name.map(|n| n.value).as_deref(), Some(person), "{name}");
        assert!(resume.experience.len() >= 3, "{name}");
    }
}

#[test]
fn damaged_input_never_panics() {
    let limits = Limits::default();
    for name in
        ["raj_stuffed.pdf", "raj_hidden_tracked.docx", "sarah_functional.rtf", "camille_fr.odt", "deshawn_simple.doc"]
    {
        let bytes = fixture(name);
        for step in 1..12 {
            let _ = read(&bytes[..bytes.len() * step / 12], name, &limits);
            let mut flipped = bytes.clone();
            for i in (step * 37..flipped.len()).step_by(997) {
                flipped[i] ^= 0x55;
            }
            if let Ok(document) = read(&flipped, name, &limits) {
                let _ = parse(&document, NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day"));
            }
        }
    }
}

#[test]
fn plain_text_parses() {
    let text = "Jane Roe\njane@example.org | +44 20 7946 0018 | London, UK\n\nSummary\nBackend engineer.\n\nExperience\nSoftware Engineer, Acme Ltd\nJan 2020 - Present\n- Wrote services in Go and Rust\n\nEducation\nBSc Physics, University of Leeds, 2015 - 2018\n\nSkills\nGo, Rust, PostgreSQL\n";
    let document = read(text.as_bytes(), "cv.txt", &Limits::default()).unwrap();
    let resume = parse(&document, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    assert_eq!(resume.name.unwrap().value, "Jane Roe");
    assert_eq!(resume.emails[0].value, "jane@example.org");
    assert_eq!(resume.location.unwrap().value, "London, UK");
    assert_eq!(resume.experience[0].employer.as_ref().unwrap().value, "Acme Ltd");
    assert_eq!(resume.education[0].institution.as_ref().unwrap().value, "University of Leeds");
    let names: Vec<&str> = resume.skills.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Go", "Rust", "PostgreSQL"]);
}

#[test]
fn several_roles_share_the_employer_that_is_named_once() {
    let text = "Robert \"Bob\" Jones\nbob@example.com\n\nProfessional Experience\n\nAcme Corporation, San Diego, CA\nDirector of Operations (2018 – Present)\nLead a 50-person team.\nOperations Manager (2014 – 2018)\nManaged the warehouse.\n";
    let document = read(text.as_bytes(), "cv.txt", &Limits::default()).unwrap();
    let resume = parse(&document, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    let jobs: Vec<(&str, &str)> = resume
        .experience
        .iter()
        .map(|j| (j.title.as_ref().unwrap().value.as_str(), j.employer.as_ref().unwrap().value.as_str()))
        .collect();
    assert_eq!(jobs, [("Director of Operations", "Acme Corporation"), ("Operations Manager", "Acme Corporation")]);
}

#[test]
fn a_hostile_text_costs_bounded_time() {
    let text = format!(
        "Skills\n{}\n{}",
        (0..60_000).map(|i| format!("a{i}")).collect::<Vec<_>>().join(", "),
        "Experience 2019 – 2020\n".repeat(8_000)
    );
    let start = std::time::Instant::now();
    let document = read(text.as_bytes(), "cv.txt", &Limits::default()).unwrap();
    let resume = parse(&document, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    assert!(resume.skills.len() <= 400);
    assert!(document.warnings.contains(&ReadWarning::Truncated) || document.text.len() < 1_000_000);
    // Generous for an unoptimised build on a busy machine.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
