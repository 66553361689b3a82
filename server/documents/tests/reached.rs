//! Contact details: complete addresses, and no numbers that are not telephone numbers.

use chrono::NaiveDate;
use hireq_documents::{Limits, parse, read};
use hireq_domain::resume::ParsedResume;

fn parsed(text: &str) -> ParsedResume {
    let document = read(text.as_bytes(), "cv.txt", &Limits::default()).expect("readable");
    parse(&document, NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day"))
}

fn phones(line: &str) -> Vec<String> {
    let text =
        format!("Odile Marchbanks\nodile@example.org\n\nExperience\nArchivist, Ripon Museum\n2015 - 2019\n{line}\n");
    parsed(&text).phones.into_iter().map(|p| p.value).collect()
}

#[test]
fn an_address_is_read_from_its_first_letter_to_its_last() {
    for address in [
        "zoë.brontë@example.org",
        "_kit@example.org",
        "d’arcy@example.org",
        "d'arcy@example.org",
        "kit@bücher-straße.example",
        "почта@пример.рф",
        "ελένη@παράδειγμα.ελ",
        "kit+jobs@example.co.uk",
    ] {
        for line in [address.to_owned(), format!("E-mail: {address}, Ripon"), format!("<{address}>")] {
            let found = parsed(&format!("Odile Marchbanks\n{line}\n")).emails;
            assert_eq!(found.iter().map(|e| e.value.as_str()).collect::<Vec<_>>(), [address], "{line}");
        }
    }
    let glued = parsed("李晓明\n邮箱li@example.org\n").emails;
    assert_eq!(glued[0].value, "li@example.org");
}

#[test]
fn numbers_of_books_papers_and_money_are_no_telephones() {
    for line in [
        "Maps of the North. ISBN 978-0-306-40615-7",
        "Maps of the North, 979-10-90636-07-1, second printing",
        "ORCID 0000-0002-1825-0097",
        "Won grant AH/V12 34 and award 2016 5544 7788",
        "Registered with licence no. 20-4417-908",
        "Saved between 120 000 - 250 000 a year",
        "Budget 1 250 000 - 3 400 000",
        "Raised € 12.500.000 in four years",
        "Raised 12 500 000 EUR in four years",
    ] {
        assert_eq!(phones(line), [] as [String; 0], "{line}");
    }
    for (line, phone) in [
        ("Phone: 020 7946 0442", "020 7946 0442"),
        ("You can call me on my mobile 555-201-4477", "555-201-4477"),
        ("+44 20 7946 0442", "+44 20 7946 0442"),
        ("(555) 201-4477", "(555) 201-4477"),
        ("612 345 678", "612 345 678"),
    ] {
        assert_eq!(phones(line), [phone], "{line}");
    }
}
