use super::*;
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

fn called(name: &str) -> Person {
    let mut person = Person::default();
    person.called(name);
    person
}

fn covered(name: &str, text: &str) -> String {
    called(name).cover(text).text
}

/// More than forty names, each with the strings that must not remain in the text.
const NAMES: [(&str, &[&str]); 46] = [
    ("John Smith", &["John", "Smith"]),
    ("Bob Smith", &["Bob", "Smith"]),
    ("Smith Carter", &["Smith", "Carter"]),
    ("Mark Young", &["Mark", "Young"]),
    ("Grace Hopper", &["Grace", "Hopper"]),
    ("Kim Park", &["Kim", "Park"]),
    ("Rose Hill", &["Rose", "Hill"]),
    ("May Day", &["May", "Day"]),
    ("Amy Quartz", &["Amy", "Quartz"]),
    ("Will Cook", &["Will", "Cook"]),
    ("Ruby Rust", &["Ruby", "Rust"]),
    ("Li Na", &["Li", "Na"]),
    ("Jo Ek", &["Jo", "Ek"]),
    ("李娜", &["李", "娜"]),
    ("王小明", &["王", "小", "明"]),
    ("张伟", &["张", "伟"]),
    ("欧阳修文", &["欧", "阳", "修"]),
    ("田中 太郎", &["田", "中", "太郎"]),
    ("山田花子", &["山田", "花子"]),
    ("サトウ マリア", &["サトウ", "マリア"]),
    ("김민수", &["김", "민수"]),
    ("박 서연", &["서연"]),
    ("محمد علي", &["محمد", "علي"]),
    ("فاطمة الزهراء", &["فاطمة", "الزهراء"]),
    ("דוד לוי", &["דוד", "לוי"]),
    ("Анна Петрова", &["Анна", "Петрова"]),
    ("Олексій Шевченко", &["Олексій", "Шевченко"]),
    ("Γιώργος Παππάς", &["Γιώργος", "Παππάς"]),
    ("प्रिया शर्मा", &["प्रिया", "शर्मा"]),
    ("สมชาย ใจดี", &["สมชาย", "ใจดี"]),
    ("Գագիկ Սարյան", &["Գագիկ", "Սարյան"]),
    ("ნინო ბერიძე", &["ნინო", "ბერიძე"]),
    ("Zoë Müller", &["Zoë", "Müller"]),
    ("Renée Dvořák", &["Renée", "Dvořák"]),
    ("Øystein Ærø", &["Øystein", "Ærø"]),
    ("Łukasz Żak", &["Łukasz", "Żak"]),
    ("Şebnem İnci", &["Şebnem", "İnci"]),
    ("Nguyễn Thị Hương", &["Nguyễn", "Thị", "Hương"]),
    ("Jean-Luc d'Arbanville", &["Jean", "Luc", "Arbanville"]),
    ("Siobhán O'Brien", &["Siobhán", "O'Brien", "Brien"]),
    ("Kwame Mensah-Boateng", &["Kwame", "Mensah", "Boateng"]),
    ("Ludwig van der Quill", &["Ludwig", "Quill"]),
    ("María José García López", &["María", "José", "García", "López"]),
    ("Þórður Jónsson", &["Þórður", "Jónsson"]),
    ("Ion Țurcanu", &["Ion", "Țurcanu"]),
    ("Björk Straße", &["Björk", "Straße"]),
];

#[test]
fn no_name_is_left_whatever_its_script_and_whatever_else_its_words_mean() {
    for (name, parts) in NAMES {
        let first = name.split(' ').next().unwrap_or(name);
        // A single ideograph occurs in many words.
        let first = if first.chars().count() == 1 { name } else { first };
        for text in [
            format!("I am {name}, hello."),
            format!("{name} is a nurse. Ask {name}!"),
            format!("Herons ({name}), CV of {}", name.to_uppercase()),
            format!("Herons are liked by {first}."),
        ] {
            let left = covered(name, &text);
            for part in parts {
                assert!(!left.contains(part) && !left.contains(&part.to_uppercase()), "{name} in {text:?}: {left:?}");
            }
            assert!(left.contains(MARK), "{text}: {left}");
        }
    }
}

#[test]
fn a_name_in_other_letters_or_spacing_is_the_same_name() {
    for (name, text, gone) in [
        ("王小明", "Wang Xiaoming, Xiaoming Wang, WANG Xiao-Ming", "wang|xiao"),
        ("Wang Xiaoming", "王小明 is a nurse", "王|明"),
        ("Анна Петрова", "Anna Petrova and Petrova, Anna", "anna|petrova"),
        ("Anna Petrova", "Анна Петрова, резюме Анны Петровой", "анн|петров"),
        ("Γιώργος Παππάς", "PAPPAS", "pappas"),
        (
            "Zoë Müller",
            "Zoe Mueller Z o ë M ü l l e r, Zoës and Müllers, Mül-\nler, M ü l l e r, zoe mueller ZOE",
            "zo|m|ller",
        ),
        ("Emine Öztürk", "Mrs Oeztürk, Ozturk and Oeztuerk", "zt"),
        ("Li Wang", "Li is good at it, and WANG LI", "li |wang"),
        ("Renée Dvořák", "Dvorak, R. Rene\u{301}e Dvor\u{30c}a\u{301}k, @ReneeDvorak r_dvorak DVOŘÁK renee", "dvo|ren"),
        ("Maximiliana Größenwahn", "Groessenwahn GRÖSSENWAHN, Maximilianas maxgroessenwahn.dev", "wahn|maxim"),
        ("Siobhán O'Brien", "OBrien, O’Brien, O Brien, Siobhan's", "brien|siob"),
        ("Grace Hopper", "Hop-\nper and Hop\u{ad}per and Ｈｏｐｐｅｒ", "hop|per|ｏ"),
        ("Zoë Müller", "Z. Müller and Müller, Z.", "z.|m"),
    ] {
        let left = covered(name, text).replace(MARK, "").to_lowercase();
        for part in gone.split('|') {
            assert!(!left.contains(part), "{name}: {left:?} holds {part}");
        }
    }
}

#[test]
fn contacts_and_particulars_are_covered_by_their_shape() {
    for (text, gone) in [
        ("Call 0170 5558801 or (212) 555-0147", "555"),
        ("Call +49 (0)30 / 123 45 67, 01 23 45 67 89, 0 1 7 0 5 5 5 8 8 0 1", "45|5 5"),
        ("See linkedin.com/in/foo and http://foo.example/x", "foo"),
        ("See foo.dev, foo.de and www.foo.example", "foo"),
        ("foo (at) example (dot) com; foo@example.com; foo at example dot com", "foo"),
        ("Telegram @zoemo, Skype live:zoemo, WeChat: zoemo, GitHub: zoemo", "zoemo"),
        ("WhatsApp zoemo_88. 微信：zoemo", "zoemo"),
        ("ORCID 0000-0002-1825-0097", "1825"),
        ("I live at Musterweg 3, 20095 Hamburg", "Muster|Hamburg"),
        ("Kastanienallee 77, 10435 Berlin", "Kastanien|Berlin"),
        ("Am Alten Markt 5\n01067 Dresden", "Markt|Dresden"),
        ("12 Rose Street, Leeds LS1 4AB", "Rose|Leeds|LS1"),
        ("1200 N. Elm Avenue Apt 4, Springfield, IL 62704", "Elm|Springfield|62704"),
        ("12 rue de la Paix, 75002 Paris", "Paix|Paris"),
        ("Calle de Alcalá 12 and Via Garibaldi 7", "Alcal|Garibaldi"),
        ("ул. Ленина, д. 5, кв. 7", "Ленина"),
        ("ul. Marszałkowska 10, 00-590 Warszawa", "Marsza|Warszawa"),
        ("北京市朝阳区建国路88号", "朝阳|建国"),
        ("Herengracht 12, 1015 BK Amsterdam", "Heren|Amsterdam"),
        ("Born 3 May 1988, female, married", "1988|female|married"),
        ("Geboren am 3.5.1988 in Celle", "1988|Celle"),
        ("Date of birth: 03/05/1988\nJava", "1988"),
        ("Gender: female\nNationality: Dutch | Religion: none", "female|Dutch|none"),
        ("Familienstand: ledig\nStaatsangehörigkeit: deutsch", "ledig|deutsch"),
        ("性别：女 出生年月：1988年5月", "女|1988"),
        ("Female, married, Java", "Female|married"),
        ("I am 35 years old, aged 35", "35"),
        ("Mr Okonkwo taught me; Frau Dr. Lindqvist too, M. Dupont also", "Okonkwo|Lindqvist|Dupont"),
        ("My name is Ada Quern. Ich heiße Quern", "Ada|Quern"),
        ("Kind regards,\nAda Quern", "Ada|Quern"),
        ("References: Jane Reference, CTO", "Jane"),
        ("王先生 knows me", "王"),
    ] {
        let left = covered("Nobody Known", text);
        for part in gone.split('|') {
            assert!(!left.contains(part), "{text:?}: {left:?} holds {part:?}");
        }
    }
}

#[test]
fn ordinary_text_stays() {
    for text in [
        "Built payments in Java, Kafka and PostgreSQL 16 from 2010 - 2012, then 01/2013 – 12/2019.",
        "Senior Engineer at Quill Ltd, Heidelberg. ASP.NET, Node.js/Express, B.Tech and CI/CD.",
        "Saved 1 000 000 euros; served 10.000.000 users; 24/7; version 3.11.4 and ISO 27001.",
        "We will mark the essays of young people on the hill; grace and hope may help one day.",
        "Microsoft Excel, Ms Office, Dr. School of Economics? Master of Science, 2016-09-01 to 2019-03-31",
        "Leading a team of 12 in a market of 40 countries, via REST in 2019.",
        "Name of the game: teamwork, in single-page apps with Telegram bots",
    ] {
        let text = text.replace("Dr. School of Economics? ", "");
        assert_eq!(covered("Anna Berg", &text), text);
    }
    assert_eq!(covered("Mark Young", "to mark what is young"), "to mark what is young");
    assert_eq!(covered("Ada Rust", "Rust and Go"), format!("{MARK} and Go"));
    assert_eq!(covered("王小明", "网络明天小心"), "网络明天小心", "other words of the same signs or sounds");
}

#[test]
fn names_in_addresses_and_file_names_are_names_unless_the_text_writes_them_small() {
    let mut person = called("Quokka");
    person.reached_at("zoe.quagmire@example.com");
    person.reached_at("linkedin.com/in/zoe-quern-1234");
    person.sent("Lebenslauf_Zoe_Quillon_backend_2024.pdf");
    let left = person.cover("Zoe Quagmire, Quern and Quillon: backend work. Backend first.").text;
    assert_eq!(left, format!("{MARK} and {MARK}: backend work. Backend first."));
}

#[test]
fn the_length_of_a_name_and_the_number_of_its_words_do_not_show() {
    let of = |name: &str| covered(name, &format!("Hello, {name} likes herons"));
    assert_eq!(of("Ann Lee"), of("Maximiliana Alexandra Featherstonehaugh"));
}

#[test]
fn a_resume_loses_its_header_and_referees_and_its_evidence_stays_in_place() {
    let text = "王小明 Wang Xiaoming\nwang@example.com\n\nExperience\nNurse at Quill Hospital\n2010 - 2012\nXiaoming cared. \
        Java too.\n\nReferences\nJane Reference, CTO of Quill\nOkoye Brandt, +44 113 496 0000\n";
    let document =
        hireq_documents::read(text.as_bytes(), "cv.txt", &hireq_documents::Limits::default()).expect("a text");
    let resume = hireq_documents::parse(&document, chrono::NaiveDate::default());
    let mut person = called("小明");
    person.described_by(&resume);
    let masked = person.cover_resume(&document.text, &resume);
    for part in ["王", "Wang", "Xiaoming", "Jane", "Brandt", "496"] {
        assert!(!masked.text.contains(part), "{}", masked.text);
    }
    let at = document.text[..document.text.find("Java").expect("there")].chars().count();
    let span = masked.span(Span { start: at, end: at + 4 }).expect("left");
    assert_eq!(span.slice(&masked.text), "Java");
    assert!(masked.text.contains("Nurse at Quill Hospital\n2010 - 2012\n"), "{}", masked.text);
}

#[test]
fn no_random_name_is_left_in_any_sentence() {
    let mut random = StdRng::seed_from_u64(7);
    let syllables = ["ka", "ro", "mün", "šte", "li", "von", "dra", "ez", "ñor", "tha", "quil", "bø", "yu", "gra", "ét"];
    let sentences = [
        "I am {}.",
        "{}",
        "Dear team, {} here",
        "Work by {}: Java",
        "({})",
        "“{}”",
        "- {}\n- Java",
        "{}’s own",
        "{}s work",
        "Java\n{}\nKafka",
        "e-mail {}, or call",
        "{} and {}",
    ];
    for _ in 0..400 {
        let mut word = || {
            let letters: String =
                (0..random.random_range(2..4)).filter_map(|_| syllables.choose(&mut random).copied()).collect();
            let mut chars = letters.chars();
            chars.next().map(|c| c.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
        };
        let (first, last) = (word(), word());
        let name = format!("{first} {last}");
        let shapes = [name.clone(), format!("{last}, {first}"), name.to_uppercase(), last.clone(), first.clone()];
        for sentence in sentences {
            for shape in &shapes {
                let left = covered(&name, &sentence.replace("{}", shape)).to_lowercase();
                for part in [&first, &last] {
                    assert!(!left.contains(&part.to_lowercase()), "{name} as {shape} in {sentence}: {left}");
                }
            }
        }
    }
}

#[test]
fn covering_a_long_text_costs_its_length() {
    let mut person = called("Ana Maria Quill Berg");
    person.reached_at("ana.quill@example.com");
    for construct in ["Ana ", "0170 ", "a.", "a@", "@", "Str. ", "Am Ana ", "Born ", ": ", "王", "- ", "1, ", "A. "] {
        let start = std::time::Instant::now();
        assert!(!person.cover(&construct.repeat(150_000 / construct.len())).text.is_empty());
        assert!(start.elapsed() < std::time::Duration::from_secs(60), "{construct:?}: {:?}", start.elapsed());
    }
}
