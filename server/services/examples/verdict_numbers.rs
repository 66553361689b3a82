//! Prints the features from which verdicts are decided, for fitting their weights: one JSON line for each job,
//! requirement and résumé. Usage: `verdict_numbers FOLDER`, where the folder holds jobs.jsonl and resumes.jsonl in the
//! format that `hireq match` reads.

use hireq_ml::{judge::Judge, models::usual_folder};
use hireq_services::matching_texts::{JobLine, ResumeLine, TextMatcher};
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, error::Error, path::Path};

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Box<dyn Error>> {
    Ok(std::fs::read_to_string(path)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("a folder")?;
    let models = usual_folder(|name| std::env::var(name).ok());
    let judge = Judge::start(&models)?;
    let matcher = TextMatcher::new(None, Some(&judge), chrono::Utc::now().date_naive())?;
    let resumes: Vec<ResumeLine> = lines(&Path::new(&folder).join("resumes.jsonl"))?;
    for job in lines::<JobLine>(&Path::new(&folder).join("jobs.jsonl"))? {
        let criteria = matcher.job(&job.title, &job.description, Some(job.given()))?;
        for resume in resumes.iter().filter(|resume| resume.job == job.id) {
            let numbers = matcher.numbers(&criteria, &matcher.resume(&resume.text)?)?;
            for (requirement, numbers) in job.requirements.iter().zip(numbers) {
                let numbers: BTreeMap<_, _> = numbers.into_iter().collect();
                let line = serde_json::json!({
                    "job": job.id, "requirement": requirement.id, "resume": resume.id, "numbers": numbers,
                });
                println!("{line}");
            }
        }
    }
    Ok(())
}
