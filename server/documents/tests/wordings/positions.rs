//! Positions in their many forms.

use crate::text::{courses, jobs, parsed};

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
fn what_a_post_was_done_with_is_no_employer() {
    let text = "Anna Rao\nanna@example.com\n\nEXPERIENCIA\nAdministrador de sistemas\tEne. 2020 - Actualidad\nKursaal Sistemas S.Coop., Donostia\nPlaybooks de Ansible\n\
        Tecnologías: Proxmox, Ansible\nTécnico de sistemas\tJun. 2015 - Dic. 2019\nIbersis, Donostia (cliente: Diputación Foral)\n";
    let employers: Vec<String> = jobs(&parsed(text)).into_iter().map(|[employer, ..]| employer).collect();
    assert_eq!(employers, ["Kursaal Sistemas S.Coop.", "Ibersis"]);
}

#[test]
fn projects_and_examinations_are_no_positions() {
    let text = "Catarina Brandão\ncatarina@example.pt\n\nPercurso profissional\nJan. 2017 – presente\nTradutora freelance – Independente, Coimbra\n\n\
        PROJETOS SELECIONADOS\nAno\tProjeto\tVolume / par\n2025\tManuais de um ventilador\t120 000 palavras, EN-PT\n\n\
        Actuarial Examinations\nPaper\tSitting\tAttempt\nCS1, CM1\tMar 2016\tFirst\n";
    assert_eq!(jobs(&parsed(text)).len(), 1, "{:?}", jobs(&parsed(text)));
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
fn a_path_of_nothing_but_schools_is_education_where_positions_stand_elsewhere() {
    let text = "Inès Boukhelifa\nines@example.fr\n\nMon Parcours\n2024 – en cours\tLicence Techniques de commercialisation\nIUT de Lille\n2021 – 2024\tBaccalauréat général\nLycée Blaringhem, Béthune\n\n\
        Mes Expériences\nDepuis sept. 2025\tVendeuse\nDecathlan, Villeneuve-d’Ascq\n- Conseil client\n";
    let resume = parsed(text);
    assert_eq!(jobs(&resume), [["Decathlan", "Vendeuse", "2025-09", "present"]]);
    assert_eq!(courses(&resume).len(), 2, "{:?}", courses(&resume));
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
