//! What counts as a skill, and what near it does not.

use crate::text::{jobs, parsed, parsed_as};

#[test]
fn skills_are_listed_without_their_labels_and_levels() {
    let text = "Anna Weiss\nanna@example.com\n\nSKILLS\nProgramming\tPython, R, SQL\nCloud\tAWS, Azure\n\n\
        LANGUAGES\nEnglish, Polish\n\nEXPERIENCE\nEngineer, Acme Inc\t2019 – 2020\n- Work\n";
    let names = |text: &str| parsed(text).skills.into_iter().map(|s| s.name).collect::<Vec<_>>();
    assert!(!names(text).iter().any(|s| s == "Programming" || s == "Cloud"), "{:?}", names(text));
    let text = "Anna Weiss\nanna@example.com\n\nCOMPETENCIAS\nVentas consultivas: avanzado\nExcel: intermedio\n";
    let found = names(text);
    assert!(found.iter().any(|s| s == "Ventas consultivas") && found.len() == 2, "{found:?}");
}

#[test]
fn headings_need_not_be_the_usual_ones() {
    let text = "Anna Weiss\nanna@example.com\n\nWhere I’ve worked\nEngineer, Acme Ltd\tJan 2019 – now\n- Work\n\n\
        Educational attainment\nBSc Physics, University of Leeds\t2012 – 2015\n\nWhat I bring\nRust, SQL\n";
    let resume = parsed(text);
    assert_eq!(jobs(&resume), [["Acme Ltd", "Engineer", "2019-01", "present"]]);
    assert_eq!(resume.education.len(), 1);
    assert_eq!(resume.skills.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Rust", "SQL"]);
}

#[test]
fn a_last_line_about_references_is_no_skill() {
    let text = "Anna Weiss\nanna@example.com\n\nKEY SKILLS\n- Care planning\n- Safeguarding\nREFERENCES AVAILABLE ON REQUEST.\n";
    let names: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name.to_lowercase()).collect();
    assert_eq!(names, ["care planning", "safeguarding"]);
}

#[test]
fn a_table_of_skills_names_them_in_its_first_column() {
    let text = "Anna Rao\nanna@example.com\n\nSkill Matrix\nSkill\tYears\tLevel\nDocker\t7 yrs\tExpert\nTerraform\t4 yrs\tAdvanced\n";
    let names: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert_eq!(names, ["Docker", "Terraform"]);
}

#[test]
fn a_skill_that_is_written_small_stands_for_itself_in_a_column() {
    // Lines are only rejoined if their size is known.
    let text = "Anna Rao\\par anna@example.com\\par\\par {\\fs36\\b Skills}\\par Docker\\par Kubernetes\\par nginx\\par Python\\par Terraform\\par";
    let resume = parsed_as("cv.rtf", &format!("{{\\rtf1 \\fs20 {text}}}"));
    let names: Vec<String> = resume.skills.into_iter().map(|s| s.name.to_lowercase()).collect();
    assert_eq!(names, ["docker", "kubernetes", "nginx", "python", "terraform"]);
}

#[test]
fn a_table_with_labels_keeps_the_skills_of_its_first_line() {
    let text = "Anna Rao\nanna@example.com\n\nSkills\nSoftware\tWord, Excel, SAP\nMethods\tKanban, 5S\n";
    let names: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert!(names.len() >= 4, "{names:?}");
}

#[test]
fn spaced_dashes_may_part_skills_and_follow_their_label() {
    let skills = |section: &str| -> Vec<String> {
        parsed(&format!("Gwen Le Dantec\ngwen@example.fr\n\n{section}\n")).skills.into_iter().map(|s| s.name).collect()
    };
    assert_eq!(
        skills("SAVOIR-FAIRE\nEnquête – Écriture web – Montage son – Secrétariat de rédaction"),
        ["Enquête", "Écriture web", "Montage son", "Secrétariat de rédaction"]
    );
    assert_eq!(
        skills("METHODS\nWet lab – CRISPR–Cas9 screening, Flow cytometry\nComputational – R, Python"),
        ["CRISPR–Cas9 screening", "Flow cytometry", "R", "Python"]
    );
    assert_eq!(
        skills("ABILITIES\nIrrigation scheduling\nLabour relations"),
        ["Irrigation scheduling", "Labour relations"]
    );
}

#[test]
fn a_table_of_languages_and_a_referee_are_no_skills() {
    let text = "Chong Siew Ling\nsiewling@example.my\n\nSkills\nAutoCount\nMYOB\n\nLanguage\nSpoken\tWritten\tReading\nMandarin\t10\t10\t10\n\n\
        Reference\nMr. Ooi Kok Seng, Partner, Tan & Ooi Associates, 05-000 2277\n";
    let skills: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert_eq!(skills, ["AutoCount", "MYOB"]);
}

#[test]
fn what_was_done_with_skills_lists_none() {
    let text = "Leanne Petit\nleanne@example.ca\n\nRelevant Skills\nDispensing and compounding\n- Checked 180 prescriptions a shift as final technical check\n\
        - Prepared chemotherapy under the standards of NAPRA\n- Daily witnessed methadone program for 40 clients\nBilling and stock\n- Resolved rejected claims of private plans in Excel\n\n\
        Work History\nPharmacy Assistant, St. Paul’s Hospital, Saskatoon\t2013 – 2018\n";
    let skills: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert_eq!(skills, ["Microsoft Excel"]);
}

#[test]
fn headings_in_two_languages_and_the_last_line_of_a_letter_are_no_skills() {
    let skills = |section: &str| -> Vec<String> {
        parsed(&format!("Lukas Weber\nlukas@example.de\n\n{section}\n")).skills.into_iter().map(|s| s.name).collect()
    };
    assert_eq!(
        skills("SKILLS / COMPÉTENCES\nBrazing\nGas fitting\n\nTICKETS / CERTIFICATS\nODP Card"),
        ["Brazing", "Gas fitting"]
    );
    assert_eq!(
        skills("Kenntnisse\nWerkzeugwechsel\nSichtprüfung\nStuttgart, Oktober 2026"),
        ["Werkzeugwechsel", "Sichtprüfung"]
    );
}

#[test]
fn tables_of_languages_hold_no_skills_and_the_rest_s_label_does() {
    let skills = |section: &str| -> Vec<String> {
        parsed(&format!("Jeroen Akker\njeroen@example.nl\n\n{section}\n")).skills.into_iter().map(|s| s.name).collect()
    };
    assert_eq!(
        skills("Vaardigheden\nTechniek\tLOTO, Bemonstering\nOverig\tPloegendienst, ATEX"),
        ["LOTO", "Bemonstering", "Ploegendienst", "ATEX"]
    );
    assert_eq!(
        skills("Umiejętności\nInne języki\tROZUMIENIE\tMÓWIENIE\tPISANIE\nangielski\tB2\tB2\tB1\nTerapia manualna"),
        ["Terapia manualna"]
    );
}

#[test]
fn skills_in_two_columns_are_no_table_of_languages_though_they_write_and_speak() {
    let text = "Anna Rao\nanna@example.com\n\nSkills\nReport writing\tPublic speaking\nPython – Django, Flask\n";
    let skills: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert_eq!(skills, ["Report writing", "Public Speaking", "Python", "Django", "Flask"]);
}
