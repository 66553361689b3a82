//! The many ways in which people write the same things down: each test is a shape that was once misread.

#[path = "support/text.rs"]
mod read;

use read::{courses, jobs, parsed, parsed_as};

#[test]
fn periods_end_now_in_every_language() {
    let text = "Anna Weiss\nanna@example.com\n\nEXPÉRIENCE PROFESSIONNELLE\nChef de cuisine — Le Jardin des Halles, Lyon\nseptembre 2020 – à ce jour\n\
        - Formation des apprentis\nSecond de cuisine — Brasserie du Quai, Lyon\nmars 2016 – août 2020\n- Gestion des stocks\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Le Jardin des Halles", "Chef de cuisine", "2020-09", "present"],
            ["Brasserie du Quai", "Second de cuisine", "2016-03", "2020-08"],
        ]
    );
}

#[test]
fn a_sentence_may_name_title_employer_and_period() {
    let text = "Anna Weiss\nanna@example.com\n\nANTECEDENTES LABORALES\n\
        Ejecutiva de cuentas en Farmasol (Buenos Aires), desde agosto de 2020 hasta la actualidad\n- Ventas\n\
        Operadora de call center en Telecentro, de noviembre de 2016 a julio de 2020\n- Llamadas\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Farmasol", "Ejecutiva de cuentas", "2020-08", "present"],
            ["Telecentro", "Operadora de call center", "2016-11", "2020-07"],
        ]
    );
}

#[test]
fn labels_are_neither_titles_nor_employers() {
    let text = "Anna Weiss\nanna@example.com\n\nEXPERIÊNCIA PROFISSIONAL\nGrupo Mercantil – Curitiba, PR\t02/2022 a atual\n\
        Cargo: Gerente Regional de Vendas\n- Vendas\nCasa Verde Ltda – Londrina, PR\t01/2018 a 01/2022\nCargo: Consultora\n- Vendas\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Grupo Mercantil", "Gerente Regional de Vendas", "2022-02", "present"],
            ["Casa Verde Ltda", "Consultora", "2018-01", "2022-01"],
        ]
    );
}

#[test]
fn an_employer_s_own_line_above_its_roles_is_no_position() {
    let text = "Anna Weiss\nanna@example.com\n\nWORK HISTORY\nCastlefield Housing Group, Manchester\tMarch 2014 – to date\n\
        Head of People\tJuly 2021 – to date\nSet the people strategy.\nHR Adviser\tMarch 2014 – June 2021\nManaged absences.\n\
        Brightwell Care Homes\nHR Administrator\tAugust 2010 – February 2014\nMaintained files.\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Castlefield Housing Group", "Head of People", "2021-07", "present"],
            ["Castlefield Housing Group", "HR Adviser", "2014-03", "2021-06"],
            ["Brightwell Care Homes", "HR Administrator", "2010-08", "2014-02"],
        ]
    );
}

#[test]
fn a_legal_form_s_full_stop_ends_no_sentence() {
    let text = "Anna Weiss\nanna@example.com\n\nPercurso profissional\nGestora de Qualidade na Corticeira do Sado, S.A.\n\
        setembro de 2019 a atualidade, Porto\n- Auditorias\nTécnica de Laboratório na Vinhos Serra, Lda.\n\
        março de 2015 a agosto de 2019, Porto\n- Análises\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Corticeira do Sado, S.A.", "Gestora de Qualidade", "2019-09", "present"],
            ["Vinhos Serra, Lda.", "Técnica de Laboratório", "2015-03", "2019-08"],
        ]
    );
}

#[test]
fn two_digit_years_and_pauses_are_understood() {
    let text = "Anna Weiss\nanna@example.com\n\nWORK HISTORY\nMechanical Engineer, Redwood Pumps\t06/17-09/25\n- Pumps\n\
        Career break – parental leave\t08/14-05/17\nStudent Assistant, Caltrans\t06/13-07/14\n- Roads\n";
    let resume = parsed(text);
    assert_eq!(
        jobs(&resume),
        [
            ["Redwood Pumps", "Mechanical Engineer", "2017-06", "2025-09"],
            ["Caltrans", "Student Assistant", "2013-06", "2014-07"],
        ]
    );
    let years = resume.total_years.expect("years");
    assert!((9.0..10.0).contains(&years), "the pause does not count: {years}");
}

#[test]
fn each_year_with_a_colon_is_a_course() {
    let text = "Anna Weiss\nanna@example.com\n\nFORMATION\n2013 – 2018 : Diplôme d’ingénieur en informatique, INSA Rennes\n\
        2013 : Baccalauréat scientifique, Lycée Chateaubriand\n";
    let resume = parsed(text);
    let courses: Vec<_> = resume
        .education
        .iter()
        .map(|e| [&e.institution, &e.degree].map(|f| f.as_ref().map_or("-", |f| f.value.as_str())))
        .collect();
    assert_eq!(
        courses,
        [["INSA Rennes", "Diplôme d’ingénieur en informatique"], ["Lycée Chateaubriand", "Baccalauréat scientifique"],]
    );
}

#[test]
fn names_are_found_however_they_are_set() {
    for (top, name) in [
        ("GARCÍA MONTERO, Lucía", "Lucía García Montero"),
        ("Martin, Paul", "Paul Martin"),
        ("Xiaoming (Sean) Li", "Xiaoming (Sean) Li"),
        ("Nur Aisyah binti Rahman", "Nur Aisyah binti Rahman"),
        ("Anahera\nThompson", "Anahera Thompson"),
        ("Maria Lopez, PMP", "Maria Lopez"),
        ("Maria Lopez, Boston, MA", "Maria Lopez"),
    ] {
        let text = format!(
            "{top}\nhello@example.org\n+49 30 1234567\n\nEXPERIENCE\nEngineer, Acme Inc\t2019 – 2020\n- Work\n"
        );
        assert_eq!(parsed(&text).name.map(|n| n.value).as_deref(), Some(name), "{top}");
    }
}

#[test]
fn places_stand_in_many_headers() {
    for (line, place) in [
        ("Madison, WI 53703 / 608-555-0176 / hello@example.org", "Madison, WI 53703"),
        ("Fremont, CA  ◆  (510) 555-0199", "Fremont, CA"),
        ("Senior DevOps Engineer, Gdańsk, Poland", "Gdańsk, Poland"),
        ("Ibadan, Oyo State, Nigeria", "Ibadan, Oyo State, Nigeria"),
        ("Rua da Sofia 55, 3000-389 Coimbra (Portugal)", "Coimbra"),
    ] {
        let text = format!("Anna Weiss\n{line}\n\nEXPERIENCE\nEngineer, Acme Inc\t2019 – 2020\n- Work\n");
        assert_eq!(parsed(&text).location.map(|l| l.value).as_deref(), Some(place), "{line}");
    }
}

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
fn a_city_beside_an_employer_is_no_employer() {
    let text = "Anna Weiss\nanna@example.com\n\nBERUFSERFAHRUNG\nCaritasverband Oberlausitz e. V. · Bautzen\n\
        Sozialarbeiterin im Sozialdienst, 01/2021–heute\n- Beratung\nKinderhaus Sonnenblume · Zittau\nErzieherin, 08/2012–07/2013\n- Betreuung\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Caritasverband Oberlausitz e. V.", "Sozialarbeiterin im Sozialdienst", "2021-01", "present"],
            ["Kinderhaus Sonnenblume", "Erzieherin", "2012-08", "2013-07"],
        ]
    );
}

#[test]
fn tables_may_have_columns_for_from_and_to() {
    let text = "Anna Weiss\nanna@example.com\n\nWORK EXPERIENCE\nCompany\tRole\tFrom\tTo\n\
        Coromandel Services\tData Engineer\tDec 2018\tTill date\nAcme Ltd\tTrainee\tAug 2017\tNov 2018\n";
    assert_eq!(
        jobs(&parsed(text)),
        [["Coromandel Services", "Data Engineer", "2018-12", "present"], ["Acme Ltd", "Trainee", "2017-08", "2018-11"],]
    );
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
fn sections_may_be_numbered_and_employers_labelled() {
    let text = "Anna Quispe\nanna@example.com\n\nI. DATOS PERSONALES\nDomicilio: Av. Ejército 12, Arequipa\n\n\
        II. EXPERIENCIA LABORAL\nEmpresa: Hospital Santa Fe\nCargo: Nutricionista\nPeriodo: ago/2020 – a la fecha\n\
        Empresa: Sabores del Sur\nCargo: Pasante\nPeriodo: 2016 – 2020\n\nIII. REFERENCIAS\nLuis Salas, cel. 952 000 117\n";
    let resume = parsed(text);
    assert_eq!(
        jobs(&resume),
        [["Hospital Santa Fe", "Nutricionista", "2020-08", "present"], ["Sabores del Sur", "Pasante", "2016", "2020"]]
    );
    assert_eq!(resume.location.expect("a place").value, "Arequipa");
}

#[test]
fn a_year_in_parentheses_tells_of_a_deed_and_not_of_a_post() {
    let text = "Anna Weiss\nanna@example.com\n\nExperience\nSalon Margaux, Angers\nColoriste\nMars 2021 – aujourd’hui\n\
        Accueil et vente de produits (1er prix 2024)\nCoiff Minute, Cholet\nApprentie coiffeuse\n2017 JUL — 2021 FEB\n\
        Refonte du planning (2018–2019)\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Salon Margaux", "Coloriste", "2021-03", "present"],
            ["Coiff Minute", "Apprentie coiffeuse", "2017-07", "2021-02"],
        ]
    );
}

#[test]
fn towns_behind_employers_belong_to_neither() {
    let text = "Ken Robson\nken@example.com\n\nEmployment History\nTynecross Buses, Gateshead\nDriver\n2017 – present\n\n\
        Hadrian Cars, Newcastle upon Tyne\nHire Driver\n2011 – 2016\n";
    assert_eq!(
        jobs(&parsed(text)),
        [["Tynecross Buses", "Driver", "2017", "present"], ["Hadrian Cars", "Hire Driver", "2011", "2016"]]
    );
}

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
fn a_last_line_about_references_is_no_skill() {
    let text = "Anna Weiss\nanna@example.com\n\nKEY SKILLS\n- Care planning\n- Safeguarding\nREFERENCES AVAILABLE ON REQUEST.\n";
    let names: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name.to_lowercase()).collect();
    assert_eq!(names, ["care planning", "safeguarding"]);
}

#[test]
fn a_form_may_give_the_first_day_and_the_last_on_two_lines() {
    let text = "Anna Buitrago\nanna@example.com\n\nEXPERIENCIA LABORAL\nEmpresa:\tConfecciones del Otún\nCargo:\tAuxiliar contable\n\
        Fecha de ingreso:\tFebrero de 2021\nFecha de retiro:\tActualmente\nFunciones:\tNómina de 85 empleados\n\
        Empresa:\tLa Canasta Ltda.\nCargo:\tAuxiliar de cartera\nFecha de ingreso:\tJunio de 2018\n\
        Fecha de retiro:\tDiciembre de 2020\nFunciones:\tRecaudo\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Confecciones del Otún", "Auxiliar contable", "2021-02", "present"],
            ["La Canasta Ltda.", "Auxiliar de cartera", "2018-06", "2020-12"],
        ]
    );
}

#[test]
fn a_label_may_name_the_post_below_its_period() {
    let text = "Anna Silva\nanna@example.com\n\nEXPERIÊNCIA PROFISSIONAL\nEmpresa: Serra Azul\nPeríodo: 05/2022 – até o momento\n\
        Cargo: Assistente Administrativo\nEmpresa: Bela Vista\nPeríodo: 02/2018 – 03/2020\nCargo: Recepcionista\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Serra Azul", "Assistente Administrativo", "2022-05", "present"],
            ["Bela Vista", "Recepcionista", "2018-02", "2020-03"],
        ]
    );
}

#[test]
fn a_role_on_one_line_keeps_its_department_below_an_employer_s_own_line() {
    let text = "Anna Rao\nanna@example.com\n\nOrganizational Experience\nSahyadri Parts Pvt. Ltd.\tOct 2018 – Till date\n\
        Deputy Manager – Production (Since Apr 2022)\n- Planned the day\nSenior Engineer – Production (Oct 2018 – Mar 2022)\n- Cut times\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Sahyadri Parts Pvt. Ltd.", "Deputy Manager – Production", "2022-04", "present"],
            ["Sahyadri Parts Pvt. Ltd.", "Senior Engineer – Production", "2018-10", "2022-03"],
        ]
    );
}

#[test]
fn what_was_done_since_a_year_is_no_post_where_posts_have_lines_for_their_time() {
    let text = "Anna Weiss\nanna@example.com\n\nPARCOURS PROFESSIONNEL\nAssistante de direction\nArmor Nutrition\nJanvier 2017 – présent\n\
        Encadrement d’une alternante depuis 2021\nAssistante juridique\nCabinet Hervé\nMars 2009 – décembre 2016\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Armor Nutrition", "Assistante de direction", "2017-01", "present"],
            ["Cabinet Hervé", "Assistante juridique", "2009-03", "2016-12"],
        ]
    );
}

#[test]
fn title_and_employer_may_be_two_sentences_behind_their_period() {
    let text = "Anna Paredes\nanna@example.com\n\nEXPERIENCIA\nDesde junio 2023: Ayudante de cocina. Restaurante El Rincón, Getafe.\n\
        - Preparación de menú\nSeptiembre 2021 a junio 2023: Auxiliar de comedor. Colegio San Fermín, Madrid.\n- Servicio\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Restaurante El Rincón", "Ayudante de cocina", "2023-06", "present"],
            ["Colegio San Fermín", "Auxiliar de comedor", "2021-09", "2023-06"],
        ]
    );
}

#[test]
fn a_table_of_skills_names_them_in_its_first_column() {
    let text = "Anna Rao\nanna@example.com\n\nSkill Matrix\nSkill\tYears\tLevel\nDocker\t7 yrs\tExpert\nTerraform\t4 yrs\tAdvanced\n";
    let names: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert_eq!(names, ["Docker", "Terraform"]);
}

#[test]
fn a_skill_that_is_written_small_stands_for_itself_in_a_column() {
    // Lines are joined only where their size is known.
    let text = "Anna Rao\\par anna@example.com\\par\\par {\\fs36\\b Skills}\\par Docker\\par Kubernetes\\par nginx\\par Python\\par Terraform\\par";
    let resume = parsed_as("cv.rtf", &format!("{{\\rtf1 \\fs20 {text}}}"));
    let names: Vec<String> = resume.skills.into_iter().map(|s| s.name.to_lowercase()).collect();
    assert_eq!(names, ["docker", "kubernetes", "nginx", "python", "terraform"]);
}

#[test]
fn an_employer_named_like_a_heading_is_none() {
    let text = "Anna Rao\nanna@example.com\n\nEXPERIENCE\nDenver Public Schools\nBus Driver\n2018 – 2022\nNorthwind Talent\nRecruiter\n2015 – 2018\n";
    assert_eq!(
        jobs(&parsed(text)),
        [["Denver Public Schools", "Bus Driver", "2018", "2022"], ["Northwind Talent", "Recruiter", "2015", "2018"]]
    );
}

#[test]
fn titles_and_degrees_with_a_heading_s_word_are_no_headings() {
    let text = "Anna Rao\nanna@example.com\n\nEXPERIENCE\n\nCUSTOMER SERVICE REPRESENTATIVE\nAcme Ltd, Leeds, 2018 – 2020\n\n\
        TRAINING MANAGER\nBeta plc, York, 2015 – 2018\n\nEDUCATION\nBachelor of Education\nUniversity of Leeds\n2012 – 2015\n";
    let resume = parsed(text);
    let titles: Vec<String> = jobs(&resume).into_iter().map(|[_, title, ..]| title).collect();
    assert_eq!(titles, ["CUSTOMER SERVICE REPRESENTATIVE", "TRAINING MANAGER"]);
    assert_eq!(courses(&resume), [["University of Leeds", "Bachelor of Education", "2012", "2015"]]);
}

#[test]
fn a_table_with_labels_keeps_the_skills_of_its_first_line() {
    let text = "Anna Rao\nanna@example.com\n\nSkills\nSoftware\tWord, Excel, SAP\nMethods\tKanban, 5S\n";
    let names: Vec<String> = parsed(text).skills.into_iter().map(|s| s.name).collect();
    assert!(names.len() >= 4, "{names:?}");
}

#[test]
fn who_works_for_themselves_may_have_employers_meanwhile() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nSelf-employed, 2019 – present\nGraphic Designer, Studio Nord, 2020 – 2021\n";
    let found = jobs(&parsed(text));
    assert!(found.iter().any(|job| job[0] == "Studio Nord" && job[1] == "Graphic Designer"), "{found:?}");
}

#[test]
fn what_follows_a_title_s_comma_is_no_town() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nAcme Ltd, Leeds\nProduct Manager, Burlington\n2019 – 2021\n";
    assert_eq!(jobs(&parsed(text)), [["Acme Ltd", "Product Manager, Burlington", "2019", "2021"]]);
}

#[test]
fn subjects_are_no_school() {
    let text = "Anna Rao\nanna@example.com\n\nEducation\nBachelor of Science, Computer Science, 2015\nDiploma in Cooking (2019\n";
    let found = courses(&parsed(text));
    assert!(found.iter().all(|course| course[0] != "Computer Science"), "{found:?}");
}

#[test]
fn a_form_may_begin_with_its_dates() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nStart date: Jan 2018\nEnd date: Dec 2020\nEmployer: Acme Ltd\n\
        Position: Driver\nStart date: Mar 2015\nEnd date: Nov 2017\nEmployer: Beta Ltd\nPosition: Courier\n";
    assert_eq!(
        jobs(&parsed(text)),
        [["Acme Ltd", "Driver", "2018-01", "2020-12"], ["Beta Ltd", "Courier", "2015-03", "2017-11"]]
    );
}

#[test]
fn a_whole_address_that_ends_in_a_slash_takes_nothing_from_the_next_line() {
    let text = "Anna Rao\nhttps://www.linkedin.com/in/anna-rao/\n07700 900123\nanna@example.com\n\nExperience\n";
    assert_eq!(parsed(text).links[0].value, "linkedin.com/in/anna-rao");
    let text = "Anna Rao\nlinkedin.com/in/\nanna-rao\nanna@example.com\n\nExperience\n";
    assert_eq!(parsed(text).links[0].value, "linkedin.com/in/anna-rao");
}

#[test]
fn a_title_keeps_its_subject_where_the_next_line_names_the_employer() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nSept 2022 – present\tParalegal – Commercial Property\nHarcombe Lisle LLP, Bristol\n- Own caseload\n\
        Oct 2021 – Aug 2022\tCasework Volunteer\nAvon Law Centre, Bristol (one evening per week)\n- Letters\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Harcombe Lisle LLP", "Paralegal – Commercial Property", "2022-09", "present"],
            ["Avon Law Centre", "Casework Volunteer", "2021-10", "2022-08"],
        ]
    );
}

#[test]
fn an_employer_ends_before_its_branch_its_street_and_its_town() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nBank Teller\nUnity Crest Bank Plc, Ogui Road Branch, Enugu\n2021 – present\n- Tills\n\
        Electrician\nU.S. Navy, Norfolk, VA and at sea\n2010 – 2016\n- Motors\nBuchhalterin\nMesa Devices, Inc., Plymouth, MN\n2006 – 2009\n";
    let employers: Vec<String> = jobs(&parsed(text)).into_iter().map(|[employer, ..]| employer).collect();
    assert_eq!(employers, ["Unity Crest Bank Plc", "U.S. Navy", "Mesa Devices, Inc."]);
}

#[test]
fn slashes_may_part_title_employer_and_dates() {
    let text = "Anna Rao\nanna@example.com\n\nWork experience\nJunior Software Tester (Learnership) / Brightfin Software / Feb ’26 – present\n- Tests\n\
        Receptionist / Jacaranda Lodge & Conference Centre / Sept ’16 – Nov ’19\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Brightfin Software", "Junior Software Tester (Learnership)", "2026-02", "present"],
            ["Jacaranda Lodge & Conference Centre", "Receptionist", "2016-09", "2019-11"],
        ]
    );
}

#[test]
fn a_period_may_begin_with_its_own_word_and_end_in_a_colon() {
    let text = "Anna Rao\nanna@example.com\n\nParcours professionnel\nDepuis septembre 2021 : Éducatrice spécialisée\nAsbl Le Tremplin, Liège (CDI, 4/5 temps)\n- Ateliers\n\
        De janvier 2020 à juin 2021 : Éducatrice A1\nService résidentiel Les Hirondelles, Verviers (CDD)\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Asbl Le Tremplin", "Éducatrice spécialisée", "2021-09", "present"],
            ["Service résidentiel Les Hirondelles", "Éducatrice A1", "2020-01", "2021-06"],
        ]
    );
}

#[test]
fn what_a_post_was_done_with_is_no_employer() {
    let text = "Anna Rao\nanna@example.com\n\nEXPERIENCIA\nAdministrador de sistemas\tEne. 2020 - Actualidad\nKursaal Sistemas S.Coop., Donostia\nPlaybooks de Ansible\n\
        Tecnologías: Proxmox, Ansible\nTécnico de sistemas\tJun. 2015 - Dic. 2019\nIbersis, Donostia (cliente: Diputación Foral)\n";
    let employers: Vec<String> = jobs(&parsed(text)).into_iter().map(|[employer, ..]| employer).collect();
    assert_eq!(employers, ["Kursaal Sistemas S.Coop.", "Ibersis"]);
}

#[test]
fn years_at_home_with_children_are_no_position() {
    let text = "Anna Rao\nanna@example.com\n\nTeaching experience\nTeacher Aide\nDarling Heights Kindergarten, Toowoomba\nFeb 2025 – Present\n- Groups\n\
        January 2019 – January 2025: full-time parent to three children\nClassroom Teacher\nSt Brigid’s Primary School, Toowoomba\nJan 2013 – Dec 2018\n";
    let titles: Vec<String> = jobs(&parsed(text)).into_iter().map(|[_, title, ..]| title).collect();
    assert_eq!(titles, ["Teacher Aide", "Classroom Teacher"]);
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
fn a_site_may_have_a_country_behind_its_kind() {
    let text = "Anna Rao\nanna@example.com | kelpforestlab.example.ac.za | B.Tech\n\nExperience\n";
    let links: Vec<String> = parsed(text).links.into_iter().map(|l| l.value).collect();
    assert_eq!(links, ["kelpforestlab.example.ac.za"]);
}

#[test]
fn a_saint_s_college_keeps_its_saint() {
    let text = "Anna Rao\nanna@example.com\n\nEducation\nBA Economics, magna cum laude, St. Olaf College, Northfield, MN\t1997 – 2001\n";
    assert_eq!(courses(&parsed(text))[0][0], "St. Olaf College");
}
