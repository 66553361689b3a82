//! The numbers by which verdicts are decided, for fitting their weights: JSON lines of job, requirement and résumé.
//! `verdict_features FOLDER`, a folder with jobs.jsonl and resumes.jsonl as `hireq match` reads them.

use hireq_domain::job::Requirement;
use hireq_ml::judge::Judge;
use hireq_services::matching::{TextMatcher, with_alternatives};
use std::{error::Error, path::Path};

fn lines(path: &Path) -> Result<Vec<serde_json::Value>, Box<dyn Error>> {
    Ok(std::fs::read_to_string(path)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn text(value: &serde_json::Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("a folder")?;
    let models = std::env::var("MODELS_DIR").or_else(|_| std::env::var("HOME").map(|h| h + "/.cache/hireq/models"))?;
    let judge = Judge::start(Path::new(&models))?;
    let today = chrono::Utc::now().date_naive();
    let matcher = TextMatcher::new(None, Some(&judge), today)?;
    let resumes = lines(&Path::new(&folder).join("resumes.jsonl"))?;
    for job in lines(&Path::new(&folder).join("jobs.jsonl"))? {
        let given = job["requirements"].as_array().cloned().unwrap_or_default();
        let requirement = |r: &serde_json::Value| {
            let any_of: Vec<String> = serde_json::from_value(r["any_of"].clone()).unwrap_or_default();
            let kind = text(r, "kind").parse().map_err(|_| format!("{r}: which kind?"))?;
            Ok::<_, String>(Requirement::new(kind, with_alternatives(&text(r, "text"), &any_of), r["must"] == true))
        };
        let requirements = given.iter().map(requirement).collect::<Result<Vec<_>, _>>()?;
        let criteria = matcher.job(&text(&job, "title"), &text(&job, "description"), Some(requirements))?;
        for resume in resumes.iter().filter(|r| r["job"] == job["id"]) {
            let read = matcher.resume(&text(resume, "text"))?;
            for (r, features) in given.iter().zip(matcher.features(&criteria, &read)?) {
                println!(
                    "{}",
                    serde_json::json!({ "job": job["id"], "requirement": r["id"], "resume": resume["id"], "features": features })
                );
            }
        }
    }
    Ok(())
}
