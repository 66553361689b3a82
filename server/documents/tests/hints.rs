//! What hints change and what they must not change: résumés that the rules alone misread, with the name recogniser's
//! output for them, and wrong hints.

use chrono::NaiveDate;
use hireq_documents::{Document, EntityHint, EntityKind, Limits, parse, parse_with, read};
use hireq_domain::resume::ParsedResume;

use EntityKind::{Organisation, Person, Place};

fn document(text: &str) -> Document {
    read(text.as_bytes(), "resume.txt", &Limits::default()).expect("plain text")
}

/// The fields without and with hints; each hint is given by its words.
fn both(text: &str, hints: &[(&str, EntityKind)]) -> (ParsedResume, ParsedResume) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day");
    let document = document(text);
    let hints: Vec<EntityHint> = hints
        .iter()
        .flat_map(|(words, kind)| document.text.match_indices(words).map(|(at, words)| (at..at + words.len(), *kind)))
        .map(|(range, kind)| EntityHint { kind, range })
        .collect();
    (parse(&document, today), parse_with(&document, today, &hints))
}

fn name(resume: &ParsedResume) -> Option<&str> {
    resume.name.as_ref().map(|name| name.value.as_str())
}

/// The title, employer and place of each position.
fn jobs(resume: &ParsedResume) -> Vec<[&str; 3]> {
    let jobs = resume.experience.iter();
    jobs.map(|job| {
        let title = job.title.as_ref().map_or("", |title| &title.value);
        let employer = job.employer.as_ref().map_or("", |employer| &employer.value);
        [title, employer, job.location.as_deref().unwrap_or_default()]
    })
    .collect()
}

const REST: &str = "\n\nExperience\nData Engineer, Acme Ltd, London\n2019 - 2022\n- Built pipelines in Python.\n";

#[test]
fn a_name_in_a_sentence_is_found() {
    let text = format!("👋 Hi, I am Daniel Hughes, a data engineer.\nhello@mail.example{REST}");
    let (without, with) = both(&text, &[("Daniel Hughes", Person), ("Acme Ltd", Organisation)]);
    assert_eq!(name(&without), None);
    assert_eq!(name(&with), Some("Daniel Hughes"));
    let field = with.name.unwrap();
    assert!(field.confidence <= 0.5, "a hint alone is weak: {}", field.confidence);
    assert_eq!(field.span.unwrap().slice(&document(&text).text), "Daniel Hughes");
}

#[test]
fn a_hint_that_runs_into_the_next_line_still_names_the_person() {
    let text = format!("Application of Daniel Hughes\nLeeds | +44 113 496 0000 | hughes@mail.example{REST}");
    let (without, with) = both(&text, &[("Application of", Organisation), ("Daniel Hughes\nLeeds", Person)]);
    assert_ne!(name(&without), Some("Daniel Hughes"));
    assert_eq!(name(&with), Some("Daniel Hughes"));
    assert!(with.name.unwrap().confidence > 0.6, "the address goes with it");
}

#[test]
fn a_name_that_shares_its_line_with_an_address_is_found() {
    let text = format!("DANIEL HUGHES <dh@mail.example> +44 113 496 0000\nLeeds, United Kingdom{REST}");
    let (without, with) = both(&text, &[("DANIEL HUGHES", Person), ("Leeds", Place)]);
    assert_ne!(name(&without), Some("Daniel Hughes"));
    assert_eq!(name(&with), Some("Daniel Hughes"));
}

#[test]
fn a_company_at_the_top_is_not_the_person() {
    let text = format!("Northwind Talent\nSarah Thompson\nLeeds, United Kingdom\nhello@mail.example{REST}");
    let (without, with) = both(&text, &[("Northwind Talent", Organisation), ("Sarah Thompson\nLeeds", Person)]);
    assert_eq!(name(&without), Some("Northwind Talent"));
    assert_eq!(name(&with), Some("Sarah Thompson"));
}

#[test]
fn an_employer_before_a_department_is_told_from_a_title() {
    let text = "Ada Lovelace\nada@mail.example\n\nExperience\nDeloitte | Risk and Compliance\n2019 - 2021\n- Advised \
                banks.\n\nKPMG | Forensics\n2016 - 2019\n- Read ledgers.\n";
    let (without, with) = both(text, &[("Deloitte", Organisation), ("KPMG", Organisation)]);
    assert_eq!(jobs(&without)[0][1], "Risk and Compliance");
    assert_eq!(jobs(&with), [["Risk and Compliance", "Deloitte", ""], ["Forensics", "KPMG", ""]]);
}

#[test]
fn an_employer_behind_an_unknown_place_is_told_from_it() {
    let text = "Ada Lovelace\nada@mail.example\n\nExperience\nData Engineer | Bradfield | Airbus\nMar 2019 - Jun \
                2021\n- Built pipelines.\n";
    let (without, with) = both(text, &[("Bradfield", Place), ("Airbus", Organisation)]);
    assert_eq!(jobs(&without), [["Data Engineer", "Bradfield", ""]]);
    assert_eq!(jobs(&with), [["Data Engineer", "Airbus", "Bradfield"]]);
}

#[test]
fn wrong_hints_change_nothing_that_rules_know() {
    let text = "Ada Lovelace\nLondon, United Kingdom\nada.lovelace@mail.example\nSupervisor: Jane Roe\n\nSkills\nApache Kafka, \
                Ruby\n\nExperience\nData Engineer, Acme Ltd, London\n2019 - 2022\n- Worked with Grace Hopper.\n";
    let hints = [
        ("Ada Lovelace", Organisation),
        ("London", Person),
        ("Jane Roe", Person),
        ("Skills", Person),
        ("Apache Kafka", Person),
        ("Data Engineer", Organisation),
        ("Acme Ltd", Place),
        ("Grace Hopper", Person),
    ];
    let (without, with) = both(text, &hints);
    assert_eq!(with, without);
}

#[test]
fn nobody_is_named_after_a_skill_a_heading_or_a_colleague() {
    let text = "hello@mail.example\nManager: Jane Roe\nreporting to John Roe\nApache Kafka\nWork Experience\nData \
                Engineer\n\nExperience\nData Engineer, Acme Ltd, London\n2019 - 2022\n- Worked with Grace Hopper.\n";
    let hints = ["Jane Roe", "John Roe", "Apache Kafka", "Work Experience", "Data Engineer", "Grace Hopper"];
    let (without, with) = both(text, &hints.map(|words| (words, Person)));
    assert_eq!(name(&with), name(&without));
}

#[test]
fn hints_outside_the_text_are_left_out() {
    let text = format!("Zoë Ångström{REST}");
    let document = document(&text);
    let today = NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day");
    let hints = [(0, 9999), (2, 3), (3, 2), (9999, 10_000), (usize::MAX, 1)]
        .map(|(start, end)| EntityHint { kind: Person, range: start..end });
    assert_eq!(parse_with(&document, today, &hints), parse(&document, today));
}
