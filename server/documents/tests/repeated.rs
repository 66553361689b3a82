//! The same construct repeated up to the maximum length of a text: such a file must take time proportional to its
//! length.

use chrono::NaiveDate;
use hireq_documents::{Limits, parse, read};
use hireq_domain::resume::ReadWarning;
use std::time::{Duration, Instant};

/// Each one triggers a particular rule of the parser.
const CONSTRUCTS: [&str; 44] = [
    "• ",
    "(",
    ")",
    "()",
    "a.",
    "a@",
    "a@b.c ",
    "http://",
    "https://a.b/c ",
    "www.",
    "Kubernetes ",
    "Kubernetes, ",
    "Go",
    "2010 - ",
    "2010 ",
    "2010 - 2012 ",
    "2010 - 2012\n",
    "01/2010 - 02/2012 Engineer at Quill\n",
    "Engineer at Quill Ltd\n2010 - 2012\nBuilt things in Java.\n\n",
    "Jan 2010 – present, ",
    "+49 ",
    "0170 555 8801 ",
    "1 ",
    "1-",
    ", ",
    ",",
    "; ",
    " | ",
    "\t",
    "A\tB\tC\n",
    ": ",
    "Skills: ",
    "Experience\n",
    "Experience\nEducation\n",
    "SKILLS\nJava\n",
    "Engineer, ",
    "Engineer\n",
    "University of Quill, BSc ",
    "English (fluent), ",
    "Zoë Quill\n",
    "ZOË QUILL ",
    "a",
    "王",
    "- \n",
];

/// The shortest time that it takes to read and parse this many characters.
fn cost(construct: &str, characters: usize) -> Duration {
    let head = "Zoë Quill\n\nExperience\n";
    let text: String = head.chars().chain(construct.chars().cycle()).take(characters).collect();
    let once = || {
        let start = Instant::now();
        let document = read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text");
        let resume = parse(&document, NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day"));
        assert!(!resume.parser_version.is_empty());
        start.elapsed()
    };
    (0..3).map(|_| once()).min().expect("a time")
}

#[test]
fn what_is_said_over_and_over_costs_no_more_than_its_length() {
    cost("• ", 2_000);
    for construct in CONSTRUCTS {
        // Four times the text should take four times as long; if every position looked at all others, it would take
        // sixteen times as long.
        let grows = |n: usize| (cost(construct, n), cost(construct, 4 * n));
        let linear = |(little, much): (Duration, Duration)| much < little * 9 || much < Duration::from_millis(100);
        assert!((0..3).any(|_| linear(grows(2_500))), "{construct:?}: {:?}", grows(2_500));
    }
}

#[test]
fn a_text_longer_than_any_resume_is_read_as_far_as_the_limit_and_says_so() {
    let text = "Built things in Java. ".repeat(400_000);
    let document = read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text");
    assert!(document.text.chars().count() <= Limits::default().max_chars + 1);
    assert!(document.warnings.contains(&ReadWarning::Truncated));
}
