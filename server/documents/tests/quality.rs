//! Minimum quality of parsing: on invented résumés, and on evaluation data that is not part of the repository.

use chrono::NaiveDate;
use hireq_documents::{Limits, parse, prediction::prediction, read};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

fn data() -> Option<PathBuf> {
    let folder = env::var_os("HIREQ_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from)
        .join("resumes");
    folder.join("manifest.json").exists().then_some(folder)
}

fn fold(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a name in any order, because the surname may come first, and without a doctor's title.
fn words(name: &Value) -> BTreeSet<String> {
    name.as_str().unwrap_or_default().split(' ').map(fold).filter(|word| word != "dr").collect()
}

type Hits = BTreeMap<&'static str, (usize, usize)>;

/// The result for a file, in the format of `hireq parse`.
fn found(path: &Path) -> Value {
    let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
    let today = NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day");
    let outcome = read(&fs::read(path).expect("a readable file"), name, &Limits::default()).map(|document| {
        let resume = parse(&document, today);
        (document, resume)
    });
    prediction(name, &outcome)
}

/// Counts how much of the expected result was found.
fn compare(gold: &Value, found: &Value, hits: &mut Hits) {
    let mut count = |field, hit: bool| {
        let entry = hits.entry(field).or_default();
        entry.0 += usize::from(hit);
        entry.1 += 1;
    };
    count("name", words(&gold["name"]) == words(&found["name"]));
    for job in gold["experience"].as_array().expect("jobs") {
        let same = |p: &Value, k: &str| {
            job[k].is_null() || fold(job[k].as_str().unwrap_or("")) == fold(p[k].as_str().unwrap_or(""))
        };
        let jobs = found["experience"].as_array().expect("jobs");
        count("title and start", jobs.iter().any(|p| same(p, "title") && same(p, "start")));
        count("employer", jobs.iter().any(|p| same(p, "employer")));
    }
}

fn assert_floors(hits: &Hits, floors: [(&'static str, f64); 3]) {
    println!("{hits:?}");
    for (field, floor) in floors {
        let (hit, all) = hits[field];
        assert!(hit as f64 >= floor * all as f64, "{field}: {hit} of {all}");
    }
}

/// How much is found in a folder's files.
fn hits_in(folder: &str) -> Hits {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut hits = Hits::new();
    for entry in fs::read_dir(folder.join("files")).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().expect("a readable folder").to_string_lossy();
        let gold = fs::read(folder.join("gold").join(format!("{name}.json"))).expect("a readable folder");
        compare(&serde_json::from_slice(&gold).expect("a readable folder"), &found(&path), &mut hits);
    }
    hits
}

#[test]
fn invented_resumes_stay_well_read() {
    let floors = [("name", 0.98), ("title and start", 0.97), ("employer", 0.955)];
    assert_floors(&hits_in("tests/invented"), floors);
}

#[test]
fn resumes_in_other_letters_and_languages_stay_well_read() {
    let floors = [("name", 0.9), ("title and start", 0.8), ("employer", 0.85)];
    assert_floors(&hits_in("tests/invented/languages"), floors);
}

#[test]
fn fields_and_statuses_stay_good() {
    let Some(folder) = data() else {
        println!("left out: no evaluation data (set HIREQ_DATA)");
        return;
    };
    let manifest: Vec<Value> = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let mut hits = Hits::new();
    for entry in &manifest {
        let path = folder.join(entry["file"].as_str().unwrap());
        let name = path.file_name().unwrap().to_string_lossy();
        let found = found(&path);
        let expected = entry["expected_status"].as_str().unwrap();
        assert!(
            expected.split("_or_").any(|e| e == found["status"]) || expected == found["status"],
            "{name}: {expected}, was {}",
            found["status"]
        );
        let Ok(gold) = fs::read(folder.join("gold").join(format!("{name}.json"))) else { continue };
        let gold: Value = serde_json::from_slice(&gold).unwrap();
        if gold["expected_status"] != "ok" {
            continue;
        }
        compare(&gold, &found, &mut hits);
        for hidden in gold["hidden_text"].as_array().into_iter().flatten() {
            assert!(!found["skills"].as_array().unwrap().contains(hidden), "{name}: {hidden}");
        }
    }
    assert_floors(&hits, [("name", 0.95), ("title and start", 0.9), ("employer", 0.9)]);
}
