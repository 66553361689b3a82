//! Positions, however their lines are written.

use crate::text::{courses, jobs, parsed};

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
fn a_form_may_begin_with_its_dates() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nStart date: Jan 2018\nEnd date: Dec 2020\nEmployer: Acme Ltd\n\
        Position: Driver\nStart date: Mar 2015\nEnd date: Nov 2017\nEmployer: Beta Ltd\nPosition: Courier\n";
    assert_eq!(
        jobs(&parsed(text)),
        [["Acme Ltd", "Driver", "2018-01", "2020-12"], ["Beta Ltd", "Courier", "2015-03", "2017-11"]]
    );
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
fn looking_for_work_is_no_position() {
    let text = "Rico Weber\nrico@example.de\n\nBeruflicher Werdegang\nseit 05/2019\tHaustechnik Plagwitz GmbH, Leipzig\nKundendienstmonteur SHK\n\
        04/2010 – 09/2012\tarbeitssuchend, Pflege der Großmutter\n01/2010 – 02/2010\tArbeitssuchend\n";
    assert_eq!(jobs(&parsed(text)), [["Haustechnik Plagwitz GmbH", "Kundendienstmonteur SHK", "2019-05", "present"]]);
}

#[test]
fn projects_and_examinations_are_no_positions() {
    let text = "Catarina Brandão\ncatarina@example.pt\n\nPercurso profissional\nJan. 2017 – presente\nTradutora freelance – Independente, Coimbra\n\n\
        PROJETOS SELECIONADOS\nAno\tProjeto\tVolume / par\n2025\tManuais de um ventilador\t120 000 palavras, EN-PT\n\n\
        Actuarial Examinations\nPaper\tSitting\tAttempt\nCS1, CM1\tMar 2016\tFirst\n";
    assert_eq!(jobs(&parsed(text)).len(), 1, "{:?}", jobs(&parsed(text)));
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
fn a_title_may_have_its_field_behind_a_dash_above_its_employer() {
    let text = "Larissa Tavares\nlarissa@example.com\n\nEXPERIÊNCIA PROFISSIONAL\nago/2022 – atual\tComissária de Voo – Internacional\nAzimute Linhas Aéreas · base GRU\n- Voos\n\
        nov/2018 – jul/2022\tComissária de Voo – Doméstico\nAzimute Linhas Aéreas · base CGH\n- Ponte aérea\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Azimute Linhas Aéreas", "Comissária de Voo – Internacional", "2022-08", "present"],
            ["Azimute Linhas Aéreas", "Comissária de Voo – Doméstico", "2018-11", "2022-07"],
        ]
    );
}

#[test]
fn commas_part_title_employer_and_town_though_the_employer_is_named_like_the_title() {
    let text = "Oliver Pickersgill\noliver@example.co.uk\n\nEMPLOYMENT HISTORY\nBranch Manager, Thackray & Lowe Estate Agents, Harrogate (June 2022 – Present)\n\
        Lettings Negotiator, Wharfedale Lettings, Ilkley (January 2017 – January 2019)\n";
    assert_eq!(jobs(&parsed(text))[1], ["Wharfedale Lettings", "Lettings Negotiator", "2017-01", "2019-01"]);
    let text = "Hamza Saleem\nhamza@example.pk\n\nExperience\nGraduate Trainee Engineer, Crescent Engineering Works Ltd, Lahore\tAug 2026 – Present\n\
        Summer Internee – Maintenance, Packages Convertors Limited, Lahore\tJune 2025 – Aug 2025\n\
        Internee, Descon Training Academy, Lahore\tJuly 2024 – Aug 2024\n";
    assert_eq!(
        jobs(&parsed(text))[1..],
        [
            ["Packages Convertors Limited", "Summer Internee – Maintenance", "2025-06", "2025-08"],
            ["Descon Training Academy", "Internee", "2024-07", "2024-08"],
        ]
    );
}

#[test]
fn an_italian_form_sets_title_and_employer_in_capitals() {
    let text = "Ilaria Montefusco\nilaria@example.it\n\nESPERIENZA LAVORATIVA\n01/2020 – ATTUALE – Lecce, Italia\nARCHITETTA LIBERA PROFESSIONISTA – STUDIO MONTEFUSCO\n- Restauro\n\
        10/2014 – 07/2015 – Lipsia, Germania\nTIROCINANTE – BAUWERK NEUMANN ARCHITEKTEN\nDisegni.\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["STUDIO MONTEFUSCO", "ARCHITETTA LIBERA PROFESSIONISTA", "2020-01", "present"],
            ["BAUWERK NEUMANN ARCHITEKTEN", "TIROCINANTE", "2014-10", "2015-07"],
        ]
    );
}

#[test]
fn a_town_in_a_cell_beside_the_employer_is_none_whatever_list_knows_it() {
    let text = "Mercy Githongo\nmercy@example.co.ke\n\nLEGAL EXPERIENCE\nODHIAMBO KARURI & ASSOCIATES ADVOCATES\tNairobi\nSenior Associate\tJuly 2021 – Present\n- Counsel\n\
        OFFICE OF THE DIRECTOR OF PUBLIC PROSECUTIONS\tNakuru\nState Counsel\tFebruary 2018 – June 2021\n- Prosecuted\n\
        MUTHONI KELI ADVOCATES\tEldoret\nLegal Assistant\tMarch 2017 – January 2018\nPupil\tFebruary 2016 – August 2016\n- Conveyancing\n";
    assert_eq!(
        jobs(&parsed(text))[1..],
        [
            ["OFFICE OF THE DIRECTOR OF PUBLIC PROSECUTIONS", "State Counsel", "2018-02", "2021-06"],
            ["MUTHONI KELI ADVOCATES", "Legal Assistant", "2017-03", "2018-01"],
            ["MUTHONI KELI ADVOCATES", "Pupil", "2016-02", "2016-08"],
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
fn a_street_below_the_employer_is_its_address() {
    let text = "Denise Yazzie\ndenise@example.com\n\nWORK EXPERIENCE\nDepartment of Veterans Affairs\n1501 San Pedro Dr SE, Albuquerque, NM 87108\n\
        Social Worker (Homeless Program)\n08/2019 – Present\nCASE MANAGEMENT: Carry a caseload of 35 Veterans.\nPresbyterian Hospice of New Mexico\nAlbuquerque, NM\n\
        Medical Social Worker\n05/2016 – 08/2019\nSupported patients.\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Department of Veterans Affairs", "Social Worker (Homeless Program)", "2019-08", "present"],
            ["Presbyterian Hospice of New Mexico", "Medical Social Worker", "2016-05", "2019-08"],
        ]
    );
}

#[test]
fn what_was_done_is_no_employer_of_a_role_below_another() {
    let text = "Monique Aldridge\nmonique@example.com\n\nExperience\nTrailmark Software\n7 years 1 month\nDirector, Customer Success\nFebruary 2024 - Present (2 years 10 months)\n\
        Denver, Colorado, United States\nLead a team of 11.\n\nCustomer Success Manager\nNovember 2019 - August 2021 (1 year 10 months)\n\
        Third CS hire. Wrote the first onboarding playbook and the QBR deck that is still\nin use.\n";
    assert_eq!(jobs(&parsed(text))[1], ["Trailmark Software", "Customer Success Manager", "2019-11", "2021-08"]);
}

#[test]
fn a_town_of_several_words_takes_its_employer_for_no_place() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nTessaract Retail Group, Welwyn Garden City\nOracle DBA\nJan 2017 – Apr 2018\nBlack Friday readiness\n";
    assert_eq!(jobs(&parsed(text)), [["Tessaract Retail Group", "Oracle DBA", "2017-01", "2018-04"]]);
}

#[test]
fn the_last_word_of_a_list_above_a_title_is_no_employer() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nFathom Metrics\n7 years 3 months\nAccount Executive\nJanuary 2021 - February 2023 (2 years 2 months)\nCork, County Cork, Ireland\n\
        Full cycle sales to companies of 50-250 employees. Tools: Salesforce, Outreach,\nGong.\nSales Development Representative\nSeptember 2019 - December 2020 (1 year 4 months)\nCork, County Cork, Ireland\n";
    assert_eq!(jobs(&parsed(text))[1][0], "Fathom Metrics");
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
fn a_path_of_nothing_but_schools_is_education_where_positions_stand_elsewhere() {
    let text = "Inès Boukhelifa\nines@example.fr\n\nMon Parcours\n2024 – en cours\tLicence Techniques de commercialisation\nIUT de Lille\n2021 – 2024\tBaccalauréat général\nLycée Blaringhem, Béthune\n\n\
        Mes Expériences\nDepuis sept. 2025\tVendeuse\nDecathlan, Villeneuve-d’Ascq\n- Conseil client\n";
    let resume = parsed(text);
    assert_eq!(jobs(&resume), [["Decathlan", "Vendeuse", "2025-09", "present"]]);
    assert_eq!(courses(&resume).len(), 2, "{:?}", courses(&resume));
}

#[test]
fn italian_periods_have_their_own_words_and_break_at_them() {
    let text = "Loredana Pistis\nloredana@example.it\n\nEsperienze lavorative\nDa marzo 2020 ad oggi\tOperatrice socio-sanitaria\nRSA Villa dei Ginepri, Cagliari\n- Turni\n\
        Da settembre 2016 a\tAssistente domiciliare\nfebbraio 2020\tCooperativa Sociale Mirto, Selargius\n- Igiene\n";
    let found: Vec<[String; 2]> = jobs(&parsed(text)).into_iter().map(|[_, _, start, end]| [start, end]).collect();
    assert_eq!(found, [["2020-03", "present"], ["2016-09", "2020-02"]]);
}

#[test]
fn sentences_about_the_employer_may_stand_between_its_name_and_the_posts() {
    let text = "Sudeshna Mukherjee\nsudeshna@example.in\n\nPROFESSIONAL EXPERIENCE\nSanjeevani Hospitals Ltd., Kolkata\nListed hospital group with five units in West Bengal, Odisha and Assam.\n\
        Chief Operating Officer\tApril 2019 – Present\n- Turned around a unit\nVice President – Operations\tJuly 2016 – March 2019\n- Commissioned a block\n\
        Rotary Eye Hospital, Siliguri\nCharitable eye hospital with vision centres in North Bengal and Sikkim.\nManager – Patient Services\tJune 2005 – July 2009\n- Outreach camps\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Sanjeevani Hospitals Ltd.", "Chief Operating Officer", "2019-04", "present"],
            ["Sanjeevani Hospitals Ltd.", "Vice President – Operations", "2016-07", "2019-03"],
            ["Rotary Eye Hospital", "Manager – Patient Services", "2005-06", "2009-07"],
        ]
    );
}

#[test]
fn a_title_s_subject_may_stand_behind_a_comma_before_the_employer() {
    let text = "Halima Goni\nhalima@example.org\n\nWORK EXPERIENCE\nProgramme Officer, Education in Emergencies, Savannah Relief International, Maiduguri (April 2021 – Date)\n- Spaces\n";
    assert_eq!(
        jobs(&parsed(text)),
        [["Savannah Relief International", "Programme Officer, Education in Emergencies", "2021-04", "present"]]
    );
}

#[test]
fn teaching_and_research_are_positions_in_a_numbered_table() {
    let text = "Kavitha Shan\nkavitha@example.in\n\nTEACHING AND RESEARCH EXPERIENCE\nS.No\tInstitution\tDesignation\tFrom\tTo\n\
        1\tCauvery College of Engineering, Salem\tAssistant Professor\t03.06.2019\tTill date\n2\tSri Vaigai College, Madurai\tGuest Lecturer\t01.07.2013\t30.04.2014\n";
    assert_eq!(
        jobs(&parsed(text)),
        [
            ["Cauvery College of Engineering", "Assistant Professor", "2019-06", "present"],
            ["Sri Vaigai College", "Guest Lecturer", "2013-07", "2014-04"],
        ]
    );
}

#[test]
fn a_heading_that_no_list_knows_is_told_by_how_it_is_set() {
    let text = "Colm Heffernan\ncolm@example.ie\n\nPROFILE\nLikes sound.\n\nWORK\n2015 – 2018\tHouse Sound Engineer\nThe Lantern Club, Dublin\n- Acts\n\n\
        KIT I KNOW\nConsoles\tDiGiCo SD10, Avid S6L\nSoftware\tPro Tools, QLab\n\nEDUCATION\n2012 – 2014\tHND in Music Production\nBallyfermot College\n\nTHINGS I CARE ABOUT\nQuiet mornings\nGood cables\n\nLANGUAGES\nEnglish\n";
    let resume = parsed(text);
    let skills: Vec<&str> = resume.skills.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(skills, ["DiGiCo SD10", "Avid S6L", "Pro Tools", "QLab"]);
    assert_eq!(jobs(&resume)[0][0], "The Lantern Club");
    assert_eq!(resume.experience[0].bullets, ["Acts"]);
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
fn a_doctor_in_a_firm_s_name_ends_no_sentence() {
    let text = "Nicola Bianchi\nnicola@example.it\n\nEsperienze lavorative\nPraticante\tmarzo 2011 – maggio 2012\nStudio Commercialista dott. Petruzzelli, Bari\n- Pratica\n";
    assert_eq!(jobs(&parsed(text))[0][..2], ["Studio Commercialista dott. Petruzzelli", "Praticante"]);
}

#[test]
fn who_stands_in_for_somebody_on_leave_has_a_position() {
    let text = "Emma Miller\nwork@example.com\n\nExperience\nHR Advisor (Maternity Leave Cover)\nHarbour Foods Ltd, Leeds\n2019 – 2020\n- Policies\n\
        Maternity leave\n2018 – 2019\nRecruiter\nOrmond Staffing Ltd, York\n2016 – 2018\n";
    let titles: Vec<String> = jobs(&parsed(text)).into_iter().map(|[_, title, ..]| title).collect();
    assert_eq!(titles, ["HR Advisor (Maternity Leave Cover)", "Recruiter"]);
}

#[test]
fn an_employer_named_like_a_town_below_the_dates_is_one() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nNetwork Engineer\n2018 – 2020\nNokia\n- Routers\nSupport Engineer\n2015 – 2018\nOrange\n- Calls\n";
    let employers: Vec<String> = jobs(&parsed(text)).into_iter().map(|[employer, ..]| employer).collect();
    assert_eq!(employers, ["Nokia", "Orange"]);
}
