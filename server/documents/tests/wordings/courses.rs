//! Education entries in their many forms.

use crate::text::{courses, parsed};

#[test]
fn schools_and_degrees_that_no_list_knows_are_told_apart_by_the_others() {
    let text = "Anna Weiss\nanna@example.com\n\nEDUCATION & QUALIFICATIONS\nLeeds University\t2005 – 2009\nBSc Surveying\n\
        Ysgol Bro Gwaun, Fishguard\t2003 – 2005\nThree subjects\nSouth Salem High School\t2001 – 2003\nHigh School Diploma\n";
    assert_eq!(
        courses(&parsed(text)),
        [
            ["Leeds University", "BSc Surveying", "2005", "2009"],
            ["Ysgol Bro Gwaun, Fishguard", "Three subjects", "2003", "2005"],
            ["South Salem High School", "High School Diploma", "2001", "2003"],
        ]
    );
}

#[test]
fn an_entry_may_end_with_a_full_stop_or_a_mark() {
    let text = "Anna Weiss\nanna@example.com\n\nEducation\n\
        2008–2011\tBSc in Geology, Norwegian University of Science and Technology in the middle of the country, Trondheim.\n\
        PhD in History, Trinity College Dublin, 2015\nMSt in Modern History, University of Oxford, 2011 (Distinction)\n";
    let found = courses(&parsed(text));
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[2], ["University of Oxford", "MSt in Modern History", "-", "2011"]);
}

#[test]
fn subjects_are_no_school() {
    let text = "Anna Rao\nanna@example.com\n\nEducation\nBachelor of Science, Computer Science, 2015\nDiploma in Cooking (2019\n";
    let found = courses(&parsed(text));
    assert!(found.iter().all(|course| course[0] != "Computer Science"), "{found:?}");
}

#[test]
fn a_number_before_a_date_s_cell_is_no_day() {
    let text = "Anna Rao\nanna@example.com\n\nEducation\nThe University of Texas at Austin\tAustin, TX\n\
        Bachelor of Arts in Economics. GPA 3.81\tAugust 2023 – May 2027 (expected)\n- Coursework\nUniversidad Carlos III de Madrid\tMadrid, Spain\nStudy Abroad\tSpring 2026\n";
    assert_eq!(
        courses(&parsed(text))[0],
        ["The University of Texas at Austin", "Bachelor of Arts in Economics", "2023-08", "2027-05"]
    );
}

#[test]
fn a_saint_s_college_keeps_its_saint() {
    let text = "Anna Rao\nanna@example.com\n\nEducation\nBA Economics, magna cum laude, St. Olaf College, Northfield, MN\t1997 – 2001\n";
    assert_eq!(courses(&parsed(text))[0][0], "St. Olaf College");
}

#[test]
fn a_course_may_begin_with_its_year_and_a_dash() {
    let text = "Festus Kilonzo\nfestus@example.com\n\nEDUCATION BACKGROUND\n2014 – Certificate in Criminology, Machakos Technical Institute\n\
        2007–2010 – K.C.S.E (Mean grade C plain), Kyanguli Secondary School\n2006 – K.C.P.E, Mumbuni Primary School\n";
    assert_eq!(
        courses(&parsed(text)),
        [
            ["Machakos Technical Institute", "Certificate in Criminology", "-", "2014"],
            ["Kyanguli Secondary School", "K.C.S.E (Mean grade C plain)", "2007", "2010"],
            ["Mumbuni Primary School", "K.C.P.E", "-", "2006"],
        ]
    );
}

#[test]
fn a_dash_may_part_degree_and_school_under_a_rare_heading() {
    let text = "Jacob Mathew\njacob@example.com\n\nACADEMIA\nMBA (Operations) – IGNOU, 2011–2013\n\
        B.Tech Mechanical Engineering – TKM College of Engineering, Kollam, 2004–2008 (First Class)\n\nPERSONAL\nNationality: Indian\n";
    assert_eq!(
        courses(&parsed(text)),
        [
            ["IGNOU", "MBA (Operations)", "2011", "2013"],
            ["TKM College of Engineering", "B.Tech Mechanical Engineering", "2004", "2008"],
        ]
    );
}

#[test]
fn a_school_s_year_and_examination_are_told_by_the_comma() {
    let text = "Leanne Petit\nleanne@example.ca\n\nEducation\nPharmacy Technician Diploma, Saskatchewan Polytechnic\t2018\n\
        Grade 12, Mount Royal Collegiate\t2011\n";
    assert_eq!(courses(&parsed(text))[1], ["Mount Royal Collegiate", "Grade 12", "-", "2011"]);
    let text = "Hennie Terblanche\nhennie@example.co.za\n\nQUALIFICATIONS\nB.Agric (Pomology), Elsenburg Agricultural Training Institute, 2004 – 2006\n\
        Senior Certificate (Matric), Hoërskool Charlie Hofmeyr, Ceres, 2003\n";
    assert_eq!(courses(&parsed(text))[1], ["Hoërskool Charlie Hofmeyr", "Senior Certificate (Matric)", "-", "2003"]);
    let text = "Gwen Le Dantec\ngwen@example.fr\n\nFORMATION\nÉcole supérieure de journalisme, Master Journalisme\t2010 – 2012\n\
        Sciences Po Rennes, Diplôme de l’IEP\t2006 – 2010\n";
    assert_eq!(courses(&parsed(text))[1], ["Sciences Po Rennes", "Diplôme de l’IEP", "2006", "2010"]);
}

#[test]
fn further_training_beside_schooling_is_no_course_of_education() {
    let text = "Jasmin Reimers\njasmin@example.de\n\nAusbildung\n08/2015 – 01/2018\tAusbildung zur Kauffrau für Spedition (IHK)\nNordkontor Logistik GmbH, Bremen\n\n\
        Schulbildung\n2009 – 2015\tOberschule an der Koblenzer Straße, Bremen\nAbschluss: Mittlere Reife\n\n\
        Weiterbildung\n11/2023\tAusbildereignung (AEO), Handelskammer Bremen\n05/2022\tGefahrgutschulung ADR\n";
    let resume = parsed(text);
    assert_eq!(
        courses(&resume).iter().map(|[school, ..]| school.as_str()).collect::<Vec<_>>(),
        ["Nordkontor Logistik GmbH", "Oberschule an der Koblenzer Straße"]
    );
    assert_eq!(resume.certificates.len(), 2, "{:?}", resume.certificates);
}

#[test]
fn a_school_behind_a_bracketed_date_begins_with_its_name() {
    let text = "Beatriz Falcão\nbeatriz@example.pt\n\nHabilitações literárias\nMestrado em Engenharia Alimentar (2011-2013), Universidade de Évora\n";
    assert_eq!(courses(&parsed(text)), [["Universidade de Évora", "Mestrado em Engenharia Alimentar", "2011", "2013"]]);
}

#[test]
fn the_kind_of_school_in_a_form_names_no_course() {
    let text = "Ana Ruiz\nana@example.co\n\nFormación académica\nUniversitarios\tContaduría Pública\nUniversidad Libre\t2021 – en curso\nTecnológicos\tTecnólogo en Contabilidad\nSENA\t2018\n";
    assert_eq!(courses(&parsed(text))[0][0], "Universidad Libre");
}

#[test]
fn a_sentence_may_say_where_a_degree_is_from() {
    let text = "Lakshmi Palle\nlakshmi@example.in\n\nAcademic Profile:\nMaster of Computer Applications (MCA) from Sri Venkateswara University, Tirupati in 2016 with 78%.\n\
        Bachelor of Science (Computers) from Vikrama Simhapuri University, Nellore in 2013 with 81%.\n";
    assert_eq!(
        courses(&parsed(text)),
        [
            ["Sri Venkateswara University", "Master of Computer Applications (MCA)", "-", "2016"],
            ["Vikrama Simhapuri University", "Bachelor of Science (Computers)", "-", "2013"],
        ]
    );
}

#[test]
fn commas_in_a_parenthesis_part_nothing() {
    let text = "Philippa Garstang\nphilippa@example.co.uk\n\nEducation\n2005\t3 A Levels (Maths B, English C, French C), Queen Katherine School\n";
    assert_eq!(
        courses(&parsed(text)),
        [["Queen Katherine School", "3 A Levels (Maths B, English C, French C)", "-", "2005"]]
    );
}

#[test]
fn coursework_within_a_course_ends_no_section() {
    let text = "Anna Rao\nanna@example.com\n\nEducation\nBSc Physics, University of Leeds\t2018 – 2021\nRelevant Coursework:\n- Optics\nA Levels, Leeds College\t2016 – 2018\n\nSkills\nMATLAB\n";
    assert_eq!(courses(&parsed(text)).len(), 2, "{:?}", courses(&parsed(text)));
}
