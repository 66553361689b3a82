use super::*;
use chrono::NaiveDate;
use hireq_domain::{
    job::{Requirement, RequirementKind},
    matching::Verdict,
    resume::{DegreeLevel, Education, Experience, Field, ParsedResume, PeriodEnd, Section, SectionKind, Span},
};

fn requirement(kind: RequirementKind, text: &str) -> Requirement {
    Requirement::new(kind, text, true)
}

fn criteria(requirements: Vec<Requirement>) -> Criteria {
    Criteria { requirements, weights: Weights::default(), occupation: None, words: [0; 32], judged: false }
}

fn skill(text: &str) -> Criteria {
    criteria(vec![requirement(RequirementKind::Skill, text)])
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day")
}

fn span_of(text: &str, part: &str) -> Span {
    let byte = text.find(part).expect(part);
    let start = text[..byte].chars().count();
    Span { start, end: start + part.chars().count() }
}

fn field(text: &str, part: &str) -> Field<String> {
    Field { value: part.into(), confidence: 0.9, span: Some(span_of(text, part)), page_box: None }
}

fn person(name: &str, email: &str, phone: &str, place: &str) -> (String, ParsedResume) {
    let head = format!("{name}\n{email} · {phone}\n{place}\n");
    let body = format!(
        "Experience\nBackend Engineer, Kaveri Payments, 2019-01 to 2023-12\nBuilt services in Java and PostgreSQL. \
         References by {name}.\nEducation\nBSc Computer Science, 2018\nLanguages\nGerman (C1)\n"
    );
    let text = format!("{head}{body}");
    let header = Span { start: 0, end: head.chars().count() };
    let end = text.chars().count();
    let resume = ParsedResume {
        name: Some(field(&text, name)),
        emails: vec![field(&text, email)],
        phones: vec![field(&text, phone)],
        location: Some(field(&text, place)),
        sections: vec![
            Section { kind: SectionKind::Header, heading: String::new(), span: header },
            Section {
                kind: SectionKind::Experience,
                heading: "Experience".into(),
                span: Span { start: header.end, end },
            },
        ],
        experience: vec![Experience {
            start: "2019-01".parse().ok(),
            end: "2023-12".parse::<PeriodEnd>().ok(),
            span: Some(Span { start: header.end, end: span_of(&text, "Education").start }),
            ..Experience::default()
        }],
        education: vec![Education {
            degree: Some(field(&text, "BSc Computer Science")),
            level: Some(DegreeLevel::Bachelor),
            ..Education::default()
        }],
        languages: vec![field(&text, "German (C1)")],
        total_years: Some(5.0),
        ..ParsedResume::default()
    };
    (text, resume)
}

fn profile() -> Profile {
    let (text, resume) = person("Zoë Quill", "zoe@example.com", "+49 30 1234567", "Berlin");
    Profile::read(&text, &resume, today())
}

#[test]
fn java_is_not_javascript() {
    let profile = Profile::read("Skills\nJavaScript, TypeScript", &ParsedResume::default(), today());
    assert_eq!(score(&skill("Java"), &profile, None, None).items[0].verdict, Verdict::Missing);
    let profile = Profile::read("Skills\nJava", &ParsedResume::default(), today());
    assert_eq!(score(&skill("JavaScript"), &profile, None, None).items[0].verdict, Verdict::Missing);
    assert_eq!(score(&skill("Java"), &profile, None, None).items[0].verdict, Verdict::Met);
}

#[test]
fn evidence_points_at_the_words() {
    let (text, resume) = person("Zoë Quill", "zoe@example.com", "+49 30 1234567", "Berlin");
    let item = &score(&skill("PostgreSQL"), &Profile::read(&text, &resume, today()), None, None).items[0];
    assert_eq!(item.evidence.iter().map(|s| s.slice(&text)).collect::<Vec<_>>(), ["PostgreSQL"]);
}

#[test]
fn swapping_the_person_changes_nothing() {
    let everything = criteria(vec![
        requirement(RequirementKind::Skill, "Java"),
        requirement(RequirementKind::Skill, "Quill"),
        requirement(RequirementKind::Skill, "Berlin"),
        requirement(RequirementKind::Years, "4 years"),
        requirement(RequirementKind::Degree, "Bachelor in Computer Science"),
        requirement(RequirementKind::Language, "German"),
    ]);
    let scored = |(text, resume): (String, ParsedResume)| {
        let chunks: Vec<_> = chunks_of(&text, &resume)
            .into_iter()
            .map(|c| c.text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let result = score(&everything, &Profile::read(&text, &resume, today()), Some(0.5), None);
        let verdicts: Vec<_> = result.items.iter().map(|i| (i.verdict, i.score.to_bits())).collect();
        (result.total.to_bits(), verdicts, chunks)
    };
    let one = scored(person("Zoë Quill", "zoe@example.com", "+49 30 1234567", "Berlin"));
    let other = scored(person("Mohammed Adeyemi-Okonkwo", "m.o@mail.example.org", "+234 803 555 0199", "Lagos"));
    assert_eq!(one, other);
}

#[test]
fn the_same_inputs_give_the_same_bits() {
    let wanted = criteria(vec![
        requirement(RequirementKind::Skill, "Java"),
        requirement(RequirementKind::Years, "7 years"),
        requirement(RequirementKind::Skill, "event streaming platforms"),
    ]);
    let one = score(&wanted, &profile(), Some(0.1234), None);
    let other = score(&wanted, &profile(), Some(0.1234), None);
    assert_eq!(one, other);
    assert_eq!(one.total.to_bits(), other.total.to_bits());
}

#[test]
fn a_phrase_of_which_only_some_words_are_there_is_partly_met() {
    let profile = Profile::read("Ran zebra farms for payments", &ParsedResume::default(), today());
    let item = &score(&skill("zebra telemetry"), &profile, None, None).items[0];
    assert_eq!(item.verdict, Verdict::Partial);
    assert!(item.score > 0.0 && item.score < 0.5 && !item.evidence.is_empty());
    let profile = Profile::read("Management of things", &ParsedResume::default(), today());
    assert_eq!(score(&skill("project management"), &profile, None, None).items[0].verdict, Verdict::Missing);
}

#[test]
fn a_sentence_is_met_by_its_skills() {
    let profile = Profile::read("Skills\nPython, PostgreSQL", &ParsedResume::default(), today());
    let verdict = |text: &str| score(&skill(text), &profile, None, None).items[0].verdict;
    assert_eq!(verdict("Python or Haskell"), Verdict::Met);
    assert_eq!(verdict("Experience with Python and PostgreSQL"), Verdict::Met);
    assert_eq!(verdict("Python and Kubernetes"), Verdict::Partial);
    assert_eq!(verdict("Postgres"), Verdict::Met);
}

#[test]
fn years_are_met_partly_met_missing_or_not_stated() {
    let verdict = |text: &str, profile: &Profile| {
        score(&criteria(vec![requirement(RequirementKind::Years, text)]), profile, None, None).items[0].verdict
    };
    assert_eq!(verdict("5 years", &profile()), Verdict::Met);
    assert_eq!(verdict("8+ years", &profile()), Verdict::Partial);
    assert_eq!(verdict("15 years", &profile()), Verdict::Missing);
    let silent = Profile::read("Some text", &ParsedResume::default(), today());
    assert_eq!(verdict("5 years", &silent), Verdict::Unknown);
}

#[test]
fn degrees_compare_by_level_and_subject() {
    let verdict = |text: &str| {
        score(&criteria(vec![requirement(RequirementKind::Degree, text)]), &profile(), None, None).items[0].verdict
    };
    assert_eq!(verdict("Bachelor"), Verdict::Met);
    assert_eq!(verdict("Bachelor's degree in Computer Science"), Verdict::Met);
    assert_eq!(verdict("Bachelor in Biology"), Verdict::Partial);
    assert_eq!(verdict("Master"), Verdict::Partial);
    assert_eq!(verdict("PhD"), Verdict::Missing);
}

#[test]
fn languages_compare_by_level() {
    let verdict = |text: &str| {
        score(&criteria(vec![requirement(RequirementKind::Language, text)]), &profile(), None, None).items[0].verdict
    };
    assert_eq!(verdict("German"), Verdict::Met);
    assert_eq!(verdict("Deutsch B2"), Verdict::Met);
    assert_eq!(verdict("Native German"), Verdict::Partial);
    assert_eq!(verdict("French"), Verdict::Missing);
}

#[test]
fn weights_decide_what_counts() {
    let wanted = |weights| Criteria {
        requirements: vec![
            requirement(RequirementKind::Skill, "Java"),
            requirement(RequirementKind::Years, "10 years"),
        ],
        weights,
        occupation: None,
        words: [0; 32],
        judged: false,
    };
    let only_skills = Weights { skills: 1.0, experience: 0.0, education: 0.0, closeness: 0.0 };
    let only_years = Weights { skills: 0.0, experience: 1.0, education: 0.0, closeness: 0.0 };
    assert!((score(&wanted(only_skills), &profile(), None, None).total - 100.0).abs() < f32::EPSILON);
    assert!((score(&wanted(only_years), &profile(), None, None).total - 50.0).abs() < f32::EPSILON);
    let result = score(&wanted(only_skills), &profile(), None, None);
    assert_eq!(reweigh(result, &wanted(only_years)), score(&wanted(only_years), &profile(), None, None));
}

#[test]
fn a_nice_to_have_counts_half_and_a_heavier_requirement_more() {
    let mut nice = requirement(RequirementKind::Skill, "Haskell");
    nice.must = false;
    let met = || requirement(RequirementKind::Skill, "Java");
    let share = |requirements| score(&criteria(requirements), &profile(), None, None).shares.skills.expect("a share");
    assert!((share(vec![met(), nice.clone()]) - 2.0 / 3.0).abs() < 1e-6);
    nice.weight = 4.0;
    assert!((share(vec![met(), nice]) - 1.0 / 3.0).abs() < 1e-6);
}

#[test]
fn only_the_second_half_of_the_hash_knows_the_weights() {
    let (one, mut other) = (skill("Java"), skill("Java"));
    other.weights.skills = 0.9;
    let (a, b) = (one.hash(), other.hash());
    assert_eq!(a[..32], b[..32]);
    assert_ne!(a[32..], b[32..]);
    assert_ne!(skill("Rust").hash()[..32], a[..32]);
}

#[test]
fn a_skill_named_over_and_over_is_looked_up_once_at_each_place() {
    let read = |times: usize| {
        let text = "Kubernetes ".repeat(times);
        let spans = (0..times).map(|n| Span { start: 11 * n, end: 11 * n + 10 }).collect();
        let skill = hireq_domain::resume::Skill { name: "Kubernetes".into(), confidence: 0.9, spans };
        let resume = ParsedResume { skills: vec![skill], ..ParsedResume::default() };
        let start = std::time::Instant::now();
        assert!(!Profile::read(&text, &resume, today()).is_empty());
        start.elapsed()
    };
    read(10);
    let linear = |little: std::time::Duration, much| much < little * 9;
    assert!((0..3).any(|_| linear(read(2_000), read(8_000))), "{:?} {:?}", read(2_000), read(8_000));
}
