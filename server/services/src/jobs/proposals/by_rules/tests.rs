use super::*;
use RequirementKind::{Degree, Language, Licence, Skill, Years};

fn proposed(text: &str) -> Vec<(RequirementKind, String, bool)> {
    propose("", text).into_iter().map(|r| (r.kind, r.text, r.must)).collect()
}

fn has(text: &str, kind: RequirementKind, words: &str, must: bool) {
    let all = proposed(text);
    assert!(all.contains(&(kind, words.to_owned(), must)), "{words} (must: {must}) is not among {all:?}");
}

fn lacks(text: &str, words: &str) {
    let all = proposed(text);
    assert!(all.iter().all(|(_, text, _)| text != words), "{words} is among {all:?}");
}

#[test]
fn java_is_not_javascript() {
    let all = proposed("You write JavaScript every day.");
    assert_eq!(all, [(Skill, "JavaScript".to_owned(), true)]);
    has("Requirements:\n- Java\n- JavaScript", Skill, "Java", true);
}

#[test]
fn years_are_read_as_people_write_them() {
    has("5+ years of experience in software", Years, "5 years", true);
    has("At least five years of professional experience", Years, "5 years", true);
    has("Requirements:\n- 3-5 years in a similar role", Years, "3 years", true);
    has("Mindestens 4 Jahre Berufserfahrung", Years, "4 years", true);
    has("3+ years of experience with Python and 5 years of experience", Years, "3 years of Python", true);
    has("1 year of experience", Years, "1 year", true);
}

#[test]
fn an_age_or_a_company_s_history_is_no_requirement() {
    lacks("You must be 18 years old", "18 years");
    lacks("We were founded 20 years ago with experience in trade", "20 years");
    lacks("About us:\n10 years of experience in payments", "10 years");
}

#[test]
fn of_several_accepted_degrees_the_lowest_is_asked_for() {
    let all = proposed("Bachelor's or Master's degree in Computer Science");
    assert_eq!(
        all.iter().filter(|(kind, ..)| *kind == Degree).collect::<Vec<_>>(),
        [&(Degree, "Bachelor".to_owned(), true)]
    );
    has("BSc/MSc in physics", Degree, "Bachelor", true);
    has("A PhD in statistics is required", Degree, "Doctorate", true);
}

#[test]
fn a_preferred_degree_is_nice_to_have() {
    let text = "Bachelor's degree required, Master's degree preferred";
    has(text, Degree, "Bachelor", true);
    has(text, Degree, "Master", false);
}

#[test]
fn a_scrum_master_needs_no_master_s_degree() {
    lacks("Work with our Scrum Master and the master data team", "Master");
}

#[test]
fn headings_say_what_is_a_condition_and_what_a_wish() {
    let text = "## About us\nWe love Perl.\n\n## What you'll do\n- Build services in Rust\n\n## Requirements\n- PostgreSQL\n- Docker\n\n## Nice to have\n- Kubernetes\n- AWS\n\n## Benefits\n- Learn Haskell with us";
    has(text, Skill, "PostgreSQL", true);
    has(text, Skill, "Docker", true);
    has(text, Skill, "Kubernetes", false);
    has(text, Skill, "Rust", false);
    lacks(text, "Perl");
    lacks(text, "Haskell");
}

#[test]
fn words_in_the_sentence_win_over_the_heading() {
    let text = "Requirements:\n- Python is a must, Docker is a plus\n- Kubernetes, Terraform and Ansible are a plus\n- PostgreSQL preferred but not required\n- Experience with Redis";
    has(text, Skill, "Python", true);
    for wish in ["Docker", "Kubernetes", "Terraform", "Ansible", "PostgreSQL"] {
        has(text, Skill, wish, false);
    }
    has(text, Skill, "Redis", true);
}

#[test]
fn a_line_s_own_lead_counts_for_that_line_alone() {
    let text = "Must have: Python, SQL\nNice to have: Docker\nYou also know Redis";
    has(text, Skill, "Python", true);
    has(text, Skill, "SQL", true);
    has(text, Skill, "Docker", false);
}

#[test]
fn languages_need_words_that_speak_of_them() {
    has("Fluent German and English (C1)", Language, "German", true);
    has("Fluent German, English is a plus", Language, "English", false);
    has("Requirements:\n- German (B2)", Language, "German", true);
    has("Sehr gute Deutschkenntnisse", Language, "German", true);
    lacks("You grow our German market and our French customers with great skills", "German");
    lacks("You grow our German market and our French customers with great skills", "French");
}

#[test]
fn licences_and_certificates_have_one_name() {
    has("A valid driver's license", Licence, "Driving licence", true);
    has("Führerschein Klasse B", Licence, "Driving licence", true);
    has("CISSP or CISM preferred", Licence, "CISSP", false);
    has("AWS Certified Solutions Architect", Licence, "AWS certification", true);
}

#[test]
fn a_skill_named_in_the_title_weighs_more() {
    let all = propose("Senior Rust Engineer", "Requirements:\n- Rust\n- SQL");
    let weight = |name: &str| all.iter().find(|r| r.text == name).map(|r| r.weight);
    assert_eq!((weight("Rust"), weight("SQL")), (Some(2.0), Some(1.0)));
}

#[test]
fn the_same_thing_is_proposed_once_and_the_stricter_wording_holds() {
    let all = proposed("Nice to have:\n- Python\n\nRequirements:\n- Python 3\n- python");
    assert_eq!(all, [(Skill, "Python".to_owned(), true)]);
}

#[test]
fn nothing_comes_of_nothing() {
    assert!(propose("", "").is_empty());
    assert!(proposed("We are a friendly team.").is_empty());
}
