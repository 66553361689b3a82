//! Periods in their many forms, and numbers that are not periods.

use crate::text::{jobs, parsed};

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
fn a_form_may_begin_with_its_dates() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nStart date: Jan 2018\nEnd date: Dec 2020\nEmployer: Acme Ltd\n\
        Position: Driver\nStart date: Mar 2015\nEnd date: Nov 2017\nEmployer: Beta Ltd\nPosition: Courier\n";
    assert_eq!(
        jobs(&parsed(text)),
        [["Acme Ltd", "Driver", "2018-01", "2020-12"], ["Beta Ltd", "Courier", "2015-03", "2017-11"]]
    );
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
fn years_at_home_with_children_are_no_position() {
    let text = "Anna Rao\nanna@example.com\n\nTeaching experience\nTeacher Aide\nDarling Heights Kindergarten, Toowoomba\nFeb 2025 – Present\n- Groups\n\
        January 2019 – January 2025: full-time parent to three children\nClassroom Teacher\nSt Brigid’s Primary School, Toowoomba\nJan 2013 – Dec 2018\n";
    let titles: Vec<String> = jobs(&parsed(text)).into_iter().map(|[_, title, ..]| title).collect();
    assert_eq!(titles, ["Teacher Aide", "Classroom Teacher"]);
}

#[test]
fn looking_for_work_is_no_position() {
    let text = "Rico Weber\nrico@example.de\n\nBeruflicher Werdegang\nseit 05/2019\tHaustechnik Plagwitz GmbH, Leipzig\nKundendienstmonteur SHK\n\
        04/2010 – 09/2012\tarbeitssuchend, Pflege der Großmutter\n01/2010 – 02/2010\tArbeitssuchend\n";
    assert_eq!(jobs(&parsed(text)), [["Haustechnik Plagwitz GmbH", "Kundendienstmonteur SHK", "2019-05", "present"]]);
}

#[test]
fn a_month_may_stand_in_brackets_behind_its_year() {
    let text = "Merel Bakker\nmerel@example.nl\n\nWerk\n2018 (sept.) – heden\nDocent cello en samenspel · Muziekschool De Klinker, Zeist\n\n\
        2020 (aug.) – 2024 (juli)\nVakleerkracht muziek (0,4 fte) · OBS De Regenboog, Utrecht\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Muziekschool De Klinker", "Docent cello en samenspel", "2018-09", "present"],
            ["OBS De Regenboog", "Vakleerkracht muziek (0,4 fte)", "2020-08", "2024-07"],
        ]
    );
}

#[test]
fn a_period_in_the_margin_may_break_before_its_last_year() {
    let text = "Saoirse Walsh\nsaoirse@example.edu\n\nAPPOINTMENTS\nFeb 2023 – now\tPostdoctoral Research Fellow, The University of Queensland\nGroup of Prof. Bell.\n\
        Mar 2021 – Dec\tPostdoctoral Researcher, Karolinska Institutet, Stockholm\n2022\tSingle-cell atlas of the inflamed ileum.\n\
        Sep 2016 – Nov\tDoctoral Researcher, Walter and Eliza Hall Institute, Parkville\n2020\tNotch signalling.\n";
    assert_eq!(
        jobs(&parsed(text))[1..],
        [
            ["Karolinska Institutet", "Postdoctoral Researcher", "2021-03", "2022-12"],
            ["Walter and Eliza Hall Institute", "Doctoral Researcher", "2016-09", "2020-11"],
        ]
    );
}

#[test]
fn a_sentence_may_say_where_somebody_works_till_date() {
    let text = "Pavan Bandaru\npavan@example.com\n\nProfessional Experience:\n\
        Working as Senior QA Engineer in Techmiles Infoway Pvt Ltd, Hyderabad from July 2022 to till date.\n\
        Worked as Test Engineer in Orbisoft Solutions, Vijayawada from Jan 2020 to June 2022.\n\nProjects Summary:\nProject #1\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Techmiles Infoway Pvt Ltd", "Senior QA Engineer", "2022-07", "present"],
            ["Orbisoft Solutions", "Test Engineer", "2020-01", "2022-06"],
        ]
    );
}

#[test]
fn a_role_with_its_months_on_its_line_is_one_beside_dates_in_cells() {
    let text = "Anna Ruiz\nanna@example.com\n\nTrayectoria laboral\nALMACENES LA PERLA, S.A. DE C.V.\tMar 2016 – A la fecha\nGerente de tienda (Sucursal Andares) Ago 2019 – A la fecha\n- Ventas\n\
        Subgerente (Sucursal Centro Magno) Mar 2016 – Jul 2019\n- Jefaturas\nZAPATERÍA TRES HERMANOS\tNov 2012 – Feb 2016\nJefe de piso\n- Apertura\nCINEMUNDO PLAZA PATRIA\t2009 – 2012\nTaquillero\n";
    let found = jobs(&parsed(text));
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[1][2..], ["2016-03", "2019-07"], "{found:?}");
}

#[test]
fn a_period_beside_a_town_stands_apart_however_long_the_town_s_name() {
    let text = "Beatriz Falcão\nbeatriz@example.pt\n\nPercurso profissional\nGestora de Qualidade na Corticeira do Sado, S.A.\nsetembro de 2019 a atualidade, Setúbal\nAuditorias\n\
        Técnica de Laboratório na Vinhos Serra d’Ossa, Lda.\nmarço de 2015 a agosto de 2019, Évora\nAnálises\nBolseira na Instituto do Alentejo\njaneiro de 2014 a dezembro de 2014, Évora\n";
    assert_eq!(jobs(&parsed(text))[0], ["Corticeira do Sado, S.A.", "Gestora de Qualidade", "2019-09", "present"]);
}

#[test]
fn a_period_may_stand_on_three_lines_of_the_margin() {
    let text = "Wanjiru Muthoni\nwanjiru@example.co.ke\n\nWORK EXPERIENCE\nFeb 2020\tSenior Midwife\nto\tPumwani Maternity Hospital, Nairobi\n\
        Date\tOversee an average of 60 deliveries per week.\n- Mentor student midwives\nAug 2015\tRegistered Midwife\nto\tAga Khan Health Service, Mombasa\n\
        Jan 2020\tRan antenatal clinics.\n";
    let resume = parsed(text);
    assert_eq!(
        jobs(&resume),
        [
            ["Pumwani Maternity Hospital", "Senior Midwife", "2020-02", "present"],
            ["Aga Khan Health Service", "Registered Midwife", "2015-08", "2020-01"],
        ]
    );
    assert_eq!(resume.experience[1].bullets, ["Ran antenatal clinics."]);
}

#[test]
fn italian_periods_have_their_own_words_and_break_at_them() {
    let text = "Loredana Pistis\nloredana@example.it\n\nEsperienze lavorative\nDa marzo 2020 ad oggi\tOperatrice socio-sanitaria\nRSA Villa dei Ginepri, Cagliari\n- Turni\n\
        Da settembre 2016 a\tAssistente domiciliare\nfebbraio 2020\tCooperativa Sociale Mirto, Selargius\n- Igiene\n";
    let found: Vec<[String; 2]> = jobs(&parsed(text)).into_iter().map(|[_, _, start, end]| [start, end]).collect();
    assert_eq!(found, [["2020-03", "present"], ["2016-09", "2020-02"]]);
}

#[test]
fn a_period_may_break_between_its_last_month_and_its_year() {
    let text = "Theodora Price\ntheodora@example.org.uk\n\nCAREER\nOctober 2018 to date\tTenant, Number Four Chambers\nSome ninety days in court.\n\
        October 2017 to September\tPupil Barrister, Number Four Chambers\n2018\tPupil supervisors: Mr Harker and Ms Dutt.\n";
    let found: Vec<[String; 2]> = jobs(&parsed(text)).into_iter().map(|[_, _, start, end]| [start, end]).collect();
    assert_eq!(found, [["2018-10", "present"], ["2017-10", "2018-09"]]);
}

#[test]
fn an_employer_with_its_town_may_stand_beside_the_dates_above_its_post() {
    let text = "Yannick Le Bihan\nyannick@example.fr\n\nEXPÉRIENCES PROFESSIONNELLES\nConstruire Atlantique – Vannes\t01/2020 – aujourd’hui\nConducteur de travaux principal\n- Pilotage\n\
        Bâti Ouest – Rennes\t09/2013 – 03/2016\nAide conducteur de travaux\n- Commandes\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Construire Atlantique", "Conducteur de travaux principal", "2020-01", "present"],
            ["Bâti Ouest", "Aide conducteur de travaux", "2013-09", "2016-03"],
        ]
    );
}

#[test]
fn a_town_below_the_dates_is_no_employer_of_the_next_post() {
    let text = "Ana Rojas\nana@example.cl\n\nExperiencia\nAgencia Tres Tintas\nEjecutiva de cuentas\nmarzo de 2013 - diciembre de 2014 (1 año 10 meses)\nViña del Mar\n\
        Falabella\nAsistente de marca\ndiciembre de 2012 - febrero de 2013 (3 meses)\nApoyo en campañas de temporada.\n";
    assert_eq!(jobs(&parsed(text))[1][..2], ["Falabella", "Asistente de marca"]);
}

#[test]
fn an_employer_named_like_a_town_below_the_dates_is_one() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nNetwork Engineer\n2018 – 2020\nNokia\n- Routers\nSupport Engineer\n2015 – 2018\nOrange\n- Calls\n";
    let employers: Vec<String> = jobs(&parsed(text)).into_iter().map(|[employer, ..]| employer).collect();
    assert_eq!(employers, ["Nokia", "Orange"]);
}
