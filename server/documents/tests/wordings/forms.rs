//! Forms, tables and résumés without headings: each test is a case that was once misread.

use crate::text::{courses, jobs, parsed};

#[test]
fn a_form_may_give_the_post_between_other_lines() {
    let text = "Dale Hutchens\nd@example.com\n\nWork History\nCompany:\tRedbud Freight Lines, Catoosa OK\nPosition:\tCompany Driver, Regional Flatbed\n\
        Dates:\t03/2019 to Present\nDuties:\tHaul steel coil and pipe\nCompany:\tKetchum & Sons Trucking, Joplin MO\nPosition:\tOTR Driver\n\
        Dates:\t07/2015 to 02/2019\nDuties:\tDry van and step deck.\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Redbud Freight Lines", "Company Driver, Regional Flatbed", "2019-03", "present"],
            ["Ketchum & Sons Trucking", "OTR Driver", "2015-07", "2019-02"],
        ]
    );
}

#[test]
fn the_old_european_form_is_read_in_its_own_words() {
    let text = "Chiara Zampieri\nc@example.it\n\nESPERIENZA LAVORATIVA\n• Date (da – a)\tOttobre 2019 – oggi\n\
        Nome e indirizzo del datore di lavoro\tFarmacia San Fidenzio s.n.c., Via Roma 12, Albignasego (PD)\n\
        Tipo di azienda o settore\tFarmacia privata\nTipo di impiego\tFarmacista collaboratrice\n\
        Principali mansioni e responsabilità\tDispensazione del farmaco\n• Date (da – a)\tAprile 2018 – settembre 2019\n\
        Nome e indirizzo del datore di lavoro\tFarmacia Comunale n. 3, Piazza Mazzini 4, Cittadella (PD)\n\
        Tipo di azienda o settore\tFarmacia pubblica\nTipo di impiego\tFarmacista a tempo determinato\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Farmacia San Fidenzio s.n.c.", "Farmacista collaboratrice", "2019-10", "present"],
            ["Farmacia Comunale n. 3", "Farmacista a tempo determinato", "2018-04", "2019-09"],
        ]
    );
}

#[test]
fn numbered_employers_stand_above_their_forms() {
    let text = "S. Karthikeyan\nk@example.in\n\nProfessional Experience: (13 Years)\n1) Sri Amman Knit Exports, Tiruppur\nDesignation\t: Senior Merchandiser\n\
        Duration\t: Aug-2020 to Till Date\nJob Profile:\n- Costing\n2) Classic Cotton Clothing, Tiruppur\nDesignation\t: Merchandiser\n\
        Duration\t: June-2016 to July-2020\nJob Profile:\n- Samples\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Sri Amman Knit Exports", "Senior Merchandiser", "2020-08", "present"],
            ["Classic Cotton Clothing", "Merchandiser", "2016-06", "2020-07"],
        ]
    );
}

#[test]
fn a_form_s_name_may_be_all_in_capitals_with_the_surname_first() {
    let text = "CURRICULUM VITAE\nNAME:\tNWAFOR, CHIDINMA OGECHI (MISS)\nDATE OF BIRTH:\t27th May, 1995\nE-MAIL:\tc.nwafor@example.ng\n\nSKILLS\nExcel\n";
    assert_eq!(parsed(text).name.map(|name| name.value).as_deref(), Some("Chidinma Ogechi Nwafor"));
}

#[test]
fn citizenship_is_no_address() {
    let text = "Markus Hinterleitner\nPersönliche Daten\nGeburtsort\tVoitsberg\nStaatsbürgerschaft\tÖsterreich\nAnschrift\tEggenberger Gürtel 44/7, 8020 Graz\n\
        E-Mail\tm@example.at\n\nKenntnisse\nKNX\n";
    assert_eq!(parsed(text).location.map(|place| place.value).as_deref(), Some("Graz"));
}

#[test]
fn positions_are_told_by_their_dates_where_nothing_is_headed() {
    let text = "Kwabena Owusu-Darko\nP.O. Box 211, Techiman, Ghana. Email k@example.gh\n01/04/2019 to date\nAgricultural Extension Officer\n\
        Ministry of Food and Agriculture, Techiman\nServe 1,850 farmers in 22 operational areas, 38% of them women\n12/01/2015 – 29/03/2019\nField Officer\n\
        GreenCashew Cooperative Union, Wenchi\nTrained 600 growers in grafting and pruning\n\
        BSc Agricultural Technology, University for Development Studies, Tamale, 2008 – 2012\nWASSCE, Techiman Senior High School, 2004 – 2007\n";
    let resume = parsed(text);
    assert_eq!(
        jobs(&resume),
        [
            ["Ministry of Food and Agriculture", "Agricultural Extension Officer", "2019-04", "present"],
            // The twenty-ninth of March shows that the day comes first in the other date too, which is the twelfth of
            // January.
            ["GreenCashew Cooperative Union", "Field Officer", "2015-01", "2019-03"],
        ]
    );
    assert_eq!(
        courses(&resume),
        [
            ["University for Development Studies", "BSc Agricultural Technology", "2008", "2012"],
            ["Techiman Senior High School", "WASSCE", "2004", "2007"],
        ]
    );
}

#[test]
fn only_the_columns_that_name_skills_are_read() {
    let text = "Ann Lee\na@example.com\n\nSKILLS\nSkill\tYears\tLevel\tSkill\tYears\tLevel\nRecruitment\t8\tExpert\tWPS payroll\t10\tExpert\n\
        Employee relations\t8\tExpert\tOnboarding\t4\tIntermediate\n";
    let skills: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    for skill in ["Recruiting", "WPS payroll", "Employee Relations", "Onboarding"] {
        assert!(skills.iter().any(|s| s == skill), "{skill} is not among {skills:?}");
    }
    assert!(!skills.iter().any(|s| ["Skill", "Years", "Expert", "Intermediate"].contains(&s.as_str())), "{skills:?}");
}

#[test]
fn languages_and_hobbies_among_the_skills_are_none() {
    let text = "Ann Lee\na@example.com\n\nSKILLS\nTechnical: Excel, Stata\nLanguages: Spanish, Catalan\nInterests: trail running, chess\nReferee: Mrs. Akosua Frimpong, Director\n";
    let resume = parsed(text);
    let skills: Vec<&str> = resume.skills.iter().map(|s| s.name.as_str()).collect();
    assert!(
        skills.contains(&"Stata") && !skills.contains(&"chess") && !skills.iter().any(|s| s.contains("Frimpong")),
        "{skills:?}"
    );
    assert!(resume.languages.iter().any(|l| l.value == "Catalan"), "{:?}", resume.languages);
}

#[test]
fn items_that_semicolons_part_keep_their_commas() {
    let text = "Ann Lee\na@example.com\n\nSKILLS\nDrafting leases, licences and deeds; Title investigation; SDLT returns; iManage\n";
    let skills: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert!(skills.iter().any(|s| s == "Drafting leases, licences and deeds"), "{skills:?}");
}
