use super::*;
use crate::resume::{PartialDate, PeriodEnd, SectionKind};
use chrono::NaiveDate;

const SAMPLE: &str = r#"{
    "basics": {"name": "Zoë Ünal", "label": "Data engineer", "email": "zoe@example.com", "url": "https://zoe.example",
        "location": {"city": "Kraków", "countryCode": "PL"}, "unknown": 1},
    "work": [{"company": "Acme", "position": "Engineer", "startDate": "2020-01-01", "endDate": "2021-12-31",
        "summary": null, "highlights": ["Built pipelines"]}],
    "education": [{"institution": "AGH", "area": "Physics", "studyType": "Master", "endDate": "2019"}],
    "skills": [{"name": "Web", "keywords": ["Rust", "SQL", "rust"]}],
    "languages": [{"language": "Polish", "fluency": "native"}]
}"#;

#[test]
fn no_list_is_taken_without_end() {
    let many = |item: &str| vec![item; 5000].join(",");
    let text = format!(
        r#"{{"work": [{}], "skills": [{}], "certificates": [{}], "languages": [{}]}}"#,
        many(r#"{"name": "Acme", "highlights": ["a"]}"#),
        (0..5000).map(|n| format!(r#"{{"name": "skill {n}"}}"#)).collect::<Vec<_>>().join(","),
        many(r#"{"name": "c"}"#),
        many(r#"{"language": "Polish"}"#)
    );
    let (text, r) = JsonResume::read(text.as_bytes()).expect("valid").into_resume(NaiveDate::MIN);
    assert!(r.experience.len() <= 100 && r.skills.len() <= 500 && r.certificates.len() <= 100);
    assert!(r.languages.len() <= 100 && text.len() < 20_000, "{}", text.len());
}

#[test]
fn every_value_stands_where_its_span_says() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
    let (text, r) = JsonResume::read(SAMPLE.as_bytes()).expect("valid").into_resume(today);
    for field in [r.name.as_ref(), r.headline.as_ref(), r.location.as_ref(), r.languages.first()] {
        let field = field.expect("read");
        assert_eq!(field.span.expect("a place").slice(&text), field.value);
    }
    assert_eq!(r.skills.iter().map(|s| s.spans[0].slice(&text)).collect::<Vec<_>>(), ["Rust", "SQL"]);
    assert_eq!(r.total_years, Some(2.0));
    assert_eq!(r.education[0].level, Some(crate::resume::DegreeLevel::Master));
    assert_eq!(r.sections.last().map(|s| s.span.end), Some(text.chars().count()));
}

#[test]
fn what_goes_out_comes_back() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
    let (_, first) = JsonResume::read(SAMPLE.as_bytes()).expect("valid").into_resume(today);
    let (_, second) = JsonResume::from(&first).into_resume(today);
    assert_eq!(first.experience[0].employer, second.experience[0].employer);
    assert_eq!((&first.links, &first.skills.len()), (&second.links, &second.skills.len()));
    assert_eq!(first.education[0].level, second.education[0].level);
    assert_eq!(first.total_years, second.total_years);
}

/// Every section and member of the published schema.
const WHOLE: &str = include_str!("whole.json");

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
}

fn whole() -> JsonResume {
    JsonResume::read(WHOLE.as_bytes()).expect("a sound file")
}

fn value(json: &[u8]) -> Value {
    serde_json::from_slice(json).expect("JSON")
}

#[test]
fn nothing_of_any_section_is_lost_on_the_way_in_and_out() {
    let (_, read) = whole().into_resume(today());
    assert_eq!(value(&whole().corrected(&read, today()).write().expect("text")), value(WHOLE.as_bytes()));
}

#[test]
fn a_correction_changes_its_own_place_and_no_other() {
    let (_, mut read) = whole().into_resume(today());
    read.experience[0].title = read.headline.clone();
    read.skills.retain(|skill| skill.name != "Tar");
    let mut expected = value(WHOLE.as_bytes());
    expected["work"][0]["position"] = "Boatbuilder".into();
    expected["skills"][0]["keywords"] = serde_json::json!(["Oak"]);
    assert_eq!(value(&whole().corrected(&read, today()).write().expect("text")), expected);
}

#[test]
fn every_section_is_among_the_text() {
    let (text, read) = whole().into_resume(today());
    for words in
        ["Lifeboat crew", "Golden adze", "Clinker or carvel", "Rowing", "Never late.", "Skiff for schools", "Rigging"]
    {
        assert!(text.contains(words), "{words}");
    }
    for kind in [SectionKind::Volunteering, SectionKind::Projects, SectionKind::Awards, SectionKind::Publications] {
        assert!(read.sections.iter().any(|section| section.kind == kind), "{kind:?}");
    }
}

#[test]
fn dates_in_words_are_dates_and_never_present() {
    let ends = |end: &str| {
        let text = format!(r#"{{"work": [{{"name": "Acme", "startDate": "May 2014", "endDate": "{end}"}}]}}"#);
        let (_, read) = JsonResume::read(text.as_bytes()).expect("valid").into_resume(today());
        assert_eq!(read.experience[0].start, Some(PartialDate { year: 2014, month: Some(5) }));
        read.experience[0].end
    };
    let on = |year, month| Some(PeriodEnd::On(PartialDate { year, month }));
    for (words, end) in [
        ("July 2016", on(2016, Some(7))),
        ("07/2016", on(2016, Some(7))),
        ("2016 Sept.", on(2016, Some(9))),
        ("juillet 2016", on(2016, None)),
        ("2016-07-31", on(2016, Some(7))),
        ("Present", Some(PeriodEnd::Present)),
        ("", Some(PeriodEnd::Present)),
        ("when the yard closed", None),
    ] {
        assert_eq!(ends(words), end, "{words}");
    }
}

#[test]
fn marks_and_numbers_of_other_programs_are_read() {
    let text = "\u{feff}{\"work\": [{\"name\": \"Acme\", \"startDate\": 2014, \"endDate\": 2016}]}";
    let (_, read) = JsonResume::read(text.as_bytes()).expect("valid").into_resume(today());
    assert_eq!(read.experience[0].end, Some(PeriodEnd::On(PartialDate { year: 2016, month: None })));
}
