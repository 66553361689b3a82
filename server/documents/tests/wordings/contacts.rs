//! Names and contact details in their many forms.

use crate::text::parsed;

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
fn a_whole_address_that_ends_in_a_slash_takes_nothing_from_the_next_line() {
    let text = "Anna Rao\nhttps://www.linkedin.com/in/anna-rao/\n07700 900123\nanna@example.com\n\nExperience\n";
    assert_eq!(parsed(text).links[0].value, "linkedin.com/in/anna-rao");
    let text = "Anna Rao\nlinkedin.com/in/\nanna-rao\nanna@example.com\n\nExperience\n";
    assert_eq!(parsed(text).links[0].value, "linkedin.com/in/anna-rao");
}

#[test]
fn a_site_may_have_a_country_behind_its_kind() {
    let text = "Anna Rao\nanna@example.com | kelpforestlab.example.ac.za | B.Tech\n\nExperience\n";
    let links: Vec<String> = parsed(text).links.into_iter().map(|l| l.value).collect();
    assert_eq!(links, ["kelpforestlab.example.ac.za"]);
}

#[test]
fn a_title_page_names_its_person_with_the_name_people_call_them_by() {
    let text = "CURRICULUM VITAE OF HENDRIK JACOBUS (HENNIE) TERBLANCHE\n\nPERSONAL INFORMATION\n\
        Full names:\tHendrik Jacobus Terblanche\nKnown as:\tHennie\nIdentity number:\t850619 5000 000\nCell:\t082 000 5561\n";
    let resume = parsed(text);
    assert_eq!(resume.name.map(|n| n.value).as_deref(), Some("Hendrik Jacobus Terblanche"));
    let phones: Vec<String> = resume.phones.into_iter().map(|p| p.value).collect();
    assert_eq!(phones, ["082 000 5561"], "the number of a paper is none to call");
}

#[test]
fn a_number_on_an_identity_card_is_no_telephone() {
    let text = "Hamza Saleem\n0300-0001147 | hamza@example.pk\n\nPersonal Details\nFather’s Name\tSaleem Akhtar\tCNIC\t35202-0000000-1\n";
    let phones: Vec<String> = parsed(text).phones.into_iter().map(|p| p.value).collect();
    assert_eq!(phones, ["0300-0001147"]);
}

#[test]
fn pages_on_social_sites_and_one_s_own_count_wherever_the_contact_block_stands() {
    let text = "Merel Bakker\ncellist\n\nWerk\n2018 – heden\nDocent cello · Muziekschool De Klinker, Zeist\n\nPersoonlijk\nUtrecht\nmerel@example.nl\n\
        www.merelcello.example.nl\nyoutube.com/@merelcello\ninstagram.com/merel.cello\n";
    let links: Vec<String> = parsed(text).links.into_iter().map(|l| l.value).collect();
    assert_eq!(links, ["merelcello.example.nl", "youtube.com/@merelcello", "instagram.com/merel.cello"]);
}

#[test]
fn an_address_may_break_before_its_country() {
    let text = "CONTATO\n(11) 90000-6612\nlarissa.tavares@example.com.\nbr\n\nLarissa Tavares\n";
    let emails: Vec<String> = parsed(text).emails.into_iter().map(|e| e.value).collect();
    assert_eq!(emails, ["larissa.tavares@example.com.br"]);
}

#[test]
fn those_who_may_be_asked_are_reached_at_their_own_addresses() {
    let text = "Brodie MacAskill\nBar Manager\n\nReferences\nMarguerite Doucette from The Wooden Fathom\nmarguerite@example.ca · (902) 555-0170\n\n\
        Details\n2134 Creighton Street\n(902) 555-0133\nbrodie@example.ca\n\nSkills\nWine service\n";
    let resume = parsed(text);
    let emails: Vec<String> = resume.emails.into_iter().map(|e| e.value).collect();
    let phones: Vec<String> = resume.phones.into_iter().map(|p| p.value).collect();
    assert_eq!((emails, phones), (vec!["brodie@example.ca".to_owned()], vec!["(902) 555-0133".to_owned()]));
}

#[test]
fn two_numbers_may_stand_on_both_sides_of_a_slash() {
    let text = "Franziska Demir\nfranziska@example.de\nTelefon: 0170 0006619 / 08031 000447\n";
    let phones: Vec<String> = parsed(text).phones.into_iter().map(|p| p.value).collect();
    assert_eq!(phones, ["0170 0006619", "08031 000447"]);
}

#[test]
fn a_licence_is_nobody_s_name() {
    let text = "CONTACT\nmoussa.traore@example.fr\n34 ans – Permis B, véhicule\n\nCOMPÉTENCES\nEntretien individuel\n";
    assert_ne!(parsed(text).name.map(|n| n.value).as_deref(), Some("Permis B"));
}

#[test]
fn a_town_has_its_region_behind_a_dash_or_a_slash_or_in_a_parenthesis() {
    let place = |line: &str| {
        let text = format!("Wellington Figueiredo\nwellington@example.com.br\n{line}\n\nExperience\n");
        parsed(&text).location.map(|l| l.value)
    };
    assert_eq!(place("(85) 90000-2278 | Fortaleza - CE").as_deref(), Some("Fortaleza - CE"));
    assert_eq!(place("Rua Rio Comprido, 815 – Bairro Riacho – Contagem/MG").as_deref(), Some("Contagem/MG"));
    assert_eq!(place("225, rang Nault, Victoriaville (Québec) G6P 7R5").as_deref(), Some("Victoriaville (Québec)"));
    assert_eq!(place("Donostia-San Sebastián | +34 600 000 741").as_deref(), Some("Donostia-San Sebastián"));
}

#[test]
fn a_number_that_holds_a_year_s_digits_is_still_one() {
    let text = "Aylin Karakaya\nAachener Straße 1200a | 50859 Köln | 0157 0004 1983 | aylin@example.de\n";
    let phones: Vec<String> = parsed(text).phones.into_iter().map(|p| p.value).collect();
    assert_eq!(phones, ["0157 0004 1983"]);
}

#[test]
fn a_surname_that_is_a_trade_is_a_name_still() {
    for name in ["Emma Miller", "Jack Cooper", "Ruth Potter"] {
        let text =
            format!("{name}\nProduct Design\nhello@example.com\n\nExperience\nDesigner, Acme Ltd\t2019 – 2021\n");
        assert_eq!(parsed(&text).name.map(|n| n.value).as_deref(), Some(name));
    }
}

#[test]
fn a_period_in_numbers_is_no_telephone() {
    let text = "Anna Rao\nanna@example.com\n\nExperience\nDesigner, Acme Ltd\n05-2018 - 08-2021\n- Posters\n";
    assert_eq!(parsed(text).phones.len(), 0, "{:?}", parsed(text).phones);
}
