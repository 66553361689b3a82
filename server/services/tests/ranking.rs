//! Tests what a score must never depend on, and sets a minimum for the quality of ranking.
//!
//! No vectors are computed here: the same text has the same vector (`hireq-ml` tests that), so the text given to the
//! model is compared instead. `scripts/bench-ranking` measures with the model.

#![expect(clippy::unwrap_used, reason = "a test that unwraps has failed")]

use chrono::NaiveDate;
use hireq_documents::{Limits, parse, read};
use hireq_domain::matching::{MatchResult, Weights};
use hireq_services::{
    matching::{Criteria, Profile, chunks_of, score},
    matching_texts::rank_texts,
};
use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 15).unwrap()
}

/// The match of a text, and the texts that the embedding model would be given.
fn matched(criteria: &Criteria, text: &str) -> (MatchResult, Vec<String>) {
    let document = read(text.as_bytes(), "resume.txt", &Limits::default()).unwrap();
    let resume = parse(&document, today());
    let chunks = chunks_of(&document.text, &resume)
        .into_iter()
        .map(|c| c.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|c| !c.is_empty())
        .collect();
    (score(criteria, &Profile::read(&document.text, &resume, today()), Some(0.4), None), chunks)
}

fn criteria(title: &str, description: &str) -> Criteria {
    Criteria::new(title, description, hireq_services::jobs::propose(title, description), Weights::default())
}

/// Trades, and what people in them do: enough to tell them apart.
const TRADES: [(&str, [&str; 4]); 5] = [
    (
        "Backend Engineer",
        [
            "Built payment services in Java and PostgreSQL",
            "Moved batch jobs to Kafka",
            "Cut response times by half",
            "Reviewed code and ran on-call",
        ],
    ),
    (
        "Pastry Chef",
        [
            "Planned dessert menus for 120 guests",
            "Ordered flour, butter and fruit",
            "Trained four cooks",
            "Kept the kitchen's hygiene records",
        ],
    ),
    (
        "Accountant",
        [
            "Closed the books each month",
            "Prepared VAT returns in SAP",
            "Reconciled bank accounts",
            "Answered the auditors",
        ],
    ),
    (
        "Registered Nurse",
        [
            "Cared for patients after surgery",
            "Gave medication by schedule",
            "Wrote handover notes",
            "Taught families how to change dressings",
        ],
    ),
    (
        "Electrician",
        [
            "Wired two schools and a clinic",
            "Tested switchboards to BS 7671",
            "Read drawings with the architects",
            "Led an apprentice",
        ],
    ),
];

struct Person {
    name: &'static str,
    email: &'static str,
    phone: &'static str,
    address: &'static str,
    /// He, his, him.
    pronouns: [&'static str; 3],
}

const PEOPLE: [Person; 6] = [
    Person {
        name: "Zoë Quill",
        email: "zoe.quill@example.com",
        phone: "+49 30 1234567",
        address: "Lindenstraße 12, 10969 Berlin",
        pronouns: ["she", "her", "her"],
    },
    Person {
        name: "Mohammed Adeyemi-Okonkwo",
        email: "m.o@mail.example.org",
        phone: "+234 803 555 0199",
        address: "7 Broad Street, Lagos",
        pronouns: ["he", "his", "him"],
    },
    Person {
        name: "Li Wei Zhang",
        email: "zhangliwei@example.net",
        phone: "(212) 555-0147",
        address: "450 Elm Avenue, Springfield, IL 62704",
        pronouns: ["they", "their", "them"],
    },
    Person {
        name: "María José Fernández",
        email: "mjf88@example.es",
        phone: "+34 911 234 567",
        address: "Calle Mayor 5, Madrid",
        pronouns: ["she", "her", "her"],
    },
    Person {
        name: "Sean O'Reilly",
        email: "sean@oreilly.example.ie",
        phone: "0113 496 0123",
        address: "12 Rose Lane, Leeds LS1 4AB",
        pronouns: ["he", "his", "him"],
    },
    Person {
        name: "Priya Raghunathan",
        email: "priya.r@example.in",
        phone: "+91 98765 43210",
        address: "22 MG Road, Bengaluru 560001",
        pronouns: ["she", "her", "her"],
    },
];

/// One of about a hundred résumés, with the personal details of one of six people.
fn resume(number: usize, person: &Person) -> String {
    let (title, did) = TRADES[number % TRADES.len()];
    let Person { name, email, phone, address, pronouns: [he, his, him] } = person;
    let (first, years) = (name.split(' ').next().unwrap(), 2 + number % 9);
    let head = match number % 3 {
        0 => format!("{name}\n{title}\n{email} | {phone}\n{address}\n"),
        1 => format!("{name}\n{address}\n{phone}\n{email}\n{title}\n"),
        _ => format!("{name}\n{email}\n{phone}\n{address}\n\n"),
    };
    let lines: Vec<&str> = did.iter().cycle().skip(number % 4).take(3).copied().collect();
    if number % 4 == 3 {
        // Some files lose all their line breaks.
        return format!(
            "{head}{} Summary {name} has {years} years of work behind {him}. Experience {title} City, State {}. \
             Colleagues say that {he} kept {his} word. {}",
            title.to_uppercase(),
            lines.join(". "),
            "Worked with care and finished on time. ".repeat(20 + number % 7)
        );
    }
    format!(
        "{head}\nSummary\n{title} with {years} years of work behind {him}. Colleagues say that {he} kept {his} word.\n\n\
         Experience\n{title}, Kaveri Works, {}-01 to 2024-06\n- {}\n- {}\n- {}\nReferences: {first} shares them gladly, \
         as {name} always does.\n\nEducation\nBSc in Applied Work, 2012\n\nSkills\nTeamwork, Microsoft Excel\n",
        2024 - years,
        lines[0],
        lines[1],
        lines[2],
    )
}

fn jobs() -> Vec<Criteria> {
    TRADES
        .iter()
        .map(|(title, did)| {
            let asked = "3+ years of experience. Must know Microsoft Excel and Java.";
            criteria(&format!("Senior {title}"), &format!("You will: {}. {asked}", did.join(". ")))
        })
        .collect()
}

#[test]
fn swapping_the_person_changes_no_bit_in_two_hundred_resumes() {
    let jobs = jobs();
    for number in 0..200 {
        let criteria = &jobs[number % jobs.len()];
        let (one, other) = (number % PEOPLE.len(), (number + 1 + number / 7 % 4) % PEOPLE.len());
        let one = matched(criteria, &resume(number, &PEOPLE[one]));
        let other = matched(criteria, &resume(number, &PEOPLE[other]));
        assert_eq!(one.1, other.1, "what the model reads of résumé {number}");
        assert_eq!(one.0.total.to_bits(), other.0.total.to_bits(), "résumé {number}");
        assert_eq!(one.0.shares, other.0.shares, "résumé {number}");
        let verdicts = |r: &MatchResult| r.items.iter().map(|i| (i.verdict, i.score.to_bits())).collect::<Vec<_>>();
        assert_eq!(verdicts(&one.0), verdicts(&other.0), "résumé {number}");
    }
}

#[test]
#[ignore = "known gap: “umbrella”, a word of seven occupations' titles, moves a résumé of seventy words by 2.8 points"]
fn an_irrelevant_word_moves_a_score_by_two_points_at_most() {
    let jobs = jobs();
    for number in 0..40 {
        let text = resume(number, &PEOPLE[number % PEOPLE.len()]);
        // Not in the header, where a word inserted into the name would change the name, and not inside a date.
        let date = text.find(" to 2024").map_or(0..0, |at| at - 8..at + 11);
        let spaces: Vec<usize> = text.match_indices(' ').map(|(i, _)| i).filter(|i| !date.contains(i)).collect();
        for (turn, word) in ["banana", "yesterday", "umbrella", "purple"].iter().enumerate() {
            let at = spaces[spaces.len() / 3 + (turn * 37 + number * 11) % (spaces.len() / 2)];
            let longer = format!("{} {word}{}", &text[..at], &text[at..]);
            for criteria in &jobs {
                let (one, other) = (matched(criteria, &text).0.total, matched(criteria, &longer).0.total);
                assert!((one - other).abs() <= 2.0, "“{word}” in résumé {number}: {one} became {other}");
            }
        }
    }
}

#[test]
fn the_same_texts_rank_the_same_bits() {
    let jobs: Vec<_> = TRADES
        .iter()
        .map(|(title, did)| ((*title).to_owned(), String::new(), (*title).to_owned(), did.join(". ")))
        .collect();
    let resumes: Vec<_> =
        (0..30).map(|n| (n.to_string(), String::new(), resume(n, &PEOPLE[n % PEOPLE.len()]))).collect();
    let bits = || {
        let ranked = rank_texts(&jobs, &resumes, None, today()).unwrap();
        ranked.into_iter().map(|(job, resume, score)| (job, resume, score.to_bits())).collect::<Vec<_>>()
    };
    let ranked = bits();
    assert_eq!(ranked, bits());
    assert_eq!(ranked.len(), jobs.len() * resumes.len());
}

#[test]
fn people_of_the_trade_come_first() {
    for (trade, criteria) in jobs().iter().enumerate() {
        let mut totals: Vec<(f32, usize)> =
            (0..20).map(|n| (matched(criteria, &resume(n, &PEOPLE[n % PEOPLE.len()])).0.total, n)).collect();
        totals.sort_by(|a, b| b.0.total_cmp(&a.0));
        assert!(totals[..4].iter().all(|(_, n)| n % TRADES.len() == trade), "{}: {totals:?}", TRADES[trade].0);
    }
}

/// nDCG@10 by task, computed like the data set's own script does.
fn ndcg(folder: &Path, run: &[(String, String, f32)], tasks: &HashMap<String, String>) -> HashMap<String, f64> {
    let qrels = fs::read_to_string(folder.join("qrels.tsv")).unwrap();
    let mut grades: HashMap<&str, HashMap<&str, i32>> = HashMap::new();
    for line in qrels.lines().skip(1) {
        let mut parts = line.split('\t');
        let (job, resume, grade) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        grades.entry(job).or_default().insert(resume, grade.parse().unwrap());
    }
    let gain = |ranked: &[i32]| -> f64 {
        ranked.iter().take(10).zip(2..).map(|(g, i)| (2_f64.powi(*g) - 1.0) / f64::from(i).log2()).sum()
    };
    let mut ranked: HashMap<&str, Vec<(f32, &str)>> = HashMap::new();
    for (job, resume, score) in run {
        ranked.entry(job).or_default().push((*score, resume));
    }
    let mut sums: HashMap<String, (f64, f64)> = HashMap::new();
    for (job, mut resumes) in ranked {
        let Some(graded) = grades.get(job).filter(|g| g.values().any(|g| *g == 2)) else { continue };
        resumes.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let found: Vec<i32> = resumes.iter().map(|(_, r)| graded.get(r).copied().unwrap_or(0)).collect();
        let mut best: Vec<i32> = graded.values().copied().collect();
        best.sort_by(|a, b| b.cmp(a));
        let sum = sums.entry(tasks[job].clone()).or_default();
        *sum = (sum.0 + gain(&found) / gain(&best), sum.1 + 1.0);
    }
    sums.into_iter().map(|(task, (sum, count))| (task, sum / count)).collect()
}

#[test]
fn ranking_stays_good() {
    let folder = env::var_os("HIREQ_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from)
        .join("match");
    if !folder.join("qrels.tsv").exists() {
        println!("left out: no evaluation data (set HIREQ_DATA)");
        return;
    }
    let rows = |file: &str| -> Vec<serde_json::Value> {
        fs::read_to_string(folder.join(file)).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let jobs: Vec<_> = rows("jobs.jsonl")
        .iter()
        .map(|j| (word(j, "id"), word(j, "task"), word(j, "title"), word(j, "text")))
        .collect();
    let resumes: Vec<_> =
        rows("resumes.jsonl").iter().map(|r| (word(r, "id"), word(r, "task"), word(r, "text"))).collect();
    let tasks = jobs.iter().map(|j| (j.0.clone(), j.1.clone())).collect();
    let run = rank_texts(&jobs, &resumes, None, today()).unwrap();
    assert!(run.iter().all(|(.., score)| (0.0..=100.0).contains(score)));
    let found = ndcg(&folder, &run, &tasks);
    println!("without the model: {found:?}");
    // Without the model, so that it also runs in a debug build; `scripts/bench-ranking` has the figures with it.
    assert!(found["occupation"] >= 0.53, "{found:?}");
    assert!(found["tech_role"] >= 0.56, "{found:?}");
}
