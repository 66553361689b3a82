//! Minimum accuracy of verdicts on jobs and résumés written, including traps, by somebody who had not seen how verdicts
//! are made. They are in `tests/verdicts`: for each job, requirement and résumé, `verdicts.tsv` says what a careful
//! reader would decide, which words show it, and what makes it difficult.
//!
//! The judge is as good as these figures and no better; `docs/quality.md` compares them with the rules alone.

#![expect(clippy::unwrap_used, reason = "a test that unwraps has failed")]

use chrono::NaiveDate;
use hireq_domain::{
    job::{Requirement, RequirementKind},
    matching::Verdict,
};
use hireq_ml::{
    judge::Judge,
    models::{ModelError, usual_folder},
};
use hireq_services::matching_texts::{JobLine, ResumeLine, TextMatcher};
use std::{
    collections::{BTreeMap, HashMap},
    env, fs,
    path::Path,
};

fn lines<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts").join(name);
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The judge, or `None` if its base model is missing. If `HIREQ_NEED_MODELS` is set, as in `scripts/test`, a missing
/// model fails the test.
fn judge() -> Option<Judge> {
    match Judge::start(&usual_folder(|name| env::var(name).ok())) {
        Ok(judge) => Some(judge),
        Err(ModelError::Missing { .. }) if env::var_os("HIREQ_NEED_MODELS").is_none() => None,
        Err(error) => panic!("{error}"),
    }
}

/// The verdict of each (job, requirement, résumé).
fn said(judge: &Judge) -> HashMap<(String, String, String), Verdict> {
    let matcher = TextMatcher::new(None, Some(judge), NaiveDate::from_ymd_opt(2026, 11, 15).unwrap()).unwrap();
    let resumes: Vec<ResumeLine> = lines("resumes.jsonl");
    let mut said = HashMap::new();
    for job in lines::<JobLine>("jobs.jsonl") {
        let criteria = matcher.job(&job.title, &job.description, Some(job.given())).unwrap();
        for resume in resumes.iter().filter(|resume| resume.job == job.id) {
            let result = matcher.compare(&criteria, &matcher.resume(&resume.text).unwrap()).unwrap();
            for (requirement, item) in job.requirements.iter().zip(result.items) {
                let verdict = if item.verdict == Verdict::Unknown { Verdict::Missing } else { item.verdict };
                said.insert((job.id.clone(), requirement.id.clone(), resume.id.clone()), verdict);
            }
        }
    }
    said
}

#[derive(Default)]
struct Tally {
    right: usize,
    of: usize,
}

impl Tally {
    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    fn share(&self) -> f64 {
        self.right as f64 / self.of.max(1) as f64
    }
}

/// The minimum recall of each verdict, slightly below what is achieved. Always answering “met” would score 1, 0 and 0.
const VERDICTS: [(Verdict, f64); 3] = [(Verdict::Met, 0.50), (Verdict::Partial, 0.14), (Verdict::Missing, 0.86)];

/// The minimum accuracy for each kind of trap that is frequent enough to measure. For the first three nearly all
/// correct verdicts are “missing”, for the others nearly none are, so no constant answer passes both.
const FLOORS: [(&str, f64); 9] = [
    ("said-of-others", 0.72),
    ("negation", 0.71),
    ("other-sense", 0.69),
    ("plain-prose", 0.25),
    ("near-neighbour", 0.30),
    ("level", 0.43),
    ("paraphrase", 0.28),
    ("other-language", 0.52),
    ("or-alternative", 0.50),
];

#[test]
fn no_verdict_and_no_trap_is_worse_than_it_was() {
    let Some(judge) = judge() else { return eprintln!("left out: the judge's base is not here") };
    let said = said(&judge);
    let gold = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts/verdicts.tsv")).unwrap();
    let (mut all, mut claimed) = (Tally::default(), Tally::default());
    let (mut verdicts, mut traps) = (BTreeMap::<&str, Tally>::new(), BTreeMap::<String, Tally>::new());
    for row in gold.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let [job, requirement, resume, verdict, ..] = cells[..] else { continue };
        let Ok(verdict) = verdict.parse::<Verdict>() else { continue };
        let mine = said[&(job.to_owned(), requirement.to_owned(), resume.to_owned())];
        all.count(mine == verdict);
        verdicts.entry(verdict.as_str()).or_default().count(mine == verdict);
        if verdict == Verdict::Missing {
            claimed.count(mine == Verdict::Met);
        }
        for trap in cells.get(5).into_iter().flat_map(|traps| traps.split(", ")).filter(|trap| !trap.is_empty()) {
            traps.entry(trap.to_owned()).or_default().count(mine == verdict);
        }
    }
    println!("{} verdicts: {:.3} right; {:.3} of the missing are said to be met", all.of, all.share(), claimed.share());
    for (name, tally) in
        verdicts.iter().map(|(name, tally)| (*name, tally)).chain(traps.iter().map(|(n, t)| (n.as_str(), t)))
    {
        println!("  {name}: {:.2} of {}", tally.share(), tally.of);
    }
    assert!(all.of > 600 && all.share() > 0.53, "{:.3}", all.share());
    assert!(claimed.share() < 0.11, "{:.3}", claimed.share());
    for (verdict, floor) in VERDICTS {
        let share = verdicts[verdict.as_str()].share();
        assert!(share >= floor, "{}: {share:.2}", verdict.as_str());
    }
    for (trap, floor) in FLOORS {
        assert!(traps[trap].share() >= floor, "{trap}: {:.2}", traps[trap].share());
    }
}

#[test]
fn swapping_the_person_changes_no_verdict() {
    let Some(judge) = judge() else { return eprintln!("left out: the judge's base is not here") };
    let matcher = TextMatcher::new(None, Some(&judge), NaiveDate::from_ymd_opt(2026, 11, 15).unwrap()).unwrap();
    let asked = ["Staff nurse on an acute ward", "Intravenous medicines", "Driving licence"];
    let given = asked.map(|text| Requirement::new(RequirementKind::Skill, text, true)).to_vec();
    let job = matcher.job("Staff nurse", "A ward in a city hospital.", Some(given)).unwrap();
    let of = |name: &str, mail: &str| {
        let text = format!(
            "{name}\n{mail}\n\nExperience\nStaff nurse, St Brannoc's Hospital, 2019 - 2024\n- Daily drug rounds on an acute \
             ward of 28 beds; {name} was the link nurse for sepsis\n- Antibiotics and fluids by drip, on my own\n"
        );
        let result = matcher.compare(&job, &matcher.resume(&text).unwrap()).unwrap();
        result.items.into_iter().map(|item| (item.verdict, item.evidence.len())).collect::<Vec<_>>()
    };
    let one = of("Wilhelmina Featherstonehaugh-Oyelaran", "wilhelmina.featherstonehaugh@mail.example");
    assert_eq!(one, of("Bo Li", "bo@li.example"));
    assert_eq!(one.first().map(|(verdict, _)| *verdict), Some(Verdict::Met));
}
